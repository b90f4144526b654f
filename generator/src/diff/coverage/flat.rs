//! The properties of a composed object, through all its parts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::align::words;
use super::located::Located;

/// How many parts a composition may have before those that follow are left out.
const MAX_PARTS: usize = 1_000;

/// What the parts of a composition amount to.
#[derive(Default)]
pub(super) struct Flat<'a> {
    /// Where each property is described, in the order in which the descriptions override one another.
    pub(super) properties: BTreeMap<String, Vec<Located<'a>>>,
    /// Where each required property is said to be one.
    pub(super) required: BTreeMap<String, Located<'a>>,
}

/// Takes a composition apart. A schema that is no composition is its own only part.
pub(super) fn flatten<'a>(document: &'a Value, schema: &Located<'a>) -> Flat<'a> {
    let mut flat = Flat::default();
    for part in parts(document, schema).into_iter().rev() {
        let properties = part.member("properties");
        for name in properties.object().into_iter().flat_map(Map::keys) {
            flat.properties.entry(name.clone()).or_default().push(properties.member(name));
        }
        let required = part.member("required");
        if required.value.is_some_and(Value::is_array) {
            flat.required.extend(words(&required));
        }
    }
    flat
}

/// A composition and all its parts, and theirs: one that overrides another stands before it.
pub(super) fn parts<'a>(document: &'a Value, schema: &Located<'a>) -> Vec<Located<'a>> {
    let mut seen = BTreeSet::new();
    // The last part comes out first: what stands beside an `allOf` overrides its parts, a later part an
    // earlier one.
    let mut open = vec![schema.clone()];
    let mut parts = Vec::new();
    while let Some(part) = open.pop() {
        let Some(part) = part.target(document) else { continue };
        if parts.len() == MAX_PARTS || !seen.insert(part.pointer.clone()) {
            continue;
        }
        open.extend(part.member("allOf").located_items());
        parts.push(part);
    }
    parts
}
