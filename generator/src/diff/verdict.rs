//! From entries to the one answer.

use super::report::{Entry, Policy, Verdict};
use crate::bump::Bump;

/// What nobody has judged.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unknown {
    /// Differences that no rule knows.
    pub differences: usize,
    /// References of documents that differ, behind which nobody looked.
    pub references: usize,
}

impl Unknown {
    fn count(self) -> usize {
        self.differences + self.references
    }

    /// Why the answer may be too low, a clause.
    fn reason(self) -> Option<String> {
        let counted = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {many}")),
        };
        let differences = counted(
            self.differences,
            "difference that no rule knows",
            "differences that no rule knows",
        );
        let references = counted(
            self.references,
            "reference that was not followed",
            "references that were not followed",
        );
        let known: Vec<String> = [differences, references].into_iter().flatten().collect();
        (!known.is_empty()).then(|| known.join(" and "))
    }
}

/// The answer, and which entries force it: marks them and sorts all, those first.
///
/// `legacy` is what the official rules ask for, and the answer when they decide.
pub fn decide(
    policy: Policy,
    entries: &mut [Entry],
    legacy: Bump,
    code_differs: bool,
    unknown: Unknown,
) -> Verdict {
    let wire = most(entries, |entry| entry.wire);
    let public_api = most(entries, |entry| entry.public_api);
    let floor = if code_differs || unknown.count() > 0 { Bump::Patch } else { Bump::None };
    let ours = most(entries, |entry| entry.bump).max(floor);
    let bump = match policy {
        Policy::Rust => ours,
        Policy::Official => legacy,
    };
    for entry in entries.iter_mut() {
        entry.forces = policy == Policy::Rust && bump > Bump::None && entry.bump == bump;
    }
    let otherwise = entries.iter().filter(|entry| !entry.forces).map(|entry| entry.bump).max();
    let otherwise = match policy {
        Policy::Rust => otherwise.unwrap_or_default().max(floor).min(bump),
        Policy::Official => bump,
    };
    entries.sort_by(|a, b| {
        let key = |entry: &Entry| (!entry.forces, std::cmp::Reverse(entry.bump));
        key(a).cmp(&key(b)).then_with(|| place(a).cmp(&place(b)))
    });
    let forcing = entries.iter().filter(|entry| entry.forces).count();
    let known = reason(policy, bump, otherwise, forcing, entries.len());
    let reason = match unknown.reason() {
        Some(unknown) if forcing == 0 && !code_differs => format!("{unknown}, so it may be more"),
        Some(unknown) if bump < Bump::Major => format!("{known}; {unknown}, so it may be more"),
        Some(unknown) => format!("{known}; {unknown}"),
        None => known,
    };
    let unknown = unknown.count();
    Verdict { bump, reason, otherwise, wire, public_api, legacy, code_differs, unknown }
}

fn most(entries: &[Entry], level: fn(&Entry) -> Bump) -> Bump {
    entries.iter().map(level).max().unwrap_or_default()
}

fn place(entry: &Entry) -> impl Ord + '_ {
    (entry.analysis, &entry.item, &entry.subject, &entry.path, &entry.rule, &entry.fingerprint)
}

fn reason(policy: Policy, bump: Bump, otherwise: Bump, forcing: usize, entries: usize) -> String {
    if policy == Policy::Official {
        return "the official rules decide".to_owned();
    }
    match (bump, forcing) {
        (Bump::None, _) if entries == 0 => "nothing changed".to_owned(),
        (Bump::None, _) => "no change reaches callers of the SDK".to_owned(),
        (_, 0) => "only what the generated code says in comments and internals differs".to_owned(),
        (_, 1) if otherwise < bump => {
            format!("1 change forces it; without it, it would be {otherwise}")
        }
        (_, 1) => "1 change forces it".to_owned(),
        (_, count) if otherwise < bump => {
            format!("{count} changes force it; without them it would be {otherwise}")
        }
        (_, count) => format!("{count} changes force it"),
    }
}
