//! The front stages on whole definitions: from a text to an API and its problems. What a stage does with
//! one keyword is tested beside the stage.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, reason = "a test may fail")]

#[path = "front/hostile.rs"]
mod hostile;
#[path = "front/limits.rs"]
mod limits;
#[path = "front/messages.rs"]
mod messages;
#[path = "front/pruning.rs"]
mod pruning;
#[path = "front/real.rs"]
mod real;
#[path = "front/references.rs"]
mod references;
#[path = "front/shapes.rs"]
mod shapes;
#[path = "front/twins.rs"]
mod twins;

use std::collections::BTreeMap;

use generator::api::{Api, Schema, SchemaId};
use generator::config::Prune;
use generator::diagnostic::{Code, Severity};
use generator::load::{Loaded, Purpose, load};
use generator::pointer::Pointer;
use serde_json::{Value, json};

const TWIN_2: &str = include_str!("front/twin-2.0.yaml");
const TWIN_30: &str = include_str!("front/twin-3.0.yaml");
const TWIN_31: &str = include_str!("front/twin-3.1.yaml");

fn load_text(name: &str, text: &str) -> Loaded {
    load(name, text, &Prune::default(), &[], Purpose::Generate)
}

fn api(text: &str) -> Api {
    let loaded = load_text("definition", text);
    loaded.api.unwrap_or_else(|| panic!("{}", loaded.diagnostics))
}

/// The schema of this name.
fn schema<'a>(api: &'a Api, name: &str) -> &'a Schema {
    api.schemas.get(&SchemaId(name.to_owned())).unwrap_or_else(|| panic!("no schema `{name}`"))
}

/// The codes of the problems, with how often each occurs. That documents of schemas alone have no operations is what
/// these tests mean.
fn codes(loaded: &Loaded, severity: Severity) -> BTreeMap<&'static str, usize> {
    let mut codes = BTreeMap::new();
    for diagnostic in loaded.diagnostics.iter().filter(|d| d.severity == severity) {
        if diagnostic.code == Code::NoOperations {
            continue;
        }
        *codes.entry(diagnostic.code.name()).or_default() += 1;
    }
    codes
}

/// A definition of 3.1 with these schemas and nothing else.
fn with_schemas(schemas: &Value) -> String {
    json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {},
           "components": {"schemas": schemas}})
    .to_string()
}

/// Every place of a tree.
fn pointers(value: &Value) -> Vec<Pointer> {
    let mut found = Vec::new();
    let mut open = vec![(Pointer::root(), value)];
    while let Some((pointer, value)) = open.pop() {
        match value {
            Value::Object(members) => {
                open.extend(members.iter().map(|(key, member)| (pointer.child(key), member)));
            }
            Value::Array(items) => {
                open.extend(items.iter().enumerate().map(|(n, item)| (pointer.child(n), item)));
            }
            _ => {}
        }
        found.push(pointer);
    }
    found
}
