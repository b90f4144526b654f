//! Real definitions: those of the workshop beside the repository, where it is at hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::api::Schema;
use generator::diagnostic::{EXCERPT_BEFORE, Severity};
use generator::load::Loaded;
use generator::pointer::Pointer;
use generator_tests::guest_history;
use serde_json::Value;

use crate::{codes, load_text};

/// A folder beside the repository that holds real definitions; `None` outside the workshop.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: no folder {}", path.display());
    None
}

fn is_definition(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|e| e == "json" || e == "yaml")
}

/// All definitions in a folder and in the folders inside it, sorted.
fn definitions(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(definitions(&path));
        } else if is_definition(&path) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Checks what every result promises: no reference leads nowhere, operations are sorted, every pointer
/// names a place of the document.
fn check(name: &str, loaded: &Loaded) {
    let Some(api) = &loaded.api else { return };
    let document = loaded.document.as_ref().unwrap();
    let sorted = api.operations.is_sorted_by_key(|o| (o.path.text.clone(), o.method));
    assert!(sorted, "{name}: operations are not sorted");
    let mut open: Vec<&Schema> = api.schemas.values().collect();
    for operation in &api.operations {
        let place = document.value().pointer(operation.pointer.as_str());
        assert!(place.is_some_and(Value::is_object), "{name}: {}", operation.pointer);
        let position = document.position(&operation.pointer).unwrap();
        let line = document.excerpt(&operation.pointer).unwrap();
        let line: String = line.chars().skip((position.column - 1).min(EXCERPT_BEFORE)).collect();
        let line = line.trim_start_matches(['"', '\'']);
        assert!(line.starts_with(operation.method.key()), "{name}: {line} at {position:?}");
        open.extend(operation.parameters.iter().map(|p| &p.schema));
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        let replies = operation.responses.iter().flat_map(|response| &response.contents);
        open.extend(bodies.chain(replies).filter_map(|content| content.schema.as_ref()));
        for required in operation.path.parameters() {
            assert!(operation.parameters.iter().any(|p| p.name == required), "{name}: {required}");
        }
    }
    while let Some(schema) = open.pop() {
        if let Some(id) = schema.reference() {
            assert!(api.schemas.contains_key(id), "{name}: `{id}` is not there");
        }
        let place = |pointer: &Pointer| document.value().pointer(pointer.as_str());
        // A placeholder that is not declared would be in the list of parameters, if there is one.
        let list = schema.pointer.last().is_some_and(|key| key == "parameters");
        let around = schema.pointer.parent().filter(|_| list);
        let found = place(&schema.pointer).or_else(|| place(&around?));
        assert!(found.is_some(), "{name}: {}", schema.pointer);
        open.extend(schema.children());
    }
}

#[test]
fn every_release_of_the_guest_definition_is_clean() {
    for definition in guest_history().definitions {
        let loaded = load_text(&definition.name, &definition.text);
        assert!(loaded.diagnostics.is_empty(), "{}", loaded.diagnostics);
        check(&definition.name, &loaded);
    }
}

/// Real definitions that are broken, and how.
const BROKEN: &[(&str, &str, usize)] = &[
    ("docusign-esign-2022.json", "unresolved-reference", 2),
    ("giantswarm.yaml", "external-reference", 536),
    ("keycloak-23.json", "unresolved-reference", 1),
    ("spacetraders.json", "external-reference", 129),
    ("xsoar.json", "unresolved-reference", 2),
];

#[test]
fn real_definitions_have_no_references_astray_but_their_own() {
    let Some(folder) = shared("specs") else { return };
    for entry in fs::read_dir(&folder).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if !is_definition(&file) {
            continue;
        }
        let loaded = load_text(&name, &fs::read_to_string(&file).unwrap());
        let expected: BTreeMap<_, _> = BROKEN
            .iter()
            .filter(|(n, ..)| *n == name)
            .map(|(_, code, count)| (*code, *count))
            .collect();
        assert!(!loaded.diagnostics.has_errors(), "{name}: {}", loaded.diagnostics);
        let mut found = codes(&loaded, Severity::Warning);
        found.retain(|code, _| code.ends_with("-reference"));
        assert_eq!(found, expected, "{name}");
        check(&name, &loaded);
        for diagnostic in loaded.diagnostics.iter() {
            assert!(diagnostic.position.is_some(), "{name}: {diagnostic}");
        }
    }
}

#[test]
fn pairs_of_releases_have_no_errors() {
    let Some(folder) = shared("pairs") else { return };
    for file in definitions(&folder) {
        let name = file.to_string_lossy();
        let loaded = load_text(&name, &fs::read_to_string(&file).unwrap());
        assert_eq!(codes(&loaded, Severity::Error), BTreeMap::new(), "{name}");
        check(&name, &loaded);
    }
}
