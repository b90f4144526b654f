//! Problems of a definition: every one that any stage finds, with its place and the way out.
//!
//! Stages push into [`Diagnostics`]; nothing is printed here. A problem names a [`Pointer`]; when the run is
//! over, [`crate::source::Document::locate`] looks every pointer up in the text once and sorts all problems by
//! position, so a person sees everything that is wrong in one run.

mod code;
mod levels;
mod severity;

use std::fmt;

use serde::Serialize;

pub use self::code::Code;
pub use self::levels::{Kind, Level, Levels};
pub use self::severity::Severity;
use crate::pointer::Pointer;

/// A place in a text file; both numbers count from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// What kind of problem it is.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence: what is wrong here.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The place in the original document.
    pub pointer: Option<Pointer>,
    /// The file, as the user named it.
    pub file: Option<String>,
    /// Where in the file.
    pub position: Option<Position>,
    /// The line of the file at that position, or of a long line the part around it: it starts
    /// [`EXCERPT_BEFORE`] characters before the position, or where the line does.
    pub excerpt: Option<String>,
}

impl Diagnostic {
    /// A problem of this kind, with the severity that the kind has.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            help: None,
            pointer: None,
            file: None,
            position: None,
            excerpt: None,
        }
    }

    /// Says where in the original document.
    #[must_use]
    pub fn at(mut self, pointer: &Pointer) -> Self {
        self.pointer = Some(pointer.clone());
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says where in a text file, for problems found before there is a tree to point into.
    #[must_use]
    pub fn in_text(mut self, file: &str, text: &str, position: Position) -> Self {
        self.file = Some(file.to_owned());
        let line = text.lines().nth(position.line.saturating_sub(1));
        self.excerpt = line.map(|line| excerpt(line, position.column));
        self.position = Some(position);
        self
    }

    /// Says which file, when no place in it is known.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        self.file = Some(file.to_owned());
        self
    }
}

/// Longest part of a line that a report shows: definitions may be one line of megabytes.
pub(crate) const EXCERPT_WIDTH: usize = 100;

/// How many characters before the position an excerpt starts.
pub const EXCERPT_BEFORE: usize = EXCERPT_WIDTH / 2;

/// The part of a line around a column.
fn excerpt(line: &str, column: usize) -> String {
    let start = column.saturating_sub(1).saturating_sub(EXCERPT_BEFORE);
    line.chars().skip(start).take(EXCERPT_WIDTH).collect()
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}[{}]: {}", self.severity, self.code, self.message)?;
        if let Some(file) = &self.file {
            write!(formatter, "  --> {file}")?;
            if let Some(Position { line, column }) = self.position {
                write!(formatter, ":{line}:{column}")?;
            }
            writeln!(formatter)?;
        }
        if let Some(pointer) = &self.pointer {
            writeln!(formatter, "   at {pointer}")?;
        }
        if let (Some(excerpt), Some(position)) = (&self.excerpt, self.position) {
            write_excerpt(formatter, excerpt, position)?;
        }
        if let Some(help) = &self.help {
            writeln!(formatter, "  help: {help}")?;
        }
        Ok(())
    }
}

/// Shows the excerpt with a caret under the column.
fn write_excerpt(
    formatter: &mut fmt::Formatter<'_>,
    excerpt: &str,
    position: Position,
) -> fmt::Result {
    let at = position.column.saturating_sub(1);
    let start = at.saturating_sub(EXCERPT_BEFORE);
    let window: String = excerpt
        .chars()
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect();
    let number = position.line.to_string();
    let gutter = " ".repeat(number.len());
    let (before, ellipsis) = if start > 0 { ("…", 1) } else { ("", 0) };
    writeln!(formatter, " {gutter} |")?;
    writeln!(formatter, " {number} | {before}{}", window.trim_end())?;
    writeln!(formatter, " {gutter} | {}^", " ".repeat(at - start + ellipsis))
}

/// All problems of one run, in the order in which the stages found them until they are located.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// How many are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// The problems.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The problems that point into a document and have not been found in its text yet.
    pub(crate) fn unplaced(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        let is_unplaced = |d: &&mut Diagnostic| d.pointer.is_some() && d.position.is_none();
        self.list.iter_mut().filter(is_unplaced)
    }

    /// Sorts by file and position, and drops exact repetitions.
    pub(crate) fn sort(&mut self) {
        self.list.sort_by(|a, b| {
            (a.file.is_some(), a.position, a.code, &a.message).cmp(&(
                b.file.is_some(),
                b.position,
                b.code,
                &b.message,
            ))
        });
        self.list.dedup();
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, iter: I) {
        self.list.extend(iter);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self { list: iter.into_iter().collect() }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { list: vec![diagnostic] }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.list.iter().enumerate() {
            if index > 0 {
                writeln!(formatter)?;
            }
            write!(formatter, "{diagnostic}")?;
        }
        Ok(())
    }
}
