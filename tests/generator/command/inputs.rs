//! Inputs that cannot be used: the report says which one, and what to do.

use crate::{LAMPS, Place};

#[test]
fn both_missing_files_are_named() {
    let run = Place::new().run(&["diff", "gone.json", "lost.json"]);
    run.assert_refused(2, &["--> gone.json", "--> lost.json", "2 errors"]);
}

#[test]
fn the_broken_one_of_two_is_named() {
    let place = Place::new();
    place.write(
        "broken.yaml",
        &LAMPS.replace("#/components/schemas/Lamp", "#/components/schemas/Lamb"),
    );
    for arguments in [["diff", "broken.yaml", "new.yaml"], ["diff", "old.yaml", "broken.yaml"]] {
        let run = place.run(&arguments);
        run.assert_refused(2, &["error[unresolved-reference]", "--> broken.yaml:13:", "1 error, "]);
    }
    let run = place.run(&["diff", "broken.yaml", "broken.yaml"]);
    run.assert_refused(2, &["2 errors"]);
}

#[test]
fn a_crate_is_no_definition() {
    let place = Place::new();
    place.write("sdk/Cargo.toml", "");
    let run = place.run(&["diff", "sdk", "new.yaml"]);
    run.assert_refused(2, &["--> sdk", "This is the folder of a crate."]);
    place.write("api/old.yaml", LAMPS);
    let run = place.run(&["diff", "old.yaml", "api"]);
    run.assert_refused(2, &["--> api", "Name the definition inside the folder."]);
}

#[test]
fn a_configuration_is_no_definition() {
    let place = Place::new();
    let config = "# The crate.\n[crate]\nname = \"lamps\"\nversion = \"0.1.0\"\n\n[prune]\npaths = [\"/lamps\"]\n";
    place.write("lamps.toml", config);
    let run = place.run(&["diff", "lamps.toml", "new.yaml"]);
    run.assert_refused(2, &["--> lamps.toml", "it is given with `--config`"]);
    let run = place.run(&["diff", "old.yaml", "new.yaml", "--config", "old.yaml"]);
    run.assert_refused(2, &["error[invalid-config]", "`old.yaml` is an API definition"]);
}

#[test]
fn a_pointer_of_git_lfs_is_no_definition() {
    let place = Place::new();
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n";
    place.write("pointer.json", pointer);
    let run = place.run(&["diff", "old.yaml", "pointer.json"]);
    run.assert_refused(2, &["--> pointer.json", "`git lfs pull`"]);
}

#[test]
fn a_definition_cannot_command_the_terminal() {
    let place = Place::new();
    let hostile = "\\u001b[2J\\u009b31m##[error]";
    let title = LAMPS.replace("title: Lamps", &format!("title: \"{hostile}\""));
    place.write("title.yaml", &title);
    place.write("title2.yaml", &title.replace("Lists", "Shows"));
    // Two operations with one id: the report quotes it.
    let id = format!("\"{hostile}\"");
    let twice = LAMPS.replace("listLamps", &id).replace(
        "components:",
        &format!("  /others:\n    get:\n      operationId: {id}\n      responses: {{\"204\": {{description: x}}}}\ncomponents:"),
    );
    place.write("twice.yaml", &twice);
    let run = place.run(&["diff", "old.yaml", "twice.yaml"]);
    run.assert_refused(2, &["error[duplicate-operation-id]", "\\u{1b}[2J\\u{9b}31m"]);
    assert_harmless(&run.errors);
    for format in ["text", "markdown", "json", "github", "sarif", "html"] {
        let run = place.run(&["diff", "title.yaml", "title2.yaml", "--code", "--format", format]);
        assert_eq!(run.code, 0, "{run:#?}");
        assert_harmless(&run.output);
    }
}

fn assert_harmless(text: &str) {
    let odd = text.chars().find(|character| character.is_control() && *character != '\n');
    assert_eq!(odd, None, "{text}");
    assert!(!text.contains("##["), "{text}");
}
