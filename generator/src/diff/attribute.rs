//! Ties what Rust callers see to the changes of the definition that caused it.
//!
//! Every public item has pointers that it was made from ([`Provenance`]); every change has sites. A change
//! of an item belongs to the change of the definition whose sites are nearest to the pointers of the item, or
//! to the one that covered them: a change of several error codes has the site of the first only. What belongs
//! to none was caused by the templates, the generator or the configuration, and is reported as
//! that.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::api::{Api, Schema, SchemaId};
use crate::bump::Bump;
use crate::changes::{Action, Area, Change, Comparison, Covered, CoveredBy, Site, Subject};
use crate::pointer::Pointer;
use crate::public_api;
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
    items: &[public_api::Change],
    comparison: &Comparison,
    old: Side<'_>,
    new: Side<'_>,
) -> Vec<Option<usize>> {
    let changes = &comparison.changes;
    let index = Index::new(changes, &comparison.covered);
    let mut reach = None;
    items
        .iter()
        .map(|item| {
            // A listing writes fields as `Type.field`.
            let path = |path: &Option<String>| path.as_ref().map(|path| path.replace('.', "::"));
            let [old_path, new_path] = [path(&item.old_path), path(&item.new_path)];
            let [old_path, new_path] = [old_path.as_deref(), new_path.as_deref()];
            let was = pointers(old.provenance, old_path);
            let is = pointers(new.provenance, new_path);
            let found = index.nearest(item, was, is).or_else(|| index.covered(was, is));
            // What came or went with a change of the whole that holds it: the other side has the whole.
            let [old_path, new_path] = [old_path.or(new_path), new_path.or(old_path)];
            let was = pointers(old.provenance, old_path);
            let is = pointers(new.provenance, new_path);
            found
                .or_else(|| index.nearest(item, was, is))
                .or_else(|| {
                    let reach = reach.get_or_insert_with(|| Reach::new(changes, old.api, new.api));
                    reach.find(item, was.iter().chain(is))
                })
                // The same place in the other definition: an operation that can no longer be offered.
                .or_else(|| index.nearest(item, is, was))
                // A part that was made from elsewhere, and that the whole now takes from there.
                .or_else(|| {
                    let was = pointers(old.provenance, holder(old_path));
                    let is = pointers(new.provenance, holder(new_path));
                    index.referred(item, was, is).or_else(|| index.nearest(item, was, is))
                })
                .or_else(|| index.alike(item))
        })
        .collect()
}

/// The path of what holds an item.
fn holder(path: Option<&str>) -> Option<&str> {
    path.and_then(|path| path.rsplit_once("::")).map(|(holder, _)| holder)
}

/// The pointers of an item, or of the item that holds it.
fn pointers<'a>(provenance: &'a Provenance, item: Option<&str>) -> &'a [Pointer] {
    let mut path = item.unwrap_or_default();
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
    old_covered: BTreeMap<&'a str, usize>,
    new_covered: BTreeMap<&'a str, usize>,
    /// What is near the pointers that were asked for: thousands of items may come from one list of values.
    old_near: RefCell<BTreeMap<Pointer, Rc<Near>>>,
    new_near: RefCell<BTreeMap<Pointer, Rc<Near>>>,
}

/// The changes near a pointer, by rule: how well one explains an item depends on the rule and on the name.
type Near = BTreeMap<&'static str, OfRule>;

/// The changes of one rule, each as its distance and its number.
struct OfRule {
    nearest: (usize, usize),
    /// By the letters of the name.
    by_name: BTreeMap<String, (usize, usize)>,
}

impl<'a> Index<'a> {
    fn new(changes: &'a [Change], covered: &'a [Covered]) -> Self {
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
        let covered = |is_new: bool| {
            let mut map = BTreeMap::new();
            for covered in covered.iter().filter(|covered| covered.is_new == is_new) {
                if let CoveredBy::Change(number) = covered.by {
                    map.entry(covered.pointer.as_str()).or_insert(number);
                }
            }
            map
        };
        Self {
            changes,
            old: by_pointer(|change| change.old.as_ref()),
            new: by_pointer(|change| change.new.as_ref()),
            old_covered: covered(false),
            new_covered: covered(true),
            old_near: RefCell::default(),
            new_near: RefCell::default(),
        }
    }

    /// The change that covered one of the pointers, or the smallest part around one.
    fn covered(&self, old: &[Pointer], new: &[Pointer]) -> Option<usize> {
        let olds = old.iter().map(|pointer| (&self.old_covered, pointer));
        let news = new.iter().map(|pointer| (&self.new_covered, pointer));
        let mut found = olds.chain(news).filter_map(|(covered, pointer)| {
            around(pointer).find_map(|part| covered.get(part).copied())
        });
        found.next()
    }

    /// The change whose site is nearest to one of the pointers; of several, the one that fits best.
    fn nearest(
        &self,
        item: &public_api::Change,
        old: &[Pointer],
        new: &[Pointer],
    ) -> Option<usize> {
        let name = letters(item_name(item));
        let olds = old.iter().map(|pointer| self.near(&self.old, &self.old_near, pointer));
        let news = new.iter().map(|pointer| self.near(&self.new, &self.new_near, pointer));
        let mut best = None;
        for near in olds.chain(news) {
            for of_rule in near.values() {
                let (found, other_name) = match of_rule.by_name.get(&name) {
                    Some(found) => (*found, false),
                    None => (of_rule.nearest, true),
                };
                let change = self.changes.get(found.1);
                let fit = change.map_or(u8::MAX, |change| misfit(item, change));
                let candidate = (fit, other_name, found);
                best = Some(best.map_or(candidate, |best| candidate.min(best)));
            }
        }
        best.map(|(_, _, (_, number))| number)
    }

    /// The changes near a pointer.
    fn near(
        &self,
        index: &BTreeMap<String, Vec<usize>>,
        known: &RefCell<BTreeMap<Pointer, Rc<Near>>>,
        pointer: &Pointer,
    ) -> Rc<Near> {
        if let Some(near) = known.borrow().get(pointer) {
            return Rc::clone(near);
        }
        let mut found = Near::new();
        for (distance, number) in near(index, pointer) {
            let Some(change) = self.changes.get(number) else { continue };
            let here = (distance, number);
            let of_rule = found
                .entry(change.rule.id)
                .or_insert_with(|| OfRule { nearest: here, by_name: BTreeMap::new() });
            of_rule.nearest = of_rule.nearest.min(here);
            let named = of_rule.by_name.entry(letters(&change.name)).or_insert(here);
            *named = (*named).min(here);
        }
        let found = Rc::new(found);
        known.borrow_mut().insert(pointer.clone(), Rc::clone(&found));
        found
    }

    /// The change of this name that covered something inside one of the pointers: an operation that begins to
    /// refer to a shared parameter has nothing of its own but the reference.
    fn referred(
        &self,
        item: &public_api::Change,
        old: &[Pointer],
        new: &[Pointer],
    ) -> Option<usize> {
        let olds = old.iter().map(|pointer| (&self.old_covered, pointer.as_str()));
        let news = new.iter().map(|pointer| (&self.new_covered, pointer.as_str()));
        let mut inside = olds.chain(news).flat_map(|(covered, whole)| {
            let below = covered.range(whole..).take_while(move |(at, _)| at.starts_with(whole));
            below.map(|(_, number)| *number)
        });
        let name = letters(item_name(item));
        inside.find(|number| {
            self.changes.get(*number).is_some_and(|change| letters(&change.name) == name)
        })
    }

    /// For what concerns the SDK as a whole, such as saying once that all operations are deprecated: a
    /// change of the same kind, anywhere.
    fn alike(&self, item: &public_api::Change) -> Option<usize> {
        let is_deprecation = item.rule.id.contains("deprecat");
        let kind = |change: &Change| is_deprecation && change.rule.id.contains("deprecat");
        self.changes.iter().position(kind)
    }
}

/// A pointer and the pointers of all that is around it, from the inside out.
fn around(pointer: &Pointer) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer.as_str()), |part| Some(part.rsplit_once('/')?.0))
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
    for part in around(pointer).skip(1) {
        if let Some(numbers) = index.get(part) {
            let distance = ABOVE + depth - part.matches('/').count();
            found.extend(numbers.iter().map(|number| (distance, *number)));
        }
    }
    found.into_iter()
}

/// How badly a change explains what happened to an item: documentation explains nothing but attributes, an
/// addition is explained by an addition.
fn misfit(item: &public_api::Change, change: &Change) -> u8 {
    let documentation = change.rule.area == Area::Documentation;
    let about_deprecation = item.rule.id.contains("deprecat");
    if about_deprecation != change.rule.id.contains("deprecat") {
        return if documentation { 4 } else { 3 };
    }
    if documentation && !about_deprecation {
        return 4;
    }
    let came = item.old_line.is_none();
    let went = item.new_line.is_none();
    let fits = match change.rule.action {
        Action::Added => came || item.bump() == Bump::Major,
        Action::Removed => went || item.bump() == Bump::Major,
        Action::Renamed => true,
        Action::Widened | Action::Narrowed | Action::Changed => !came && !went,
    };
    u8::from(!fits)
}

/// What an item is called.
fn item_name(item: &public_api::Change) -> &str {
    item.path().rsplit([':', '.']).next().unwrap_or_default()
}

/// A name without what the names of items and those of the definition differ in: case and signs.
fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Which changed operations reach which schemas: a model that begins to travel another way gains or loses
/// items without a change of its own.
struct Reach {
    by_schema: BTreeMap<String, Reasons>,
}

/// The first change of each sort that reaches a schema.
#[derive(Clone, Copy, Default)]
struct Reasons {
    added: Option<usize>,
    removed: Option<usize>,
    changed: Option<usize>,
}

impl Reasons {
    fn note(&mut self, action: Action, number: usize) {
        let reason = match action {
            Action::Added => &mut self.added,
            Action::Removed => &mut self.removed,
            _ => &mut self.changed,
        };
        reason.get_or_insert(number);
    }

    /// The one that explains best what happened to an item.
    fn of(self, item: &public_api::Change) -> Option<usize> {
        let Self { added, removed, changed } = self;
        let in_order = match (&item.old_line, &item.new_line) {
            (None, _) => [added, changed, removed],
            (_, None) => [removed, changed, added],
            _ => [changed, added, removed],
        };
        in_order.into_iter().flatten().next()
    }
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
                mark(&mut by_schema, (change.rule.action, number), api, root);
            }
        }
        Self { by_schema }
    }

    fn find<'p>(
        &self,
        item: &public_api::Change,
        pointers: impl Iterator<Item = &'p Pointer>,
    ) -> Option<usize> {
        let mut found = pointers.filter_map(|pointer| {
            around(pointer).find_map(|part| self.by_schema.get(part)?.of(item))
        });
        found.next()
    }
}

/// Notes the change as the reason for every named schema that can be reached.
fn mark(
    by_schema: &mut BTreeMap<String, Reasons>,
    (action, number): (Action, usize),
    api: &Api,
    root: &Schema,
) {
    let mut open = vec![root];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(schema) = open.pop() {
        open.extend(schema.children());
        let Some(id) = schema.reference() else { continue };
        let Some(target) = api.schemas.get(id) else { continue };
        if seen.insert(id) {
            let reasons = by_schema.entry(target.pointer.as_str().to_owned()).or_default();
            reasons.note(action, number);
            open.push(target);
        }
    }
}
