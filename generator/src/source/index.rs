//! Where each part of a text stands: the tree once more, with positions in the place of values.
//!
//! The nodes lie in one list in the order of the text; a node's children follow it, up to `end`. Looking
//! a pointer up walks from the root and compares keys; only the keys of very large objects are hashed,
//! because a run asks for few.

use std::collections::HashMap;

use super::tree::MERGE;
use crate::diagnostic::Position;
use crate::pointer::Pointer;

/// How many merge keys may lead to one another.
const MAX_MERGES: usize = 16;

/// The positions of one text.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    nodes: Vec<Node>,
    /// The children of nodes that have many, by key.
    wide: HashMap<usize, HashMap<Key, usize>>,
}

/// From how many children on a node is wide.
const WIDE: usize = 64;

#[derive(Clone, Debug)]
struct Node {
    key: Key,
    line: u32,
    column: u32,
    /// The byte of the text, where the scanner knows it.
    offset: Option<u32>,
    /// The number of the first node after this one that is not inside it.
    end: usize,
    /// The node that a YAML alias stands for.
    target: Option<usize>,
}

/// What a node is called in the one around it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Root,
    Member(Box<str>),
    Item(usize),
}

impl Key {
    fn is(&self, token: &str) -> bool {
        match self {
            Self::Root => false,
            Self::Member(name) => &**name == token,
            Self::Item(number) => token.parse() == Ok(*number),
        }
    }
}

/// A key that an object states again.
#[derive(Clone, Debug)]
pub(super) struct Repetition {
    pub(super) pointer: Pointer,
    pub(super) key: String,
    pub(super) first: Position,
    pub(super) second: Position,
}

impl Index {
    /// Adds a node inside all those that are still open, and gives its number.
    pub(super) fn add(&mut self, key: Key, position: Position, offset: Option<usize>) -> usize {
        let number = self.nodes.len();
        self.nodes.push(Node {
            key,
            line: u32::try_from(position.line).unwrap_or(u32::MAX),
            column: u32::try_from(position.column).unwrap_or(u32::MAX),
            offset: offset.and_then(|offset| u32::try_from(offset).ok()),
            end: number + 1,
            target: None,
        });
        number
    }

    /// Says that everything added since is inside this node.
    pub(super) fn close(&mut self, number: usize) {
        let end = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(number) {
            node.end = end;
        }
    }

    /// Says that this node is an alias of another.
    pub(super) fn alias(&mut self, number: usize, target: usize) {
        if let Some(node) = self.nodes.get_mut(number) {
            node.target = Some(target);
        }
    }

    /// Ends the building: prepares the nodes with many children for being asked for them.
    pub(super) fn finish(mut self) -> Self {
        let mut wide = HashMap::new();
        for number in 0..self.nodes.len() {
            if self.children(number).nth(WIDE).is_some() {
                // Of equal keys the first one counts, as everywhere.
                let children = self.children(number).collect::<Vec<_>>().into_iter().rev();
                wide.insert(
                    number,
                    children.map(|(child, node)| (node.key.clone(), child)).collect(),
                );
            }
        }
        self.wide = wide;
        self
    }

    /// The position of a part, or of the nearest part around it, and its byte if that is known.
    pub(super) fn find(&self, pointer: &Pointer) -> Option<(Position, Option<usize>)> {
        let mut number = 0;
        for token in pointer.tokens() {
            match self.child(number, &token, MAX_MERGES) {
                Some(child) => number = child,
                None => break,
            }
        }
        let node = self.nodes.get(number)?;
        Some((node.position(), node.offset.map(|offset| offset as usize)))
    }

    /// Every key that an object states again, in the order of the text.
    pub(super) fn repetitions(&self) -> Vec<Repetition> {
        let mut found = Vec::new();
        let mut open = vec![(0, Pointer::root())];
        while let Some((number, pointer)) = open.pop() {
            let mut seen = std::collections::HashMap::new();
            for (child, node) in self.children(number) {
                let inner = match &node.key {
                    Key::Root => pointer.clone(),
                    Key::Item(item) => pointer.child(item),
                    Key::Member(name) => pointer.child(name),
                };
                if let Key::Member(name) = &node.key
                    && **name != *MERGE
                    && let Some(first) = seen.insert(name.clone(), node.position())
                {
                    let second = node.position();
                    let key = name.to_string();
                    found.push(Repetition { pointer: inner.clone(), key, first, second });
                }
                open.push((child, inner));
            }
        }
        found.sort_by_key(|repetition| repetition.second);
        found
    }

    fn children(&self, number: usize) -> impl Iterator<Item = (usize, &Node)> {
        let end = self.nodes.get(number).map_or(0, |node| node.end);
        let mut next = number + 1;
        std::iter::from_fn(move || {
            let node = self.nodes.get(next).filter(|_| next < end)?;
            let number = std::mem::replace(&mut next, node.end);
            Some((number, node))
        })
    }

    /// The child of this name: one of the node's own, or one that a merge key brings in.
    fn child(&self, number: usize, token: &str, merges: usize) -> Option<usize> {
        let number = self.nodes.get(number)?.target.unwrap_or(number);
        let own = match self.wide.get(&number) {
            Some(children) => token
                .parse()
                .ok()
                .and_then(|item| children.get(&Key::Item(item)))
                .or_else(|| children.get(&Key::Member(token.into())))
                .copied(),
            None => {
                self.children(number).find(|(_, node)| node.key.is(token)).map(|(child, _)| child)
            }
        };
        if own.is_some() {
            return own;
        }
        let merges = merges.checked_sub(1)?;
        let brought_in = self.children(number).filter(|(_, node)| node.key.is(MERGE));
        for (merge, _) in brought_in {
            if let Some(child) = self.child_of_merge(merge, token, merges) {
                return Some(child);
            }
        }
        None
    }

    /// Looks in the mapping that a merge key names, or in each of a list of them.
    fn child_of_merge(&self, merge: usize, token: &str, merges: usize) -> Option<usize> {
        let list = self.nodes.get(merge)?.target.unwrap_or(merge);
        let mut items =
            self.children(list).filter(|(_, node)| matches!(node.key, Key::Item(_))).peekable();
        if items.peek().is_none() {
            return self.child(merge, token, merges);
        }
        items.find_map(|(item, _)| self.child(item, token, merges))
    }
}

impl Node {
    fn position(&self) -> Position {
        Position { line: self.line as usize, column: self.column as usize }
    }
}
