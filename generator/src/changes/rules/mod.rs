//! All rules of the wire analysis: rows of data, by the part of the definition they are about.
//!
//! A rule has no example of its own. The pair of definitions in `tests/diff/<id>/`, which a test holds to fire
//! exactly that rule, is the example too, so it cannot say anything else than the rule does.

pub(in crate::changes) mod operations;
pub(in crate::changes) mod schemas;

use super::Rule;

/// All rules, in the order of their tables.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    operations::all().chain(schemas::ALL.iter().copied())
}

/// Each rule with the pair of `tests/diff/` that shows it, as it was when the generator was built.
const EXAMPLES: &[(&str, [&str; 2])] = include!(concat!(env!("OUT_DIR"), "/rule_examples.rs"));

/// A definition before and after a change of this kind, and nothing else.
pub fn example(id: &str) -> Option<[&'static str; 2]> {
    EXAMPLES.iter().find(|(rule, _)| *rule == id).map(|(_, pair)| *pair)
}

/// The rule of this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}
