//! The legacy analysis of the differ: what the official differ of Genesys Cloud, the one that decides the
//! versions of the official SDKs, says about two definitions, line for line.
//!
//! In: two documents as they were published ([`definition`] says which part of them). Out: [`Changes`], from
//! which follow the verdict, the release notes ([`notes`], [`summary`]) and the next [`Version`].
//!
//! The official differ is a JavaScript program that looks at a definition member by member. Its lines are
//! a contract with those who read release notes, so what it gets wrong is kept: an added optional
//! parameter, a deprecation or another tag is a major change; shared `parameters` of a path pass for an
//! operation; of a response only the direct `$ref` is looked at; a model that has lost all properties is
//! not looked at; formats, constraints, headers and security do not exist. How JavaScript treats values is
//! in `javascript`.
//!
//! Where a malformed definition would stop the official differ with an error, this one goes on: what
//! cannot be read counts as absent. Two more of its habits are left out because no definition shows them:
//! it visits the letters of a text, and numbers the items of a list, that stands where an object belongs;
//! and it loses the changes of a model that is called like a member that every object inherits. Of two definitions that
//! are equal it says nothing here, where it would take what JavaScript calls false for gone and come again.

mod changes;
mod downgrade;
mod javascript;
mod models;
mod notes;
mod operations;
mod policy;
mod scope;
mod sentence;
mod type_name;
mod version;

use serde_json::Value;

pub use self::changes::{Change, Changes, Counts, Impact};
pub use self::downgrade::downgrade;
pub use self::notes::{NotesHeader, notes, summary};
pub use self::policy::POLICY;
pub use self::scope::definition;
pub use self::version::Version;

/// Which rules apply: the official differ changed one of them in July 2022.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edition {
    /// Before 4 July 2022: a new model is reported whether or not it has properties. It takes this
    /// to agree with the release notes of those years.
    Before2022July,
    /// A new model without properties (an enum, a list, an alias) is not reported.
    #[default]
    Current,
}

/// Compares two definitions by the rules of today. One of `OpenAPI` 3 is brought to the shape of Swagger 2.0
/// first.
pub fn compare(old: &Value, new: &Value) -> Changes {
    compare_by(Edition::Current, old, new)
}

/// Compares two definitions by the rules of an edition.
pub fn compare_by(edition: Edition, old: &Value, new: &Value) -> Changes {
    let (old, new) = (downgrade(old), downgrade(new));
    let mut changes = Changes::default();
    if old == new {
        return changes;
    }
    operations::compare(Some(&*old), Some(&*new), &mut changes);
    models::compare(edition, Some(&*old), Some(&*new), &mut changes);
    changes.ordered()
}
