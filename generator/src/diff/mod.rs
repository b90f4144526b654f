//! What changed between two definitions, what it does, and how far the version must move.
//!
//! Three lanes look at the same two definitions. The *wire* lane ([`compare`]) compares two
//! [`crate::api::Api`]s and says what each change does to programs that were built against the old one. The
//! *surface* lane compares the public items of the two SDKs. The *legacy* lane
//! ([`crate::legacy`]) applies the rules of the official SDKs. [`rules`] holds the rules of the wire lane as
//! rows of data.

mod assemble;
pub mod attribute;
mod change;
mod code;
pub mod compare;
pub mod entries;
pub mod explain;
pub mod ledger;
pub mod policy;
pub mod report;
mod rule;
pub mod rules;
pub mod verdict;

pub use assemble::{Options, Outcome, Side, diff, report as compare_versions};
pub use change::{Change, Claim, Claimed, OperationKey, Place, Site, Subject};
pub use rule::{Action, Area, Effect, Rule};
