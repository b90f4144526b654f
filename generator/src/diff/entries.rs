//! Changes in, entries of the report out: one per cause, with its level, its places and what follows.

use std::collections::BTreeSet;

use super::attribute::Cause;
use super::policy;
use super::report::{Analysis, Entry, ItemChange, Location};
use crate::bump::Bump;
use crate::changes::{Change, Effect, OperationKey, Site};
use crate::source::Document;

/// What entries are made from.
pub struct Findings<'a> {
    /// The changes of the definition.
    pub changes: &'a [Change],
    /// The changes of public items.
    pub items: Vec<ItemChange>,
    /// For each item, what caused it.
    pub causes: Vec<Cause>,
    /// The old and the new definition, for lines and columns.
    pub documents: [&'a Document; 2],
    /// Whether replies must hold what the definition calls required.
    pub strict: bool,
    /// The operations that are out of scope.
    pub previews: BTreeSet<OperationKey>,
    /// Whether the generated code differs at all.
    pub code_differs: bool,
}

/// The entries, in the order of the changes, then those that no change of the definition caused.
pub fn entries(findings: Findings<'_>) -> Vec<Entry> {
    let mut of_change: Vec<Vec<ItemChange>> = vec![Vec::new(); findings.changes.len()];
    let mut orphans = Vec::new();
    for (item, cause) in findings.items.into_iter().zip(findings.causes) {
        let item = ItemChange { certain: cause.certain, others: cause.others, ..item };
        match cause.change.and_then(|number| of_change.get_mut(number)) {
            Some(items) => items.push(item),
            None => orphans.push(item),
        }
    }
    let [old, new] = findings.documents;
    let caused = findings.changes.iter().zip(of_change).map(|(change, items)| {
        let effect = change.effect(findings.strict);
        let public_api = items.iter().map(|item| item.bump).max().unwrap_or_default();
        let sites = [location(old, change.old.as_ref()), location(new, change.new.as_ref())];
        let subject = change.subject.to_string();
        let out_of_scope = policy::is_out_of_scope(change, &findings.previews);
        let bump = level(effect, findings.code_differs).max(public_api);
        let fingerprint = policy::fingerprint(
            change.rule.id,
            &subject,
            &change.path,
            &change.name,
            [&sites[0], &sites[1]],
        );
        let near = match (&change.old, &change.new) {
            (Some(site), None) => Some(Location::near(new, &site.pointer)),
            _ => None,
        };
        let [old, new] = sites;
        Entry {
            rule: change.rule.id.to_owned(),
            analysis: Analysis::Wire,
            area: Some(change.rule.area),
            action: Some(change.rule.action),
            subject,
            item: Some(change.subject.clone()),
            path: change.path.clone(),
            sentence: change.sentence(),
            bump: if out_of_scope { Bump::None } else { bump },
            wire: effect.bump(),
            effect,
            public_api,
            forces: false,
            old,
            new,
            near,
            operations: change.operations.iter().cloned().collect(),
            messages: change.messages.iter().cloned().collect(),
            items,
            hint: None,
            fingerprint,
            accepted: out_of_scope
                .then(|| "only operations that make no promises feel it".to_owned()),
        }
    });
    let mut entries: Vec<Entry> = caused.collect();
    entries.extend(by_holder(orphans).into_iter().map(orphan));
    entries
}

/// How far the version moves for an effect on the wire. What is offered moves it only when the SDK offers it
/// too, and then the public API says so; documentation only when the SDK repeats it.
fn level(effect: Effect, code_differs: bool) -> Bump {
    match effect {
        Effect::Nothing | Effect::Tolerated | Effect::Offered => Bump::None,
        Effect::Documented if !code_differs => Bump::None,
        other => other.bump(),
    }
}

fn location(document: &Document, site: Option<&Site>) -> Option<Location> {
    let site = site?;
    let value = site.value.as_ref().map(|_| site.text());
    Some(Location { value, ..Location::of(document, &site.pointer) })
}

/// Groups items by the type or module that holds them.
fn by_holder(items: Vec<ItemChange>) -> Vec<(String, Vec<ItemChange>)> {
    let mut groups: Vec<(String, Vec<ItemChange>)> = Vec::new();
    for item in items {
        let holder = holder(&item.item).to_owned();
        match groups.iter_mut().find(|(name, _)| *name == holder) {
            Some((_, group)) => group.push(item),
            None => groups.push((holder, vec![item])),
        }
    }
    groups
}

/// The path up to and including its first type, which the case of its first letter tells.
fn holder(path: &str) -> &str {
    let mut end = 0;
    for segment in path.split("::") {
        end += segment.len();
        if segment.starts_with(|c: char| c.is_uppercase()) {
            return path.get(..end).unwrap_or(path);
        }
        end += 2;
    }
    path
}

/// An entry for what only the generated code shows.
fn orphan((holder, items): (String, Vec<ItemChange>)) -> Entry {
    let public_api = items.iter().map(|item| item.bump).max().unwrap_or_default();
    let worst = items.iter().max_by_key(|item| item.bump);
    let rule = worst.map(|item| item.rule.clone()).unwrap_or_default();
    let mut fingerprint = String::new();
    for item in &items {
        let lines = [item.old.clone().unwrap_or_default(), item.new.clone().unwrap_or_default()];
        fingerprint =
            policy::fingerprint(&item.rule, &fingerprint, &lines, &item.item, [&None, &None]);
    }
    Entry {
        rule,
        analysis: Analysis::PublicApi,
        area: None,
        action: None,
        sentence: format!(
            "{} of its public items differ, and nothing in the definition explains it: the templates, the \
             generator or the configuration changed",
            items.len()
        ),
        subject: holder,
        item: None,
        path: Vec::new(),
        bump: public_api,
        wire: Bump::None,
        effect: Effect::Nothing,
        public_api,
        forces: false,
        old: None,
        new: None,
        near: None,
        operations: Vec::new(),
        messages: Vec::new(),
        items,
        hint: None,
        fingerprint,
        accepted: None,
    }
}
