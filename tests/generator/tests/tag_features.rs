//! Tags as features: a set of them brings all that its operations name, and what was given out stays.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use generator::api::Api;
use generator::bump::Bump;
use generator::config::Config;
use generator::generate::{Generated, Predecessor, generate, generate_after, generate_with};
use generator::public_api;
use generator_tests::{golden, repository_templates, root};

const PER_TAG: &str = "[crate]\nname = \"tags\"\n[features]\nper-tag = true\n";
const PLAIN: &str = "[crate]\nname = \"tags\"\n";

/// A definition: each operation has a tag and the schema of its reply; each schema refers to others.
fn definition(operations: &[(&str, &str)], schemas: &[(&str, &[&str])]) -> String {
    let mut text = String::from("openapi: 3.1.0\ninfo: {title: Tags, version: '1'}\npaths:\n");
    for (number, (tag, reply)) in operations.iter().enumerate() {
        let schema = format!("{{$ref: '#/components/schemas/{reply}'}}");
        let reply = format!("description: ok, content: {{application/json: {{schema: {schema}}}}}");
        let _ = writeln!(
            text,
            "  /{number}: {{get: {{operationId: get{number}, tags: [{tag}], responses: {{'200': {{{reply}}}}}}}}}"
        );
    }
    text.push_str("components:\n  schemas:\n");
    for (name, others) in schemas {
        let property = |other: &&str| format!("{other}: {{$ref: '#/components/schemas/{other}'}}");
        let properties: Vec<String> = others.iter().map(property).collect();
        let own = format!("of{name}: {{type: string}}");
        let properties = [vec![own], properties].concat().join(", ");
        let _ = writeln!(text, "    {name}: {{type: object, properties: {{{properties}}}}}");
    }
    text
}

fn first(definition: &str, config: &str) -> Generated {
    let config = Config::parse("config.toml", config).unwrap();
    let templates = repository_templates().unwrap();
    generate("old.yaml", definition, &config, &templates).unwrap_or_else(|e| panic!("{e}"))
}

fn next(old: &Generated, definition: &str, config: &str) -> Generated {
    let config = Config::parse("config.toml", config).unwrap();
    let templates = repository_templates().unwrap();
    let predecessor = Predecessor { api: &old.api, names: &old.names };
    generate_after("new.yaml", definition, &config, &templates, &predecessor)
        .unwrap_or_else(|e| panic!("{e}"))
}

/// A major version, which drops what is only kept.
fn major_after(old: &Generated, definition: &str, config: &str) -> Generated {
    let config = Config::parse("config.toml", config).unwrap();
    let templates = repository_templates().unwrap();
    let predecessor = Predecessor { api: &old.api, names: &old.names };
    let inherit = |api: &Api| predecessor.inheritance(api).without_kept();
    generate_with("new.yaml", definition, &config, &templates, inherit)
        .unwrap_or_else(|e| panic!("{e}"))
}

/// What callers of the old crate would notice as a break.
fn breaks(old: &Generated, new: &Generated) -> Vec<String> {
    let changes = public_api::compare(&old.public_api, &new.public_api);
    let breaks = changes.iter().filter(|change| change.bump() == Bump::Major);
    breaks.map(|change| format!("{change:?}")).collect()
}

/// Name → the features of the `#[cfg(…)]` before the line that declares it; none where there is no such line.
fn conditions(text: &str, start: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    let mut condition = String::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[cfg(") || !condition.is_empty() && !condition.ends_with(")]") {
            condition.push_str(line);
            continue;
        }
        if let Some(name) = line.strip_prefix(start) {
            let features = condition.split('"').skip(1).step_by(2).map(str::to_owned).collect();
            found.insert(name.trim_end_matches(';').to_owned(), features);
        }
        condition.clear();
    }
    found
}

/// Module of `models` → the features any of which brings it.
fn models(crate_: &Generated) -> BTreeMap<String, BTreeSet<String>> {
    conditions(&crate_.files["src/models/mod.rs"].text, "mod ")
}

fn features(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Whatever has `one` has `other`.
fn follows(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    other.is_empty() || (!one.is_empty() && one.is_subset(other))
}

/// The types of `models` that a file names after this.
fn named(text: &str, before: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: Vec<&str> = code.collect();
    let code = code.join("\n");
    let mut found = BTreeSet::new();
    for rest in code.split(before).skip(1) {
        let list = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap(),
            None => rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap(),
        };
        let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
        found.extend(names.map(str::to_owned));
    }
    found
}

/// Every file of the crate is there only where all is that it names.
fn check_closure(crate_: &Generated) -> usize {
    let exports = conditions(&crate_.files["src/models/mod.rs"].text, "pub use ");
    let models: BTreeMap<&str, &BTreeSet<String>> =
        exports.iter().map(|(path, of)| (path.rsplit("::").next().unwrap(), of)).collect();
    let handles = conditions(&crate_.files["src/api/mod.rs"].text, "pub mod ");
    let mut modules = conditions(&crate_.files["src/models/mod.rs"].text, "mod ");
    modules.insert("mod".to_owned(), BTreeSet::new());
    let mut checked = 0;
    for (path, file) in &crate_.files {
        let (own, before) = match path.split('/').collect::<Vec<_>>()[..] {
            ["src", "models", module] => (&modules[module.trim_end_matches(".rs")], "super::"),
            ["src", "api", module, _] => (&handles[module], "models::"),
            _ => continue,
        };
        for name in named(&file.text, before) {
            let Some(other) = models.get(name.as_str()) else { continue };
            assert!(follows(own, other), "{path} is there with {own:?}, {name} with {other:?}");
            checked += 1;
        }
    }
    checked
}

#[test]
fn types_are_there_with_the_tags_that_reach_them() {
    let folder = root().join("tests/generator/golden/features-per-tag");
    let crate_ = golden(&folder, &repository_templates().unwrap()).unwrap();
    let models = models(&crate_);
    assert_eq!(models["visit"], features(&["all-tags-2"]));
    assert_eq!(models["report"], models["visit"], "a variant of a union is reached too");
    assert_eq!(models["pet"], features(&["pets-co", "tracing-2"]));
    assert_eq!(models["keeper"], models["pet"]);
    for always in ["place", "fault", "cause", "event", "subject", "pet_id"] {
        assert_eq!(models[always], BTreeSet::new(), "{always}");
    }
    assert!(check_closure(&crate_) > 5);
    let manifest: toml::Table = crate_.files["Cargo.toml"].text.parse().unwrap();
    let of = |name: &str| manifest["features"][name].as_array().unwrap().clone();
    assert!(of("default").iter().any(|name| name.as_str() == Some("all-tags")));
    assert_eq!(of("all-tags").len(), 3);
    assert!(of("pets-co").is_empty());
}

#[test]
fn cycles_and_chains_are_reached_by_all_that_reach_a_member() {
    let schemas: &[(&str, &[&str])] = &[
        ("A", &["B"]),
        ("B", &["C"]),
        ("C", &["A", "D"]),
        ("D", &["E"]),
        ("E", &[]),
        ("F", &["E"]),
        ("G", &[]),
    ];
    let operations = [("x", "B"), ("y", "F"), ("z", "G")];
    let crate_ = first(&definition(&operations, schemas), PER_TAG);
    let models = models(&crate_);
    for name in ["a", "b", "c", "d"] {
        assert_eq!(models[name], features(&["x"]), "{name}");
    }
    assert_eq!(models["e"], features(&["x", "y"]));
    assert_eq!(models["f"], features(&["y"]));
    assert!(check_closure(&crate_) > 5);
}

#[test]
fn a_tag_that_is_added_narrows_nothing() {
    let schemas: &[(&str, &[&str])] = &[("A", &[]), ("B", &[]), ("C", &[])];
    let old = [("x", "A"), ("y", "A"), ("x", "B"), ("z", "C"), ("z", "A")];
    let old = first(&definition(&old, schemas), PER_TAG);
    let schemas = [schemas, &[("N", &[])]].concat();
    let schemas = schemas.as_slice();
    let new = [("x", "A"), ("y", "A"), ("x", "B"), ("z", "C"), ("z", "A"), ("w", "N")];
    let new = next(&old, &definition(&new, schemas), PER_TAG);
    assert_eq!(models(&old)["a"], BTreeSet::new());
    assert_eq!(models(&new)["a"], BTreeSet::new(), "w does not reach it");
    assert_eq!(models(&new)["b"], features(&["x"]));
    let breaks = breaks(&old, &new);
    assert!(breaks.is_empty(), "{breaks:?}");
}

#[test]
fn a_type_stays_with_the_tags_that_brought_it() {
    let schemas: &[(&str, &[&str])] = &[("A", &["B"]), ("B", &[]), ("C", &[])];
    let old = first(&definition(&[("x", "A"), ("y", "B"), ("z", "C")], schemas), PER_TAG);
    let schemas: &[(&str, &[&str])] = &[("A", &[]), ("B", &["D"]), ("C", &[]), ("D", &[])];
    let text = definition(&[("x", "A"), ("y", "B"), ("z", "C")], schemas);
    let new = next(&old, &text, PER_TAG);
    assert_eq!(models(&new)["b"], features(&["x", "y"]));
    assert_eq!(models(&new)["d"], features(&["x", "y"]), "what it refers to comes with it");
    assert_eq!(models(&next(&new, &text, PER_TAG))["b"], features(&["x", "y"]));
    let major = major_after(&new, &text, PER_TAG);
    assert_eq!(models(&major)["b"], features(&["y"]), "a major version keeps nothing");
}

#[test]
fn features_keep_their_names_and_there_are_none_where_there_were_none() {
    let schemas: &[(&str, &[&str])] = &[("A", &[])];
    let old = first(&definition(&[("pets & co", "A")], schemas), PER_TAG);
    let both = [("pets co", "A"), ("pets & co", "A")];
    let new = next(&old, &definition(&both, schemas), PER_TAG);
    let names: BTreeSet<&String> = new.names.features.values().collect();
    assert!(names.contains(&"pets-co".to_owned()) && names.len() == 2, "{names:?}");
    let module = &old.names.tags["pets & co"];
    assert_eq!(new.names.features[module], old.names.features[module]);

    let kept = next(&old, &definition(&both, schemas), PLAIN);
    assert_eq!(kept.names.features, new.names.features, "the last version decides");
    let many: Vec<(&str, &str)> = vec![("x", "A"); 301];
    let few = first(&definition(&many[..300], schemas), PLAIN);
    assert!(few.names.features.is_empty());
    assert_eq!(first(&definition(&many, schemas), PLAIN).names.features.len(), 1);
    assert!(next(&few, &definition(&many, schemas), PLAIN).names.features.is_empty());
}

#[test]
fn an_operation_that_moves_is_found_by_those_who_have_the_old_feature() {
    let schemas: &[(&str, &[&str])] = &[("A", &[]), ("B", &[])];
    let old = first(&definition(&[("x", "A"), ("y", "B")], schemas), PER_TAG);
    let new = next(&old, &definition(&[("y", "A"), ("y", "B")], schemas), PER_TAG);
    let manifest: toml::Table = new.files["Cargo.toml"].text.parse().unwrap();
    let enabled = manifest["features"]["x"].as_array().unwrap();
    assert_eq!(enabled.iter().map(|name| name.as_str().unwrap()).collect::<Vec<_>>(), ["y"]);
    let breaks = breaks(&old, &new);
    assert!(breaks.is_empty(), "{breaks:?}");
}
