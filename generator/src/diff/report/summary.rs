//! The report in ten lines: what breaks, for whom, and what to do.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::{Lines, Paint};
use super::{Entry, Report, Style, visible, words};
use crate::PROGRAM;
use crate::bump::Bump;
use crate::changes::{OperationKey, Subject};
use crate::diagnostic::clip;

/// How many rules are named.
const RULES: usize = 4;

/// How long a line may get.
const LONGEST: usize = 240;

/// Writes the report.
pub(super) fn render(report: &Report, style: Style) -> String {
    let mut lines = Lines::new(style);
    let [level, reason] = words::headline(report);
    let paint = Paint::of(report.verdict.bump);
    lines.verbatim(0, paint, &shown(&format!("{level} {reason}")));
    for (label, text) in facts(report) {
        lines.verbatim(0, Paint::Plain, &shown(&format!("{label:9} {text}")));
    }
    lines.verbatim(0, Paint::Plain, &format!("{:9} {}", "compared", words::compared(report)));
    lines.finish()
}

/// What a reader wants to know first, as pairs of a label and a text.
pub(super) fn facts(report: &Report) -> Vec<(&'static str, String)> {
    let mut facts = vec![("judges", words::judges(report))];
    for (bump, label) in [(Bump::Major, "breaks"), (Bump::Minor, "adds"), (Bump::Patch, "says")] {
        let entries: Vec<&Entry> = report.entries.iter().filter(|e| e.bump == bump).collect();
        if !entries.is_empty() {
            facts.push((label, by_rule(&entries)));
        }
    }
    let breaking: Vec<&Entry> = report.entries.iter().filter(|e| e.bump == Bump::Major).collect();
    if !breaking.is_empty() {
        facts.push(("for whom", who(report, &breaking)));
    }
    if let Some(unknown) = words::uncovered(report) {
        facts.push(("unknown", unknown));
    }
    facts.push(("to do", advice(report.verdict.bump)));
    facts
}

/// `2,345 changes: property-removed-optional 40, operation-removed 12 and 3 more kinds`.
fn by_rule(entries: &[&Entry]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        *counts.entry(entry.rule.as_str()).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let named = counts.iter().take(RULES);
    let named = named.map(|(rule, count)| format!("{rule} {}", words::number(*count)));
    let mut named: Vec<String> = named.collect();
    let more = counts.len().saturating_sub(RULES);
    if more > 0 {
        named.push(words::counted(more, "more kind", "more kinds"));
    }
    let changes = words::counted(entries.len(), "change", "changes");
    format!("{changes}: {}", named.join(", "))
}

/// Who feels what breaks.
fn who(report: &Report, breaking: &[&Entry]) -> String {
    let operations: BTreeSet<&OperationKey> =
        breaking.iter().flat_map(|entry| &entry.operations).collect();
    let models = breaking.iter().filter_map(|entry| match &entry.item {
        Some(Subject::Schema(name)) => Some(name),
        _ => None,
    });
    let models: BTreeSet<&String> = models.collect();
    let items = breaking.iter().flat_map(|entry| &entry.items);
    let items = items.filter(|item| item.bump == Bump::Major).count();
    format!(
        "{} of {} and {}; callers lose or must change {}",
        words::number(operations.len()),
        words::counted(report.compared.operations, "operation", "operations"),
        words::counted(models.len(), "model", "models"),
        words::counted(items, "public item", "public items"),
    )
}

/// What follows for a maintainer.
fn advice(bump: Bump) -> String {
    match bump {
        Bump::Major => format!(
            "release a major version, or accept single changes in `[diff]`; `--level breaking` shows them, \
             `{PROGRAM} explain RULE` says why"
        ),
        Bump::Minor => "release a minor version; programs that compile go on compiling".to_owned(),
        Bump::Patch => "release a patch; callers need to do nothing".to_owned(),
        Bump::None => "nothing: there is nothing to release".to_owned(),
    }
}

fn shown(text: &str) -> String {
    clip(&visible(text), LONGEST).into_owned()
}
