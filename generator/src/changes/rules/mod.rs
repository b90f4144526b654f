//! All rules of the wire lane: rows of data, by the part of the definition they are about.

pub(in crate::changes) mod operations;
pub(in crate::changes) mod schemas;

use super::Rule;

/// All rules, in the order of their tables.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    operations::all().chain(schemas::ALL.iter().copied())
}

/// The rule of this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}
