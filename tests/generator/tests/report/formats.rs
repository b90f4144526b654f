//! What must be true of a format, whatever the report says.

use generator::bump::Bump;
use generator::diff::report::{Detail, Entry, Format, Location, Report, SCHEMA, Style, render};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{rendered, samples};

#[test]
fn the_first_line_is_the_answer() {
    for (name, report) in samples::all() {
        let text = rendered(&report, Format::Text);
        let bump = report.verdict.bump.as_str().to_uppercase();
        let expected = format!("{bump}: {}", report.verdict.reason);
        assert!(text.starts_with(&expected), "{name}: {text}");
    }
}

#[test]
fn no_report_is_silent_about_what_was_compared() {
    let report = samples::nothing();
    // The layout of notes is that of others.
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Notes) {
        let text = rendered(&report, format);
        for count in ["11", "21", "512"] {
            assert!(text.contains(count), "{format:?} does not say {count}:\n{text}");
        }
        assert!(text.contains("2,345") || text.contains("2345"), "{format:?}:\n{text}");
    }
}

#[test]
fn every_entry_is_in_every_format() {
    let report = samples::everything();
    // A summary only counts, and notes have the lines of other rules.
    let complete = |format: &Format| !matches!(format, Format::Summary | Format::Notes);
    for format in Format::ALL.into_iter().filter(complete) {
        let text = rendered(&report, format);
        for entry in &report.entries {
            assert!(text.contains(&entry.rule), "{format:?} lacks {}:\n{text}", entry.rule);
        }
    }
}

#[test]
fn what_no_rule_knows_is_loud() {
    let report = samples::everything();
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Notes) {
        let text = rendered(&report, format);
        assert!(
            text.contains("uncovered") || text.contains("no rule knows"),
            "{format:?}:\n{text}"
        );
    }
}

#[test]
fn lines_fit_the_terminal() {
    for width in [40, 60, 100, 200] {
        let report = Report { code: None, ..samples::everything() };
        let text = render(&report, Format::Text, Style { width, ..Style::default() });
        for line in text.lines().filter(|line| line.chars().count() > width) {
            // A signature is never broken, and a pointer has nowhere to be broken.
            let words = line.split_whitespace().count();
            let unbroken = words <= 3 || line.trim_start().starts_with(['-', '+']);
            assert!(unbroken, "{width}: {line}");
        }
    }
}

#[test]
fn colours_change_nothing_but_colours() {
    for (name, report) in samples::all() {
        let plain = rendered(&report, Format::Text);
        let style = Style { colour: true, ..Style::default() };
        let coloured = render(&report, Format::Text, style);
        assert!(coloured.contains("\u{1b}[0m"), "{name}");
        assert_eq!(strip(&coloured), plain, "{name}");
    }
}

/// Takes away the colours, which end with `m`.
fn strip(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').expect("a colour ends").1)
}

#[test]
fn a_workflow_finds_the_bump() {
    for (name, report) in samples::all() {
        let text = rendered(&report, Format::Markdown);
        let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("Bump: ")).collect();
        assert_eq!(lines, [format!("Bump: {}", report.verdict.bump)], "{name}");
    }
}

#[test]
fn a_pull_request_takes_the_text() {
    let mut report = samples::many(2_000);
    report.code = Some("+ a line of code that is new\n".repeat(5_000));
    report.legacy = samples::everything().legacy.into_iter().cycle().take(5_000).collect();
    let text = rendered(&report, Format::Markdown);
    assert!(text.len() <= 60_000, "{}", text.len());
    let shown = text.matches("sample-announced").count();
    assert!(shown > 50, "only {shown} entries are shown");
    let left_out = format!("**{} changes are not shown here**", thousands(2_000 - shown));
    assert!(text.contains(&left_out), "{left_out}\n{text}");
    assert!(text.contains("more lines are not shown here"), "{text}");
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
}

fn thousands(number: usize) -> String {
    if number < 1_000 {
        number.to_string()
    } else {
        format!("{},{:03}", number / 1_000, number % 1_000)
    }
}

#[test]
fn json_is_the_report() {
    for (name, report) in samples::all() {
        let written: Value = serde_json::from_str(&rendered(&report, Format::Json)).unwrap();
        assert_eq!(written, serde_json::to_value(&report).unwrap(), "{name}");
    }
}

#[test]
fn json_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    let mut closed = schema.clone();
    close(&mut closed);
    let validator = jsonschema::validator_for(&closed).unwrap();
    for (name, report) in samples::all() {
        let value = serde_json::to_value(&report).unwrap();
        let problems: Vec<String> =
            validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{name}: {problems:#?}");
    }
}

/// Lets no object have a field that the schema does not name. Programs that read reports must not do this:
/// new fields may come.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.contains_key("properties") && members.get("type") == Some(&json!("object")) {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
            members.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

#[test]
fn the_schema_refuses_what_is_no_report() {
    let validator = jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let report = serde_json::to_value(samples::everything()).unwrap();
    for (pointer, wrong) in [
        ("/format", json!(2)),
        ("/verdict/bump", json!("huge")),
        ("/entries/0/old/line", json!(0)),
        ("/entries/0/old/pointer", json!("no-slash")),
        ("/entries/0/operations", json!([1])),
        ("/entries/0/item", json!({"kind": "operation"})),
        ("/ignored/0/count", json!(-1)),
        ("/legacy/0/impact", json!("patch")),
    ] {
        let mut broken = report.clone();
        *broken.pointer_mut(pointer).unwrap() = wrong;
        assert!(!validator.is_valid(&broken), "{pointer}");
    }
}

#[test]
fn removals_are_shown_where_something_is_left() {
    let report = samples::everything();
    let removed = report.entries.iter().find(|entry| entry.near.is_some()).unwrap();
    let report = Report { entries: vec![Entry { bump: Bump::Major, ..removed.clone() }], ..report };
    let text = rendered(&report, Format::Github);
    let line = text.lines().last().unwrap();
    assert!(line.starts_with("::error file=api/lamps.yaml,line=42,col=7,"), "{line}");
    assert!(line.contains("it was at git"), "{line}");
}

#[test]
fn annotations_name_files_of_the_repository() {
    let mut report = samples::everything();
    for (file, expected) in [
        ("git:HEAD:api/a b,c.yaml", "file=api/a b%2Cc.yaml,line=14"),
        ("./api/x.yaml", "file=api/x.yaml,line=14"),
        ("<stdin>", "::error title="),
    ] {
        file.clone_into(&mut report.entries[0].new.as_mut().unwrap().file);
        let text = rendered(&report, Format::Github);
        let line = text.lines().find(|line| line.contains("sample-parameter-required")).unwrap();
        assert!(line.contains(expected), "{line}");
    }
}

#[test]
fn sarif_has_what_readers_need() {
    for (name, report) in samples::all() {
        let log: Value = serde_json::from_str(&rendered(&report, Format::Sarif)).unwrap();
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for rule in rules {
            for key in ["shortDescription", "fullDescription", "help"] {
                assert!(!rule[key]["text"].as_str().unwrap().is_empty(), "{name}: {key}");
            }
            assert!(rule["helpUri"].as_str().unwrap().starts_with("https://"), "{name}: {rule}");
            let level = rule["defaultConfiguration"]["level"].as_str().unwrap();
            assert!(["error", "warning", "note", "none"].contains(&level), "{name}: {level}");
        }
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), report.entries.len(), "{name}");
        for (result, entry) in results.iter().zip(&report.entries) {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(result["ruleId"], entry.rule, "{name}");
            assert_eq!(rules[index]["id"], entry.rule, "{name}");
            assert_eq!(result["partialFingerprints"]["change/v1"], entry.fingerprint);
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(!uri.starts_with('/') && !uri.contains(' '), "{name}: {uri}");
            assert!(known_artifact(run, uri), "{name}: {uri} is not listed");
            assert_eq!(result["kind"] == "fail", result["level"] != "none", "{name}");
            assert!(!result["locations"][0]["logicalLocations"].as_array().unwrap().is_empty());
        }
    }
}

fn known_artifact(run: &Value, uri: &str) -> bool {
    run["artifacts"].as_array().unwrap().iter().any(|known| known["location"]["uri"] == uri)
}

/// The schema of OASIS is not ours to copy: the test runs where the variable says where it is.
#[test]
fn sarif_is_valid_by_the_official_schema() {
    let Some(path) = std::env::var_os("SARIF_SCHEMA") else {
        eprintln!("skipped: SARIF_SCHEMA does not say where sarif-schema-2.1.0.json is");
        return;
    };
    let mut schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    // One pattern of that schema, for the language of the tool, is not a regular expression everywhere.
    for place in ["run", "toolComponent"] {
        schema["definitions"][place]["properties"]["language"]["pattern"] = json!("^[a-zA-Z]{2}");
    }
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    for (name, report) in samples::all() {
        let log: Value = serde_json::from_str(&rendered(&report, Format::Sarif)).unwrap();
        let problems: Vec<String> =
            validator.iter_errors(&log).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{name}: {problems:#?}");
    }
}

#[test]
fn a_browser_runs_only_the_script_of_the_page() {
    let page = rendered(&samples::everything(), Format::Html);
    for (element, directive) in [("style", "style-src"), ("script", "script-src")] {
        let (_, rest) = page.split_once(&format!("<{element}>")).unwrap();
        let (content, _) = rest.split_once(&format!("</{element}>")).unwrap();
        let (_, rest) = page.split_once(&format!("{directive} 'sha256-")).unwrap();
        let (stated, _) = rest.split_once('\'').unwrap();
        let digest = Sha256::digest(content.as_bytes());
        assert_eq!(decoded(stated), digest.as_slice(), "the hash of {element} is wrong");
    }
    assert!(page.contains("default-src 'none'"));
    // The only address is that of Cargo's chapter on semver.
    assert_eq!(page.matches("href=\"http").count(), 1);
    assert_eq!(page.matches("href=\"https://doc.rust-lang.org/").count(), 1);
    for word in ["http:", "src=", "@import", "url(", " style=", " on"] {
        let found = page.match_indices(word).next();
        assert!(word == " on" || found.is_none(), "the page holds `{word}`");
    }
}

/// Base64, the slow way.
fn decoded(text: &str) -> Vec<u8> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.trim_end_matches('=').chars();
    let bits: Vec<String> =
        digits.map(|digit| format!("{:06b}", DIGITS.find(digit).unwrap())).collect();
    let bits = bits.concat();
    let bytes = bits.as_bytes().chunks_exact(8);
    bytes.map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap()).collect()
}

#[test]
fn empty_texts_are_no_problem() {
    let mut report = samples::everything();
    crate::hostile::replace(&mut report, &mut |_| String::new());
    for format in Format::ALL {
        assert!(!rendered(&report, format).is_empty());
    }
    let location = Location { line: 0, column: 0, ..report.uncovered[0].clone() };
    report.uncovered = vec![location; 50];
    assert!(rendered(&report, Format::Text).contains("and 40 more"));
}

#[test]
fn a_summary_has_ten_lines_at_most() {
    for (name, report) in samples::all() {
        let text = rendered(&report, Format::Summary);
        assert!(text.lines().count() <= 10, "{name}: {text}");
    }
}

#[test]
fn a_person_is_shown_what_can_be_read_and_all_when_asked() {
    let report = samples::many(600);
    let text = rendered(&report, Format::Text);
    assert!(text.lines().count() < 300, "{}", text.lines().count());
    assert!(text.contains("changes are not shown."), "{text}");
    let all = render(&report, Format::Text, Style { detail: Detail::Full, ..Style::default() });
    let named = report.entries.iter().filter(|entry| all.contains(&entry.fingerprint)).count();
    assert!(named > 0 && all.lines().count() > 300, "{named}");
    let page = rendered(&report, Format::Html);
    assert!(page.len() < 400_000, "{}", page.len());
}

#[test]
fn what_many_have_in_common_is_said_once() {
    let one = samples::everything().entries.remove(0);
    let entries = ["GET /a", "GET /b", "GET /c"]
        .map(|subject| Entry { subject: subject.to_owned(), ..one.clone() });
    let report = Report { entries: entries.to_vec(), code: None, ..samples::everything() };
    for format in [Format::Text, Format::Markdown, Format::Html] {
        let text = rendered(&report, format);
        assert!(text.contains("3 operations: "), "{format:?}: {text}");
        assert_eq!(text.matches(&one.fingerprint).count(), 1, "{format:?}: {text}");
    }
}

#[test]
fn junit_counts_what_breaks_and_what_no_rule_knows() {
    let report = samples::everything();
    let text = rendered(&report, Format::Junit);
    let breaking = report.entries.iter().filter(|entry| entry.bump == Bump::Major).count();
    assert_eq!(text.matches("<failure ").count(), breaking, "{text}");
    assert_eq!(text.matches("<error ").count(), report.uncovered.len(), "{text}");
    assert_eq!(
        text.matches("<testcase ").count(),
        report.entries.len() + report.uncovered.len() + 1
    );
    assert!(text.contains(&format!("failures=\"{breaking}\"")), "{text}");
}

#[test]
fn notes_have_the_official_layout() {
    let report = samples::everything();
    let text = rendered(&report, Format::Notes);
    for line in &report.legacy {
        assert!(text.contains(&format!("* {}\n", line.text)), "{text}");
    }
    let headings = text.lines().filter(|line| line.starts_with("# "));
    let headings: Vec<&str> =
        headings.map(|line| line.split(" Changes (").next().unwrap()).collect();
    assert_eq!(headings, ["# Major", "# Minor", "# Point"]);
}
