//! Which operation of the new API is which of the old one.
//!
//! Method and path decide, whatever the placeholders are called. What is left over has moved if an id says
//! so, or if the paths differ in spelling only, or if it takes and gives the same at a similar path.
//! Invariant: every operation is in one pair, or alone, exactly once.

use std::collections::{BTreeMap, BTreeSet};

use super::shape;
use crate::api::{Api, Method, Operation, PathTemplate};
use crate::changes::paths::anonymous;

/// How many pairs of equally shaped operations are looked at before none of them is a pair.
const MAX_CANDIDATES: usize = 10_000;

/// The operations of two APIs.
#[derive(Default)]
pub(super) struct Pairing<'a> {
    /// Those that are in both.
    pub(super) pairs: Vec<OperationPair<'a>>,
    /// Those that are gone.
    pub(super) removed: Vec<&'a Operation>,
    /// Those that are new.
    pub(super) added: Vec<&'a Operation>,
}

/// An operation of both APIs.
pub(super) struct OperationPair<'a> {
    pub(super) old: &'a Operation,
    pub(super) new: &'a Operation,
    /// Whether it is found elsewhere now: under another path or method, other names of placeholders aside.
    pub(super) moved: bool,
}

/// Pairs the operations. `prefixes` stand before all paths of the old and of the new API.
pub(super) fn pair<'a>(old: &'a Api, new: &'a Api, prefixes: [&str; 2]) -> Pairing<'a> {
    let [before, after] = prefixes;
    let mut rest = Rest {
        olds: old.operations.iter().collect(),
        news: new.operations.iter().collect(),
        pairs: Vec::new(),
    };
    let text = |o: &Operation, prefix: &str| (o.method, format!("{prefix}{}", o.path.text));
    rest.join(false, Matching::InOrder, |o| Some(text(o, before)), |o| Some(text(o, after)));
    let open = |o: &Operation, prefix: &str| (o.method, format!("{prefix}{}", anonymous(&o.path)));
    rest.join(false, Matching::InOrder, |o| Some(open(o, before)), |o| Some(open(o, after)));
    let id = |o: &'a Operation| o.id.as_deref();
    rest.join(true, Matching::Unique, id, id);
    let loose = |o: &Operation| Some((o.method, loosely(&o.path)));
    rest.join(true, Matching::Unique, loose, loose);
    let rewritten = |o: &Operation| {
        let writes = matches!(o.method, Method::Put | Method::Post | Method::Patch);
        writes.then(|| (anonymous(&o.path), shape::of_operation(o)))
    };
    rest.join(true, Matching::Unique, rewritten, rewritten);
    rest.join_similar();
    Pairing { pairs: rest.pairs, removed: rest.olds, added: rest.news }
}

/// The path without the names of its placeholders, without case and without a slash at the end.
fn loosely(path: &PathTemplate) -> String {
    anonymous(path).trim_end_matches('/').to_lowercase()
}

/// What becomes of several operations with the same key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Matching {
    /// They are paired in the order of the paths.
    InOrder,
    /// They are not paired.
    Unique,
}

/// The operations that are not paired yet, and the pairs so far.
struct Rest<'a> {
    olds: Vec<&'a Operation>,
    news: Vec<&'a Operation>,
    pairs: Vec<OperationPair<'a>>,
}

impl<'a> Rest<'a> {
    /// Pairs what has the same key.
    fn join<K: Ord>(
        &mut self,
        moved: bool,
        matching: Matching,
        old_key: impl Fn(&'a Operation) -> Option<K>,
        new_key: impl Fn(&'a Operation) -> Option<K>,
    ) {
        let mut by_key: BTreeMap<K, [Vec<&'a Operation>; 2]> = BTreeMap::new();
        for operation in &self.olds {
            if let Some(key) = old_key(operation) {
                let [olds, _] = by_key.entry(key).or_default();
                olds.push(operation);
            }
        }
        for operation in &self.news {
            if let Some(key) = new_key(operation) {
                let [_, news] = by_key.entry(key).or_default();
                news.push(operation);
            }
        }
        let mut found = Vec::new();
        for [olds, news] in by_key.into_values() {
            let unique = olds.len() == 1 && news.len() == 1;
            if matching == Matching::InOrder || unique {
                found.extend(olds.into_iter().zip(news));
            }
        }
        self.take(moved, &found);
    }

    /// Pairs what has the same method and shape, and a path that ends the same and has most in common.
    /// A shape that many operations may have by chance is not enough, nor are two candidates.
    fn join_similar(&mut self) {
        let mut by_shape: BTreeMap<(Method, String), [Vec<&'a Operation>; 2]> = BTreeMap::new();
        for (side, operations) in [&self.olds, &self.news].into_iter().enumerate() {
            for operation in operations.iter().filter(|operation| shape::is_telling(operation)) {
                let key = (operation.method, shape::of_operation(operation));
                if let Some(list) = by_shape.entry(key).or_default().get_mut(side) {
                    list.push(operation);
                }
            }
        }
        let mut found = Vec::new();
        for [olds, news] in by_shape.into_values() {
            if olds.len().saturating_mul(news.len()) > MAX_CANDIDATES {
                continue;
            }
            let alike = |old: &Operation, new: &Operation| are_alike(&old.path, &new.path);
            for old in &olds {
                let mut candidates = news.iter().filter(|new| alike(old, new));
                if let (Some(new), None) = (candidates.next(), candidates.next())
                    && olds.iter().filter(|other| alike(other, new)).count() == 1
                {
                    found.push((*old, *new));
                }
            }
        }
        self.take(true, &found);
    }

    fn take(&mut self, moved: bool, found: &[(&'a Operation, &'a Operation)]) {
        let key = |operation: &&'a Operation| (operation.method, operation.path.text.as_str());
        let olds: BTreeSet<_> = found.iter().map(|(old, _)| key(old)).collect();
        let news: BTreeSet<_> = found.iter().map(|(_, new)| key(new)).collect();
        self.olds.retain(|old| !olds.contains(&key(old)));
        self.news.retain(|new| !news.contains(&key(new)));
        self.pairs.extend(found.iter().map(|(old, new)| OperationPair { old, new, moved }));
    }
}

/// Whether two paths end in the same word and have most words in common, in the same order.
fn are_alike(one: &PathTemplate, other: &PathTemplate) -> bool {
    let words = |path: &PathTemplate| -> Vec<String> {
        let segments = path.text.split('/').filter(|segment| !segment.is_empty());
        segments.filter(|segment| !segment.contains('{')).map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    let same_end = one.last().is_some() && one.last() == other.last();
    same_end && 4 * in_common(&one, &other) >= one.len() + other.len()
}

/// The length of the longest list of words that both have in this order.
fn in_common(one: &[String], other: &[String]) -> usize {
    let mut row = vec![0; other.len() + 1];
    for word in one {
        let mut diagonal = 0;
        let mut before = 0;
        for (cell, candidate) in row.iter_mut().skip(1).zip(other) {
            let above = *cell;
            *cell = if word == candidate { diagonal + 1 } else { above.max(before) };
            (diagonal, before) = (above, *cell);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{are_alike, in_common};
    use crate::api::PathTemplate;

    #[test]
    fn paths_are_alike_by_their_words() {
        let alike = |one, other| are_alike(&PathTemplate::parse(one), &PathTemplate::parse(other));
        assert!(alike("/api/v1/pets/{id}", "/api/v2/pets/{petId}"));
        assert!(alike("/pets", "/v2/Pets"));
        assert!(!alike("/api/v2/users/{id}", "/api/v2/groups/{id}"));
        assert!(!alike("/{a}", "/{b}"));
        assert!(!alike("/a/b/c/pets", "/x/y/z/pets"));
    }

    #[test]
    fn counts_words_in_common() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(in_common(&words("a b c"), &words("b c d")), 2);
        assert_eq!(in_common(&words("a b"), &words("b a")), 1);
        assert_eq!(in_common(&[], &words("a")), 0);
    }
}
