//! The credentials that operations need, and the scopes of each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Map;

use super::align::{canonical, words};
use super::grammar::NodeKind;
use super::located::Located;
use super::reasons::UNUSED;
use super::sides::{Side, Sides};
use super::walk::{CoverageWalk, Task};
use crate::pointer::Pointer;

/// Where security schemes are declared.
const SCHEMES: [&str; 2] = ["/securityDefinitions", "/components/securitySchemes"];

impl<'a> CoverageWalk<'a> {
    /// An alternative of the credentials that is gone or new is known where it is stated, at the operation
    /// that needs it, or at the schemes.
    pub(super) fn security(&mut self, operation: &Sides<Located<'a>>) {
        let lists = Sides::make(|side| self.stated("security", side, operation.of(side)));
        let mut alternatives = Sides::make(|side| {
            let schemes = self.schemes(side);
            let mut known: BTreeMap<String, Vec<Located<'a>>> = BTreeMap::new();
            for located in lists.of(side).located_items() {
                known.entry(schemes_of(&located, &schemes)).or_default().push(located);
            }
            known
        });
        let mut said = Sides::<BTreeSet<String>>::default();
        for side in Side::BOTH {
            for located in lists.of(side).located_items() {
                self.take(side, &located);
                said.of_mut(side).insert(canonical(located.value));
            }
        }
        if said.old == said.new {
            self.own_list("security", operation, &lists, None);
        }
        let also = Side::BOTH.into_iter().flat_map(|side| {
            let operation = &operation.of(side).pointer;
            [(side, operation.child("security")), (side, lists.of(side).pointer.clone())]
        });
        let also: Vec<(Side, Pointer)> = also.collect();
        let Sides { old, new } = &mut alternatives;
        for (names, olds) in old.iter_mut() {
            let news = new.get_mut(names).map(std::mem::take).unwrap_or_default();
            let both = olds.len().min(news.len());
            for (was, is) in olds.drain(..both).zip(&news) {
                self.scopes(&Sides { old: was, new: is.clone() }, &also);
            }
            if let Some(rest) = new.get_mut(names) {
                rest.extend(news.into_iter().skip(both));
            }
        }
        for side in Side::BOTH {
            for (names, located) in alternatives
                .of(side)
                .iter()
                .flat_map(|(n, located_items)| located_items.iter().map(move |s| (n, s)))
            {
                let missing = lists.of(side.other()).missing("-");
                let mut also = also.clone();
                also.extend(located.object().into_iter().flat_map(Map::keys).flat_map(|name| {
                    SCHEMES.map(|holder| (side, Pointer::from_escaped(holder).child(name)))
                }));
                let located_items = Sides::with(side, located.clone(), missing);
                let task = Task::new(NodeKind::Free, located_items).also(also);
                self.settle_for_one(&task, names.is_empty().then_some(UNUSED));
            }
        }
    }

    /// Compares the scopes of an alternative with the same schemes.
    fn scopes(&mut self, alternative: &Sides<Located<'a>>, also: &[(Side, Pointer)]) {
        let names = alternative.old.object().into_iter().flat_map(Map::keys);
        for name in names {
            let lists = Sides::make(|side| alternative.of(side).member(name));
            let scopes = Sides::make(|side| words(lists.of(side)));
            for side in Side::BOTH {
                for (scope, located) in scopes.of(side) {
                    if !scopes.of(side.other()).contains_key(scope) {
                        let missing = lists.of(side.other()).missing(scope);
                        let located_items = Sides::with(side, located.clone(), missing);
                        let task = Task::new(NodeKind::Free, located_items).also(also.to_vec());
                        self.settle_for_one(&task, None);
                    }
                }
            }
        }
    }

    /// The names of the declared security schemes.
    fn schemes(&self, side: Side) -> BTreeSet<&'a str> {
        let document = self.documents.of(side);
        let holders = SCHEMES.iter().filter_map(|holder| document.pointer(holder)?.as_object());
        holders.flat_map(Map::keys).map(String::as_str).collect()
    }
}

/// The declared schemes of an alternative; nothing when it has only others.
fn schemes_of(alternative: &Located<'_>, schemes: &BTreeSet<&str>) -> String {
    let Some(needed) = alternative.object() else { return String::new() };
    let known: BTreeSet<&str> =
        needed.keys().map(String::as_str).filter(|name| schemes.contains(name)).collect();
    if known.is_empty() && !needed.is_empty() { String::new() } else { format!("{known:?}") }
}
