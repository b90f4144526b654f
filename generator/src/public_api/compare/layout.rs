//! What `repr` promises of a type, compared.

use super::{Comparison, Rule, rule};
use crate::public_api::item::Item;

impl Comparison<'_> {
    /// Compares layouts.
    pub(super) fn repr(&mut self, old: &Item, new: &Item) {
        let (Some(was), Some(is)) = (old.repr(), new.repr()) else { return };
        let find = |words: &[String], test: fn(&str) -> bool| {
            words.iter().find(|word| test(word)).cloned()
        };
        for &Layout { test, added, removed, changed } in LAYOUTS {
            let rule = match (find(was, test), find(is, test)) {
                (None, Some(_)) => Some(added),
                (Some(_), None) => Some(removed),
                (Some(was), Some(is)) if was != is => changed,
                _ => None,
            };
            if let Some(rule) = rule {
                self.report(rule, Some(old), Some(new));
            }
        }
    }
}

/// What a `repr` may promise, and what it means that the promise came, went or changed.
struct Layout {
    test: fn(&str) -> bool,
    added: &'static Rule,
    removed: &'static Rule,
    changed: Option<&'static Rule>,
}

const LAYOUTS: &[Layout] = &[
    Layout {
        test: |word| word == "C",
        added: &rule::REPR_C_ADDED,
        removed: &rule::REPR_C_REMOVED,
        changed: None,
    },
    Layout {
        test: |word| word.starts_with(['i', 'u']),
        added: &rule::REPR_INTEGER_ADDED,
        removed: &rule::REPR_INTEGER_REMOVED,
        changed: Some(&rule::REPR_INTEGER_CHANGED),
    },
    Layout {
        test: |word| word == "transparent",
        added: &rule::REPR_TRANSPARENT_ADDED,
        removed: &rule::REPR_TRANSPARENT_REMOVED,
        changed: None,
    },
    Layout {
        test: |word| word.starts_with("packed"),
        added: &rule::REPR_PACKED_ADDED,
        removed: &rule::REPR_PACKED_REMOVED,
        changed: Some(&rule::REPR_PACKED_CHANGED),
    },
    Layout {
        test: |word| word.starts_with("align"),
        added: &rule::REPR_ALIGN_ADDED,
        removed: &rule::REPR_ALIGN_REMOVED,
        changed: Some(&rule::REPR_ALIGN_CHANGED),
    },
];
