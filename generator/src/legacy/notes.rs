//! The release notes in the official layout, to the byte.

use std::fmt::{self, Write};

use super::changes::{Change, Changes, Impact};

/// What stands above the changes and does not come from a definition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotesHeader {
    /// The build of the service that the definition was taken from.
    pub api_version: Option<String>,
    /// What a person had to add. An empty text leaves its blank lines, as the official notes show them.
    pub extra: Option<String>,
}

impl fmt::Display for NotesHeader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(version) = &self.api_version {
            write!(formatter, "Platform API version: {version}\n\n")?;
        }
        if let Some(extra) = &self.extra {
            write!(formatter, "\n{extra}\n")?;
        }
        formatter.write_char('\n')
    }
}

/// Every change, by impact and group. Sections without changes are printed too.
pub fn notes(changes: &Changes, header: &NotesHeader) -> String {
    let sections = Impact::ALL.map(|impact| section(changes, impact));
    format!("{header}{}", sections.join("\n\n"))
}

/// How many changes there are of each impact, for a place that has no stage for all of them. A
/// [`NotesHeader`] can be printed above it.
pub fn summary(changes: &Changes) -> String {
    let counts: Vec<String> = Impact::ALL
        .iter()
        .map(|impact| format!("* {} changes: {}\n", title(*impact), changes.count(*impact)))
        .collect();
    format!(
        "# Changes in this version\n\n{}\nFor the full changelog, read the releaseNotes.md file in the repo.",
        counts.concat()
    )
}

fn section(changes: &Changes, impact: Impact) -> String {
    let groups: Vec<String> =
        changes.groups(impact).map(|(name, lines)| group(name, &lines)).collect();
    let total = counted(changes.count(impact));
    format!("# {} Changes ({total})\n{}", title(impact), groups.concat())
}

fn group(name: &str, changes: &[&Change]) -> String {
    let lines: Vec<String> = changes.iter().map(|change| format!("* {}\n", change.text)).collect();
    format!("\n**{name}** ({})\n\n{}", counted(changes.len()), lines.concat())
}

fn title(impact: Impact) -> &'static str {
    match impact {
        Impact::Major => "Major",
        Impact::Minor => "Minor",
        Impact::Point => "Point",
    }
}

fn counted(count: usize) -> String {
    let noun = if count == 1 { "change" } else { "changes" };
    format!("{count} {noun}")
}
