//! How much a definition may ask for, and how much of what is wrong with it is told.

use crate::{LAMPS, Place};

#[test]
fn a_limit_is_named_and_can_be_raised() {
    let place = Place::new();
    place.write("lamps.toml", "[crate]\nname = \"lamps\"\n\n[limits]\nvalues = 10\n");
    let generate = ["generate", "old.yaml", "--config", "lamps.toml", "--out", "lamps"];
    let run = place.run(&generate);
    let way_out = "`--limit values=20`, or `values = 20` in `[limits]`";
    run.assert_refused(
        2,
        &["error[input-too-large]", "--> old.yaml:", "at least 11 values", way_out],
    );
    let run = place.run(&[&generate[..], &["--limit", "values=1_000"]].concat());
    assert_eq!(run.code, 0, "the command line comes first: {run:#?}");
    // The next run reads the lock too.
    let run = place.run(&[&generate[..], &["--check", "--limit", "values=1000"]].concat());
    assert_eq!(run.code, 0, "{run:#?}");
}

#[test]
fn both_definitions_of_a_comparison_have_limits() {
    let place = Place::new();
    for input in [["old.yaml", "new.yaml"], ["new.yaml", "old.yaml"]] {
        let diff = [&["diff"][..], &input].concat();
        let run = place.run(&[&diff[..], &["--limit", "bytes=100"]].concat());
        run.assert_refused(2, &["`old.yaml` has at least 101 bytes", "--> new.yaml", "2 errors"]);
        let run = place.run(&[&diff[..], &["--limit", "depth=4"]].concat());
        run.assert_refused(2, &["at least 5 levels; the limit `depth` is 4", "--limit depth=8"]);
        place
            .run(&[&diff[..], &["--limit", "depth=100", "--limit", "bytes=1000"]].concat())
            .assert_done();
    }
}

#[test]
fn a_misspelt_limit_is_no_limit() {
    let run = Place::new().run(&["generate", "old.yaml", "--limit", "deepth=4"]);
    run.assert_refused(2, &["'deepth=4'", "Did you mean `depth`?"]);
    let run = Place::new().run(&["generate", "old.yaml", "--limit", "depth=100000"]);
    run.assert_refused(2, &["from 1 to 100, not 100000"]);
}

#[test]
fn the_help_has_every_limit() {
    for command in ["generate", "diff"] {
        let help = Place::new().run(&[command, "--help"]).output;
        for said in
            ["--limit <NAME=VALUE>", "depth=64 (at most 100)", "bytes=67108864", "references=64"]
        {
            assert!(help.contains(said), "{said}: {help}");
        }
    }
}

#[test]
fn many_alike_problems_are_counted_unless_all_are_wanted() {
    let place = Place::new();
    let astray =
        |number| format!("    Lamp{number}: {{$ref: '#/components/schemas/Gone{number}'}}\n");
    let schemas: String = (0..1_000).map(astray).collect();
    place.write("astray.yaml", &format!("{LAMPS}{schemas}"));
    let said = |errors: &str| errors.matches("leads nowhere").count();
    for command in [&["generate", "astray.yaml"][..], &["diff", "astray.yaml", "astray.yaml"]] {
        let errors = place.run(command).errors;
        assert_eq!(said(&errors), 10, "{errors}");
        assert!(errors.contains("90 more like these; `--verbose` prints all."), "{errors}");
        let errors = place.run(&[command, &["--verbose"]].concat()).errors;
        assert!(said(&errors) >= 1_000, "{errors}");
        assert!(!errors.contains("more like these"), "{errors}");
    }
}
