//! From entries to the one answer.

use super::report::{Entry, Policy, Verdict};
use crate::bump::Bump;

/// The answer, and which entries force it: marks them and sorts all, those first.
///
/// `legacy` is what the official rules ask for, and the answer when they decide.
pub fn decide(policy: Policy, entries: &mut [Entry], legacy: Bump, code_differs: bool) -> Verdict {
    let wire = most(entries, |entry| entry.wire);
    let public_api = most(entries, |entry| entry.public_api);
    let floor = if code_differs { Bump::Patch } else { Bump::None };
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
    let reason = reason(policy, bump, otherwise, forcing, entries.len());
    Verdict { bump, reason, otherwise, wire, public_api, legacy, code_differs }
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
