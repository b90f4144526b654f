//! What has been found in the pairs of schemas, each cause once: the same difference seen in several pairs
//! (a property that many schemas take over from one) is one change, which affects the operations of all.

use std::collections::{BTreeSet, HashMap, HashSet};

use fixedbitset::FixedBitSet;

use super::reachability::{Affected, Reachability};
use crate::api::{Direction, Schema};
use crate::changes::Findings;
use crate::changes::{Caller, ChangePlace, Felt, Rule, Site, Subject};
use crate::pointer::Pointer;

/// What is reported: the part, what both definitions say, and which parts of them that explains.
pub(super) struct Finding {
    name: String,
    old: Option<Site>,
    new: Option<Site>,
    covered: Vec<(Pointer, bool)>,
}

impl Finding {
    /// About the part of this name.
    pub(super) fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), old: None, new: None, covered: Vec::new() }
    }

    /// What the old definition says.
    pub(super) fn in_old(mut self, site: Option<Site>) -> Self {
        self.old = site;
        self
    }

    /// What the new definition says.
    pub(super) fn in_new(mut self, site: Option<Site>) -> Self {
        self.new = site;
        self
    }

    /// Explains these keywords of a schema too, wherever its parts state them.
    pub(super) fn covering(mut self, schema: &Schema, is_new: bool, keywords: &[&str]) -> Self {
        self.covered.extend(places(schema, keywords).map(|pointer| (pointer, is_new)));
        self
    }

    /// Explains this part too.
    pub(super) fn covering_all_of(mut self, pointer: &Pointer, is_new: bool) -> Self {
        self.covered.push((pointer.clone(), is_new));
        self
    }
}

/// Where the keywords of a schema may stand.
fn places(schema: &Schema, keywords: &[&str]) -> impl Iterator<Item = Pointer> {
    let holders = std::iter::once(&schema.pointer).chain(&schema.parts);
    holders.flat_map(|holder| keywords.iter().map(|keyword| holder.child(keyword)))
}

/// All findings.
#[derive(Default)]
pub(super) struct Changes {
    pending: Vec<Pending>,
    known: HashMap<Key, usize>,
    ignored: Vec<(Pointer, bool, &'static str)>,
    ignored_known: HashSet<(Pointer, bool)>,
}

type Key = (&'static str, Option<Pointer>, Option<Pointer>, String);

struct Pending {
    rule: &'static Rule,
    subject: Subject,
    path: Vec<String>,
    finding: Finding,
    affected: Vec<Affected>,
}

impl Changes {
    /// Notes a change at a place, or that a known one affects one more pair.
    pub(super) fn report(
        &mut self,
        rule: &'static Rule,
        (subject, path): (&Subject, &[String]),
        affected: Affected,
        finding: Finding,
    ) {
        let pointer = |site: &Option<Site>| site.as_ref().map(|site| site.pointer.clone());
        let key = (rule.id, pointer(&finding.old), pointer(&finding.new), finding.name.clone());
        if let Some(known) = self.known.get(&key).and_then(|number| self.pending.get_mut(*number)) {
            if !known.affected.contains(&affected) {
                known.affected.push(affected);
            }
            for covered in finding.covered {
                if !known.finding.covered.contains(&covered) {
                    known.finding.covered.push(covered);
                }
            }
            return;
        }
        self.known.insert(key, self.pending.len());
        let (subject, path) = (subject.clone(), path.to_vec());
        self.pending.push(Pending { rule, subject, path, finding, affected: vec![affected] });
    }

    /// Notes that a part means nothing.
    pub(super) fn ignore(&mut self, pointer: &Pointer, is_new: bool, reason: &'static str) {
        if self.ignored_known.insert((pointer.clone(), is_new)) {
            self.ignored.push((pointer.clone(), is_new, reason));
        }
    }

    /// The same for keywords of a schema, wherever its parts state them.
    pub(super) fn ignore_keywords(
        &mut self,
        schema: &Schema,
        is_new: bool,
        keywords: &[&str],
        reason: &'static str,
    ) {
        for pointer in places(schema, keywords) {
            self.ignore(&pointer, is_new, reason);
        }
    }

    /// Hands everything over, with the operations and messages that it affects.
    pub(super) fn finish(
        self,
        reachability: &Reachability,
        callers: &[Caller],
        findings: &mut Findings,
    ) {
        let mut sets: HashMap<FixedBitSet, Felt> = HashMap::new();
        for Pending { rule, subject, path, finding, affected } in self.pending {
            let mut flow = Direction::default();
            let mut bits = FixedBitSet::default();
            for affected in affected {
                for (reached, seen) in [
                    (reachability.request(affected), &mut flow.request),
                    (reachability.response(affected), &mut flow.response),
                ] {
                    if let Some(operations) = reached {
                        *seen = true;
                        bits.union_with(operations);
                    }
                }
            }
            let felt = sets.entry(bits).or_insert_with_key(|bits| {
                Felt::by(bits.ones().filter_map(|bit| callers.get(bit)))
            });
            let Felt { operations, messages } = felt.clone();
            let place = ChangePlace { subject, statuses: BTreeSet::new(), path, flow, operations };
            let Finding { name, old, new, covered } = finding;
            findings.report(rule, &place, &name, old, new);
            findings.felt_by(messages);
            for (pointer, is_new) in covered {
                findings.cover_also(&pointer, is_new);
            }
        }
        for (pointer, is_new, reason) in self.ignored {
            findings.ignore(&pointer, is_new, reason);
        }
    }
}
