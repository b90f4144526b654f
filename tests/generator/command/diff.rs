//! `generator diff`: what it prints, and how it ends.

use std::process::Stdio;

use serde_json::Value;

use crate::{LAMPS, Place};

const BOTH: [&str; 3] = ["diff", "old.yaml", "new.yaml"];

/// The arguments with others behind them.
fn with<'a>(others: &[&'a str]) -> Vec<&'a str> {
    BOTH.iter().chain(others).copied().collect()
}

#[test]
fn the_answer_comes_first() {
    let run = Place::new().run(&BOTH);
    run.assert_done();
    assert!(run.output.starts_with("PATCH: "), "{run:#?}");
    assert!(run.output.contains("1 operation"), "{run:#?}");
}

#[test]
fn nothing_changed_is_said_with_what_was_compared() {
    let run = Place::new().run(&["diff", "old.yaml", "old.yaml"]);
    assert_eq!((run.code, run.errors.as_str()), (0, "note: OLD and NEW are the same file\n"));
    assert!(run.output.starts_with("NONE: "), "{run:#?}");
    assert!(run.output.contains("No change in what was compared: "), "{run:#?}");
}

#[test]
fn the_same_file_by_two_names_is_noticed() {
    let run = Place::new().run(&["diff", "old.yaml", "./old.yaml"]);
    assert_eq!(run.errors, "note: OLD and NEW are the same file\n");
}

#[test]
fn only_what_is_asked_for_is_printed() {
    let place = Place::new();
    for (arguments, expected) in [
        (["--print-bump", "--code"].as_slice(), "patch\n"),
        (&["--print-version", "0.1.0"], "0.1.1\n"),
        (&["--print-version", "2.0.0-rc.1"], "2.0.0\n"),
    ] {
        let run = place.run(&with(arguments));
        run.assert_done();
        assert_eq!(run.output, expected);
    }
    let run = place.run(&["diff", "old.yaml", "old.yaml", "--print-version", "1.2.3"]);
    assert_eq!(run.output, "1.2.3\n");
}

#[test]
fn a_limit_decides_the_exit_code() {
    let place = Place::new();
    for (limit, code) in [("patch", 1), ("minor", 0), ("major", 0)] {
        let run = place.run(&with(&["--fail-on", limit]));
        assert_eq!((run.code, run.errors.as_str()), (code, ""), "{limit}: {run:#?}");
        assert!(run.output.starts_with("PATCH: "));
    }
    let run = place.run(&["diff", "old.yaml", "old.yaml", "--fail-on", "patch"]);
    assert_eq!(run.code, 0);
    let run = place.run(&with(&["--fail-on", "patch", "--print-bump"]));
    assert_eq!((run.code, run.output.as_str()), (1, "patch\n"));
}

#[test]
fn what_nobody_has_judged_is_said_and_is_at_least_a_patch() {
    let place = Place::new();
    let lamps = |reference: &str| LAMPS.replace("paths:", &format!("x-more: {reference}\npaths:"));
    place.write("old.yaml", &lamps("1").replace("{type: integer}", "{$ref: 'gone.yaml#/A'}"));
    place.write("new.yaml", &lamps("2").replace("{type: integer}", "{$ref: 'gone.yaml#/B'}"));
    let run = place.run(&with(&["--print-bump"]));
    assert_eq!((run.code, run.output.as_str()), (0, "patch\n"), "{run:#?}");
    assert!(run.errors.contains("not followed, so it may be more"), "{run:#?}");
    assert_eq!(place.run(&with(&["--fail-on", "unknown"])).code, 1);
    assert_eq!(place.run(&with(&["--fail-on", "major"])).code, 0);
    let both = place.run(&with(&["--fail-on", "major", "--fail-on", "unknown"]));
    assert_eq!(both.code, 1, "{both:#?}");
    assert!(both.output.starts_with("PATCH: "), "{both:#?}");
}

#[test]
fn the_wire_alone_says_nothing_of_callers() {
    let place = Place::new();
    place.write("new.yaml", &LAMPS.replace("{type: integer}", "{type: string}"));
    let run = place.run(&with(&["--wire"]));
    run.assert_done();
    assert!(run.output.starts_with("MAJOR: "), "{run:#?}");
    assert!(run.output.contains("nobody looked at what Rust callers see"), "{run:#?}");
    assert!(run.output.contains("No code was generated"), "{run:#?}");
    let run = place.run(&["diff", "old.yaml", "old.yaml", "--wire", "--print-bump"]);
    assert_eq!(run.output, "none\n");
}

#[test]
fn every_format_is_written() {
    let place = Place::new();
    for (format, start) in [
        ("text", "PATCH: "),
        ("markdown", "**PATCH**: "),
        ("json", "{\n  \"format\": 1,"),
        ("github", "::notice title=API definition%3A patch::"),
        ("sarif", "{\n  \"$schema\": "),
        ("html", "<!DOCTYPE html>"),
        ("summary", "PATCH: "),
        ("junit", "<?xml version=\"1.0\""),
        ("notes", "\n# Major Changes (0 changes)\n"),
    ] {
        let run = place.run(&with(&["--format", format]));
        run.assert_done();
        assert!(run.output.starts_with(start), "{format}: {run:#?}");
        assert!(run.output.ends_with('\n'), "{format}");
    }
}

#[test]
fn the_report_names_what_the_user_named() {
    let run = Place::new().run(&with(&["--format", "json", "--current", "1.2.3"]));
    let report: Value = serde_json::from_str(&run.output).unwrap();
    assert_eq!(report["old"]["name"], "old.yaml");
    assert_eq!(report["new"]["title"], "Lamps");
    assert_eq!(report["versions"]["old"], "1.2.3");
    assert_eq!(report["versions"]["new"], "1.2.4");
    assert_eq!(report["code"], Value::Null);
}

#[test]
fn the_code_is_shown_when_asked_for() {
    let run = Place::new().run(&with(&["--code"]));
    assert!(run.output.contains("+++ b/src/api/"), "{run:#?}");
    assert!(run.output.contains("Lists the lamps of a room."), "{run:#?}");
}

#[test]
fn a_report_goes_to_its_file() {
    let place = Place::new();
    let run = place.run(&with(&["--out", "report.md", "--format", "markdown"]));
    run.assert_done();
    assert_eq!(run.output, "");
    assert!(place.read("report.md").contains("\nBump: patch\n"));
    let run = place.run(&["diff", "old.yaml", "new.yaml", "--out", "report.txt", "--width", "50"]);
    run.assert_done();
    assert!(place.read("report.txt").starts_with("PATCH: "));
    let run = place.run(&with(&["--out", "no/such/folder/report.md"]));
    run.assert_refused(3, &["error[unwritable-output]", "no/such/folder/report.md"]);
}

#[test]
fn a_file_and_a_word_can_be_had_at_once() {
    let place = Place::new();
    let run = place.run(&with(&["--out", "report.txt", "--print-bump"]));
    run.assert_done();
    assert_eq!(run.output, "patch\n");
    assert!(place.read("report.txt").starts_with("PATCH: "));
}

#[test]
fn either_definition_can_come_from_the_standard_input() {
    let place = Place::new();
    let run = place.run_with_input(&["diff", "-", "new.yaml"], LAMPS);
    run.assert_done();
    assert!(run.output.contains("old <stdin> (Lamps"), "{run:#?}");
    let run = place.run_with_input(&["diff", "old.yaml", "-", "--print-bump"], LAMPS);
    assert_eq!((run.code, run.output.as_str()), (0, "none\n"));
    let run = place.run_with_input(&["diff", "-", "-"], LAMPS);
    run.assert_refused(2, &["only one of OLD and NEW can be read from the standard input"]);
}

#[test]
fn mistyped_arguments_are_understood() {
    let place = Place::new();
    for (arguments, said) in [
        (&["dif", "a", "b"][..], "'diff'"),
        (&["diff", "a", "b", "--fromat", "json"], "'--format'"),
        (&["diff", "a", "b", "--format", "markdwon"], "'markdown'"),
        (&["diff", "a", "b", "--policy", "rst"], "'rust'"),
        (&["diff", "a", "b", "--policy", "official"], "genesys"),
        (&["diff", "a", "b", "--fail-on", "mayor"], "'major'"),
        (&["diff", "a", "b", "--fail-on", "none"], "possible values: major, minor, patch"),
        (&["diff", "a", "b", "--print-version", "1.2"], "a version is three numbers"),
        (&["diff", "a", "b", "--print-bump", "--format", "json"], "cannot be used with"),
        (&["diff", "a", "b", "--print-bump", "--print-version", "1.0.0"], "cannot be used with"),
        (&["diff", "a"], "<NEW>"),
        (&["diff", "a", "b", "c"], "unexpected argument 'c'"),
    ] {
        place.run(arguments).assert_refused(2, &[said]);
    }
}

#[test]
fn what_says_nothing_of_programs_is_refused_beside_them() {
    for other in [["--width", "80"], ["--current", "1.2.3"], ["--format", "json"]] {
        let run = Place::new().run(&with(&["--used-by", "main.rs", other[0], other[1]]));
        run.assert_refused(2, &["--used-by", other[0]]);
    }
}

#[test]
fn the_width_is_that_of_the_terminal() {
    let place = Place::new();
    let narrow = crate::Run::of(&place.command(&BOTH).env("COLUMNS", "45").output().unwrap());
    let wide = crate::Run::of(&place.command(&BOTH).env("COLUMNS", "300").output().unwrap());
    let asked = place.run(&with(&["--width", "45"]));
    let lines = |run: &crate::Run| run.output.lines().count();
    assert!(lines(&narrow) > lines(&wide), "{narrow:#?} {wide:#?}");
    assert_eq!(asked.output, narrow.output);
}

#[test]
fn colours_are_for_terminals() {
    let place = Place::new();
    let output = |variables: &[(&str, &str)]| {
        let mut command = place.command(&BOTH);
        crate::Run::of(&command.envs(variables.iter().copied()).output().unwrap()).output
    };
    assert!(!output(&[]).contains('\u{1b}'));
    assert!(output(&[("CLICOLOR_FORCE", "1")]).contains('\u{1b}'));
    assert!(!output(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).contains('\u{1b}'));
}

#[test]
fn a_reader_may_stop_reading() {
    let place = Place::new();
    let mut command = place.command(&with(&["--format", "html", "--code"]));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let run = crate::Run::of(&child.wait_with_output().unwrap());
    run.assert_done();
}

#[test]
fn the_configuration_shapes_the_code() {
    let place = Place::new();
    place.write("lamps.toml", "[crate]\nname = \"lamps-client\"\n");
    let run = place.run(&with(&["--config", "lamps.toml", "--print-bump"]));
    run.assert_done();
    place.write("lamps.toml", "[crate]\nname = \"lamps-client\"\n[prune]\npaths = [\"/none\"]\n");
    let run = place.run(&with(&["--config", "lamps.toml"]));
    run.assert_refused(2, &["error[prune-matches-nothing]"]);
}
