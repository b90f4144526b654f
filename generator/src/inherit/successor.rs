//! Which schema and which operation of an old definition became which of a new one.

use std::collections::{BTreeMap, BTreeSet};

use super::contents::chosen;
use super::{Inheritance, NameLock};
use crate::api::{Api, Operation};
use crate::changes::Comparison;
use crate::changes::OperationKey;

impl Inheritance {
    /// What a version made from `new` keeps of a version that was made from `old` and gave out `lock`.
    pub fn of(lock: NameLock, old: &Api, new: &Api, comparison: &Comparison) -> Self {
        let owners = lock
            .types
            .iter()
            .flat_map(|(name, of)| of.uses.iter().map(move |site| (site.clone(), name.clone())))
            .collect();
        let operations = operations(old, new, comparison);
        Self {
            schemas: schemas(old, new, comparison),
            contents: chosen(old, &operations, &lock.operations),
            operations,
            owners,
            lock,
        }
    }
}

/// A schema is what has its name; else what the comparison says has another name now.
fn schemas(old: &Api, new: &Api, comparison: &Comparison) -> BTreeMap<String, String> {
    let same = new.schemas.keys().filter(|id| old.schemas.contains_key(*id)).map(|id| (id, id));
    let mut pairs = Pairs::default();
    for (was, id) in same.chain(comparison.renamed_schemas.iter().map(|(old, new)| (old, new))) {
        pairs.add(was.to_string(), id.to_string());
    }
    pairs.found
}

/// An operation is what answers at its method and path; else what the comparison says is found elsewhere
/// now; else what has its id.
fn operations(old: &Api, new: &Api, comparison: &Comparison) -> BTreeMap<String, String> {
    let by_key = |api: &Api| -> BTreeMap<OperationKey, String> {
        api.operations.iter().map(|operation| (key(operation), operation.identity())).collect()
    };
    let (old, new) = (by_key(old), by_key(new));
    let mut pairs = Pairs::default();
    for (key, id) in &new {
        if let Some(was) = old.get(key) {
            pairs.add(was.clone(), id.clone());
        }
    }
    for (before, after) in &comparison.renamed_operations {
        if let (Some(was), Some(id)) = (old.get(before), new.get(after)) {
            pairs.add(was.clone(), id.clone());
        }
    }
    let ids: BTreeSet<&String> = old.values().collect();
    for id in new.values().filter(|id| ids.contains(id)) {
        pairs.add(id.clone(), id.clone());
    }
    pairs.found
}

fn key(operation: &Operation) -> OperationKey {
    OperationKey { path: operation.path.text.clone(), method: operation.method }
}

/// Pairs in which nothing occurs twice: the first pair counts.
#[derive(Default)]
struct Pairs {
    /// New → old.
    found: BTreeMap<String, String>,
    taken: BTreeSet<String>,
}

impl Pairs {
    fn add(&mut self, was: String, now: String) {
        if !self.taken.contains(&was) && !self.found.contains_key(&now) {
            self.taken.insert(was.clone());
            self.found.insert(now, was);
        }
    }
}
