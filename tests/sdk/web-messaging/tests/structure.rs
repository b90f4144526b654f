//! Guards `swagger/web-messaging/definition.json`: it has every schema of the socket and every call beside it, and says of their
//! structure what was published, in our own words.
//!
//! What was published is not in the repository. Where it is at hand, at `../shared/web-messaging` from the root, both are
//! compared; without it that comparison passes after one line on the error output.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// Keys whose value is for people only, where they stand in a schema.
const FOR_PEOPLE: [&str; 3] = ["description", "title", "externalDocs"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn definition() -> Value {
    read(&root().join("swagger/web-messaging/definition.json"))
}

/// The definition of the socket as it was published.
fn published() -> Option<Value> {
    let file = root().join("../shared/web-messaging/socket-18.1.0.json");
    if file.is_file() {
        return Some(read(&file));
    }
    eprintln!("skipped: the definition as it was published is not at {}", file.display());
    None
}

fn schemas(definition: &Value) -> &Map<String, Value> {
    definition["definitions"].as_object().unwrap()
}

/// A schema without what is for people only. A property may be called like one of those keys.
fn structure(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            let kept = members.iter().filter(|(key, value)| {
                !FOR_PEOPLE.contains(&key.as_str()) || value.is_object() && *key != "externalDocs"
            });
            kept.map(|(key, value)| (key.clone(), structure(value))).collect()
        }
        Value::Array(items) => items.iter().map(structure).collect(),
        other => other.clone(),
    }
}

#[test]
fn holds_the_socket_and_the_calls_beside_it() {
    let definition = definition();
    let schemas = schemas(&definition);
    let members = schemas.values().filter_map(|schema| schema.get("properties")?.as_object());
    let paths = definition["paths"].as_object().unwrap().values();
    assert_eq!(schemas.len(), 162 + 42, "schemas");
    assert_eq!(members.map(Map::len).sum::<usize>(), 685, "properties");
    assert_eq!(paths.map(|item| item.as_object().unwrap().len()).sum::<usize>(), 7, "operations");
}

#[test]
fn is_printed_the_way_serde_json_prints() {
    let text = fs::read_to_string(root().join("swagger/web-messaging/definition.json")).unwrap();
    assert!(text == serde_json::to_string_pretty(&definition()).unwrap() + "\n");
}

#[test]
fn the_schemas_of_the_socket_have_the_structure_that_was_published() {
    let (Some(published), ours) = (published(), definition()) else { return };
    assert_eq!(schemas(&published).len(), 162);
    let differs = |(name, schema): (&String, &Value)| {
        let own = schemas(&ours).get(name).map(structure);
        (own.as_ref() != Some(&structure(schema))).then(|| name.clone())
    };
    let different: Vec<String> = schemas(&published).iter().filter_map(differs).collect();
    assert!(different.is_empty(), "{different:?}");
}

#[test]
fn the_words_are_our_own() {
    let Some(published) = published() else { return };
    let theirs = sentences(&published);
    let copied: Vec<String> = sentences(&definition()).intersection(&theirs).cloned().collect();
    assert!(copied.is_empty(), "{copied:#?}");
}

/// The sentences of all descriptions that have four words or more.
fn sentences(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                if let Some(Value::String(text)) = members.get("description") {
                    let sentences = text.split(['.', '\n', ':', ';']).map(str::trim);
                    let long = sentences.filter(|text| text.split(' ').count() > 3);
                    found.extend(long.map(str::to_lowercase));
                }
                open.extend(members.values());
            }
            _ => {}
        }
    }
    found
}
