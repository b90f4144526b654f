//! Laws of the wire analysis for values, held up to the pairs of definitions in `tests/diff`: nothing differs from
//! itself, no two changes say the same, an API in three versions of the specification is one API, and what a
//! change does depends on the way that the value travels. What each pair gives is in `diff.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use generator::api::Api;
use generator::changes::{Area, Comparison, Rule, compare, rules};
use generator::config::Prune;
use generator::load::{Purpose, load};
use generator_tests::{folders, root};

struct Pair {
    old: Api,
    new: Api,
}

/// The pairs of the rules about values, by their folders.
static PAIRS: LazyLock<BTreeMap<String, Pair>> = LazyLock::new(|| {
    let mut pairs = BTreeMap::new();
    for (name, folder) in folders(&root().join("tests/diff")) {
        let id = name.split('.').next().unwrap_or_default();
        let rule = rules::find(id).unwrap_or_else(|| panic!("tests/diff/{name}: no such rule"));
        if is_about_values(rule) {
            let (old, new) = (api(&folder.join("old.yaml")), api(&folder.join("new.yaml")));
            pairs.insert(name, Pair { old, new });
        }
    }
    pairs
});

/// Rules about what is said of a value for people; those about operations have the same area.
const DOCUMENTATION: [&str; 9] = [
    "default-added",
    "default-changed",
    "default-removed",
    "description-changed",
    "example-changed",
    "format-hint-changed",
    "title-changed",
    "value-deprecated",
    "value-undeprecated",
];

fn is_about_values(rule: &Rule) -> bool {
    let area = matches!(
        rule.area,
        Area::Model | Area::Property | Area::Type | Area::Enum | Area::Limit | Area::Composition
    );
    area || DOCUMENTATION.contains(&rule.id)
}

fn api(path: &Path) -> Api {
    let text = fs::read_to_string(path).unwrap();
    let loaded = load(&path.display().to_string(), &text, &Prune::default(), &[], Purpose::Compare);
    loaded.api.unwrap_or_else(|| panic!("{}: {:?}", path.display(), loaded.diagnostics))
}

fn ids(comparison: &Comparison) -> BTreeSet<&'static str> {
    comparison.changes.iter().map(|change| change.rule.id).collect()
}

#[test]
fn nothing_differs_from_itself() {
    for (name, pair) in PAIRS.iter() {
        for api in [&pair.old, &pair.new] {
            let comparison = compare(api, &api.clone());
            assert!(comparison.changes.is_empty(), "{name}: {:?}", ids(&comparison));
            assert!(comparison.covered.is_empty(), "{name}: {:?}", comparison.covered);
        }
    }
}

#[test]
fn no_two_changes_are_told_apart_by_nothing() {
    for (name, pair) in PAIRS.iter() {
        let comparison = compare(&pair.old, &pair.new);
        for two in comparison.changes.windows(2) {
            let [one, other] = two else { continue };
            assert!(one.order() < other.order(), "{name}: {}", one.sentence());
        }
    }
}

#[test]
fn the_same_api_in_three_versions_is_the_same() {
    let twin = |version: &str| {
        api(&root().join(format!("tests/generator/tests/front/twin-{version}.yaml")))
    };
    let twins = ["2.0", "3.0", "3.1"].map(twin);
    for old in &twins {
        for new in &twins {
            let changes = compare(old, new).changes;
            let about_values = changes.iter().filter(|change| is_about_values(change.rule));
            let found: Vec<String> =
                about_values.map(generator::changes::Change::sentence).collect();
            assert!(found.is_empty(), "{found:?}");
        }
    }
}

#[test]
fn effects_follow_the_way_a_value_travels() {
    // What was required in requests is felt there only; what replies lack, by readers only.
    let bump = |name: &str| {
        let pair = &PAIRS[name];
        let changes = compare(&pair.old, &pair.new).changes;
        changes.iter().map(|change| change.effect(false).bump().as_str()).max().unwrap_or("none")
    };
    assert_eq!(bump("maximum-tightened"), "major");
    assert_eq!(bump("maximum-tightened.response-only"), "patch");
    assert_eq!(bump("property-added-required"), "major");
    assert_eq!(bump("property-added-required.response-only"), "none");
    assert_eq!(bump("property-added-optional"), "minor");
    assert_eq!(bump("property-added-optional.read-only"), "none");
    assert_eq!(bump("property-added-optional.unreached"), "none");
    let strict = |name: &str| {
        let pair = &PAIRS[name];
        let changes = compare(&pair.old, &pair.new).changes;
        changes.iter().map(|change| change.effect(true).bump().as_str()).max().unwrap_or("none")
    };
    assert_eq!(bump("nullable-added-to-required"), "none");
    assert_eq!(strict("nullable-added-to-required"), "major");
    assert_eq!(strict("nullable-added"), "none");
    assert_eq!(bump("property-became-optional"), "none");
    assert_eq!(strict("property-became-optional"), "major");
}
