//! The changes of a definition by where they are, and which of them explains an item best.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::place::around;
use crate::bump::Bump;
use crate::changes::{Action, Area, Change, Covered, CoveredBy, Site};
use crate::pointer::Pointer;
use crate::public_api;

/// The changes by the pointers of their sites.
pub(super) struct Index<'a> {
    changes: &'a [Change],
    old: BTreeMap<String, Vec<usize>>,
    new: BTreeMap<String, Vec<usize>>,
    old_covered: BTreeMap<&'a str, usize>,
    new_covered: BTreeMap<&'a str, usize>,
    /// The changes by all that they cover.
    old_all: BTreeMap<String, Vec<usize>>,
    new_all: BTreeMap<String, Vec<usize>>,
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
    pub(super) fn new(changes: &'a [Change], covered: &'a [Covered]) -> Self {
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
        let all = |is_new: bool| {
            let mut map: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for covered in covered.iter().filter(|covered| covered.is_new == is_new) {
                if let CoveredBy::Change(number) = covered.by {
                    map.entry(covered.pointer.as_str().to_owned()).or_default().push(number);
                }
            }
            map
        };
        let (old_all, new_all) = (all(false), all(true));
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
            old_all,
            new_all,
            old_near: RefCell::default(),
            new_near: RefCell::default(),
        }
    }

    /// The change that covered one of the pointers, or the smallest part around one.
    pub(super) fn covered(&self, old: &[Pointer], new: &[Pointer]) -> Option<usize> {
        let olds = old.iter().map(|pointer| (&self.old_covered, pointer));
        let news = new.iter().map(|pointer| (&self.new_covered, pointer));
        let mut found = olds.chain(news).filter_map(|(covered, pointer)| {
            around(pointer).find_map(|part| covered.get(part).copied())
        });
        found.next()
    }

    /// The change that covers what is nearest to one of the pointers, at it or inside it.
    pub(super) fn covering_inside(
        &self,
        item: &public_api::Change,
        old: &[Pointer],
        new: &[Pointer],
    ) -> Option<usize> {
        let olds = old.iter().flat_map(|pointer| near(&self.old_all, pointer));
        let news = new.iter().flat_map(|pointer| near(&self.new_all, pointer));
        let inside = olds.chain(news).filter(|(distance, _)| *distance < ABOVE);
        let fitting = inside.filter_map(|(distance, number)| {
            let fit = misfit(item, self.changes.get(number)?);
            (fit < NO_CAUSE).then_some((fit, distance, number))
        });
        fitting.min().map(|(_, _, number)| number)
    }

    /// All changes at the pointers or inside them that may explain an item.
    pub(super) fn possible(
        &self,
        item: &public_api::Change,
        old: &[Pointer],
        new: &[Pointer],
    ) -> Vec<usize> {
        let olds = old.iter().flat_map(|pointer| near(&self.old, pointer));
        let news = new.iter().flat_map(|pointer| near(&self.new, pointer));
        let mut found: Vec<usize> = olds
            .chain(news)
            .filter(|(distance, number)| {
                let fits = |change: &Change| misfit(item, change) == 0;
                *distance < ABOVE && self.changes.get(*number).is_some_and(fits)
            })
            .map(|(_, number)| number)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The change whose site is nearest to one of the pointers; of several, the one that fits best.
    pub(super) fn nearest(
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
                if fit >= NO_CAUSE {
                    continue;
                }
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
    pub(super) fn referred(
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
    pub(super) fn alike(&self, item: &public_api::Change) -> Option<usize> {
        let is_deprecation = item.rule.id.contains("deprecat");
        let kind = |change: &Change| is_deprecation && change.rule.id.contains("deprecat");
        self.changes.iter().position(kind)
    }
}

/// From which distance on a change is above a pointer.
const ABOVE: usize = 64;

/// How badly a change fits that explains nothing.
const NO_CAUSE: u8 = 4;

/// The changes at a pointer, below it, or above it, with their distance in tokens. What is above counts as
/// farther than what is below: a whole that came or went explains its parts only when nothing else does.
fn near<'i>(
    index: &'i BTreeMap<String, Vec<usize>>,
    pointer: &Pointer,
) -> impl Iterator<Item = (usize, usize)> + 'i {
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
        return if documentation { NO_CAUSE } else { 3 };
    }
    if documentation && !about_deprecation {
        return NO_CAUSE;
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
