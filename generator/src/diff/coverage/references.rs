//! Who refers to which part of a document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::pointer::Pointer;
use crate::reference;

/// The shared parts of each version that count only where something refers to them.
const SHARED: [&str; 8] = [
    "/parameters/",
    "/responses/",
    "/components/parameters/",
    "/components/responses/",
    "/components/requestBodies/",
    "/components/headers/",
    "/components/examples/",
    "/components/pathItems/",
];

/// The references of a document.
pub(super) struct References {
    /// Places of references, by where they lead.
    to: BTreeMap<Pointer, Vec<Pointer>>,
}

impl References {
    pub(super) fn of(document: &Value) -> Self {
        let mut to: BTreeMap<Pointer, Vec<Pointer>> = BTreeMap::new();
        let mut open = vec![(Pointer::root(), document)];
        while let Some((pointer, value)) = open.pop() {
            match value {
                Value::Array(items) => {
                    let items = items.iter().enumerate();
                    open.extend(items.map(|(number, item)| (pointer.child(number), item)));
                }
                Value::Object(members) => {
                    let target = members.get("$ref").and_then(Value::as_str);
                    if let Some(target) = target.and_then(|text| reference::locate(document, text))
                    {
                        to.entry(target).or_default().push(pointer.clone());
                    }
                    open.extend(members.iter().map(|(key, member)| (pointer.child(key), member)));
                }
                _ => {}
            }
        }
        Self { to }
    }

    /// The places from which a shared part is used, through any number of other shared parts. A part that
    /// only parts without use refer to has none.
    pub(super) fn users(&self, part: &Pointer) -> BTreeSet<&Pointer> {
        let mut users = BTreeSet::new();
        let mut seen = BTreeSet::from([part.clone()]);
        let mut open = vec![part.clone()];
        while let Some(part) = open.pop() {
            for place in self.to_or_inside(&part) {
                match shared_part(place) {
                    Some(around) if seen.insert(around.clone()) => open.push(around),
                    Some(_) => {}
                    None => {
                        users.insert(place);
                    }
                }
            }
        }
        users
    }

    /// The references to a part or to something inside it.
    fn to_or_inside(&self, part: &Pointer) -> Vec<&Pointer> {
        let inside = format!("{}/", part.as_str());
        let from = self.to.range(part.clone()..);
        // Between a pointer and what is below it stand only pointers that begin like it.
        let near = from.take_while(|(target, _)| target.as_str().starts_with(part.as_str()));
        let met =
            near.filter(move |(target, _)| *target == part || target.as_str().starts_with(&inside));
        met.flat_map(|(_, places)| places).collect()
    }
}

/// The shared part that a place is in.
pub(super) fn shared_part(place: &Pointer) -> Option<Pointer> {
    let text = place.as_str();
    let holder = SHARED.iter().find(|holder| text.starts_with(**holder))?;
    let rest = text.get(holder.len()..)?;
    let name = rest.split('/').next()?;
    Some(Pointer::from_escaped(format!("{holder}{name}")))
}
