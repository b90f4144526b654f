//! The notes of a release: what a caller of the crate must know, as Markdown.

use std::fmt::Write as _;

use crate::bump::Bump;
use crate::changes::{Area, Effect};
use crate::diff::report::{Entry, ItemChange, LegacyLine, Location, Report};
use crate::inherit::{Aliases, NameLock};
use crate::legacy::{self, Impact, NotesHeader};
use crate::view::text::Markdown;

/// The notes of one release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// The sections that have something to say, in order.
    pub sections: Vec<Section>,
}

/// A section of the notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: &'static str,
    /// The points, Markdown without a marker; the lines after the first belong to the point.
    pub points: Vec<String>,
}

/// What the notes are made of, beside the report.
pub(super) struct Facts<'f> {
    /// What the release gives out.
    pub names: &'f NameLock,
    /// Files whose content differs from the last release.
    pub changed_files: Vec<&'f str>,
}

/// The most files that are named.
const MOST_FILES: usize = 12;

impl Notes {
    /// The notes about everything in a report.
    pub(super) fn of(report: &Report, facts: &Facts<'_>) -> Self {
        let mut notes = Self::default();
        let kinds = [
            (Kind::Breaking, "Breaking"),
            (Kind::Added, "Added"),
            (Kind::Deprecated, "Deprecated"),
            (Kind::Fixed, "Fixed"),
            (Kind::Documentation, "Documentation"),
        ];
        for (kind, title) in kinds {
            let entries = report.entries.iter().filter(|entry| Kind::of(entry) == Some(kind));
            let mut points: Vec<String> = entries.map(|entry| point(entry, kind)).collect();
            if kind == Kind::Deprecated {
                points.extend(aliases(&facts.names.aliases));
            }
            if kind == Kind::Fixed && report.verdict.code_differs && notes.sections.is_empty() {
                points.extend(inside(&facts.changed_files).filter(|_| points.is_empty()));
            }
            if !points.is_empty() {
                notes.sections.push(Section { title, points });
            }
        }
        notes
    }

    /// The notes as Markdown, below a heading of the second level.
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        for section in &self.sections {
            let _ = write!(text, "\n### {}\n\n", section.title);
            for point in &section.points {
                let indented = point.lines().map(|line| match line {
                    "" => "\n".to_owned(),
                    line => format!("  {line}\n"),
                });
                let indented: String = indented.collect();
                let _ = write!(text, "- {}", indented.trim_start());
            }
        }
        text
    }
}

/// Where an entry belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Breaking,
    Added,
    Deprecated,
    Fixed,
    Documentation,
}

impl Kind {
    /// `None` for what nobody needs to know.
    fn of(entry: &Entry) -> Option<Self> {
        let announces = |item: &ItemChange| item.rule.contains("deprecat");
        let deprecates = entry.effect == Effect::Announced
            || entry.rule.contains("deprecat")
            || (!entry.items.is_empty() && entry.items.iter().all(announces));
        match entry.bump {
            Bump::None => None,
            Bump::Major => Some(Self::Breaking),
            Bump::Minor | Bump::Patch if deprecates => Some(Self::Deprecated),
            Bump::Minor => Some(Self::Added),
            Bump::Patch if entry.area == Some(Area::Documentation) => Some(Self::Documentation),
            Bump::Patch => Some(Self::Fixed),
        }
    }
}

/// What happened, and for a break what it was and what it is.
fn point(entry: &Entry, kind: Kind) -> String {
    let mut what = code(&entry.subject);
    for step in &entry.path {
        let _ = write!(what, ", {step}");
    }
    let mut text = prose(&format!("{what}: {}.", entry.sentence));
    if kind != Kind::Breaking {
        return text;
    }
    let broken = entry.items.iter().filter(|item| item.bump == Bump::Major);
    let mut pairs: Vec<_> = broken.map(|item| (item.old.as_deref(), item.new.as_deref())).collect();
    if pairs.is_empty() {
        pairs.push((value(entry.old.as_ref()), value(entry.new.as_ref())));
    }
    text.push_str(&snippet(&pairs));
    if let Some(hint) = &entry.hint {
        let _ = write!(text, "\n{}", prose(&format!("{hint}.")));
    }
    text
}

fn value(location: Option<&Location>) -> Option<&str> {
    location.and_then(|location| location.value.as_deref())
}

/// What each was before and is after, as one difference.
fn snippet(pairs: &[(Option<&str>, Option<&str>)]) -> String {
    let mut body = String::new();
    for (old, new) in pairs {
        for (mark, text) in [('-', old), ('+', new)] {
            for line in text.unwrap_or_default().lines() {
                let _ = writeln!(body, "{mark} {line}");
            }
        }
    }
    if body.is_empty() {
        return body;
    }
    let fence = fence(&body);
    format!("\n\n{fence}diff\n{body}{fence}\n")
}

/// A fence that the text cannot close.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}

/// The aliases that come with this release.
fn aliases(aliases: &Aliases) -> Vec<String> {
    let renamed = |old: &str, new: &str| {
        let tail = "the old name still works, until the next breaking release";
        prose(&format!("{} is now {}; {tail}.", code(old), code(new)))
    };
    let types = aliases.types.iter().filter(|(_, alias)| alias.since.is_none());
    let types = types
        .map(|(old, alias)| renamed(&format!("models::{old}"), &format!("models::{}", alias.is)));
    let methods = aliases.methods.iter().filter(|alias| alias.since.is_none());
    let methods = methods.map(|alias| {
        let old = format!("{}().{}", alias.handle, alias.name);
        let text = format!(
            "{} is an earlier name of the operation {}",
            code(&old),
            code(&alias.operation)
        );
        prose(&format!("{text}; it still works, until the next breaking release."))
    });
    types.chain(methods).collect()
}

/// A change of the code that changes no item.
fn inside(files: &[&str]) -> Option<String> {
    let named: Vec<String> = files.iter().take(MOST_FILES).map(|path| code(path)).collect();
    let more = files.len().saturating_sub(MOST_FILES);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    (!named.is_empty()).then(|| {
        prose(&format!(
            "Inside the crate, nothing that a caller names: {}{more}.",
            named.join(", ")
        ))
    })
}

/// The notes in the layout of the official SDKs, with headings that fit below a version.
pub(super) fn official(lines: &[LegacyLine]) -> String {
    let changes: legacy::Changes = lines.iter().filter_map(harmless).collect();
    let mut text = String::new();
    for line in legacy::notes(&changes, &NotesHeader::default()).lines() {
        let level = if line.starts_with("# ") { "##" } else { "" };
        let _ = writeln!(text, "{level}{line}");
    }
    text
}

/// A line whose words cannot be anything but words.
fn harmless(line: &LegacyLine) -> Option<legacy::Change> {
    let impact = Impact::ALL.into_iter().find(|impact| impact.as_str() == line.impact)?;
    let one_line = |text: &str| prose(text).replace('\n', " ");
    Some(legacy::Change { group: one_line(&line.group), impact, text: one_line(&line.text) })
}

/// A text as a code span, whatever is in it.
fn code(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c == '`' { '\'' } else { c }).collect();
    format!("`{}`", plain.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Text of a definition as harmless Markdown.
fn prose(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Markdown::paragraph(&line).as_str().to_owned()
}
