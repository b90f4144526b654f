//! The account of a comparison: every value that differs between two documents is covered by a change or by
//! a reason why it means nothing, or it is in the list of those that nobody knows of.
//!
//! The two documents are compared as they are, without regard to what the APIs made of them, by a walk that
//! knows only the layout of a definition: objects by key, lists without order as sets, parameters by location
//! and name, references by what they lead to. So it also sees what an earlier stage has lost.
//!
//! Coverage of a place extends to it and everything below. Some statements stand elsewhere than the part that they are
//! about, and coverage of that part is theirs too:
//!
//! | a difference at | is covered with |
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
mod facets;
mod flat;
mod grammar;
mod index;
mod keys;
mod located;
mod operation;
pub mod reasons;
mod references;
mod referring;
mod same;
mod samples;
mod schema;
mod security;
mod sides;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use self::sides::Sides;
use self::walk::{CoverageWalk, Verdict};
use crate::changes::{Covered, CoveredBy};
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
pub struct Coverage {
    /// Values in the two documents together.
    pub values: usize,
    /// Differences that a change reports.
    pub covered: usize,
    /// Differences that mean nothing, by reason.
    pub ignored: BTreeMap<&'static str, usize>,
    /// Differences that nobody knows of.
    pub uncovered: Vec<Uncovered>,
    /// Changes that are about no difference of the documents, by their place in the list of changes.
    pub idle: Vec<usize>,
    /// Why the documents could not be compared, if they could not; then nothing else is known.
    pub incomparable: Option<&'static str>,
}

/// A difference that nobody knows of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Uncovered {
    /// Its place.
    pub pointer: Pointer,
    /// Whether that is in the new document.
    pub is_new: bool,
}

/// Accounts for every difference of two documents. What is covered is that of the comparison of their APIs.
pub fn account(old: Compared<'_>, new: Compared<'_>, covered: &[Covered]) -> Coverage {
    let values = count(old.value) + count(new.value);
    if (old.version == Version::Swagger2) != (new.version == Version::Swagger2) {
        let incomparable = Some(reasons::OTHER_SPECIFICATION);
        return Coverage { values, incomparable, ..Coverage::default() };
    }
    let documents = Sides { old: old.value, new: new.value };
    let (found, used) = CoverageWalk::new(documents, covered).run();
    let mut coverage = Coverage { values, ..Coverage::default() };
    for (difference, verdict) in found {
        match verdict {
            Verdict::Change => coverage.covered += 1,
            Verdict::Ignored(reason) => *coverage.ignored.entry(reason).or_default() += 1,
            Verdict::Uncovered => {
                let (pointer, is_new) = match (difference.new, difference.old) {
                    (Some(pointer), _) => (pointer, true),
                    (None, pointer) => (pointer.unwrap_or_default(), false),
                };
                coverage.uncovered.push(Uncovered { pointer, is_new });
            }
        }
    }
    coverage.uncovered.sort();
    coverage.uncovered.dedup();
    coverage.idle = changes(covered).difference(&used).copied().collect();
    coverage
}

/// The changes that covered something.
fn changes(covered: &[Covered]) -> BTreeSet<usize> {
    let numbers = covered.iter().filter_map(|covered| match covered.by {
        CoveredBy::Change(number) => Some(number),
        CoveredBy::Ignored(_) => None,
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
