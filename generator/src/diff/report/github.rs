//! The report as annotations: commands to the runner of GitHub Actions, one line each.
//!
//! The runner shows the first ten errors and the first ten warnings of a step, so the entries come in the
//! order of the report. What was removed is attached to the nearest place that is left.

use std::fmt::Write as _;

use super::uri::repository_path;
use super::{Entry, Location, Report, visible, words};
use crate::bump::Bump;
use crate::changes::Effect;
use crate::diagnostic::clip;

/// How much of one text is shown: the runner cuts what is longer.
const LONGEST: usize = 1_000;

/// How many operations are named.
const OPERATIONS: usize = 5;

/// Writes the report.
pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    summary(&mut text, report);
    if let Some(warning) = words::uncovered(report) {
        command(&mut text, "warning", &[("title", "Incomplete")], &[warning]);
    }
    for entry in &report.entries {
        annotation(&mut text, report, entry);
    }
    text
}

fn summary(text: &mut String, report: &Report) {
    let name = if report.verdict.bump == Bump::Major { "warning" } else { "notice" };
    let found =
        if report.entries.is_empty() { "no change in what was compared" } else { "compared" };
    let title = format!("API definition: {}", report.verdict.bump);
    let message =
        format!("{}; {found}: {}", words::headline(report).join(" "), words::compared(report));
    command(text, name, &[("title", &title)], &[message]);
}

fn annotation(text: &mut String, report: &Report, entry: &Entry) {
    let name = severity(entry);
    if name == "debug" {
        // Shown when the step is run again with its debug messages; a command without properties.
        let mut message = message(entry);
        message.push(format!("rule: {}", entry.rule));
        command(text, name, &[], &message);
        return;
    }
    let title = format!("{}: {}", entry.bump, entry.rule);
    let place = place(report, entry);
    let (file, line, column);
    let mut properties: Vec<(&str, &str)> = Vec::new();
    if let Some((path, location)) = &place {
        file = path.clone();
        line = location.line.to_string();
        column = location.column.to_string();
        properties.extend([("file", file.as_str()), ("line", &line), ("col", &column)]);
    }
    properties.push(("title", &title));
    command(text, name, &properties, &message(entry));
}

/// What breaks is an error; what someone should act on is a warning.
fn severity(entry: &Entry) -> &'static str {
    match (entry.bump, entry.effect) {
        (Bump::Major, _) => "error",
        (Bump::Minor, Effect::Announced) => "warning",
        (Bump::Minor | Bump::Patch, _) => "notice",
        (Bump::None, _) => "debug",
    }
}

/// A place in a file that can be shown beside the changes: of the new definition.
fn place<'a>(report: &Report, entry: &'a Entry) -> Option<(String, &'a Location)> {
    let location = entry.new.as_ref().or(entry.near.as_ref());
    let location = location.or_else(|| {
        // One file in two revisions: the old line is better than no place.
        let same = repository_path(&report.old.name) == repository_path(&report.new.name);
        entry.old.as_ref().filter(|_| same)
    })?;
    Some((repository_path(&location.file)?, location))
}

/// The lines of an annotation.
fn message(entry: &Entry) -> Vec<String> {
    let path = words::path(entry).map_or_else(String::new, |path| format!(" (in {path})"));
    let effect = words::effect(entry).map_or_else(String::new, |effect| format!("; {effect}"));
    let mut lines = vec![
        format!("{}: {}{path}", entry.subject, entry.sentence),
        format!("{}{effect}", words::verdicts(entry)),
    ];
    if let Some(operations) = words::operations(entry, OPERATIONS, str::to_owned) {
        lines.push(format!("affects {operations}"));
    }
    if let (None, Some(old)) = (&entry.new, &entry.old) {
        lines.push(format!("it was at {} {}", words::place(old), words::pointer(old)));
    }
    lines.extend(entry.hint.as_ref().map(|hint| format!("hint: {hint}")));
    lines
}

/// Writes `::name key=value,…::message`.
fn command(text: &mut String, name: &str, properties: &[(&str, &str)], message: &[String]) {
    let _ = write!(text, "::{name}");
    for (number, (key, value)) in properties.iter().enumerate() {
        let sign = if number == 0 { ' ' } else { ',' };
        let _ = write!(text, "{sign}{key}={}", property(value));
    }
    let lines: Vec<String> = message.iter().map(|line| data(line)).collect();
    let _ = writeln!(text, "::{}", lines.join("%0A"));
}

/// One line of a message. The ends of lines are escaped already: they are not visible.
fn data(text: &str) -> String {
    clip(&visible(text), LONGEST).replace('%', "%25")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn commands_are_escaped() {
        let mut text = String::new();
        let message = ["50 %\n".to_owned(), "::c".to_owned()];
        command(&mut text, "error", &[("file", "a,b:c%.json"), ("title", "x\n::y")], &message);
        assert_eq!(
            text,
            "::error file=a%2Cb%3Ac%25.json,title=x\\n\\u{3a}%3Ay::50 %25\\n%0A\\u{3a}:c\n"
        );
    }
}
