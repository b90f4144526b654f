//! The parser that knows positions is stricter than the one that builds the tree: it wants quoted texts
//! and bracketed lists to stay indented on every line. This indents the lines that are not, and says by
//! how much, so that positions can be given in the text as it was written.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::diagnostic::Position;

/// How many bytes are parsed again altogether before the rest of a text is given up.
const BUDGET: usize = 16 * 1024 * 1024;

/// Deeper than any line that starts inside brackets, or than a quoted text that goes on in the next line.
const DEEP: usize = 100;

/// How many lines of one quoted text are indented.
const MAX_LINES: usize = 100_000;

/// A text with some of its lines indented.
pub(super) struct Repaired<'a> {
    original: &'a str,
    /// By line, counted from 1: the spaces that were added before it.
    added: HashMap<usize, usize>,
    budget: usize,
}

impl<'a> Repaired<'a> {
    pub(super) fn new(original: &'a str) -> Self {
        Self { original, added: HashMap::new(), budget: BUDGET }
    }

    /// The text to parse.
    pub(super) fn text(&self) -> Cow<'a, str> {
        if self.added.is_empty() {
            return Cow::Borrowed(self.original);
        }
        let mut text = String::with_capacity(self.original.len() + self.added.len() * DEEP);
        for (number, line) in self.original.split_inclusive('\n').enumerate() {
            let added = self.added.get(&(number + 1)).copied().unwrap_or_default();
            text.extend(std::iter::repeat_n(' ', added));
            text.push_str(line);
        }
        Cow::Owned(text)
    }

    /// A position of the text to parse, in the text as it was written.
    pub(super) fn original(&self, position: Position) -> Position {
        let added = self.added.get(&position.line).copied().unwrap_or_default();
        Position { column: position.column.saturating_sub(added).max(1), ..position }
    }

    /// Indents what the parser has refused to read: the lines of the quoted text that starts here, or
    /// this line. `false`: there is nothing more to be done.
    pub(super) fn repair(&mut self, here: Position) -> bool {
        let here = self.original(here);
        self.budget = self.budget.saturating_sub(self.original.len());
        let (first, lines, added) = match self.quoted(here) {
            Some(lines) => (here.line + 1, lines.min(MAX_LINES), here.column.min(DEEP)),
            None => (here.line, 1, DEEP),
        };
        let before = self.added.len();
        for line in first..first.saturating_add(lines) {
            self.added.entry(line).or_insert(added);
        }
        self.budget > 0 && self.added.len() > before
    }

    /// How many more lines the quoted text has that starts at a position, if one does.
    fn quoted(&self, here: Position) -> Option<usize> {
        let mut rest = self.original.split_inclusive('\n').skip(here.line.saturating_sub(1));
        let mut characters = rest.next()?.chars().skip(here.column.saturating_sub(1));
        let quote = characters.next().filter(|character| matches!(character, '"' | '\''))?;
        let mut characters = characters.chain(rest.flat_map(str::chars)).peekable();
        let mut lines = 0;
        while let Some(character) = characters.next() {
            match character {
                '\n' => lines += 1,
                '\\' if quote == '"' => lines += usize::from(characters.next() == Some('\n')),
                // Two single quotes stand for one.
                '\'' if quote == '\'' && characters.next_if_eq(&'\'').is_some() => {}
                _ if character == quote => break,
                _ => {}
            }
        }
        Some(lines)
    }
}
