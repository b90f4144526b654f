//! A long report for a person at a terminal, in a length that is read: the answer, what it means, and a line for
//! each change as far as they fit.

use super::groups;
use super::lines::{Lines, Paint};
use super::{Entry, Report, summary, visible, words};
use crate::bump::Bump;
use crate::diagnostic::clip;

/// How many lines of changes that force the verdict there are before the rest is counted.
const FORCING: usize = 170;

/// How many lines there are with the other changes.
const ALL: usize = 250;

/// How many places of a change are named.
const PLACES: usize = 3;

/// How much is shown of one text.
const LONGEST: usize = 160;

/// Says what there is to know first.
pub(super) fn facts(lines: &mut Lines, report: &Report) {
    lines.blank();
    // Who judged has been said.
    for (label, text) in summary::facts(report).into_iter().skip(1) {
        let label = format!("{label:9}");
        let text = shown(&text);
        lines.paragraph(0, 10, &[(Paint::Bold, label.as_str()), (Paint::Plain, text.as_str())]);
    }
}

/// Says each change in a line.
pub(super) fn changes(lines: &mut Lines, report: &Report) {
    let (forcing, rest) = words::split(report);
    let mut left_out = 0;
    if !forcing.is_empty() {
        let heading = format!("{}:", words::forcing(report, forcing.len()));
        left_out += section(lines, &heading, &forcing, FORCING);
    }
    if !rest.is_empty() {
        let also = if forcing.is_empty() { "Changes" } else { "Also changed" };
        let heading = format!("{also}: {}", words::levels(&rest));
        left_out += section(lines, &heading, &rest, ALL);
    }
    lines.blank();
    let more = match left_out {
        0 => String::new(),
        count => format!("{} not shown. ", words::counted(count, "change is", "changes are")),
    };
    let note = format!(
        "{more}`--level breaking` shows what breaks with its places, `--level all` everything."
    );
    lines.paragraph(0, 2, &[(Paint::Bold, &note)]);
}

/// Writes entries until there are so many lines; says how many were left out.
fn section(lines: &mut Lines, heading: &str, entries: &[&Entry], most: usize) -> usize {
    lines.blank();
    lines.paragraph(0, 2, &[(Paint::Bold, heading)]);
    let (common, alone) = groups::split(entries);
    let mut left_out = 0;
    for bump in Bump::ALL.into_iter().rev() {
        let groups = common.iter().filter(|group| group.sample.bump == bump);
        let groups =
            groups.map(|group| (group.sample, group.entries.len(), group.places(PLACES, shown)));
        let single = alone.iter().filter(|entry| entry.bump == bump);
        let single = single.map(|entry| (*entry, 1, shown(&entry.subject)));
        for (entry, stands_for, places) in groups.chain(single) {
            if lines.count() >= most {
                left_out += stands_for;
            } else {
                one(lines, entry, &places);
            }
        }
    }
    left_out
}

fn one(lines: &mut Lines, entry: &Entry, place: &str) {
    let level = format!("{:5} ", entry.bump);
    let path = words::path(entry).map(|path| format!(" > {}", shown(&path))).unwrap_or_default();
    let sentence = format!("{place}{path}: {}", shown(&entry.sentence));
    let rule = format!("[{}]", shown(&entry.rule));
    let parts = [
        (Paint::of(entry.bump), level.as_str()),
        (Paint::Plain, sentence.as_str()),
        (Paint::Dim, rule.as_str()),
    ];
    lines.paragraph(2, 9, &parts);
}

fn shown(text: &str) -> String {
    clip(&visible(text), LONGEST).into_owned()
}
