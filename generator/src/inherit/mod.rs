//! What a new version of a crate keeps of the version before it: names, boxes, types, aliases.
//!
//! [`GivenOut`] is plain data: what a version of the crate calls everything. A release keeps it in its
//! lock. [`Inheritance`] is the same, looked at from a newer definition: it knows which schema and which
//! operation of the old definition became which of the new one. `view` asks it before it invents a name, so
//! nothing that was given out is renamed or boxed because something else was added. Pure.

mod given;
mod successor;

pub use given::{
    Aliases, GivenOperation, GivenOut, GivenType, MethodAlias, PLAIN_TEXT, TypeAlias, TypeKind,
};

use std::collections::BTreeMap;

use crate::names::Ident;

/// What a version keeps of the one before it; empty for the first version.
#[derive(Clone, Debug, Default)]
pub struct Inheritance {
    given: GivenOut,
    /// Place → the type that was made for it.
    owners: BTreeMap<String, Ident>,
    /// Schema of the new definition → what it was in the old one.
    schemas: BTreeMap<String, String>,
    /// Operation of the new definition → what it was in the old one.
    operations: BTreeMap<String, String>,
}

impl Inheritance {
    /// What the last version called everything.
    pub fn given(&self) -> &GivenOut {
        &self.given
    }

    /// The same without the aliases and the retired values that the last version had already: a major
    /// version drops them.
    #[must_use]
    pub fn without_kept(mut self) -> Self {
        self.given.drop_kept();
        self
    }

    /// What a schema was called in the old definition.
    pub fn schema(&self, id: &str) -> Option<&str> {
        self.schemas.get(id).map(String::as_str)
    }

    /// What an operation was called in the old definition.
    pub fn operation(&self, id: &str) -> Option<&str> {
        self.operations.get(id).map(String::as_str)
    }

    /// What an operation of the old definition is called in the new one.
    pub fn operation_now(&self, old: &str) -> Option<&str> {
        let mut pairs = self.operations.iter();
        pairs.find_map(|(new, was)| (was == old).then_some(new.as_str()))
    }

    /// What the last version gave out for an operation of the new definition.
    pub fn given_operation(&self, id: &str) -> Option<&GivenOperation> {
        self.given.operations.get(self.operation(id)?)
    }

    /// The type that was made for a place.
    pub fn owned(&self, was: &str) -> Option<(&Ident, &GivenType)> {
        self.given.types.get_key_value(self.owners.get(was)?)
    }

    /// The type of the values at a place, whatever place it was made for.
    pub fn found(&self, was: &str) -> Option<(&Ident, &GivenType)> {
        let name = self.given.places.get(was)?;
        self.given.types.get_key_value(name.as_str())
    }

    /// Whether the values at a place were plain texts.
    pub fn was_text(&self, was: &str) -> bool {
        self.given.places.get(was).is_some_and(|name| name == PLAIN_TEXT)
    }
}
