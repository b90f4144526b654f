//! What values refer to: a field is typed by the schema behind its reference, which may have no type of its own.

use std::collections::BTreeMap;

use crate::api::{Api, Operation, Schema};
use crate::pointer::Pointer;

/// How many references of references are followed.
const LONGEST_CHAIN: usize = 4;

/// How many lists and maps may hold one another on the way to what a value is made of.
const DEEPEST_CONTAINER: usize = 4;

/// Where each reference leads.
pub(super) struct Targets {
    of: BTreeMap<String, Pointer>,
}

impl Targets {
    pub(super) fn new(api: &Api) -> Self {
        let mut of = BTreeMap::new();
        let roots = api.schemas.values().chain(api.operations.iter().flat_map(Operation::schemas));
        let mut open: Vec<&Schema> = roots.collect();
        while let Some(schema) = open.pop() {
            open.extend(schema.children());
            let target = schema.reference().and_then(|id| api.schemas.get(id));
            if let Some(target) = target {
                of.insert(schema.pointer.as_str().to_owned(), target.pointer.clone());
            }
        }
        Self { of }
    }

    /// The places that the values at these places refer to, themselves, as items of lists and maps, or by their variants.
    pub(super) fn behind(&self, pointers: &[Pointer]) -> Vec<Pointer> {
        let mut found: Vec<Pointer> = Vec::new();
        let mut open: Vec<Pointer> = pointers.to_vec();
        for _ in 0..LONGEST_CHAIN {
            let next: Vec<Pointer> = open.iter().flat_map(|at| self.of_value(at)).collect();
            open = next.into_iter().filter(|at| !found.contains(at)).collect();
            found.extend(open.iter().cloned());
        }
        found
    }

    fn of_value(&self, pointer: &Pointer) -> Vec<Pointer> {
        let mut at = pointer.as_str().to_owned();
        let mut found = Vec::new();
        for _ in 0..DEEPEST_CONTAINER {
            found.extend(self.of.get(&at).cloned());
            for list in ["/oneOf/", "/anyOf/"].map(|list| format!("{at}{list}")) {
                let below = self.of.range(list.clone()..);
                let below = below.map_while(|(key, at)| Some((key.strip_prefix(&list)?, at)));
                let variants = below.filter(|(number, _)| !number.contains('/'));
                found.extend(variants.map(|(_, target)| target.clone()));
            }
            let inner = ["/items", "/additionalProperties"].map(|step| format!("{at}{step}"));
            let known = |inner: &String| {
                let mut below = self.of.range(inner.clone()..);
                below.next().is_some_and(|(found, _)| found.starts_with(inner.as_str()))
            };
            let Some(inner) = inner.into_iter().find(known) else { break };
            at = inner;
        }
        found
    }
}
