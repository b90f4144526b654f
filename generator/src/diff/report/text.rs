//! The report for a person at a terminal: the answer first, then what forces it, then the rest.

use super::lines::{Lines, Paint, unbroken};
use super::{
    Detail, Entry, ItemChange, Location, Policy, Report, Style, brief, groups, visible,
    visible_lines, words,
};
use crate::diagnostic::clip;

/// Where the sentence of an entry starts: after two columns and a level.
const SENTENCE: usize = 9;

/// Where what is said about an entry starts: after the sentence's column and a label.
const DETAIL: usize = SENTENCE + 9;

/// How many operations are named.
const OPERATIONS: usize = 3;

/// How many Rust items are shown per entry.
const ITEMS: usize = 8;

/// How many places are listed of what no rule knows.
const PLACES: usize = 10;

/// How much is shown of one text of the definition.
const LONGEST: usize = 600;

/// How many lines a person reads.
const READABLE: usize = 280;

/// Writes the report: everything, or what a person reads of it where that is much.
pub(super) fn render(report: &Report, style: Style) -> String {
    let full = full(report, style);
    if style.detail == Detail::Full || full.matches('\n').count() <= READABLE {
        return full;
    }
    let mut lines = Lines::new(style);
    verdict(&mut lines, report);
    uncovered(&mut lines, report);
    brief::facts(&mut lines, report);
    if report.policy == Policy::Official {
        official(&mut lines, report);
    }
    brief::changes(&mut lines, report);
    closing(&mut lines, report);
    if let Some(code) = &report.code {
        code_diff(&mut lines, code);
    }
    lines.finish()
}

fn full(report: &Report, style: Style) -> String {
    let mut lines = Lines::new(style);
    verdict(&mut lines, report);
    uncovered(&mut lines, report);
    if report.policy == Policy::Official {
        official(&mut lines, report);
    }
    let (forcing, rest) = words::split(report);
    if !forcing.is_empty() {
        let heading = words::forcing(report, forcing.len());
        section(&mut lines, &format!("{heading}:"), &forcing);
    }
    if !rest.is_empty() {
        let also = if forcing.is_empty() { "Changes" } else { "Also changed" };
        section(&mut lines, &format!("{also}: {}", words::levels(&rest)), &rest);
    }
    closing(&mut lines, report);
    if let Some(code) = &report.code {
        code_diff(&mut lines, code);
    }
    lines.finish()
}

fn verdict(lines: &mut Lines, report: &Report) {
    let [level, reason] = words::headline(report).map(|text| shown(&text));
    lines.paragraph(0, 2, &[(Paint::of(report.verdict.bump), &level), (Paint::Bold, &reason)]);
    let made_with =
        [words::configuration(report, shown, shown), words::names(report, shown, shown)];
    for line in made_with.iter().flatten() {
        lines.paragraph(0, 2, &[(Paint::Dim, line)]);
    }
    lines.paragraph(0, 2, &[(Paint::Dim, &words::judges(report))]);
    for (label, input) in [("old", &report.old), ("new", &report.new)] {
        let about = format!("({}, version {})", shown(&input.title), shown(&input.version));
        lines.paragraph(
            0,
            5,
            &[(Paint::Dim, label), (Paint::Plain, &shown(&input.name)), (Paint::Dim, &about)],
        );
    }
}

fn uncovered(lines: &mut Lines, report: &Report) {
    let Some(warning) = words::uncovered(report) else { return };
    lines.blank();
    lines.paragraph(0, 2, &[(Paint::Alarm, "WARNING:"), (Paint::Bold, &format!("{warning}."))]);
    for location in report.uncovered.iter().take(PLACES) {
        place(lines, 2, "", location);
    }
    let more = report.uncovered.len().saturating_sub(PLACES);
    if more > 0 {
        lines.paragraph(2, 4, &[(Paint::Dim, &format!("and {} more", words::number(more)))]);
    }
}

fn section(lines: &mut Lines, heading: &str, entries: &[&Entry]) {
    lines.blank();
    lines.paragraph(0, 2, &[(Paint::Bold, heading)]);
    let (common, alone) = groups::split(entries);
    for group in common {
        lines.blank();
        let places = group.places(OPERATIONS, |name| unbroken(&shown(name)));
        lines.paragraph(0, 2, &[(Paint::Cyan, &places)]);
        entry(lines, group.sample);
    }
    for (subject, entries) in words::by_subject(&alone) {
        lines.blank();
        lines.paragraph(0, 2, &[(Paint::Cyan, &shown(subject))]);
        for one in entries {
            entry(lines, one);
        }
    }
}

fn entry(lines: &mut Lines, entry: &Entry) {
    let level = format!("{:5} ", entry.bump);
    lines.paragraph(
        2,
        SENTENCE,
        &[(Paint::of(entry.bump), &level), (Paint::Plain, &shown(&entry.sentence))],
    );
    let mut verdicts = words::verdicts(entry);
    if let Some(effect) = words::effect(entry) {
        verdicts = format!("{verdicts}; {effect}");
    }
    let id = format!("{} [{}]", shown(&entry.rule), shown(&entry.fingerprint));
    detail(lines, "rule", &format!("{id}: {verdicts}"));
    if let Some(path) = words::path(entry) {
        detail(lines, "in", &shown(&path));
    }
    for (label, location) in [("old", &entry.old), ("new", &entry.new)] {
        if let Some(location) = location {
            place(lines, SENTENCE, label, location);
        }
    }
    let name = |name: &str| unbroken(&shown(name));
    if let Some(operations) = words::operations(entry, OPERATIONS, name) {
        detail(lines, "affects", &operations);
    }
    for item in entry.items.iter().take(ITEMS) {
        item_change(lines, item);
    }
    let more = entry.items.len().saturating_sub(ITEMS);
    if more > 0 {
        detail(lines, "rust", &format!("and {}", words::counted(more, "more item", "more items")));
    }
    if let Some(reason) = &entry.accepted {
        detail(lines, "policy", &shown(reason));
    }
    if let Some(hint) = &entry.hint {
        detail(lines, "hint", &shown(hint));
    }
}

fn detail(lines: &mut Lines, label: &str, text: &str) {
    let label = format!("{label:8}");
    lines.paragraph(SENTENCE, DETAIL, &[(Paint::Dim, &label), (Paint::Plain, text)]);
}

fn place(lines: &mut Lines, indent: usize, label: &str, location: &Location) {
    let label = if label.is_empty() { String::new() } else { format!("{label:8}") };
    let hang = if label.is_empty() { indent + 2 } else { indent + 9 };
    let at = shown(&words::place(location));
    let pointer = shown(words::pointer(location));
    let mut parts = vec![(Paint::Dim, label.as_str())];
    parts.retain(|(_, label)| !label.is_empty());
    parts.extend([(Paint::Plain, at.as_str()), (Paint::Dim, pointer.as_str())]);
    lines.paragraph(indent, hang, &parts);
}

fn item_change(lines: &mut Lines, item: &ItemChange) {
    let about = format!("({}, {})", item.bump, shown(&item.rule));
    let label = format!("{:8}", "rust");
    lines.paragraph(
        SENTENCE,
        DETAIL,
        &[(Paint::Dim, &label), (Paint::Plain, &shown(&item.item)), (Paint::Dim, &about)],
    );
    for (sign, paint, line) in [("-", Paint::Red, &item.old), ("+", Paint::Green, &item.new)] {
        if let Some(line) = line {
            lines.verbatim(DETAIL, paint, &format!("{sign} {}", shown(line)));
        }
    }
}

fn official(lines: &mut Lines, report: &Report) {
    lines.blank();
    lines.paragraph(0, 2, &[(Paint::Bold, "What the official rules see:")]);
    for (group, all) in words::legacy_groups(report) {
        lines.paragraph(0, 2, &[(Paint::Cyan, &shown(group))]);
        for line in all {
            let impact = format!("{:5} ", shown(&line.impact));
            lines.paragraph(
                2,
                SENTENCE,
                &[(Paint::Dim, &impact), (Paint::Plain, &shown(&line.text))],
            );
        }
    }
    if report.legacy.is_empty() {
        lines.paragraph(2, 4, &[(Paint::Plain, "nothing")]);
    }
}

fn closing(lines: &mut Lines, report: &Report) {
    lines.blank();
    let compared = words::compared(report);
    if words::nothing_was_compared(report) {
        let warning = format!("nothing was compared ({compared}).");
        lines.paragraph(0, 2, &[(Paint::Alarm, "WARNING:"), (Paint::Bold, &warning)]);
    } else if report.entries.is_empty() {
        let line = format!("No change in what was compared: {compared}.");
        lines.paragraph(0, 2, &[(Paint::Plain, &line)]);
    } else {
        lines.paragraph(0, 2, &[(Paint::Plain, &format!("Compared: {compared}."))]);
    }
    lines.paragraph(0, 2, &[(Paint::Plain, &format!("{}.", words::code(report)))]);
    if let Some(ignored) = words::ignored(report) {
        lines.paragraph(0, 2, &[(Paint::Plain, &format!("Ignored: {}.", shown(&ignored)))]);
    }
    let legacy = format!("Official rules: {}.", shown(&words::legacy(report)));
    lines.paragraph(0, 2, &[(Paint::Plain, &legacy)]);
    if !report.entries.is_empty() {
        lines.paragraph(0, 2, &[(Paint::Dim, &words::explains())]);
    }
}

fn code_diff(lines: &mut Lines, code: &str) {
    lines.blank();
    lines.paragraph(0, 2, &[(Paint::Bold, "The generated code:")]);
    lines.blank();
    for line in visible_lines(code).lines() {
        let paint = match line.as_bytes() {
            [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => Paint::Bold,
            [b'+', ..] => Paint::Green,
            [b'-', ..] => Paint::Red,
            [b'@', b'@', ..] => Paint::Cyan,
            _ => Paint::Plain,
        };
        lines.verbatim(0, paint, line);
    }
}

/// A text of the definition, harmless and of a length that a person reads.
fn shown(text: &str) -> String {
    clip(&visible(text), LONGEST).into_owned()
}
