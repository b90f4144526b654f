//! The account of a comparison: every value that differs between two documents is claimed by a change or by
//! a reason why it means nothing, or it is in the list of those that nobody knows of.
//!
//! The two documents are compared as they are, without regard to what the APIs made of them, by a walk that
//! knows only the layout of a definition: objects by key, lists without order as sets, parameters by location
//! and name, references by what they lead to. So it also sees what an earlier room has lost.
//!
//! A claim covers its place and everything below. Some statements stand elsewhere than the part that they are
//! about, and a claim on that part covers them too:
//!
//! | a difference at | is covered by a claim on |
//! | --- | --- |
//! | a name in `required` | the property, in whichever part of a composition it is described |
//! | a media type in `consumes` or `produces`, of the operation or of the document | the bodies that may have it, for every operation that it holds for |
//! | an alternative in the `security` of the document | the `security` of every operation that it holds for |
//! | a parameter of a path item | the parameter of each of its operations |
//! | `host`, `basePath`, `schemes`, `servers` | any of the four |
//! | a reference | what it leads to |
//! | a shared parameter, response, body, header or example | all places that use it |
//! | an item of a list | the whole list |

mod align;
mod bodies;
mod claims;
mod facets;
mod flat;
mod grammar;
mod keys;
mod operation;
pub mod reasons;
mod references;
mod referring;
mod same;
mod schema;
mod spot;
mod two;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use self::two::Two;
use self::walk::{Verdict, Walk};
use crate::changes::{Claim, Claimed};
use crate::pointer::Pointer;
use crate::source::Version;

/// One of the two documents, as it was compared: corrected and pruned, with its original places.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// The tree.
    pub value: &'a Value,
    /// The version of its specification.
    pub version: Version,
}

/// What became of the differences of two documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Values in the two documents together.
    pub values: usize,
    /// Differences that a change reports.
    pub claimed: usize,
    /// Differences that mean nothing, by reason.
    pub ignored: BTreeMap<&'static str, usize>,
    /// Differences that nobody knows of.
    pub unclaimed: Vec<Unclaimed>,
    /// Changes that are about no difference of the documents, by their place in the list of changes.
    pub idle: Vec<usize>,
    /// Why the documents could not be compared, if they could not; then nothing else is known.
    pub incomparable: Option<&'static str>,
}

/// A difference that nobody knows of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unclaimed {
    /// Its place.
    pub pointer: Pointer,
    /// Whether that is in the new document.
    pub is_new: bool,
}

/// Accounts for every difference of two documents. The claims are those of the comparison of their APIs.
pub fn account(old: Compared<'_>, new: Compared<'_>, claims: &[Claim]) -> Ledger {
    let values = count(old.value) + count(new.value);
    if (old.version == Version::Swagger2) != (new.version == Version::Swagger2) {
        let incomparable = Some(reasons::OTHER_SPECIFICATION);
        return Ledger { values, incomparable, ..Ledger::default() };
    }
    let documents = Two { old: old.value, new: new.value };
    let (found, used) = Walk::new(documents, claims).run();
    let mut ledger = Ledger { values, ..Ledger::default() };
    for (difference, verdict) in found {
        match verdict {
            Verdict::Change => ledger.claimed += 1,
            Verdict::Ignored(reason) => *ledger.ignored.entry(reason).or_default() += 1,
            Verdict::Unclaimed => {
                let (pointer, is_new) = match (difference.new, difference.old) {
                    (Some(pointer), _) => (pointer, true),
                    (None, pointer) => (pointer.unwrap_or_default(), false),
                };
                ledger.unclaimed.push(Unclaimed { pointer, is_new });
            }
        }
    }
    ledger.unclaimed.sort();
    ledger.unclaimed.dedup();
    ledger.idle = changes(claims).difference(&used).copied().collect();
    ledger
}

/// The changes that claim something.
fn changes(claims: &[Claim]) -> BTreeSet<usize> {
    let numbers = claims.iter().filter_map(|claim| match claim.by {
        Claimed::Change(number) => Some(number),
        Claimed::Ignored(_) => None,
    });
    numbers.collect()
}

/// How many values a document holds, itself included.
fn count(document: &Value) -> usize {
    let mut found = 0;
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        found += 1;
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values()),
            _ => {}
        }
    }
    found
}
