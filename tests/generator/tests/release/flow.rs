//! From one release to the next.

use generator::bump::Bump;
use generator::diff::report::Policy;
use generator::release::Asked;

use super::*;

fn pets(ids: &[&str]) -> String {
    definition(&ids.iter().map(|id| operation(id)).collect::<Vec<_>>())
}

fn force(bump: Bump) -> Asked {
    Asked { force: Some(bump), ..Asked::default() }
}

fn pre(name: &str) -> Asked {
    Asked { pre: Some(name.to_owned()), ..Asked::default() }
}

#[test]
fn the_first_version_is_that_of_the_configuration() {
    let repository = Repository::new(&pets(&["getPet"]));
    repository.put("swagger/pets.toml", "[crate]\nname = \"pets\"\nversion = \"0.3.0-rc.1\"\n");
    assert_eq!(repository.regenerate(), "0.3.0-rc.1");
    assert_eq!(repository.version(), "0.3.0-rc.1");
    assert!(repository.changelog().contains("This will be version 0.3.0-rc.1: the first release."));
    assert_eq!(repository.stale(), "");
}

#[test]
fn a_release_moves_the_baseline_and_nothing_else() {
    let repository = Repository::new(&pets(&["getPet"]));
    repository.regenerate();
    repository.commit();
    let before = repository.snapshot();
    let dry = repository.try_release("2026-01-31", false).unwrap();
    assert_eq!(before, repository.snapshot(), "a dry run wrote something");
    assert!(dry.changes.diff.contains("+## 0.1.0 (2026-01-31)"), "{}", dry.changes.diff);
    assert!(dry.changes.diff.contains("+[names.operations.getPet]"), "{}", dry.changes.diff);
    assert!(dry.commands.iter().any(|line| line == "cargo publish --package pets"));

    repository.try_release("2026-01-31", true).unwrap();
    let after = repository.snapshot();
    let changed: Vec<&String> = after
        .iter()
        .filter(|(path, text)| before.get(*path) != Some(text))
        .map(|(p, _)| p)
        .collect();
    let expected = [
        "generated/.generated",
        "generated/CHANGELOG.md",
        "swagger/pets.lock",
        "swagger/pets.released/CHANGELOG.md",
        "swagger/pets.released/README.md",
        "swagger/pets.released/definition.json",
        "swagger/pets.released/digests.txt",
        "swagger/pets.released/public-api.jsonl",
    ];
    assert_eq!(changed, expected);
    assert_eq!(repository.changelog(), repository.read("swagger/pets.released/CHANGELOG.md"));
    assert!(repository.changelog().ends_with("## 0.1.0 (2026-01-31)\n\nThe first release.\n"));
    assert_eq!(repository.stale(), "");
    assert_eq!(repository.regenerate(), "0.1.0");
    assert_eq!(after, repository.snapshot(), "regenerating after a release changed something");
}

#[test]
fn ten_runs_give_the_same_bytes() {
    let repository = Repository::released(&pets(&["getPet"]));
    repository.define(&pets(&["getPet", "listPets"]));
    repository.regenerate();
    let first = repository.snapshot();
    for _ in 0..9 {
        assert_eq!(repository.regenerate(), "0.1.1");
    }
    assert_eq!(first, repository.snapshot());
    assert_eq!(repository.stale(), "");
}

#[test]
fn what_is_compared_is_the_release_and_not_the_last_run() {
    let repository = Repository::released(&pets(&["getPet"]));
    repository.define(&pets(&["getPet", "listPets"]));
    assert_eq!(repository.regenerate(), "0.1.1");
    // Taken back before the release: nothing was ever broken.
    repository.define(&pets(&["getPet"]));
    assert_eq!(repository.regenerate(), "0.1.0");
    assert!(!repository.changelog().contains("Unreleased"));
    repository.define(&pets(&["listPets"]));
    assert_eq!(repository.regenerate(), "0.2.0");
}

#[test]
fn notes_say_what_changed_and_move_down_at_the_release() {
    let repository = Repository::released(&pets(&["getPet", "dropPet"]));
    repository.define(&pets(&["getPet", "listPets"]));
    assert_eq!(repository.regenerate(), "0.2.0");
    let notes = repository.changelog();
    let (unreleased, released) = notes.split_once("\n## 0.1.0").unwrap();
    let (breaking, added) = unreleased.split_once("### Added").unwrap();
    assert!(breaking.contains("## Unreleased\n\nThis will be version 0.2.0: "), "{breaking}");
    assert!(breaking.contains("- `GET /dropPet`: "), "{breaking}");
    assert!(breaking.contains("  ```diff\n  - fn api::PetsApi::drop_pet("), "{breaking}");
    assert!(breaking.contains("\n  - struct api::pets::DropPet("), "{breaking}");
    assert!(added.contains("- `GET /listPets`: "), "{added}");
    assert_eq!(released, " (2026-01-31)\n\nThe first release.\n");

    repository.release("2026-02-28");
    let notes = repository.changelog();
    assert!(notes.contains("\n## 0.2.0 (2026-02-28)\n\n### Breaking\n"), "{notes}");
    assert!(notes.ends_with("\n## 0.1.0 (2026-01-31)\n\nThe first release.\n"), "{notes}");
    assert!(!notes.contains("Unreleased"), "{notes}");
    assert_eq!(repository.regenerate(), "0.2.0");
}

#[test]
fn a_change_inside_the_crate_is_a_patch() {
    let repository = Repository::released(&pets(&["getPet"]));
    let timer = generator_tests::root().join("templates/crate/src/timer.rs");
    let timer = std::fs::read_to_string(timer).unwrap();
    repository.put("templates/crate/src/timer.rs", &format!("{timer}// Faster.\n"));
    assert_eq!(repository.regenerate(), "0.1.1");
    let notes = repository.changelog();
    assert!(
        notes.contains(
            "### Fixed\n\n- Inside the crate, nothing that a caller names: `src/timer.rs`."
        )
    );
    assert_eq!(repository.stale(), "");
}

#[test]
fn a_change_of_the_configuration_counts() {
    let repository = Repository::released(&pets(&["getPet"]));
    let toml = "[crate]\nname = \"pets\"\n[names.tags]\npets = \"zoo\"\n";
    repository.put("swagger/pets.toml", toml);
    // The old handle stays as a deprecated one.
    assert_eq!(repository.regenerate(), "0.1.1");
    assert!(
        repository.read("generated/src/api/pets/mod.rs").contains("moved to `ZooApi::get_pet`")
    );
    assert!(repository.changelog().contains("### Deprecated"));
}

#[test]
fn the_configuration_may_state_a_higher_version() {
    let repository = Repository::released(&pets(&["getPet"]));
    repository.put("swagger/pets.toml", "[crate]\nname = \"pets\"\nversion = \"1.0.0\"\n");
    assert_eq!(repository.regenerate(), "1.0.0");
    assert!(repository.changelog().contains("1.0.0: the configuration states it."));
    repository.release("2026-03-01");
    assert_eq!(repository.regenerate(), "1.0.0");
    repository.define(&pets(&["getPet", "listPets"]));
    assert_eq!(repository.regenerate(), "1.1.0");
}

#[test]
fn what_was_asked_for_is_remembered_until_the_release() {
    let repository = Repository::released(&pets(&["getPet"]));
    assert_eq!(repository.regenerate_asking(force(Bump::Minor)), "0.1.1");
    assert_eq!(repository.regenerate_asking(force(Bump::Major)), "0.2.0");
    assert_eq!(repository.regenerate(), "0.2.0");
    assert_eq!(repository.stale(), "", "CI would not know what was asked for");
    assert!(repository.changelog().contains("major was asked for; the changes ask for none."));
    assert_eq!(repository.regenerate_asking(force(Bump::None)), "0.1.0");
    // Asking for less than the changes need does not lower the version.
    repository.define(&pets(&["listPets"]));
    assert_eq!(repository.regenerate_asking(force(Bump::Patch)), "0.2.0");
    repository.release("2026-03-01");
    assert_eq!(repository.regenerate(), "0.2.0");
    assert!(!repository.read("swagger/pets.lock").contains("[next]"));
}

#[test]
fn the_notes_may_have_the_official_layout() {
    let repository = Repository::released(&pets(&["getPet"]));
    repository.define(&pets(&["getPet", "listPets"]));
    let official = Asked { policy: Some(Policy::Official), ..Asked::default() };
    repository.regenerate_asking(official);
    let headings = |repository: &Repository| -> Vec<String> {
        let notes = repository.changelog();
        notes.lines().filter(|line| line.starts_with("### ")).map(str::to_owned).collect()
    };
    let of = headings(&repository);
    let expected = [
        "### Major Changes (0 changes)",
        "### Minor Changes (2 changes)",
        "### Point Changes (0 changes)",
    ];
    assert_eq!(of, expected);
    let notes = repository.changelog();
    assert!(notes.contains("\n**/listPets** (2 changes)\n\n* Path was added\n"), "{notes}");
    assert_eq!(repository.stale(), "", "CI would not know what was asked for");
    repository.regenerate_asking(Asked { policy: Some(Policy::Rust), ..Asked::default() });
    assert_eq!(headings(&repository), ["### Added"]);
}

#[test]
fn a_pre_release_leads_to_the_release() {
    let repository = Repository::released(&pets(&["getPet"]));
    repository.define(&pets(&["listPets"]));
    assert_eq!(repository.regenerate_asking(pre("alpha.1")), "0.2.0-alpha.1");
    assert_eq!(repository.regenerate_asking(pre("alpha.2")), "0.2.0-alpha.2");
    assert_eq!(repository.regenerate_asking(pre("none")), "0.2.0");
    repository.regenerate_asking(pre("alpha.1"));
    repository.release("2026-03-01");
    assert_eq!(repository.regenerate(), "0.2.0-alpha.1", "nothing changed since");
    repository.define(&pets(&["listPets", "addPet"]));
    assert_eq!(repository.regenerate_asking(pre("alpha.2")), "0.2.0-alpha.2");
    repository.release("2026-03-02");
    assert_eq!(repository.regenerate_asking(force(Bump::Patch)), "0.2.0");
    repository.release("2026-03-03");
    let notes = repository.changelog();
    let chapters: Vec<&str> = notes.lines().filter(|line| line.starts_with("## ")).collect();
    let expected = [
        "## 0.2.0 (2026-03-03)",
        "## 0.2.0-alpha.2 (2026-03-02)",
        "## 0.2.0-alpha.1 (2026-03-01)",
        "## 0.1.0 (2026-01-31)",
    ];
    assert_eq!(chapters, expected);
}

#[test]
fn aliases_last_until_the_next_breaking_release() {
    let renamed =
        |id: &str| operation("pets").replace("operationId: pets", &format!("operationId: {id}"));
    let repository = Repository::released(&definition(&[renamed("getPets"), operation("dropPet")]));
    let handle = || repository.read("generated/src/api/pets/mod.rs");
    repository.define(&definition(&[renamed("listPets"), operation("dropPet")]));
    assert_eq!(repository.regenerate(), "0.1.1", "an old name that still works breaks nobody");
    assert!(handle().contains("pub fn get_pets("));
    let point = "`pets().get_pets` is an earlier name of the operation `listPets`";
    assert!(repository.changelog().contains(point), "{}", repository.changelog());
    repository.release("2026-03-01");
    assert!(repository.read("swagger/pets.lock").contains("since = \"0.1.1\""));

    // It stays as long as nothing breaks.
    let more = [renamed("listPets"), operation("dropPet"), operation("addPet")];
    repository.define(&definition(&more));
    assert_eq!(repository.regenerate(), "0.1.2");
    assert!(handle().contains("pub fn get_pets("));
    assert!(!repository.changelog().split("## 0.1.1").next().unwrap().contains(point));
    repository.release("2026-03-02");

    // It goes with the next break, which says so; an alias that comes with the break stays.
    repository.define(&definition(&[renamed("findPets"), operation("addPet")]));
    assert_eq!(repository.regenerate(), "0.2.0");
    assert!(
        !handle().contains("get_pets") && handle().contains("pub fn list_pets("),
        "{}",
        handle()
    );
    assert!(
        repository.changelog().contains("\n  - fn api::PetsApi::get_pets("),
        "{}",
        repository.changelog()
    );
    assert_eq!(repository.stale(), "");
}

#[test]
fn names_survive_in_the_lock() {
    let repository = Repository::released(&definition(&[operation("getPets")]));
    let newcomer = operation("x").replace("operationId: x", "operationId: get-pets");
    repository.define(&definition(&[operation("getPets"), newcomer]));
    assert_eq!(repository.regenerate(), "0.1.1");
    assert!(repository.read("generated/src/api/pets/get_pets.rs").contains("id: \"getPets\""));
    assert!(repository.read("generated/src/api/pets/get_pets2.rs").contains("id: \"get-pets\""));
}

#[test]
fn a_correction_that_is_not_needed_any_more_does_not_hinder() {
    let wrong = definition(&[operation("getPet").replace("description: Done.", "descr: Done.")]);
    let toml = "[crate]\nname = \"pets\"\n[[overlay]]\nat = \"/paths/~1getPet/get/responses/204/descr\"\nreason = \"Misspelt.\"\nexpect = \"Done.\"\nremove = true\n";
    let repository = Repository::new(&wrong);
    repository.put("swagger/pets.toml", toml);
    repository.regenerate();
    repository.release("2026-01-31");
    repository.put("swagger/pets.toml", "[crate]\nname = \"pets\"\n");
    repository.define(&definition(&[operation("getPet")]));
    repository.regenerate();
    assert!(!repository.read("swagger/pets.released/definition.json").contains("descr\""));
}
