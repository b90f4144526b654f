//! The same change in many places, said once.

use indexmap::IndexMap;

use super::{Entry, words};
use crate::changes::Subject;

/// From how many places on a change is said once for all of them.
const MANY: usize = 3;

/// Entries that say the same of different items.
pub(super) struct Group<'a> {
    /// One of them, which is shown.
    pub(super) sample: &'a Entry,
    /// All of them, in the order of the report.
    pub(super) entries: Vec<&'a Entry>,
}

impl Group<'_> {
    /// `123 operations: GET /a, GET /b and 121 more`. `name` writes a name.
    pub(super) fn places(&self, most: usize, name: impl Fn(&str) -> String) -> String {
        let kind = |one: &Entry| match &one.item {
            Some(Subject::Operation(_)) => ("operation", "operations"),
            Some(Subject::Schema(_)) => ("model", "models"),
            _ => ("place", "places"),
        };
        let same = self.entries.iter().all(|entry| kind(entry) == kind(self.sample));
        let (one, many) = if same { kind(self.sample) } else { ("place", "places") };
        let names: Vec<String> = self.entries.iter().map(|entry| name(&entry.subject)).collect();
        let count = words::counted(names.len(), one, many);
        format!("{count}: {}", words::some_of(&names, most))
    }
}

/// The changes that many items have in common, by level and those of most items first, and the entries that stand
/// alone.
pub(super) fn split<'a>(entries: &[&'a Entry]) -> (Vec<Group<'a>>, Vec<&'a Entry>) {
    let mut groups: IndexMap<_, Vec<&'a Entry>> = IndexMap::new();
    for entry in entries {
        groups.entry(said(entry)).or_default().push(entry);
    }
    let is_group = |entries: &Vec<&Entry>| entries.len() >= MANY;
    let alone =
        entries.iter().filter(|entry| !groups.get(&said(entry)).is_some_and(is_group)).copied();
    let alone: Vec<&'a Entry> = alone.collect();
    let mut common: Vec<Group<'a>> = groups
        .into_values()
        .filter(is_group)
        .filter_map(|entries| Some(Group { sample: *entries.first()?, entries }))
        .collect();
    common.sort_by_key(|group| std::cmp::Reverse((group.sample.bump, group.entries.len())));
    (common, alone)
}

/// All that is said of an entry, but for the item that it is about and its places.
fn said(entry: &Entry) -> impl Eq + std::hash::Hash + '_ {
    let decided = (&entry.accepted, &entry.hint);
    let levels = (entry.bump, entry.wire, entry.public_api);
    (&entry.rule, &entry.sentence, &entry.path, levels, decided)
}
