//! What the maintainers have decided about single changes: the `[diff]` table of the configuration.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::report::{Entry, Location};
use crate::api::{Api, Operation};
use crate::bump::Bump;
use crate::changes::{Change, OperationKey};
use crate::config::DiffPolicy;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// The name of a change that stays the same in every run and whatever the wording: made of what changed,
/// where, and between which values.
pub fn fingerprint(
    rule: &str,
    subject: &str,
    path: &[String],
    name: &str,
    sites: [&Option<Location>; 2],
) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update(text.len().to_le_bytes());
        hash.update(text.as_bytes());
    };
    add(rule);
    add(subject);
    for step in path {
        add(step);
    }
    add(name);
    for site in sites {
        add(site.as_ref().map_or("", |site| site.pointer.as_str()));
        add(site.as_ref().and_then(|site| site.value.as_deref()).unwrap_or_default());
    }
    let bytes = hash.finalize().into_iter().take(6);
    let value = bytes.fold(0_u64, |value, byte| value << 8 | u64::from(byte));
    format!("{value:012x}")
}

/// A decision about one change is none about another: what public items lose by that too stays with it. `entries`
/// are in the order of the changes.
fn hand_over(entries: &mut [Entry]) {
    let lowered: Vec<bool> = entries
        .iter()
        .map(|entry| entry.accepted.is_some() && entry.bump < entry.wire.max(entry.public_api))
        .collect();
    let stands = |number: &usize| lowered.get(*number) == Some(&false);
    for number in (0..entries.len()).filter(|number| !stands(number)) {
        let Some(entry) = entries.get_mut(number) else { continue };
        let decided = entry.bump;
        let items = std::mem::take(&mut entry.items);
        let (others, own): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| {
            item.bump > decided && item.others.iter().flat_map(|of| of.iter()).any(stands)
        });
        // What was only found by what the change reaches may well have another cause.
        let uncertain = own.iter().filter(|item| !item.certain).map(|item| item.bump).max();
        entry.bump = entry.bump.max(uncertain.unwrap_or_default());
        entry.items = own;
        for item in others {
            let other = item
                .others
                .iter()
                .filter_map(|of| of.iter().copied().find(|number| stands(number)))
                .min();
            let Some(other) = other.and_then(|number| entries.get_mut(number)) else { continue };
            other.public_api = other.public_api.max(item.bump);
            other.bump = other.bump.max(item.bump);
            other.items.push(item);
        }
    }
}

/// The operations that are out of scope in either definition.
pub fn previews(policy: &DiffPolicy, old: &Api, new: &Api) -> BTreeSet<OperationKey> {
    let operations = old.operations.iter().chain(&new.operations);
    operations
        .filter(|operation| is_preview(policy, operation))
        .map(|operation| OperationKey {
            path: operation.path.text.clone(),
            method: operation.method,
        })
        .collect()
}

fn is_preview(policy: &DiffPolicy, operation: &Operation) -> bool {
    let preview = &policy.preview;
    let flagged = |key: &String| {
        !matches!(
            operation.extensions.get(key),
            None | Some(serde_json::Value::Null | serde_json::Value::Bool(false))
        )
    };
    operation.tags.iter().any(|tag| preview.tags.contains(tag))
        || preview.paths.iter().any(|prefix| operation.path.text.starts_with(prefix))
        || operation.id.as_ref().is_some_and(|id| preview.operations.contains(id))
        || preview.extensions.iter().any(flagged)
}

/// Whether a change affects operations that are out of scope, and no others, and no messages.
pub fn is_out_of_scope(change: &Change, previews: &BTreeSet<OperationKey>) -> bool {
    change.messages.is_empty()
        && !change.operations.is_empty()
        && change.operations.iter().all(|key| previews.contains(key))
}

/// Applies the decisions to the entries. What had no effect, or is past its date, is a warning. `today` is
/// `YYYY-MM-DD`; without it nothing expires.
pub fn apply(
    policy: &DiffPolicy,
    today: Option<&str>,
    entries: &mut [Entry],
    diagnostics: &mut Diagnostics,
) {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let accepted: BTreeMap<&str, _> =
        policy.accept.iter().map(|accept| (accept.fingerprint.as_str(), accept)).collect();
    for entry in entries.iter_mut() {
        if let Some(level) = policy.rules.get(&entry.rule) {
            entry.bump = level.bump;
            entry.accepted = Some(level.reason.clone());
        }
        let Some(accept) = accepted.get(entry.fingerprint.as_str()) else { continue };
        used.insert(&accept.fingerprint);
        if today.is_some_and(|today| accept.expires.as_str() < today) {
            let message = format!(
                "The acceptance of the change {} ended on {}: {}.",
                accept.fingerprint, accept.expires, entry.sentence
            );
            diagnostics.push(Diagnostic::new(Code::ExpiredAcceptance, message).help(
                "Decide anew: change `expires` in `[[diff.accept]]`, or remove the entry and let the change \
                 count.",
            ));
            continue;
        }
        entry.bump = Bump::None;
        entry.accepted = Some(accept.reason.clone());
    }
    hand_over(entries);
    let unused = policy.accept.iter().filter(|a| !used.contains(a.fingerprint.as_str()));
    diagnostics.extend(unused.map(|accept| {
        let message = format!(
            "No change has the fingerprint `{}` that `[[diff.accept]]` accepts.",
            accept.fingerprint
        );
        Diagnostic::new(Code::UnusedConfig, message)
            .help("Remove the entry when the change has been released, or correct the fingerprint.")
    }));
}
