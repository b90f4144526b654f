//! What changed since the last release, and how far the version must move for it.
//!
//! The definition is compared with that of the release, and the public items with those of the release: so
//! a change of a template, of the configuration or of the generator counts as much as one of the API.

use super::digests::Digests;
use super::listing;
use crate::api::Api;
use crate::bump::Bump;
use crate::config::{Config, RequiredInReplies};
use crate::diff::compare::{Comparison, compare};
use crate::diff::report::{
    Coverage, Entry, Ignored, Input, ItemChange, Lane, Location, Policy, Report, Verdict,
};
use crate::diff::{Change, Claimed, Effect, Site};
use crate::source::Document;

/// One of the two versions that are compared.
pub(super) struct Side<'s> {
    /// The definition.
    pub document: &'s Document,
    /// What it says.
    pub api: &'s Api,
    /// The public items, one per line.
    pub public_api: &'s str,
    /// The digests of the generated files.
    pub digests: &'s Digests,
}

/// Compares the last release with what would be the next one.
pub(super) fn judge(old: &Side<'_>, new: &Side<'_>, config: &Config, policy: Policy) -> Report {
    let strict = config.responses.required == RequiredInReplies::Strict;
    let comparison = compare(old.api, new.api);
    let mut entries: Vec<Entry> = comparison
        .changes
        .iter()
        .map(|change| wire_entry(change, old.document, new.document, strict))
        .collect();
    let items = listing::changes(old.public_api, new.public_api);
    entries.extend(items.into_iter().map(surface_entry));
    let code_differs = old.digests != new.digests;
    let verdict = verdict(&entries, code_differs);
    for entry in &mut entries {
        entry.forces = entry.bump == verdict.bump;
    }
    entries.sort_by(|a, b| (b.bump, &a.subject, &a.rule).cmp(&(a.bump, &b.subject, &b.rule)));
    Report {
        format: 1,
        old: input(old),
        new: input(new),
        policy,
        verdict,
        compared: Coverage {
            operations: comparison.compared.operations,
            models: comparison.compared.schemas,
            pointers: 0,
            items: new.public_api.lines().count(),
        },
        entries,
        legacy: Vec::new(),
        ignored: ignored(&comparison),
        unclaimed: Vec::new(),
        code: None,
    }
}

fn input(side: &Side<'_>) -> Input {
    Input {
        name: side.document.name().to_owned(),
        title: side.api.info.title.clone(),
        version: side.api.info.version.clone(),
    }
}

fn ignored(comparison: &Comparison) -> Vec<Ignored> {
    let mut found: Vec<Ignored> = Vec::new();
    for claim in &comparison.claims {
        let Claimed::Ignored(reason) = claim.by else { continue };
        match found.iter_mut().find(|known| known.reason == reason) {
            Some(known) => known.count += 1,
            None => found.push(Ignored { reason: reason.to_owned(), count: 1 }),
        }
    }
    found
}

fn verdict(entries: &[Entry], code_differs: bool) -> Verdict {
    let most = |of: fn(&Entry) -> Bump| entries.iter().map(of).max().unwrap_or_default();
    let code = if code_differs { Bump::Patch } else { Bump::None };
    let bump = most(|entry| entry.bump).max(code);
    let forcing = entries.iter().filter(|entry| entry.bump == bump).count();
    let lower = entries.iter().map(|entry| entry.bump).filter(|of| *of < bump);
    let otherwise = lower.max().unwrap_or_default().max(code.min(bump));
    let reason = match (bump, forcing) {
        (Bump::None, _) => "nothing changed".to_owned(),
        (_, 0) => "only the code inside changed".to_owned(),
        (_, 1) => format!("1 change asks for it; without it, it would be {otherwise}"),
        (_, count) => format!("{count} changes ask for it; without them, it would be {otherwise}"),
    };
    Verdict {
        bump,
        reason,
        otherwise,
        wire: most(|entry| entry.wire),
        surface: most(|entry| entry.surface),
        legacy: Bump::None,
        code_differs,
    }
}

fn wire_entry(change: &Change, old: &Document, new: &Document, strict: bool) -> Entry {
    let effect = change.effect(strict);
    Entry {
        rule: change.rule.id.to_owned(),
        lane: Lane::Wire,
        area: Some(change.rule.area),
        action: Some(change.rule.action),
        subject: change.subject.to_string(),
        item: Some(change.subject.clone()),
        path: change.path.clone(),
        sentence: change.sentence(),
        bump: effect.bump(),
        wire: effect.bump(),
        effect,
        surface: Bump::None,
        forces: false,
        old: change.old.as_ref().and_then(|site| location(site, old)),
        new: change.new.as_ref().and_then(|site| location(site, new)),
        operations: change.operations.iter().cloned().collect(),
        items: Vec::new(),
        hint: None,
        fingerprint: String::new(),
        accepted: None,
    }
}

fn location(site: &Site, document: &Document) -> Option<Location> {
    let position = document.position(&site.pointer)?;
    Some(Location {
        file: document.name().to_owned(),
        line: position.line,
        column: position.column,
        pointer: site.pointer.as_str().to_owned(),
        value: site.value.as_ref().map(|_| site.text()),
    })
}

fn surface_entry(item: ItemChange) -> Entry {
    let sentence = match (&item.old, &item.new) {
        (Some(_), None) => "was removed",
        (None, Some(_)) => "was added",
        _ => "changed",
    };
    Entry {
        rule: item.rule.clone(),
        lane: Lane::Surface,
        area: None,
        action: None,
        subject: item.item.clone(),
        item: None,
        path: Vec::new(),
        sentence: sentence.to_owned(),
        bump: item.bump,
        wire: Bump::None,
        effect: Effect::Nothing,
        surface: item.bump,
        forces: false,
        old: None,
        new: None,
        operations: Vec::new(),
        items: vec![item],
        hint: None,
        fingerprint: String::new(),
        accepted: None,
    }
}
