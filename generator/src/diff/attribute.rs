//! Ties what Rust callers see to the changes of the definition that caused it.
//!
//! Every public item has pointers that it was made from ([`Provenance`]); every change has sites. A change
//! of an item belongs to the change of the definition whose sites are nearest to the pointers of the item.
//! What belongs to none was caused by the templates, the generator or the configuration, and is reported as
//! that.

use std::collections::BTreeMap;

use super::change::{Change, Site, Subject};
use super::report::ItemChange;
use super::rule::{Action, Area};
use crate::api::{Api, Schema, SchemaId};
use crate::bump::Bump;
use crate::pointer::Pointer;
use crate::view::Provenance;

/// One of the two sides.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// What the definition says.
    pub api: &'a Api,
    /// What its SDK was made from.
    pub provenance: &'a Provenance,
}

/// For each change of an item: the change of the definition that caused it, if one did.
pub fn attribute(
    items: &[ItemChange],
    changes: &[Change],
    old: Side<'_>,
    new: Side<'_>,
) -> Vec<Option<usize>> {
    let index = Index::new(changes);
    let mut reach = None;
    items
        .iter()
        .map(|item| {
            let old_pointers = pointers(old.provenance, item);
            let new_pointers = pointers(new.provenance, item);
            index.nearest(item, old_pointers, new_pointers).or_else(|| {
                let reach = reach.get_or_insert_with(|| Reach::new(changes, old.api, new.api));
                reach.find(old_pointers.iter().chain(new_pointers)).or_else(|| index.alike(item))
            })
        })
        .collect()
}

/// The pointers of an item, or of the item that holds it.
fn pointers<'a>(provenance: &'a Provenance, item: &ItemChange) -> &'a [Pointer] {
    // A listing writes fields as `Type.field`.
    let path = item.item.replace('.', "::");
    let mut path = path.as_str();
    loop {
        if let Some(pointers) = provenance.get(path) {
            return pointers;
        }
        match path.rsplit_once("::") {
            Some((parent, _)) => path = parent,
            None => return &[],
        }
    }
}

/// The changes by the pointers of their sites.
struct Index<'a> {
    changes: &'a [Change],
    old: BTreeMap<String, Vec<usize>>,
    new: BTreeMap<String, Vec<usize>>,
}

impl<'a> Index<'a> {
    fn new(changes: &'a [Change]) -> Self {
        let by_pointer = |site: fn(&Change) -> Option<&Site>| {
            let mut map: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (number, change) in changes.iter().enumerate() {
                let Some(site) = site(change) else { continue };
                map.entry(site.pointer.as_str().to_owned()).or_default().push(number);
                // What a schema requires stands beside its properties, and is about one of them.
                if let Some(schema) = site.pointer.as_str().strip_suffix("/required") {
                    let schema = Pointer::from_escaped(schema).child("properties");
                    let property = schema.child(&change.name).as_str().to_owned();
                    map.entry(property).or_default().push(number);
                }
            }
            map
        };
        Self {
            changes,
            old: by_pointer(|change| change.old.as_ref()),
            new: by_pointer(|change| change.new.as_ref()),
        }
    }

    /// The change whose site is nearest to one of the pointers; of several, the one that fits best.
    fn nearest(&self, item: &ItemChange, old: &[Pointer], new: &[Pointer]) -> Option<usize> {
        let olds = old.iter().flat_map(|pointer| near(&self.old, pointer));
        let news = new.iter().flat_map(|pointer| near(&self.new, pointer));
        olds.chain(news)
            .min_by_key(|(distance, number)| {
                let change = self.changes.get(*number);
                let fit = change.map_or(u8::MAX, |change| misfit(item, change));
                let other_name = change.is_none_or(|change| !has_name(item, &change.name));
                (fit, other_name, *distance, *number)
            })
            .map(|(_, number)| number)
    }

    /// For what concerns the SDK as a whole, such as saying once that all operations are deprecated: a
    /// change of the same kind, anywhere.
    fn alike(&self, item: &ItemChange) -> Option<usize> {
        let is_deprecation = item.rule.contains("deprecat");
        let kind = |change: &Change| is_deprecation && change.rule.id.contains("deprecat");
        self.changes.iter().position(kind)
    }
}

/// The changes at a pointer, below it, or above it, with their distance in tokens. What is above counts as
/// farther than what is below: a whole that came or went explains its parts only when nothing else does.
fn near<'i>(
    index: &'i BTreeMap<String, Vec<usize>>,
    pointer: &Pointer,
) -> impl Iterator<Item = (usize, usize)> + 'i {
    const ABOVE: usize = 64;
    let text = pointer.as_str().to_owned();
    let depth = text.matches('/').count();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, numbers) in index.range(text.clone()..) {
        let Some(rest) = at.strip_prefix(text.as_str()) else { break };
        if rest.is_empty() || rest.starts_with('/') {
            let distance = rest.matches('/').count();
            found.extend(numbers.iter().map(|number| (distance, *number)));
        }
    }
    let mut above = text.as_str();
    while let Some((parent, _)) = above.rsplit_once('/') {
        if let Some(numbers) = index.get(parent) {
            let distance = ABOVE + depth - parent.matches('/').count();
            found.extend(numbers.iter().map(|number| (distance, *number)));
        }
        above = parent;
    }
    found.into_iter()
}

/// How badly a change explains what happened to an item: documentation explains nothing but attributes, an
/// addition is explained by an addition.
fn misfit(item: &ItemChange, change: &Change) -> u8 {
    let documentation = change.rule.area == Area::Documentation;
    let about_deprecation = item.rule.contains("deprecat");
    if about_deprecation != change.rule.id.contains("deprecat") {
        return if documentation { 4 } else { 3 };
    }
    if documentation && !about_deprecation {
        return 4;
    }
    let came = item.old.is_none();
    let went = item.new.is_none();
    let fits = match change.rule.action {
        Action::Added => came || item.bump == Bump::Major,
        Action::Removed => went || item.bump == Bump::Major,
        Action::Renamed => true,
        Action::Widened | Action::Narrowed | Action::Changed => !came && !went,
    };
    u8::from(!fits)
}

/// Whether an item is called like a part of the definition, but for case and signs.
fn has_name(item: &ItemChange, wire: &str) -> bool {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let name = item.item.rsplit([':', '.']).next().unwrap_or_default();
    letters(name) == letters(wire)
}

/// Which changed operations reach which schemas: a model that begins to travel another way gains or loses
/// items without a change of its own.
struct Reach {
    by_schema: BTreeMap<String, usize>,
}

impl Reach {
    fn new(changes: &[Change], old: &Api, new: &Api) -> Self {
        let mut by_schema = BTreeMap::new();
        for (number, change) in changes.iter().enumerate() {
            if change.rule.area == Area::Documentation {
                continue;
            }
            let roots = match &change.subject {
                Subject::Operation(key) => [old, new]
                    .into_iter()
                    .flat_map(|api| {
                        api.operations
                            .iter()
                            .filter(|o| o.method == key.method && o.path.text == key.path)
                            .flat_map(crate::api::Operation::schemas)
                            .map(move |schema| (api, schema))
                    })
                    .collect(),
                Subject::Schema(name) => {
                    let id = SchemaId(name.clone());
                    [old, new]
                        .into_iter()
                        .filter_map(|api| Some((api, api.schemas.get(&id)?)))
                        .collect()
                }
                Subject::Document | Subject::SecurityScheme(_) | Subject::Shared(_) => Vec::new(),
            };
            for (api, root) in roots {
                mark(&mut by_schema, number, api, root);
            }
        }
        Self { by_schema }
    }

    fn find<'p>(&self, pointers: impl Iterator<Item = &'p Pointer>) -> Option<usize> {
        let mut found = pointers.filter_map(|pointer| {
            let mut text = pointer.as_str();
            loop {
                if let Some(number) = self.by_schema.get(text) {
                    return Some(*number);
                }
                text = text.rsplit_once('/')?.0;
            }
        });
        found.next()
    }
}

/// Notes the change as the reason for every named schema that can be reached.
fn mark(by_schema: &mut BTreeMap<String, usize>, number: usize, api: &Api, root: &Schema) {
    let mut open = vec![root];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(schema) = open.pop() {
        open.extend(schema.children());
        let Some(id) = schema.reference() else { continue };
        let Some(target) = api.schemas.get(id) else { continue };
        if seen.insert(id) {
            by_schema.entry(target.pointer.as_str().to_owned()).or_insert(number);
            open.push(target);
        }
    }
}
