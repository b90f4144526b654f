//! What changed between two definitions, what it does, and how far the version must move.
//!
//! Three analyses look at the same two definitions. The *wire* analysis ([`crate::changes`]) compares two
//! [`crate::api::Api`]s and says what each change does to programs that were built against the old one. The
//! *API* analysis ([`crate::public_api`]) compares the public items of the two SDKs. The *legacy* analysis
//! ([`crate::legacy`]) applies the rules of the official SDKs. Here their results become one report:
//! [`attribute`] ties changes of public items to the changes of the definition that caused them,
//! [`coverage`] asks of every difference whether something reports it, [`policy`] applies the decisions of
//! the configuration, [`verdict`] gives the level and [`report`] the texts. [`usage`] asks of a program which of the changes it notices.

mod assemble;
pub mod attribute;
mod code;
pub mod coverage;
pub mod entries;
pub mod explain;
mod in_rust;
pub mod policy;
pub mod report;
pub mod usage;
pub mod verdict;

pub use assemble::{
    Options, Outcome, Side, diff, diff_after, diff_on_the_wire, diff_with_names,
    report as compare_versions,
};
pub use in_rust::in_rust;
