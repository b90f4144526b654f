//! Keys by which parts of two documents are paired: the status of a response, the value of a discriminator.

use std::collections::BTreeSet;

use serde_json::Value;

use super::located::Located;
use crate::api::Status;
use crate::pointer::Pointer;
use crate::reference::locate;

/// How the key of a response is written where it is compared.
pub(super) fn status(key: &str) -> String {
    Status::parse(key.trim()).map_or_else(|| key.to_owned(), |status| status.to_string())
}

/// Where a discriminator would say which value selects a schema: for an item of a union that of the union, for
/// a named schema those of its bases. Without a mapping the name of the schema is the value.
pub(super) fn selectors(document: &Value, located: &Located<'_>) -> Vec<Pointer> {
    const MAX_BASES: usize = 64;
    let mut found = Vec::new();
    let mut note = |holder: &Located<'_>, name: Option<String>| {
        let discriminator = holder.member("discriminator");
        if let (Some(_), Some(name)) = (discriminator.value, name) {
            found.push(discriminator.pointer.child("mapping").child(name));
        }
    };
    let holder = located.pointer.parent().and_then(|list| list.parent()).unwrap_or_default();
    let target = located.reference().and_then(|text| locate(document, text));
    if let Some(target) = target {
        note(&Located::at(document, holder), target.last());
    }
    let mut open: Vec<Located<'_>> = located.member("allOf").located_items().collect();
    let mut seen = BTreeSet::new();
    while let Some(base) = open.pop() {
        let Some(base) = base.target(document) else { continue };
        if seen.len() < MAX_BASES && seen.insert(base.pointer.clone()) {
            note(&base, located.pointer.last());
            open.extend(base.member("allOf").located_items());
        }
    }
    found
}
