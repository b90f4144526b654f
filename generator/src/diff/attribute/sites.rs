//! The changes by where they are in one of the two definitions.
//!
//! Thousands of items may come from one list of values, and thousands of changes may stand in it: what is asked about a
//! place is worked out once.

use std::borrow::Borrow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::rc::Rc;
use std::sync::Arc;

use super::kind::{Kind, NO_CAUSE};
use super::place::around;
use crate::changes::{Change, Covered, CoveredBy, Site};
use crate::pointer::Pointer;

/// The changes of one definition by the pointers of their sites, and by what they cover.
pub(super) struct Sites<'a> {
    changes: &'a [Change],
    by_place: BTreeMap<String, Vec<usize>>,
    covered: BTreeMap<&'a str, Vec<usize>>,
    inside: Known<Pointer, Rc<Digest>>,
    at: Known<String, Rc<Digest>>,
    named: Known<Pointer, Rc<BTreeMap<String, usize>>>,
    possible: Known<(Pointer, Kind), Arc<[usize]>>,
    covering: Known<(Pointer, Kind), Option<Fit>>,
}

/// Answers that were given.
type Known<K, V> = RefCell<BTreeMap<K, V>>;

/// How badly a change fits, how far away it is, and its number.
pub(super) type Fit = (u8, usize, usize);

/// Some changes, by rule: how well one explains an item depends on the rule and on the name.
pub(super) type Digest = BTreeMap<&'static str, OfRule>;

/// The changes of one rule, each as its distance and its number.
pub(super) struct OfRule {
    pub(super) nearest: Place,
    /// By the letters of the name.
    pub(super) by_name: BTreeMap<String, Place>,
}

/// How many tokens a change is away from a pointer, and its number.
pub(super) type Place = (usize, usize);

/// From which distance on a change is above a pointer: a whole that came or went explains its parts only when nothing
/// else does, so what is above counts as farther than what is below.
const ABOVE: usize = 64;

impl<'a> Sites<'a> {
    pub(super) fn new(
        changes: &'a [Change],
        covered: impl Iterator<Item = &'a Covered>,
        site: fn(&Change) -> Option<&Site>,
    ) -> Self {
        let mut by_place: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, change) in changes.iter().enumerate() {
            let Some(site) = site(change) else { continue };
            by_place.entry(site.pointer.as_str().to_owned()).or_default().push(number);
            // What a schema requires stands beside its properties, and is about one of them.
            if let Some(schema) = site.pointer.as_str().strip_suffix("/required") {
                let schema = Pointer::from_escaped(schema).child("properties");
                let property = schema.child(&change.name).as_str().to_owned();
                by_place.entry(property).or_default().push(number);
            }
        }
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for Covered { pointer, by, .. } in covered {
            if let CoveredBy::Change(number) = by {
                places.entry(pointer.as_str()).or_default().push(*number);
            }
        }
        Self {
            changes,
            by_place,
            covered: places,
            inside: RefCell::default(),
            at: RefCell::default(),
            named: RefCell::default(),
            possible: RefCell::default(),
            covering: RefCell::default(),
        }
    }

    /// The changes near a pointer: those at it and inside it, and those at what holds it, each with what is added to
    /// their distance.
    pub(super) fn near(&self, pointer: &Pointer) -> Vec<(usize, Rc<Digest>)> {
        let inside = remember(&self.inside, pointer, || {
            Rc::new(self.digest(below(&self.by_place, pointer)))
        });
        let above = around(pointer).enumerate().skip(1).filter_map(|(steps, part)| {
            let numbers = self.by_place.get(part)?;
            let here = || Rc::new(self.digest(numbers.iter().map(|number| (0, *number))));
            Some((ABOVE + steps, remember(&self.at, part, here)))
        });
        std::iter::once((0, inside)).chain(above).collect()
    }

    /// The changes at a pointer or inside it that may explain an item, in their order.
    pub(super) fn possible(&self, pointer: &Pointer, kind: Kind) -> Arc<[usize]> {
        remember(&self.possible, &(pointer.clone(), kind), || {
            let numbers = below(&self.by_place, pointer).map(|(_, number)| number);
            let fits = |number: &usize| self.misfit(*number, kind) == 0;
            numbers.filter(fits).collect::<BTreeSet<_>>().into_iter().collect()
        })
    }

    /// The change that covers what is nearest to a pointer, at it or inside it.
    pub(super) fn covering_inside(&self, pointer: &Pointer, kind: Kind) -> Option<Fit> {
        remember(&self.covering, &(pointer.clone(), kind), || {
            let inside = below(&self.covered, pointer);
            let fitting =
                inside.map(|(distance, number)| (self.misfit(number, kind), distance, number));
            fitting.filter(|(misfit, ..)| *misfit < NO_CAUSE).min()
        })
    }

    /// The change that covered a pointer, or the smallest part around it.
    pub(super) fn covering(&self, pointer: &Pointer) -> Option<usize> {
        around(pointer).find_map(|part| self.covered.get(part)?.first().copied())
    }

    /// The change whose name has these letters, of those that cover something inside a pointer.
    pub(super) fn named(&self, pointer: &Pointer, name: &str) -> Option<usize> {
        let named = remember(&self.named, pointer, || {
            let mut named = BTreeMap::new();
            for (_, number) in below(&self.covered, pointer) {
                let Some(change) = self.changes.get(number) else { continue };
                named.entry(letters(&change.name)).or_insert(number);
            }
            Rc::new(named)
        });
        named.get(name).copied()
    }

    fn misfit(&self, number: usize, kind: Kind) -> u8 {
        self.changes.get(number).map_or(u8::MAX, |change| kind.misfit(change))
    }

    fn digest(&self, places: impl Iterator<Item = Place>) -> Digest {
        let mut digest = Digest::new();
        for place in places {
            let Some(change) = self.changes.get(place.1) else { continue };
            let of_rule = digest
                .entry(change.rule.id)
                .or_insert_with(|| OfRule { nearest: place, by_name: BTreeMap::new() });
            of_rule.nearest = of_rule.nearest.min(place);
            let named = of_rule.by_name.entry(letters(&change.name)).or_insert(place);
            *named = (*named).min(place);
        }
        digest
    }
}

/// What is known of a key, or is now worked out.
fn remember<K, Q, V>(known: &Known<K, V>, key: &Q, make: impl FnOnce() -> V) -> V
where
    K: Ord + Borrow<Q>,
    Q: Ord + ToOwned<Owned = K> + ?Sized,
    V: Clone,
{
    if let Some(value) = known.borrow().get(key) {
        return value.clone();
    }
    let value = make();
    known.borrow_mut().insert(key.to_owned(), value.clone());
    value
}

/// What an index has at a pointer and below it, with the distance in tokens.
fn below<K: AsRef<str> + Ord + Borrow<str>>(
    index: &BTreeMap<K, Vec<usize>>,
    pointer: &Pointer,
) -> impl Iterator<Item = Place> {
    let text = pointer.as_str().to_owned();
    let rests = index
        .range::<str, _>((Bound::Included(pointer.as_str()), Bound::Unbounded))
        .map_while(move |(at, numbers)| Some((at.as_ref().strip_prefix(text.as_str())?, numbers)));
    let inside = rests.filter(|(rest, _)| rest.is_empty() || rest.starts_with('/'));
    inside.flat_map(|(rest, numbers)| {
        let distance = rest.matches('/').count();
        numbers.iter().map(move |number| (distance, *number))
    })
}

/// A name without what the names of items and those of the definition differ in: case and signs.
pub(super) fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
