//! The release notes and the version arithmetic.

use generator::bump::Bump;
use generator::legacy::{NotesHeader, Version, compare, notes, summary};
use serde_json::{Value, json};

/// A definition with something to say in every section.
fn pair() -> (Value, Value) {
    let old = json!({"paths": {"/a": {"get": {"summary": "A"}}},
        "definitions": {"Pet": {"properties": {"x": {}, "y": {}}}}});
    let new = json!({"paths": {"/a": {"get": {"summary": "B"}, "put": {}}},
        "definitions": {"Pet": {"properties": {"z": {}}}}});
    (old, new)
}

const SECTIONS: &str = "\
# Major Changes (2 changes)

**Pet** (2 changes)

* Property x was removed
* Property y was removed


# Minor Changes (2 changes)

**/a** (1 change)

* Operation PUT was added

**Pet** (1 change)

* Optional property z was added


# Point Changes (1 change)

**GET /a** (1 change)

* Summary was changed
";

const EMPTY: &str = "\
# Major Changes (0 changes)


# Minor Changes (0 changes)


# Point Changes (0 changes)
";

#[test]
fn the_notes_have_three_sections() {
    let (old, new) = pair();
    let printed = notes(&compare(&old, &new), &NotesHeader::default());
    assert_eq!(printed, format!("\n{SECTIONS}"));
    let printed = notes(&compare(&old, &old), &NotesHeader::default());
    assert_eq!(printed, format!("\n{EMPTY}"));
}

#[test]
fn the_header_stands_above_the_sections() {
    let none = compare(&json!({}), &json!({}));
    let cases = [
        (Some("12"), None, "Platform API version: 12\n\n\n"),
        (Some("12"), Some(""), "Platform API version: 12\n\n\n\n\n"),
        (
            Some("12"),
            Some("# News\n\n* None"),
            "Platform API version: 12\n\n\n# News\n\n* None\n\n",
        ),
        (None, Some("News"), "\nNews\n\n"),
    ];
    for (version, extra, expected) in cases {
        let header = NotesHeader {
            api_version: version.map(str::to_owned),
            extra: extra.map(str::to_owned),
        };
        assert_eq!(notes(&none, &header), format!("{expected}{EMPTY}"));
    }
}

#[test]
fn the_summary_counts() {
    let (old, new) = pair();
    assert_eq!(
        summary(&compare(&old, &new)),
        "# Changes in this version\n\n* Major changes: 2\n* Minor changes: 2\n* Point changes: 1\n\n\
         For the full changelog, read the releaseNotes.md file in the repo."
    );
}

#[test]
fn one_number_moves_and_those_behind_it_start_anew() {
    let version: Version = "4.5.6".parse().unwrap();
    let next = Bump::ALL.map(|bump| version.next(bump).to_string());
    assert_eq!(next, ["4.5.6", "4.5.7", "4.6.0", "5.0.0"]);
    let first: Version = "0.1.2".parse().unwrap();
    assert_eq!(first.next(Bump::Major).to_string(), "1.0.0");
    let last = Version { major: u64::MAX, minor: 1, point: 1 };
    assert_eq!(last.next(Bump::Major), Version { major: u64::MAX, minor: 0, point: 0 });
}

#[test]
fn forcing_only_raises() {
    let (old, new) = pair();
    let verdict = compare(&old, &new).verdict();
    assert_eq!(verdict.max(Bump::Patch), Bump::Major);
    assert_eq!(compare(&old, &old).verdict().max(Bump::Minor), Bump::Minor);
}

#[test]
fn only_three_numbers_are_a_version() {
    for text in ["1.2", "1.2.3.4", "1.2.x", "", "+1.2.3", "1..3", "v1.2.3", "1.2.3-a"] {
        assert!(text.parse::<Version>().unwrap_err().contains(text), "{text}");
    }
    let version: Version = "10.0.20".parse().unwrap();
    assert_eq!(version, Version { major: 10, minor: 0, point: 20 });
    let order = ["1.9.9", "1.10.0", "2.0.0"].map(|text| text.parse::<Version>().unwrap());
    assert!(order.is_sorted());
}
