//! Reports of real comparisons: each golden definition with the next one, which have little in common.

use std::fs;

use generator::config::Config;
use generator::diff::report::{Format, Policy, Report, SCHEMA};
use generator::diff::{Options, diff};
use generator::source::SourceText;
use generator_tests::{folders, repository_templates, root};

use crate::rendered;

fn reports() -> Vec<(String, Report)> {
    let options = Options {
        config: Config::parse("plain.toml", "[crate]\nname = \"plain\"\n").unwrap(),
        templates: repository_templates().unwrap(),
        policy: Policy::Rust,
        code: true,
        today: None,
    };
    let goldens = folders(&root().join("tests/generator/golden"));
    let definitions: Vec<SourceText> = goldens
        .into_iter()
        .map(|(name, folder)| {
            let text = fs::read_to_string(folder.join("definition.yaml")).unwrap();
            SourceText::new(format!("{name}.yaml"), text)
        })
        .collect();
    let pairs = definitions.windows(2).map(|pair| {
        let name = format!("{} and {}", pair[0].name, pair[1].name);
        let outcome = diff(&pair[0], &pair[1], &options);
        (name, outcome.unwrap_or_else(|problems| panic!("{problems}")).report)
    });
    pairs.collect()
}

#[test]
fn reports_of_real_definitions_keep_the_promises() {
    let schema = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut entries = 0;
    for (name, report) in reports() {
        let json = serde_json::from_str(&rendered(&report, Format::Json)).unwrap();
        let problems: Vec<String> =
            validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{name}: {problems:#?}");
        for format in Format::ALL {
            let text = rendered(&report, format);
            let odd = text.chars().find(|c| c.is_control() && *c != '\n');
            assert_eq!(odd, None, "{name}, {format:?}");
            assert!(format != Format::Markdown || text.len() <= 60_000, "{name}: {}", text.len());
        }
        let annotations = rendered(&report, Format::Github);
        for line in annotations.lines().filter(|line| line.contains(" file=")) {
            // What was removed is shown in the new file.
            assert!(line.contains(&format!("file={},line=", report.new.name)), "{name}: {line}");
        }
        entries += report.entries.len();
    }
    assert!(entries > 100, "only {entries} entries in all");
}
