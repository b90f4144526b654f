//! YAML: the tree by `serde_yaml`, the positions from the events of `saphyr-parser`.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser};
use serde::de::DeserializeSeed;

use super::Problem;
use super::index::{Index, Key};
use super::repair::Repaired;
use super::tree::{Building, SUBJECT, Tree};
use crate::diagnostic::{Code, Position};
use crate::limit::{Found, Limit, Limits};

/// How many brackets may be open at once. The parser looks at all of them for each token, so that a text
/// of nothing but brackets would keep it busy for hours before the depth of the tree can be measured.
const MAX_BRACKETS: usize = 10_000;

/// Reads a YAML text of one document.
pub(super) fn parse(text: &str, limits: Limits) -> Result<Tree, Problem> {
    if too_many_brackets(text) {
        let found = Found::Exactly(MAX_BRACKETS + 1);
        let problem = limits.exceeded(Code::InputTooLarge, Limit::Depth, SUBJECT, found);
        return Err(Problem::of(problem));
    }
    let building = Building::yaml(limits);
    let value = building
        .root()
        .deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(|error| problem(text, &building, &error))?;
    Ok(building.finish(value))
}

/// Counts brackets wherever they stand; in texts they close again soon enough.
fn too_many_brackets(text: &str) -> bool {
    let mut open = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_BRACKETS
    })
}

fn problem(text: &str, building: &Building, error: &serde_yaml::Error) -> Problem {
    let position = error
        .location()
        .map(|place| Position { line: place.line().max(1), column: place.column().max(1) });
    if let Some(problem) = building.stopped() {
        return Problem { position, ..problem };
    }
    let message = error.to_string();
    if message.contains("limit exceeded") {
        let message = "The aliases of the definition stand for far more than it holds.".to_owned();
        let help = "Write what is used often as a part of its own, and refer to it by `$ref`.";
        return Problem {
            code: Code::InputTooLarge,
            message,
            help: Some(help.to_owned()),
            position,
        };
    }
    let help = if message.contains("more than one document") {
        "Keep one document per file: remove the others and the `---` lines between them."
    } else if position.is_some_and(|position| is_last(text, position)) {
        "The text ends where something is still open: a bracket, a quotation mark, or a key without a value. It may have been \
         cut short."
    } else {
        "Look at the line above as well: an indentation, a quotation mark or a `:` is the usual cause."
    };
    let message = format!("This is not well-formed YAML: {message}.");
    Problem { code: Code::SyntaxError, message, help: Some(help.to_owned()), position }
}

/// Whether nothing but space comes after a place.
fn is_last(text: &str, Position { line, column }: Position) -> bool {
    let mut lines = text.lines().skip(line.saturating_sub(1));
    let rest: String =
        lines.next().into_iter().flat_map(str::chars).skip(column.saturating_sub(1)).collect();
    rest.trim().is_empty() && lines.all(|line| line.trim().is_empty())
}

/// Finds the position of every part of a text that [`parse`] has accepted. When the two parsers disagree
/// on the text, the positions end where they do.
pub(super) fn index(text: &str) -> Index {
    let mut repaired = Repaired::new(text);
    loop {
        match build(&repaired) {
            (index, None) => return index,
            (index, Some(here)) => {
                if !repaired.repair(here) {
                    return index;
                }
            }
        }
    }
}

/// The positions, and where the parser gave up if it did.
fn build(text: &Repaired<'_>) -> (Index, Option<Position>) {
    let source = text.text();
    let mut builder = Builder::default();
    let mut parser = Parser::new_from_str(&source);
    loop {
        match parser.next_event() {
            Some(Ok((event, span))) => builder.take(event, text.original(position(&span.start))),
            Some(Err(error)) => return (builder.finish(), Some(position(error.marker()))),
            None => return (builder.finish(), None),
        }
    }
}

fn position(marker: &Marker) -> Position {
    Position { line: marker.line(), column: marker.col() + 1 }
}

#[derive(Default)]
struct Builder {
    index: Index,
    open: Vec<Container>,
    anchors: HashMap<usize, usize>,
}

/// A mapping or sequence whose end has not been reached.
struct Container {
    node: usize,
    inside: Inside,
}

enum Inside {
    /// A mapping, and the key whose value comes next.
    Mapping(Option<(Box<str>, Position)>),
    /// A sequence, and the number of its next item.
    Sequence(usize),
}

impl Builder {
    fn take(&mut self, event: Event<'_>, here: Position) {
        match event {
            Event::Scalar(text, _, anchor, _) => {
                if !self.is_key(&text, here) {
                    let node = self.value(here);
                    self.anchor(anchor, node);
                }
            }
            Event::Alias(anchor) => {
                if !self.is_key("", here) {
                    let node = self.value(here);
                    if let Some(target) = self.anchors.get(&anchor) {
                        self.index.alias(node, *target);
                    }
                }
            }
            Event::SequenceStart(anchor, _) => self.begin(anchor, here, Inside::Sequence(0)),
            Event::MappingStart(anchor, _) => self.begin(anchor, here, Inside::Mapping(None)),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(container) = self.open.pop() {
                    self.index.close(container.node);
                }
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
    }

    /// Takes a scalar as the key of the innermost mapping, when that is waiting for one.
    fn is_key(&mut self, text: &str, here: Position) -> bool {
        match self.open.last_mut().map(|container| &mut container.inside) {
            Some(Inside::Mapping(key @ None)) => {
                *key = Some((text.into(), here));
                true
            }
            _ => false,
        }
    }

    fn begin(&mut self, anchor: usize, here: Position, inside: Inside) {
        let node = self.value(here);
        self.anchor(anchor, node);
        self.open.push(Container { node, inside });
    }

    /// Adds a value that starts here, under the key or number that is due.
    fn value(&mut self, here: Position) -> usize {
        let (key, position) = match self.open.last_mut().map(|container| &mut container.inside) {
            None => (Key::Root, here),
            Some(Inside::Mapping(key)) => match key.take() {
                Some((name, position)) => (Key::Member(name), position),
                None => (Key::Root, here),
            },
            Some(Inside::Sequence(number)) => {
                *number += 1;
                (Key::Item(*number - 1), here)
            }
        };
        self.index.add(key, position, None)
    }

    /// Remembers which node an anchor names; the number 0 means that there is none.
    fn anchor(&mut self, anchor: usize, node: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, node);
        }
    }

    /// Closes what a text that ends early has left open.
    fn finish(mut self) -> Index {
        while let Some(container) = self.open.pop() {
            self.index.close(container.node);
        }
        self.index.finish()
    }
}
