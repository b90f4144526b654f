//! What functions return, compared.

use std::collections::BTreeMap;

use super::bounds::Relation;
use super::normal::readable;
use super::pair::{Pair, results};
use super::{Comparison, Rule, arrow, rule};
use crate::public_api::item::Item;
use crate::public_api::rewrite::Rewrite;
use crate::public_api::types::{Argument, Bound, Type, TypePath};

impl Comparison<'_> {
    /// Compares what two functions return.
    pub(super) fn output(&mut self, (old, new): (&Item, &Item), pair: &Pair) {
        let (before, mut after) = results(pair);
        let was_async = (pair.old.is_async, pair.new.is_async);
        let both_hidden = matches!((&before, &after), (Type::Impl(_), Type::Impl(_)));
        if was_async.0 != was_async.1 && !both_hidden {
            let rule = if was_async.0 {
                &rule::FUNCTION_ASYNC_REMOVED
            } else {
                &rule::FUNCTION_ASYNC_ADDED
            };
            self.report(rule, Some(old), Some(new));
            return;
        }
        // What is new may have become what it was before.
        let known = pair.added.iter().filter_map(|(name, of)| Some((name.as_str(), of.as_ref()?)));
        after.rewrite(&mut Known(known.collect()));
        for rule in self.output_rules(&before, &after) {
            let detail = Some(readable(arrow("result", &before, &after)));
            self.report_part(rule, Some(old), Some(new), detail);
        }
    }

    fn output_rules(&self, old: &Type, new: &Type) -> Vec<&'static Rule> {
        if self.are_equal(old, new) {
            return Vec::new();
        }
        match (old, new) {
            (Type::Impl(old), Type::Impl(new)) => self.hidden_rules(old, new),
            (Type::Impl(old), new) if self.implements(new, old) => {
                vec![&rule::RETURN_TYPE_REVEALED]
            }
            (Type::Path(one), Type::Path(two)) if one.names() == two.names() => {
                let (one, two) = (one.angle(), two.angle());
                let mut rules = Vec::new();
                for pair in one.iter().zip(two) {
                    match pair {
                        (Argument::Type(old), Argument::Type(new)) => {
                            rules.extend(self.output_rules(old, new));
                        }
                        (old, new) if old == new => {}
                        _ => rules.push(&rule::RETURN_TYPE_CHANGED),
                    }
                }
                if rules.is_empty() || one.len() != two.len() {
                    rules.push(&rule::RETURN_TYPE_CHANGED);
                }
                if rules.contains(&&rule::RETURN_TYPE_CHANGED) {
                    rules = vec![&rule::RETURN_TYPE_CHANGED];
                }
                rules
            }
            _ => vec![&rule::RETURN_TYPE_CHANGED],
        }
    }

    /// Compares results of which only some traits are known.
    fn hidden_rules(&self, old: &[Bound], new: &[Bound]) -> Vec<&'static Rule> {
        let mut rules = Vec::new();
        match self.relate(old, new) {
            Relation::Same => {}
            Relation::Tighter => rules.push(&rule::RETURN_BOUNDS_ADDED),
            Relation::Looser | Relation::Other => rules.push(&rule::RETURN_BOUNDS_REMOVED),
        }
        // Without `use<…>` everything is captured.
        let captures = |bounds: &[Bound]| {
            bounds.iter().find_map(|bound| match bound {
                Bound::Captures(names) => Some(names.clone()),
                _ => None,
            })
        };
        let is_within = |some: &Option<Vec<String>>, all: &Option<Vec<String>>| match (some, all) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(some), Some(all)) => some.iter().all(|name| all.contains(name)),
        };
        let (was, is) = (captures(old), captures(new));
        if !is_within(&is, &was) {
            rules.push(&rule::RETURN_CAPTURES_MORE);
        } else if !is_within(&was, &is) {
            rules.push(&rule::RETURN_CAPTURES_LESS);
        }
        if rules.is_empty() {
            // The bounds differ in something that is not understood.
            rules.push(&rule::RETURN_TYPE_CHANGED);
        }
        rules
    }
}

/// Puts what was found for new parameters in their places.
struct Known<'k>(BTreeMap<&'k str, &'k Type>);

impl Rewrite for Known<'_> {
    fn type_path(&mut self, path: &mut TypePath) -> Option<Type> {
        let name = Type::Path(path.clone());
        self.0.get(name.as_name()?).map(|of| (*of).clone())
    }

    fn trait_path(&mut self, _path: &mut TypePath) {}
}
