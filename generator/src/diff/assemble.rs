//! Two texts in, the finished report out.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::change::{Change, Claimed, Site};
use super::code;
use super::compare::{Comparison, compare};
use super::report::{
    Coverage, Entry, FORMAT, Ignored, Input, Lane, Location, Policy, Report, Verdict,
};
use crate::api::Api;
use crate::bump::Bump;
use crate::config::{Config, RequiredInReplies};
use crate::diagnostic::Diagnostics;
use crate::generate::{Generated, TemplateTree, generate};
use crate::pointer::Pointer;
use crate::source::{self, Document, SourceText};

/// What a comparison is made with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The configuration of the crate.
    pub config: Config,
    /// The templates of the crate.
    pub templates: TemplateTree,
    /// Who decides.
    pub policy: Policy,
    /// Whether the difference of the generated code is wanted.
    pub code: bool,
}

/// Compares two definitions. The problems of both are reported together.
pub fn diff(old: &SourceText, new: &SourceText, options: &Options) -> Result<Report, Diagnostics> {
    let sides = [old, new].map(|text| Side::read(text, options));
    let [old, new] = match sides {
        [Ok(old), Ok(new)] => [old, new],
        sides => return Err(sides.into_iter().filter_map(Result::err).flatten().collect()),
    };
    let comparison = compare(&old.generated.api, &new.generated.api);
    Ok(assemble(&old, &new, &comparison, options))
}

/// One of the two definitions with all that is made of it.
struct Side {
    document: Document,
    generated: Generated,
}

impl Side {
    fn read(text: &SourceText, options: &Options) -> Result<Self, Diagnostics> {
        let document = source::parse(&text.name, &text.text)?;
        let generated = generate(&text.name, &text.text, &options.config, &options.templates)?;
        Ok(Self { document, generated })
    }

    fn input(&self) -> Input {
        let Api { info, .. } = &self.generated.api;
        Input {
            name: self.document.name().to_owned(),
            title: info.title.clone(),
            version: info.version.clone(),
        }
    }

    fn location(&self, pointer: &Pointer) -> Location {
        let position = self.document.position(pointer);
        Location {
            file: self.document.name().to_owned(),
            line: position.map_or(1, |position| position.line),
            column: position.map_or(1, |position| position.column),
            pointer: pointer.as_str().to_owned(),
            value: None,
        }
    }

    fn site(&self, site: &Site) -> Location {
        let value = site.value.as_ref().map(|_| site.text());
        Location { value, ..self.location(&site.pointer) }
    }

    /// The nearest part that still stands around a place of the other definition. Items of a list have no
    /// names, so the list is the nearest.
    fn near(&self, pointer: &Pointer) -> Location {
        let mut value = self.document.value();
        let mut around = Pointer::root();
        for token in pointer.tokens() {
            let Some(inner) = value.as_object().and_then(|members| members.get(&token)) else {
                break;
            };
            value = inner;
            around = around.child(token);
        }
        self.location(&around)
    }
}

fn assemble(old: &Side, new: &Side, comparison: &Comparison, options: &Options) -> Report {
    let strict = options.config.responses.required == RequiredInReplies::Strict;
    let mut entries: Vec<Entry> =
        comparison.changes.iter().map(|change| entry(old, new, change, strict)).collect();
    let code = code::unified(&old.generated.files, &new.generated.files);
    let least = if code.is_empty() { Bump::None } else { Bump::Patch };
    let bump = entries.iter().map(|entry| entry.bump).max().unwrap_or_default().max(least);
    let otherwise = entries.iter().map(|e| e.bump).filter(|level| *level < bump).max();
    for entry in &mut entries {
        entry.forces = entry.bump == bump && bump > Bump::None;
    }
    entries.sort_by_key(|entry| (!entry.forces, std::cmp::Reverse(entry.bump)));
    Report {
        format: FORMAT,
        old: old.input(),
        new: new.input(),
        policy: options.policy,
        verdict: Verdict {
            bump,
            reason: reason(&entries, bump, otherwise.unwrap_or_default()),
            otherwise: otherwise.unwrap_or(bump),
            wire: bump,
            surface: Bump::None,
            legacy: Bump::None,
            code_differs: !code.is_empty(),
        },
        versions: None,
        compared: coverage(old, new),
        entries,
        legacy: Vec::new(),
        ignored: ignored(comparison),
        unclaimed: Vec::new(),
        code: options.code.then_some(code),
    }
}

fn entry(old: &Side, new: &Side, change: &Change, strict: bool) -> Entry {
    let effect = change.effect(strict);
    let near = match (&change.old, &change.new) {
        (Some(site), None) => Some(new.near(&site.pointer)),
        _ => None,
    };
    let subject = change.subject.to_string();
    Entry {
        rule: change.rule.id.to_owned(),
        lane: Lane::Wire,
        area: Some(change.rule.area),
        action: Some(change.rule.action),
        item: Some(change.subject.clone()),
        path: change.path.clone(),
        sentence: change.sentence(),
        bump: effect.bump(),
        wire: effect.bump(),
        effect,
        surface: Bump::None,
        forces: false,
        old: change.old.as_ref().map(|site| old.site(site)),
        new: change.new.as_ref().map(|site| new.site(site)),
        near,
        operations: change.operations.iter().cloned().collect(),
        items: Vec::new(),
        hint: None,
        fingerprint: fingerprint(change, &subject),
        subject,
        accepted: None,
    }
}

fn fingerprint(change: &Change, subject: &str) -> String {
    let mut digest = Sha256::new();
    for part in [change.rule.id, subject, &change.path.join("\0"), &change.name] {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    let bytes: [u8; 32] = digest.finalize().into();
    let number = bytes.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{number:016x}")
}

fn reason(entries: &[Entry], bump: Bump, otherwise: Bump) -> String {
    match entries.iter().filter(|entry| entry.forces).count() {
        0 if bump == Bump::None => "nothing asks for a release".to_owned(),
        0 => "the generated code differs".to_owned(),
        1 => format!("1 change forces it; without it, it would be {otherwise}"),
        forcing => format!("{forcing} changes force it; without them it would be {otherwise}"),
    }
}

fn coverage(old: &Side, new: &Side) -> Coverage {
    fn values(value: &serde_json::Value) -> usize {
        let inner = match value {
            serde_json::Value::Array(items) => items.iter().map(values).sum(),
            serde_json::Value::Object(members) => members.values().map(values).sum(),
            _ => 0,
        };
        1 + inner
    }
    let operations: BTreeSet<_> = [old, new]
        .iter()
        .flat_map(|side| &side.generated.api.operations)
        .map(|operation| (&operation.path.text, operation.method))
        .collect();
    let models: BTreeSet<_> =
        [old, new].iter().flat_map(|side| side.generated.api.schemas.keys()).collect();
    Coverage {
        operations: operations.len(),
        models: models.len(),
        pointers: values(old.document.value()) + values(new.document.value()),
        items: 0,
    }
}

fn ignored(comparison: &Comparison) -> Vec<Ignored> {
    let mut counts = BTreeMap::<&str, usize>::new();
    for claim in &comparison.claims {
        if let Claimed::Ignored(reason) = claim.by {
            *counts.entry(reason).or_default() += 1;
        }
    }
    counts.into_iter().map(|(reason, count)| Ignored { reason: reason.to_owned(), count }).collect()
}
