//! A definition: its text, its tree, and where each part of the tree stands, in which of its files.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use super::index::Index;
use super::{json, yaml};
use crate::diagnostic::{Code, Diagnostics, EXCERPT_BEFORE, EXCERPT_WIDTH, Position};
use crate::pointer::Pointer;

/// A definition: its text, its tree and the place of each part.
#[derive(Clone, Debug)]
pub struct Document {
    pub(super) name: String,
    pub(super) text: String,
    format: Format,
    pub(super) value: Value,
    index: OnceLock<Index>,
    lines: OnceLock<Vec<usize>>,
    /// The other files, and what of the tree comes from them.
    pub(super) bundle: Bundle,
}

/// The two ways to write a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Yaml,
}

impl Document {
    pub(super) fn new(name: &str, text: &str, format: Format, value: Value) -> Self {
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            format,
            value,
            index: OnceLock::new(),
            lines: OnceLock::new(),
            bundle: Bundle::default(),
        }
    }

    /// The file, as the user named it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The tree. YAML keys are text here, aliases and merge keys are expanded.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Takes the tree out, which then counts as `null`; the places of its parts can still be asked for.
    pub fn take_value(&mut self) -> Value {
        std::mem::take(&mut self.value)
    }

    /// The file in which a part stands, as the user named it.
    pub fn file(&self, pointer: &Pointer) -> &str {
        &self.home(pointer).0.name
    }

    /// The document of the file in which a part stands, and its place there.
    fn home(&self, pointer: &Pointer) -> (&Self, Pointer) {
        let mut around = Some(pointer.clone());
        while let Some(place) = around {
            let origin = self.bundle.origins.get(&place);
            if let Some((origin, file)) =
                origin.and_then(|origin| Some((origin, self.bundle.files.get(origin.file)?)))
            {
                let rest = pointer.as_str().strip_prefix(place.as_str()).unwrap_or_default();
                let pointer = Pointer::from_escaped(format!("{}{rest}", origin.pointer.as_str()));
                return (file, pointer);
            }
            around = place.parent();
        }
        (self, pointer.clone())
    }

    /// Where a part stands: the key of an object's member, the start of an array's item. A pointer to
    /// something that is not in the text gives the nearest part around it that is.
    pub fn position(&self, pointer: &Pointer) -> Option<Position> {
        let (file, pointer) = self.home(pointer);
        file.index().find(&pointer).map(|(position, _)| position)
    }

    /// The line where a part stands, or of a long line what is around the part; see
    /// [`crate::diagnostic::Diagnostic::excerpt`].
    pub fn excerpt(&self, pointer: &Pointer) -> Option<String> {
        let (file, pointer) = self.home(pointer);
        file.own_excerpt(&pointer)
    }

    fn own_excerpt(&self, pointer: &Pointer) -> Option<String> {
        let (position, offset) = self.index().find(pointer)?;
        let before = position.column.saturating_sub(1).min(EXCERPT_BEFORE);
        let rest = match offset {
            None => {
                let line = self.line(position.line)?;
                let skipped = position.column.saturating_sub(1).saturating_sub(before);
                return Some(line.chars().skip(skipped).take(EXCERPT_WIDTH).collect());
            }
            Some(offset) => {
                // From the byte backwards: the line may be the whole definition.
                let line = self.text.get(..offset)?.char_indices().rev().take(before);
                self.text.get(line.last().map_or(offset, |(at, _)| at)..)?
            }
        };
        let line = rest.chars().take(EXCERPT_WIDTH);
        Some(line.take_while(|character| !matches!(character, '\r' | '\n')).collect())
    }

    /// Gives every problem that has a pointer its file, position and excerpt, then sorts by position
    /// and drops exact repetitions.
    pub fn locate(&self, diagnostics: &mut Diagnostics) {
        for diagnostic in diagnostics.unplaced() {
            let Some(pointer) = &diagnostic.pointer else { continue };
            diagnostic.file = Some(self.file(pointer).to_owned());
            if let Some(why) = self.bundle.unfollowed.get(pointer)
                && diagnostic.code == Code::ExternalReference
            {
                diagnostic.help = Some(format!("It is not followed: {why}."));
            }
            if let Some(position) = self.position(pointer) {
                diagnostic.excerpt = self.excerpt(pointer);
                diagnostic.position = Some(position);
            }
        }
        diagnostics.sort();
    }

    /// A line of the text without its end, counted from 1.
    pub fn line(&self, number: usize) -> Option<&str> {
        let starts = self.lines.get_or_init(|| line_starts(&self.text));
        let start = *starts.get(number.checked_sub(1)?)?;
        let end = starts.get(number).map_or(self.text.len(), |next| next - 1);
        let line = self.text.get(start..end)?;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }

    pub(super) fn index(&self) -> &Index {
        self.index.get_or_init(|| match self.format {
            Format::Json => json::index(&self.text),
            Format::Yaml => yaml::index(&self.text),
        })
    }
}

/// The offset of the first byte of each line.
fn line_starts(text: &str) -> Vec<usize> {
    let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
}

/// Where a part of the document comes from.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// The file, by its number.
    pub(super) file: usize,
    /// The place there.
    pub(super) pointer: Pointer,
}

/// What several files make together, beside the tree.
#[derive(Clone, Debug, Default)]
pub(super) struct Bundle {
    /// The other files.
    pub(super) files: Vec<Document>,
    /// Place in the tree → where what stands there comes from, if that is another file.
    pub(super) origins: BTreeMap<Pointer, Origin>,
    /// Place of a reference that was not followed → why.
    pub(super) unfollowed: BTreeMap<Pointer, String>,
}
