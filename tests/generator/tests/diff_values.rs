//! Laws of the wire lane for values, held up to the pairs of definitions in `tests/diff`: a rule fires for its
//! pair and nothing else does, the opposite edit fires its mirror, what only looks like a change is none, and
//! nothing differs from itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use generator::api::Api;
use generator::config::Prune;
use generator::diff::compare::{Comparison, compare};
use generator::diff::{Area, Rule, rules};
use generator::load::load;
use generator_tests::{folders, root};

/// Pairs that look like those of their rule, and all that they fire.
const NEAR_MISSES: &[(&str, &[&str])] = &[
    ("base-added.order", &[]),
    ("base-added.with-property", &["base-added", "property-added-optional"]),
    ("description-changed.beside-reference", &["description-changed"]),
    ("description-changed.in-part", &[]),
    ("discriminator-value-changed.by-name", &["discriminator-value-changed", "model-renamed"]),
    ("enum-introduced.by-const", &["enum-introduced"]),
    ("enum-value-added.all-of", &[]),
    ("enum-value-added.items", &["enum-value-added"]),
    ("enum-value-added.model", &["enum-value-added"]),
    ("enum-value-added.order", &[]),
    ("enum-value-added.vendor-metadata", &[]),
    ("enum-value-removed.const", &["enum-value-removed"]),
    ("map-values-untyped.free-form", &[]),
    ("maximum-tightened.response-only", &["maximum-tightened"]),
    ("min-length-tightened.zero", &[]),
    ("minimum-tightened.exclusive", &["minimum-tightened"]),
    ("minimum-tightened.same", &[]),
    ("model-renamed.and-changed", &["minimum-tightened", "model-renamed"]),
    ("model-renamed.circle", &["model-renamed"]),
    (
        "model-renamed.unlike",
        &[
            "model-added",
            "model-removed",
            "model-replaced",
            "property-added-optional",
            "property-removed-optional",
        ],
    ),
    ("model-renamed.unreached", &["model-renamed"]),
    ("model-replaced.circle", &["model-replaced", "property-added-optional"]),
    ("model-replaced.unlike", &["model-replaced", "property-added-optional"]),
    ("multiple-of-tightened.multiple", &["multiple-of-tightened"]),
    ("nullable-added-to-reply.deep-list", &["nullable-added-to-reply"]),
    ("nullable-added-to-reply.item", &["nullable-added-to-reply"]),
    ("nullable-added-to-required.item", &["nullable-added-to-required"]),
    ("nullable-added.one-of-null", &["nullable-added"]),
    ("nullable-added.same", &[]),
    ("object-gained-properties.map", &["type-changed"]),
    ("property-added-optional.in-base", &["property-added-optional"]),
    ("property-added-optional.in-base-of-variants", &["property-added-optional"]),
    ("property-added-optional.order", &[]),
    ("property-added-optional.read-only", &["property-added-optional"]),
    ("property-added-optional.unreached", &["property-added-optional"]),
    ("property-added-required.response-only", &["property-added-required"]),
    ("property-became-required.form", &["property-became-required"]),
    ("property-became-required.in-base", &["property-became-required"]),
    ("property-became-required.of-base", &["property-became-required"]),
    ("property-became-required.read-only", &["property-became-required"]),
    ("property-renamed.by-position", &["property-renamed"]),
    (
        "property-renamed.by-position-only",
        &["property-added-optional", "property-removed-optional"],
    ),
    ("property-renamed.unlike", &["property-added-optional", "property-removed-optional"]),
    ("type-changed.map-values", &["type-changed"]),
    ("type-changed.model-kind", &["type-changed"]),
    ("type-changed.nested-in-replaced", &["model-replaced", "type-changed"]),
    ("type-changed.nested-items", &["type-changed"]),
    ("type-changed.not-by-inlining", &[]),
    ("type-changed.scalar-to-array", &["type-changed"]),
    ("type-changed.text-to-number", &["type-changed"]),
    ("value-became-list.joined-numbers", &["value-became-list"]),
    ("value-became-list.joined-texts", &["type-changed"]),
    ("value-became-union.scalar", &["value-became-union"]),
    ("variant-added.one-of-one", &[]),
    ("variant-added.order", &[]),
    ("variant-added.subtype", &["model-added", "variant-added"]),
    ("variant-added.type-list", &["variant-added"]),
];

struct Pair {
    rule: &'static Rule,
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
            pairs.insert(name, Pair { rule, old, new });
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
    let loaded = load(&path.display().to_string(), &text, &Prune::default(), &[]);
    loaded.api.unwrap_or_else(|| panic!("{}: {:?}", path.display(), loaded.diagnostics))
}

fn ids(comparison: &Comparison) -> BTreeSet<&'static str> {
    comparison.changes.iter().map(|change| change.rule.id).collect()
}

#[test]
fn every_rule_has_a_pair_and_fires_for_it_alone() {
    for rule in rules::all().filter(|rule| is_about_values(rule)) {
        let pair = PAIRS.get(rule.id);
        let pair = pair.unwrap_or_else(|| panic!("tests/diff/{} is missing", rule.id));
        let found = ids(&compare(&pair.old, &pair.new));
        assert_eq!(found, BTreeSet::from([rule.id]));
    }
}

#[test]
fn the_opposite_edit_fires_the_mirror() {
    for (name, pair) in PAIRS.iter().filter(|(name, pair)| *name == pair.rule.id) {
        let found = ids(&compare(&pair.new, &pair.old));
        assert_eq!(found, pair.rule.mirror.into_iter().collect(), "{name}");
    }
}

#[test]
fn what_looks_like_a_change_is_what_it_is() {
    let listed: BTreeSet<&str> = NEAR_MISSES.iter().map(|(name, _)| *name).collect();
    let there: BTreeSet<&str> =
        PAIRS.keys().map(String::as_str).filter(|name| name.contains('.')).collect();
    assert_eq!(listed, there);
    for (name, expected) in NEAR_MISSES {
        let pair = &PAIRS[*name];
        let found = ids(&compare(&pair.old, &pair.new));
        assert_eq!(found, expected.iter().copied().collect(), "{name}");
    }
}

#[test]
fn nothing_differs_from_itself() {
    for (name, pair) in PAIRS.iter() {
        for api in [&pair.old, &pair.new] {
            let comparison = compare(api, &api.clone());
            assert!(comparison.changes.is_empty(), "{name}: {:?}", ids(&comparison));
            assert!(comparison.claims.is_empty(), "{name}: {:?}", comparison.claims);
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
            let found: Vec<String> = about_values.map(generator::diff::Change::sentence).collect();
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
