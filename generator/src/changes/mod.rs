//! What changed between two [`Api`]s, and what each change does to programs built against the old one.
//!
//! [`rules`] has one row for each kind of change. Nothing here knows the generated code, the version or the
//! configuration: the later stages `inherit`, `generate` and `diff` read what is found here.
//!
//! Operations are paired by method and path, schemas by the places that lead to them: the pair of an old
//! and a new schema is compared once, however many operations reach it and in whatever cycle, and what
//! is found there affects all of them. Every difference is covered: by a change, or by a reason why it
//! means nothing.

mod address;
mod change;
mod document;
mod messages;
mod operation;
mod paths;
mod rule;
pub mod rules;
mod schema;

pub use change::{Change, ChangePlace, Covered, CoveredBy, OperationKey, Site, Subject};
pub use rule::{Action, Area, Effect, Rule};

use std::collections::BTreeSet;
use std::sync::Arc;

use change::{Caller, Felt};

use crate::api::{Api, SchemaId};
use crate::pointer::Pointer;

/// Why most vendor extensions mean nothing.
const EXTENSION: &str = "vendor extensions do not travel";

/// What the wire analysis found.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The changes, sorted by subject, path, rule and name.
    pub changes: Vec<Change>,
    /// What became of each difference.
    pub covered: Vec<Covered>,
    /// Schemas that go by another name now: old and new.
    pub renamed_schemas: Vec<(SchemaId, SchemaId)>,
    /// Operations that are found elsewhere now, or have another id: old and new.
    pub renamed_operations: Vec<(OperationKey, OperationKey)>,
    /// How much was looked at.
    pub compared: Compared,
}

/// How much was looked at: what is in either definition, things in both counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Compared {
    /// Operations.
    pub operations: usize,
    /// Named schemas.
    pub schemas: usize,
}

/// Compares two APIs.
pub fn compare(old: &Api, new: &Api) -> Comparison {
    let mut context = Context { old, new, findings: Findings::default() };
    let mut schemas = schema::Pairs::new(old, new);
    document::compare(&mut context);
    operation::compare(&mut context, &mut schemas);
    messages::compare(&mut context, &mut schemas);
    schemas.finish(&mut context.findings);
    context.findings.finish()
}

/// What the parts of the comparison share.
struct Context<'a> {
    old: &'a Api,
    new: &'a Api,
    findings: Findings,
}

/// What has been found so far.
#[derive(Default)]
struct Findings {
    comparison: Comparison,
}

impl Findings {
    /// Notes a change, which covers its two sites with everything below them.
    fn report(
        &mut self,
        rule: &'static Rule,
        place: &ChangePlace,
        name: &str,
        old: Option<Site>,
        new: Option<Site>,
    ) {
        let number = self.comparison.changes.len();
        for (site, is_new) in [(&old, false), (&new, true)] {
            if let Some(site) = site {
                self.cover(&site.pointer, is_new, CoveredBy::Change(number));
            }
        }
        self.comparison.changes.push(Change {
            rule,
            subject: place.subject.clone(),
            path: place.steps(),
            name: name.to_owned(),
            flow: place.flow,
            old,
            new,
            operations: place.operations.clone(),
            messages: Arc::default(),
        });
    }

    /// Says which messages feel the change that was noted last.
    fn felt_by(&mut self, messages: Arc<BTreeSet<SchemaId>>) {
        if let Some(change) = self.comparison.changes.last_mut() {
            change.messages = messages;
        }
    }

    /// Covers one more part for the change that was noted last.
    fn cover_also(&mut self, pointer: &Pointer, is_new: bool) {
        let Some(number) = self.comparison.changes.len().checked_sub(1) else { return };
        let covered = Covered { pointer: pointer.clone(), is_new, by: CoveredBy::Change(number) };
        let own = self.comparison.covered.iter().rev().take_while(|own| own.by == covered.by);
        if !own.into_iter().any(|own| *own == covered) {
            self.comparison.covered.push(covered);
        }
    }

    /// Notes that a difference means nothing.
    fn ignore(&mut self, pointer: &Pointer, is_new: bool, reason: &'static str) {
        self.cover(pointer, is_new, CoveredBy::Ignored(reason));
    }

    fn cover(&mut self, pointer: &Pointer, is_new: bool, by: CoveredBy) {
        self.comparison.covered.push(Covered { pointer: pointer.clone(), is_new, by });
    }

    /// Sorts the changes; what they cover keeps pointing at them.
    fn finish(self) -> Comparison {
        let Comparison {
            changes,
            mut covered,
            mut renamed_schemas,
            mut renamed_operations,
            compared,
        } = self.comparison;
        let mut sorted: Vec<(usize, Change)> = changes.into_iter().enumerate().collect();
        sorted.sort_by(|(_, a), (_, b)| a.order().cmp(&b.order()));
        let mut places = vec![0; sorted.len()];
        for (place, (number, _)) in sorted.iter().enumerate() {
            if let Some(slot) = places.get_mut(*number) {
                *slot = place;
            }
        }
        for covered in &mut covered {
            if let CoveredBy::Change(number) = &mut covered.by {
                *number = places.get(*number).copied().unwrap_or_default();
            }
        }
        renamed_schemas.sort();
        renamed_operations.sort();
        let changes = sorted.into_iter().map(|(_, change)| change).collect();
        Comparison { changes, covered, renamed_schemas, renamed_operations, compared }
    }
}
