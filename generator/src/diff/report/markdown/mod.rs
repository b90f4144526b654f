//! The report for the text of a pull request, in the Markdown of GitHub.
//!
//! A line `Bump: <level>` stands alone, for workflows to read. The text stays below what GitHub accepts:
//! entries that do not fit are counted in a sentence.

mod escape;

use std::fmt::Write as _;

use self::escape::{code, fence, long_prose, prose};
use super::{Entry, ItemChange, Location, Policy, Report, groups, visible, visible_lines, words};
use crate::bump::Bump;

/// The most bytes of a text. GitHub takes 65,536 characters; the rest is for what a workflow adds.
pub(super) const MOST: usize = 60_000;

/// What is kept free for the sentences at the end.
const RESERVE: usize = 8_000;

/// How many operations are named.
const OPERATIONS: usize = 5;

/// How many Rust items are shown per entry.
const ITEMS: usize = 10;

/// How many places are listed of what no rule knows.
const PLACES: usize = 10;

/// Writes the report.
pub(super) fn render(report: &Report) -> String {
    let mut page = Page { text: String::new(), room: MOST - RESERVE };
    verdict(&mut page, report);
    let official_first = report.policy == Policy::Official;
    if official_first {
        official(&mut page, report);
    }
    let (forcing, rest) = words::split(report);
    let mut left_out = 0;
    if !forcing.is_empty() {
        page.line(&format!("### {}", words::forcing(report, forcing.len())));
        page.line("");
        left_out += page.entries(&forcing);
    }
    if !rest.is_empty() {
        let also = if forcing.is_empty() { "Changes" } else { "Also changed" };
        page.line(&format!("<details><summary>{also}: {}</summary>\n", words::levels(&rest)));
        left_out += page.entries(&rest);
        page.line("</details>\n");
    }
    if left_out > 0 {
        let count = words::counted(left_out, "change is", "changes are");
        page.line(&format!(
            "**{count} not shown here**, because GitHub takes no longer text. The formats `text`, `json` \
             and `html` show everything.\n"
        ));
    }
    if !official_first {
        official(&mut page, report);
    }
    closing(&mut page, report);
    if let Some(diff) = &report.code {
        code_diff(&mut page, diff);
    }
    page.text.truncate(page.text.trim_end().len());
    page.text.push('\n');
    page.text
}

/// A text that grows by lines, and how much of it entries may fill.
struct Page {
    text: String,
    room: usize,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Adds entries, grouped by subject, as long as there is stage. Says how many were left out.
    fn entries(&mut self, entries: &[&Entry]) -> usize {
        let mut left_out = 0;
        let (common, alone) = groups::split(entries);
        for group in common {
            let heading = format!("**{}**\n\n", group.places(OPERATIONS, code));
            let block = heading + &self::entry(group.sample) + "\n";
            if left_out > 0 || self.text.len() + block.len() > self.room {
                left_out += group.entries.len();
            } else {
                self.text.push_str(&block);
            }
        }
        for (subject, entries) in words::by_subject(&alone) {
            let mut heading = Some(format!("**{}**\n\n", code(subject)));
            for entry in entries {
                let block = heading.clone().unwrap_or_default() + &self::entry(entry);
                if left_out > 0 || self.text.len() + block.len() > self.room {
                    left_out += 1;
                    continue;
                }
                self.text.push_str(&block);
                heading = None;
            }
            if heading.is_none() {
                self.text.push('\n');
            }
        }
        left_out
    }
}

fn verdict(page: &mut Page, report: &Report) {
    let verdict = &report.verdict;
    let mut headline =
        format!("**{}**: {}", verdict.bump.as_str().to_uppercase(), prose(&verdict.reason));
    if let Some(versions) = &report.versions {
        let _ = write!(headline, " ({} → {})", code(&versions.old), code(&versions.new));
    }
    page.line(&format!("{headline}.\n"));
    let made_with = [words::configuration(report, code, prose), words::names(report, code, prose)];
    for line in made_with.iter().flatten() {
        page.line(&format!("{}.\n", words::capital(line)));
    }
    page.line(&format!("Bump: {}\n", verdict.bump));
    if let Some(warning) = words::uncovered(report) {
        page.line(&format!("> [!WARNING]\n> {warning}:"));
        for location in report.uncovered.iter().take(PLACES) {
            page.line(&format!("> - {}", place(location)));
        }
        let more = report.uncovered.len().saturating_sub(PLACES);
        if more > 0 {
            page.line(&format!("> - and {} more", words::number(more)));
        }
        page.line("");
    }
    for (label, input) in [("Old", &report.old), ("New", &report.new)] {
        let (name, title) = (code(&input.name), prose(&input.title));
        page.line(&format!("- {label}: {name} ({title}, version {})", prose(&input.version)));
    }
    page.line(&format!("- Judges: {}\n", words::judges(report)));
}

/// One list item.
fn entry(entry: &Entry) -> String {
    let mut block = format!("- **{}**: {}\n", entry.bump, prose(&entry.sentence));
    let mut add = |line: String| {
        let _ = writeln!(block, "  - {line}");
    };
    let mut verdicts = words::verdicts(entry);
    if let Some(effect) = words::effect(entry) {
        verdicts = format!("{verdicts}; {effect}");
    }
    add(format!("{} {}: {verdicts}", code(&entry.rule), code(&entry.fingerprint)));
    if let Some(path) = words::path(entry) {
        add(format!("in {}", prose(&path)));
    }
    for (label, location) in [("old", &entry.old), ("new", &entry.new)] {
        if let Some(location) = location {
            add(format!("{label}: {}", place(location)));
        }
    }
    if let Some(operations) = words::operations(entry, OPERATIONS, code) {
        add(format!("affects {operations}"));
    }
    if let Some(reason) = &entry.accepted {
        add(format!("policy: {}", prose(reason)));
    }
    if let Some(hint) = &entry.hint {
        add(format!("hint: {}", prose(hint)));
    }
    if !entry.items.is_empty() {
        add("Rust callers:".to_owned());
        block.push_str(&item_changes(&entry.items));
    }
    block
}

/// The signatures, as a block of a nested list item.
fn item_changes(items: &[ItemChange]) -> String {
    let mut diff = String::new();
    for item in items.iter().take(ITEMS) {
        let (name, rule) = (visible(&item.item), visible(&item.rule));
        let _ = writeln!(diff, "# {name} ({}, {rule})", item.bump);
        for (sign, line) in [('-', &item.old), ('+', &item.new)] {
            if let Some(line) = line {
                let _ = writeln!(diff, "{sign} {}", visible(line));
            }
        }
    }
    let more = items.len().saturating_sub(ITEMS);
    if more > 0 {
        let _ = writeln!(diff, "# and {} more", words::number(more));
    }
    fence("    ", "diff", &diff)
}

/// A place of one of the definitions.
fn place(location: &Location) -> String {
    format!("{} {}", code(&words::place(location)), code(words::pointer(location)))
}

fn official(page: &mut Page, report: &Report) {
    let summary = prose(&words::legacy(report));
    if report.legacy.is_empty() {
        page.line(&format!("Official rules: {summary}.\n"));
        return;
    }
    // Where they decide, they are what a reader wants to see.
    let open = if report.policy == Policy::Official { " open" } else { "" };
    page.line(&format!("<details{open}><summary>Official rules: {summary}</summary>\n"));
    let mut left_out = 0;
    for line in &report.legacy {
        let text =
            format!("- {}: {} {}", prose(&line.impact), code(&line.group), prose(&line.text));
        if page.text.len() + text.len() > page.room {
            left_out += 1;
        } else {
            page.line(&text);
        }
    }
    if left_out > 0 {
        page.line(&format!("- and {} not shown here", words::counted(left_out, "line", "lines")));
    }
    page.line("\n</details>\n");
}

fn closing(page: &mut Page, report: &Report) {
    let compared = words::compared(report);
    if words::nothing_was_compared(report) {
        page.line(&format!("> [!WARNING]\n> Nothing was compared ({compared}).\n"));
    } else if report.entries.is_empty() {
        page.line(&format!("No change in what was compared: {compared}.\n"));
    } else {
        page.line(&format!("Compared: {compared}.\n"));
    }
    page.line(&format!("{}.\n", words::code(report)));
    if let Some(ignored) = words::ignored(report) {
        page.line(&format!("Ignored: {}.\n", long_prose(&ignored, 1000)));
    }
    if report.verdict.bump > Bump::None || !report.entries.is_empty() {
        page.line(&format!("{}\n", words::explains()));
    }
}

/// The difference of the generated code, folded, as far as there is stage.
fn code_diff(page: &mut Page, diff: &str) {
    let diff = visible_lines(diff);
    let room = MOST.saturating_sub(page.text.len() + 400);
    let mut shown = 0;
    let mut end = 0;
    for line in diff.split_inclusive('\n') {
        if end + line.len() > room {
            break;
        }
        end += line.len();
        shown += 1;
    }
    let total = diff.lines().count();
    page.line("<details><summary>The generated code</summary>\n");
    page.text.push_str(&fence("", "diff", diff.get(..end).unwrap_or_default()));
    if shown < total {
        let more = words::counted(total - shown, "more line is", "more lines are");
        page.line(&format!("\n{more} not shown here, because GitHub takes no longer text."));
    }
    page.line("\n</details>");
}
