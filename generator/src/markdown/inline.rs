//! The words of a line, written: signs are escaped where they would mean something.
//!
//! What comes out is broken into lines by [`wrap`](super::wrap).

use super::tree::{Inline, Style};
use super::wrap::{HARD, TIED};

/// Which signs of a text are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escaping {
    /// Those that usually mean something where they stand: `snake_case` stays as it is.
    Least,
    /// All.
    Full,
}

/// The words of a paragraph.
pub(super) fn words(words: &[Inline], escaping: Escaping) -> String {
    Line::new(words, escaping, Place::Paragraph).write(words)
}

/// The words of a heading.
pub(super) fn heading(words: &[Inline], escaping: Escaping) -> String {
    Line::new(words, escaping, Place::Heading).write(words)
}

/// The words of a cell of a table; the same may stand in a paragraph.
pub(super) fn cell(words: &[Inline], escaping: Escaping) -> String {
    Line::new(words, escaping, Place::Cell).write(words)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Paragraph,
    Heading,
    Cell,
}

/// How many underscores a word has in a row, at most.
const RUN: usize = 8;

struct Line {
    out: String,
    escaping: Escaping,
    place: Place,
    /// Signs of emphasis that stand alone, and therefore mean nothing.
    lone: Vec<char>,
    /// The sign that opened emphasis.
    emphasis: char,
    /// The target of the link that is open.
    target: String,
}

impl Line {
    fn new(words: &[Inline], escaping: Escaping, place: Place) -> Self {
        let has_styles = words.iter().any(|word| matches!(word, Inline::Open(_)));
        let is_lone = |sign: &char| {
            let texts = words.iter().filter_map(|word| match word {
                Inline::Text(text) => Some(text),
                _ => None,
            });
            !has_styles && texts.map(|text| text.matches(*sign).count()).sum::<usize>() == 1
        };
        let lone = ['*', '_', '~'].into_iter().filter(is_lone).collect();
        Self { out: String::new(), escaping, place, lone, emphasis: '*', target: String::new() }
    }

    fn write(mut self, words: &[Inline]) -> String {
        let mut rest = words;
        while let [word, tail @ ..] = rest {
            self.word(word, tail.first());
            rest = tail;
        }
        self.out
    }

    fn word(&mut self, word: &Inline, next: Option<&Inline>) {
        match word {
            Inline::Text(text) => self.text(text, next),
            Inline::Code(code) => self.code(code),
            Inline::Break => self.out.push(HARD),
            Inline::Open(Style::Emphasis) => {
                // Strong emphasis beside it would make one run of asterisks of both.
                let is_beside =
                    self.out.ends_with('*') || next == Some(&Inline::Open(Style::Strong));
                self.emphasis = if is_beside { '_' } else { '*' };
                self.out.push(self.emphasis);
            }
            Inline::Close(Style::Emphasis) => self.out.push(self.emphasis),
            Inline::Open(Style::Strong) | Inline::Close(Style::Strong) => self.out.push_str("**"),
            Inline::Open(Style::Strikethrough) | Inline::Close(Style::Strikethrough) => {
                self.out.push_str("~~");
            }
            Inline::OpenLink(address) => {
                self.out.push('[');
                self.target = target(address);
            }
            Inline::CloseLink => {
                self.out.push_str("](");
                self.out.push_str(&self.target);
                self.out.push(')');
            }
            Inline::Address(address) => {
                self.out.push('<');
                self.out.push_str(address);
                self.out.push('>');
            }
        }
    }

    /// A code span: its marks are longer than any run of backticks inside. It stays on one line.
    fn code(&mut self, code: &str) {
        let marks = "`".repeat(longest_run(code) + 1);
        let is_spaced = code.starts_with(' ') && code.ends_with(' ');
        let is_padded = is_spaced || code.starts_with('`') || code.ends_with('`');
        let pad = if is_padded { " " } else { "" };
        let span = format!("{marks}{pad}{code}{pad}{marks}");
        self.out.extend(span.chars().map(|c| if c == ' ' { TIED } else { c }));
    }

    fn text(&mut self, text: &str, next: Option<&Inline>) {
        let mut characters = text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            if !character.is_ascii_punctuation() {
                self.out.push(character);
                continue;
            }
            let after = characters.peek().map(|(_, after)| *after);
            let is_escaped = match self.escaping {
                Escaping::Full => true,
                Escaping::Least => {
                    self.means_something(character, text.get(at..).unwrap_or(""), after, next)
                }
            };
            if is_escaped {
                self.out.push('\\');
            }
            self.out.push(character);
        }
    }

    fn means_something(
        &self,
        sign: char,
        rest: &str,
        after: Option<char>,
        next: Option<&Inline>,
    ) -> bool {
        let is_space = |character: Option<char>| character.is_none_or(char::is_whitespace);
        let before = self.out.chars().next_back();
        let after_or_next = after.or(next.map(|_| '*'));
        match sign {
            '\\' | '`' | '[' | ']' | '<' | '>' => true,
            '|' => self.place == Place::Cell,
            '#' => self.place == Place::Heading,
            '!' => after.is_none() && matches!(next, Some(Inline::OpenLink(_))),
            '&' => after.is_some_and(|after| after == '#' || after.is_alphanumeric()),
            // An address that is no link; rustdoc would ask for one.
            ':' => {
                rest.starts_with("://")
                    && (self.out.ends_with("http") || self.out.ends_with("https"))
            }
            '*' | '~' | '_' if self.lone.contains(&sign) => false,
            '*' | '~' => !(is_space(before) && is_space(after_or_next)),
            '_' => {
                // Within a word it means nothing. A long run is no part of a word, and not worth looking through.
                let run = rest.bytes().take(RUN).take_while(|byte| *byte == b'_').count();
                let after = rest.get(run..).and_then(|rest| rest.chars().next());
                let before = self.out.trim_end_matches('_').chars().next_back();
                let is_inside = before.is_some_and(char::is_alphanumeric)
                    && after.is_some_and(char::is_alphanumeric);
                !(is_inside || is_space(before) && is_space(after_or_next))
            }
            _ => false,
        }
    }
}

/// The target of a link. An entity in it is no entity.
fn target(address: &str) -> String {
    if address.contains(';') { address.replace('&', "&amp;") } else { address.to_owned() }
}

/// The longest run of backticks.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}
