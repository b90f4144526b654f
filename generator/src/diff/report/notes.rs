//! The release notes in the layout of the official SDKs, with what their rules see.

use super::{LegacyLine, Report, visible};
use crate::legacy::{self, Change, Changes, Impact, NotesHeader};

/// Writes the notes.
pub(super) fn render(report: &Report) -> String {
    let changes: Changes = report.legacy.iter().filter_map(change).collect();
    format!("{}\n", legacy::notes(&changes, &NotesHeader::default()).trim_end())
}

fn change(line: &LegacyLine) -> Option<Change> {
    let impact = Impact::ALL.into_iter().find(|impact| impact.as_str() == line.impact)?;
    Some(Change { group: visible(&line.group), impact, text: visible(&line.text) })
}
