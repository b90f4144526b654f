//! What a new version of a crate keeps of the version before it: names, boxes, types, aliases.
//!
//! [`NameLock`] is plain data: what a version of the crate calls everything. A release keeps it in its
//! lock. [`Inheritance`] is the same, looked at from a newer definition: it knows which schema and which
//! operation of the old definition became which of the new one. `view` asks it before it invents a name, so
//! nothing with a name is renamed or boxed because something else was added. Pure.

mod contents;
mod name_lock;
mod successor;
mod use_site;

pub use contents::unusual;
pub use name_lock::{
    Aliases, Contents, LockedOperation, LockedType, MethodAlias, NameLock, PLAIN_NUMBER,
    PLAIN_TEXT, TypeAlias, TypeKind,
};
pub use use_site::UseSite;

use std::collections::BTreeMap;

use crate::names::Ident;

/// What a version keeps of the one before it; empty for the first version.
#[derive(Clone, Debug, Default)]
pub struct Inheritance {
    lock: NameLock,
    /// Use site → the type that was made for it.
    owners: BTreeMap<UseSite, Ident>,
    /// Schema of the new definition → what it was in the old one.
    schemas: BTreeMap<String, String>,
    /// Operation of the new definition → what it was in the old one.
    operations: BTreeMap<String, String>,
    /// Operation of the new definition → the media types that it was generated for.
    contents: BTreeMap<String, Contents>,
}

impl Inheritance {
    /// What the last version called everything.
    pub fn lock(&self) -> &NameLock {
        &self.lock
    }

    /// The same without the aliases and the retired values that the last version had already: a major
    /// version drops them.
    #[must_use]
    pub fn without_kept(mut self) -> Self {
        self.lock.drop_kept();
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
    pub fn locked_operation(&self, id: &str) -> Option<&LockedOperation> {
        self.lock.operations.get(self.operation(id)?)
    }

    /// The type that was made for a use site.
    pub fn owned(&self, was: &UseSite) -> Option<(&Ident, &LockedType)> {
        self.lock.types.get_key_value(self.owners.get(was)?)
    }

    /// The type of the values at a use site, whatever use site it was made for.
    pub fn found(&self, was: &UseSite) -> Option<(&Ident, &LockedType)> {
        let name = self.lock.uses.get(was)?;
        self.lock.types.get_key_value(name.as_str())
    }

    /// Whether the values at a use site were plain texts, or numbers that were listed without names.
    pub fn was_plain(&self, was: &UseSite) -> bool {
        self.lock.uses.get(was).is_some_and(|name| name == PLAIN_TEXT || name == PLAIN_NUMBER)
    }
}
