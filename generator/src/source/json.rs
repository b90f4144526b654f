//! JSON: the tree by `serde_json`, the positions by a scanner of our own.

use serde::de::DeserializeSeed;

use super::Problem;
use super::index::{Index, Key};
use super::tree::{Building, Tree};
use crate::diagnostic::{Code, Position};
use crate::limit::Limits;

/// Reads a JSON text.
pub(super) fn parse(text: &str, limits: Limits) -> Result<Tree, Problem> {
    let building = Building::json(limits);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = building
        .root()
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| problem(text, &building, &error))?;
    Ok(building.finish(value))
}

fn problem(text: &str, building: &Building, error: &serde_json::Error) -> Problem {
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    let column = characters(line, error.column());
    let position = Some(Position { line: error.line().max(1), column });
    match building.stopped() {
        Some(problem) => Problem { position, ..problem },
        None => {
            let message = format!("This is not well-formed JSON: {}.", reason(error));
            Problem { code: Code::SyntaxError, message, help: None, position }
        }
    }
}

/// The message without the position that `serde_json` adds to it.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((reason, _)) => reason.to_owned(),
        None => text,
    }
}

/// The column in characters, from 1, of a column in bytes, from 1.
fn characters(line: &str, column: usize) -> usize {
    let before = column.saturating_sub(1);
    line.char_indices().take_while(|(at, _)| *at < before).count() + 1
}

/// Finds the position of every part of a text that [`parse`] has accepted.
pub(super) fn index(text: &str) -> Index {
    Scanner::new(text).scan()
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    column: usize,
    index: Index,
    open: Vec<Container>,
}

/// An object or array whose end has not been reached.
struct Container {
    node: usize,
    inside: Inside,
}

enum Inside {
    /// An object, and the key whose value comes next.
    Object(Option<(Box<str>, Position, usize)>),
    /// An array, and the number of its next item.
    Array(usize),
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1, column: 1, index: Index::default(), open: Vec::new() }
    }

    fn scan(mut self) -> Index {
        while let Some(byte) = self.peek() {
            match byte {
                b'{' => self.begin(Inside::Object(None)),
                b'[' => self.begin(Inside::Array(0)),
                b'}' | b']' => {
                    self.step();
                    if let Some(container) = self.open.pop() {
                        self.index.close(container.node);
                    }
                }
                b'"' => self.string(),
                b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => self.step(),
                _ => self.word(),
            }
        }
        self.index.finish()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn position(&self) -> Position {
        Position { line: self.line, column: self.column }
    }

    /// Passes one byte. Bytes inside a character do not move the column.
    fn step(&mut self) {
        match self.peek() {
            Some(b'\n') => {
                self.line += 1;
                self.column = 1;
            }
            Some(byte) if byte & 0b1100_0000 != 0b1000_0000 => self.column += 1,
            _ => {}
        }
        self.at += 1;
    }

    fn begin(&mut self, inside: Inside) {
        let node = self.value(self.position(), self.at);
        self.open.push(Container { node, inside });
        self.step();
    }

    /// Adds a value that starts here, under the key or number that is due.
    fn value(&mut self, here: Position, at: usize) -> usize {
        let (key, position, at) = match self.open.last_mut().map(|container| &mut container.inside)
        {
            None => (Key::Root, here, at),
            Some(Inside::Object(key)) => match key.take() {
                Some((name, position, at)) => (Key::Member(name), position, at),
                None => (Key::Root, here, at),
            },
            Some(Inside::Array(number)) => {
                *number += 1;
                (Key::Item(*number - 1), here, at)
            }
        };
        self.index.add(key, position, Some(at))
    }

    fn string(&mut self) {
        let (start, here) = (self.at, self.position());
        self.step();
        while let Some(byte) = self.peek() {
            self.step();
            match byte {
                b'\\' => self.step(),
                b'"' => break,
                _ => {}
            }
        }
        match self.open.last_mut().map(|container| &mut container.inside) {
            Some(Inside::Object(key @ None)) => {
                let text = self.text.get(start..self.at).unwrap_or_default();
                *key = Some((unquote(text), here, start));
            }
            _ => {
                self.value(here, start);
            }
        }
    }

    /// Passes a number, `true`, `false` or `null`.
    fn word(&mut self) {
        self.value(self.position(), self.at);
        while let Some(byte) = self.peek() {
            if matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n') {
                break;
            }
            self.step();
        }
    }
}

/// The text that a string literal stands for.
fn unquote(literal: &str) -> Box<str> {
    if literal.contains('\\') {
        return serde_json::from_str(literal).unwrap_or_default();
    }
    let inner = literal.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inner.unwrap_or(literal).into()
}
