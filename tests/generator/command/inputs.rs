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
    place.write("broken.yaml", &LAMPS.replace("openapi:", "paths: {}\nopenapi:"));
    for arguments in [["diff", "broken.yaml", "new.yaml"], ["diff", "old.yaml", "broken.yaml"]] {
        let run = place.run(&arguments);
        run.assert_refused(2, &["error[duplicate-key]", "--> broken.yaml:", "1 error, "]);
    }
    let run = place.run(&["diff", "broken.yaml", "broken.yaml"]);
    run.assert_refused(2, &["2 errors"]);
}

#[test]
fn a_reference_that_leads_nowhere_is_said_and_the_rest_compared() {
    let place = Place::new();
    let astray = LAMPS.replace("#/components/schemas/Lamp", "#/components/schemas/Lamb");
    place.write("astray.yaml", &astray);
    place.write("astray2.yaml", &astray.replace("Lists", "Shows"));
    let run = place.run(&["diff", "astray.yaml", "astray2.yaml"]);
    assert_eq!(run.code, 0, "{run:#?}");
    assert!(run.output.starts_with("PATCH: "), "{run:#?}");
    let left_out = "not what is behind 2 references that cannot be followed";
    assert!(run.output.replace("\n  ", " ").contains(left_out), "{run:#?}");
    for said in ["warning[unresolved-reference]", "--> astray.yaml:13:", "--> astray2.yaml:13:"] {
        assert!(run.errors.contains(said), "{run:#?}");
    }
    // Who wants no crate of it says so, on the command line or in the configuration.
    let plain = "[crate]\nname = \"lamps\"\n";
    place.write("lamps.toml", plain);
    let denying = format!("{plain}[diagnostics]\nwarnings = \"deny\"\n");
    place.write("denying.toml", &denying);
    let generate = |config: &str, more: &[&str]| {
        let arguments = ["generate", "astray.yaml", "--config", config, "--out", "lamps"];
        place.run(&[&arguments[..], more].concat())
    };
    for run in
        [generate("lamps.toml", &["--deny", "unresolved-reference"]), generate("denying.toml", &[])]
    {
        run.assert_refused(2, &["error[unresolved-reference]", "--> astray.yaml:13:"]);
        assert!(!place.path().join("lamps").exists());
    }
    let run = generate("lamps.toml", &["--deny", "unresolved-referense"]);
    assert!(run.errors.contains("`unresolved-reference`"), "{run:#?}");
    let run = generate("denying.toml", &["--allow", "unresolved-reference"]);
    assert_eq!(run.code, 0, "{run:#?}");
    assert!(!run.errors.contains("unresolved-reference"), "{run:#?}");
    assert_eq!(generate("lamps.toml", &[]).code, 0);
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
    // A reference that leads nowhere: the warning quotes it.
    let id = format!("\"#/components/schemas/{hostile}\"");
    place.write("astray.yaml", &LAMPS.replace("'#/components/schemas/Lamp'", &id));
    let run = place.run(&["diff", "old.yaml", "astray.yaml"]);
    assert!(run.errors.contains("\\u{1b}[2J\\u{9b}31m"), "{run:#?}");
    assert_harmless(&run.errors);
    assert_harmless(&run.output);
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

#[test]
fn a_folder_with_other_files_asks_for_intent() {
    let place = Place::new();
    place.write("lamps.toml", "[crate]\nname = \"lamps\"\n");
    let arguments = ["generate", "--swagger", "old.yaml", "--config", "lamps.toml", "--out", "."];
    let run = place.run(&arguments);
    run.assert_refused(2, &["error[foreign-folder]", "`old.yaml`", "--into-existing"]);
    assert!(!place.path().join("Cargo.toml").exists());
    let run = place.run(&[&arguments[..], &["--into-existing"]].concat());
    assert_eq!(run.code, 0, "{run:#?}");
    assert_eq!(place.read("old.yaml"), LAMPS);
    // The folder has a manifest now.
    assert_eq!(place.run(&arguments).code, 0);

    let home = place.path().join("home");
    std::fs::create_dir(&home).unwrap();
    let arguments =
        ["generate", "--swagger", "old.yaml", "--config", "lamps.toml", "--out", "home"];
    let output = place.command(&arguments).env("HOME", &home).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("`home` is your home folder"));
}
