//! What is refused, and that nothing is written then.

use generator::command::Refusal;
use generator::diagnostic::Code;
use generator::release::Asked;

use super::*;

fn one() -> String {
    definition(&[operation("getPet")])
}

/// The reason of a refusal, and what it is about.
fn why(repository: &Repository, date: &str) -> (String, Vec<String>) {
    match repository.try_release(date, true) {
        Err(Refusal::NotNow(why, what)) => (why, what),
        Err(Refusal::Nothing(why)) => (why, Vec::new()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_dirty_tree_is_refused() {
    let repository = Repository::new(&one());
    repository.regenerate();
    repository.commit();
    repository.put("notes.txt", "mine");
    let before = repository.snapshot();
    let (reason, what) = why(&repository, "2026-01-31");
    assert!(reason.contains("the working tree has changes"), "{reason}");
    assert_eq!(what, ["?? notes.txt"]);
    assert_eq!(before, repository.snapshot());
}

#[test]
fn a_folder_without_version_control_is_refused() {
    let repository = Repository::new(&one());
    std::fs::remove_dir_all(repository.path(".git")).unwrap();
    repository.regenerate();
    let refused = repository.try_release("2026-01-31", true);
    assert!(matches!(refused, Err(Refusal::Environment(_))), "{refused:?}");
}

#[test]
fn a_crate_that_is_out_of_date_is_refused() {
    let repository = Repository::new(&one());
    repository.regenerate();
    repository.define(&definition(&[operation("getPet"), operation("addPet")]));
    repository.commit();
    let (reason, what) = why(&repository, "2026-01-31");
    assert!(reason.contains("out of date"), "{reason}");
    assert!(what.contains(&"src/api/pets/add_pet.rs".to_owned()), "{what:?}");
}

#[test]
fn a_version_is_released_once() {
    let repository = Repository::released(&one());
    let (reason, _) = why(&repository, "2026-02-01");
    assert!(reason.contains("version 0.1.0 is released, and nothing changed since"), "{reason}");
}

#[test]
fn a_day_must_look_like_one() {
    let repository = Repository::new(&one());
    let (reason, _) = why(&repository, "tomorrow");
    assert!(reason.contains("`tomorrow` is not a day"), "{reason}");
}

#[test]
fn a_first_version_cannot_be_forced() {
    let repository = Repository::new(&one());
    let asked = Asked { pre: Some("alpha.1".to_owned()), ..Asked::default() };
    let problems = repository.attempt(false, asked).unwrap_err();
    assert!(problems.iter().all(|problem| problem.code == Code::ImpossibleVersion), "{problems}");
    assert!(problems.to_string().contains("Set `crate.version`"), "{problems}");
}

#[test]
fn pre_releases_must_ascend_and_be_named_well() {
    let repository = Repository::new(&one());
    repository.put("swagger/pets.toml", "[crate]\nname = \"pets\"\nversion = \"0.1.0-beta.2\"\n");
    repository.regenerate();
    repository.release("2026-01-31");
    repository.define(&definition(&[operation("getPet"), operation("addPet")]));
    for (name, text) in [
        ("beta.1", "0.1.0-beta.1 cannot follow 0.1.0-beta.2, which is released already."),
        ("beta 3", "`beta 3` is no pre-release; one looks like `alpha.1`."),
        ("01", "`01` is no pre-release"),
    ] {
        let asked = Asked { pre: Some(name.to_owned()), ..Asked::default() };
        let problems = repository.attempt(false, asked).unwrap_err().to_string();
        assert!(problems.contains(text), "{problems}");
    }
}

#[test]
fn damage_is_noticed_and_explained() {
    type Damage = fn(&str) -> String;
    let damages: [(&str, Damage, &str); 8] = [
        ("pets.lock", |text| text.replace("[release]", "[release"), "The lock cannot be read"),
        ("pets.lock", |text| text.replace("format = 1", "format = 2"), "has format 2"),
        ("pets.lock", |text| text.replace("format = 1", "format = 2\nnew = 1"), "has format 2"),
        ("pets.lock", |text| format!("{text}\n[extra]\n"), "unknown field `extra`"),
        (
            "pets.lock",
            |text| text.replace("\"get_pet\"", "\"get_pet() {} fn x\""),
            "is not a Rust name",
        ),
        (
            "pets.released/definition.json",
            |text| format!("{text} "),
            "is not what version 0.1.0 left",
        ),
        ("pets.released/public-api.jsonl", |_| String::new(), "is not what version 0.1.0 left"),
        (
            "pets.released/digests.txt",
            |text| format!("{text}what\n"),
            "`what` is not a digest and a path",
        ),
    ];
    let repository = Repository::released(&one());
    for (name, damage, expected) in damages {
        let path = format!("swagger/{name}");
        let text = repository.read(&path);
        repository.put(&path, &damage(&text));
        assert_ne!(text, repository.read(&path), "{name} was not damaged");
        let before = repository.snapshot();
        let problems = repository.attempt(false, Asked::default()).unwrap_err();
        assert!(problems.iter().all(|problem| problem.code == Code::DamagedLock), "{problems}");
        let report = problems.to_string();
        assert!(report.contains(expected) && report.contains("help: "), "{report}");
        assert_eq!(before, repository.snapshot());
        repository.put(&path, &text);
    }
    assert_eq!(repository.stale(), "");
}

#[test]
fn a_missing_part_is_an_error() {
    let repository = Repository::released(&one());
    std::fs::remove_file(repository.path("swagger/pets.released/public-api.jsonl")).unwrap();
    let problems = repository.attempt(false, Asked::default()).unwrap_err().to_string();
    assert!(problems.contains("public-api.jsonl` could not be read"), "{problems}");
}
