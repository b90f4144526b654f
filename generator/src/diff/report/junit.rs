//! The report as `JUnit` XML, which most systems for continuous integration show: a case for each change, and what
//! breaks has failed.

use std::fmt::Write as _;

use super::{Entry, Location, Report, visible, words};
use crate::PROGRAM;
use crate::bump::Bump;

/// How many operations a message names.
const OPERATIONS: usize = 5;

/// Writes the report.
pub(super) fn render(report: &Report) -> String {
    let failures = report.entries.iter().filter(|entry| breaks(entry)).count();
    let errors = report.uncovered.len();
    let tests = report.entries.len() + errors + 1;
    let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"");
    let name = format!("{} -> {}", report.old.name, report.new.name);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{PROGRAM} diff\" {counts}>\n  \
         <testsuite name=\"{}\" {counts}>\n",
        escaped(&name)
    );
    let verdict = format!("{} {}", words::headline(report).join(" "), words::compared(report));
    let _ = writeln!(text, "    <testcase classname=\"verdict\" name=\"{}\"/>", escaped(&verdict));
    for location in &report.uncovered {
        uncovered(&mut text, location);
    }
    for entry in &report.entries {
        case(&mut text, entry);
    }
    text.push_str("  </testsuite>\n</testsuites>\n");
    text
}

fn breaks(entry: &Entry) -> bool {
    entry.bump == Bump::Major
}

fn case(text: &mut String, entry: &Entry) {
    let path = words::path(entry).map(|path| format!(" in {path}")).unwrap_or_default();
    let name = format!("{}: {}{path}", entry.rule, entry.sentence);
    let _ = write!(
        text,
        "    <testcase classname=\"{}\" name=\"{}\"",
        escaped(&entry.subject),
        escaped(&name)
    );
    if let Some(location) = entry.new.as_ref().or(entry.near.as_ref()).or(entry.old.as_ref()) {
        let _ = write!(text, " file=\"{}\" line=\"{}\"", escaped(&location.file), location.line);
    }
    if !breaks(entry) {
        text.push_str("/>\n");
        return;
    }
    let message = format!("{}: {}", entry.bump, entry.sentence);
    let _ = write!(
        text,
        ">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
        escaped(&entry.rule),
        escaped(&message),
        escaped(&details(entry))
    );
}

/// What a reader of a failure needs to know.
fn details(entry: &Entry) -> String {
    let mut lines = vec![words::verdicts(entry)];
    lines.extend(words::effect(entry));
    lines.extend(words::operations(entry, OPERATIONS, str::to_owned));
    for (label, location) in [("old", &entry.old), ("new", &entry.new)] {
        let location = location.as_ref();
        lines.extend(location.map(|location| {
            format!("{label} {} {}", words::place(location), words::pointer(location))
        }));
    }
    let items =
        entry.items.iter().map(|item| format!("{} {} ({})", item.bump, item.item, item.rule));
    lines.extend(items);
    lines.join("\n")
}

fn uncovered(text: &mut String, location: &Location) {
    let place = format!("{} {}", words::place(location), words::pointer(location));
    let _ = write!(
        text,
        "    <testcase classname=\"uncovered\" name=\"{0}\">\n      <error message=\"a difference that no rule \
         knows\">{0}</error>\n    </testcase>\n",
        escaped(&place)
    );
}

/// A text between tags or quotes. Control characters, which XML cannot have, are made visible.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        for character in visible(line).chars() {
            match character {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '"' => escaped.push_str("&quot;"),
                '\'' => escaped.push_str("&apos;"),
                other => escaped.push(other),
            }
        }
        escaped.push_str(end);
    }
    escaped
}
