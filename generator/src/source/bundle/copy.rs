//! Writes the one document: every reference names a place in it, and what has no place among the named parts stands where it
//! is referred to.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::context::{Context, Kind, context, holds_data};
use super::targets::{Place, Target, Targets};
use super::walk::reference;
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;
use crate::source::document::Origin;
use crate::source::limit::{MAX_DEPTH, MAX_VALUES};

/// Where parts come from, and why references were not followed.
type Findings = (BTreeMap<Pointer, Origin>, BTreeMap<Pointer, String>);

/// Writes the document.
pub(super) struct Copier<'t> {
    targets: &'t Targets,
    root: &'t Value,
    origins: BTreeMap<Pointer, Origin>,
    unfollowed: BTreeMap<Pointer, String>,
    /// What is being written in place of references, each inside the one before it.
    inside: Vec<Place>,
    values: usize,
    is_too_deep: bool,
}

/// Where a value is read and written.
struct Way {
    file: Option<usize>,
    /// The part that it belongs to, and the way from there.
    kind: Kind,
    tokens: Vec<String>,
    /// Its place in the document.
    here: Pointer,
}

impl<'t> Copier<'t> {
    pub(super) fn new(targets: &'t Targets, root: &'t Value) -> Self {
        Self {
            targets,
            root,
            origins: BTreeMap::new(),
            unfollowed: BTreeMap::new(),
            inside: Vec::new(),
            values: 0,
            is_too_deep: false,
        }
    }

    /// The first document with the named parts of all files.
    pub(super) fn whole(&mut self) -> Value {
        let mut way =
            Way { file: None, kind: Kind::Document, tokens: Vec::new(), here: Pointer::root() };
        let mut whole = self.copy(self.root, &mut way, 0);
        for ((file, pointer), (address, kind)) in &self.targets.addresses {
            let document = self.targets.value(self.root, Some(*file));
            let Some(value) = document.pointer(pointer.as_str()) else { continue };
            let origin = Origin { file: *file, pointer: pointer.clone() };
            self.origins.insert(address.clone(), origin);
            let (file, here) = (Some(*file), address.clone());
            let mut way = Way { file, kind: *kind, tokens: Vec::new(), here };
            let part = self.copy(value, &mut way, address.tokens().count());
            put(&mut whole, address, part);
        }
        whole
    }

    /// What was found on the way; an error where the document would be larger than one may be.
    pub(super) fn finish(self, name: &str) -> Result<Findings, Diagnostic> {
        if !self.is_too_deep && self.values <= MAX_VALUES {
            return Ok((self.origins, self.unfollowed));
        }
        let message =
            "The files of the definition are together larger, or nested deeper, than one may be.";
        Err(Diagnostic::new(Code::InputTooLarge, message)
            .in_file(name)
            .help("Name what is referred to often among the components of the definition."))
    }

    fn copy(&mut self, value: &Value, way: &mut Way, depth: usize) -> Value {
        self.values += 1;
        self.is_too_deep |= depth > MAX_DEPTH;
        if self.is_too_deep || self.values > MAX_VALUES {
            return Value::Null;
        }
        match value {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items
                    .map(|(number, item)| self.member(&number.to_string(), item, way, depth))
                    .collect()
            }
            Value::Object(members) => self.object(members, way, depth),
            other => other.clone(),
        }
    }

    fn member(&mut self, key: &str, value: &Value, way: &mut Way, depth: usize) -> Value {
        way.tokens.push(key.to_owned());
        let copied = if holds_data(&way.tokens) {
            value.clone()
        } else {
            let here = way.here.child(key);
            let around = std::mem::replace(&mut way.here, here);
            let copied = self.copy(value, way, depth + 1);
            way.here = around;
            copied
        };
        way.tokens.pop();
        copied
    }

    fn object(&mut self, members: &Map<String, Value>, way: &mut Way, depth: usize) -> Value {
        let mut copied = Map::with_capacity(members.len());
        for (key, member) in members {
            let text = reference(key, member, &way.tokens);
            let Some(text) =
                text.filter(|text| way.file.is_some() || !text.trim().starts_with('#'))
            else {
                copied.insert(key.clone(), self.member(key, member, way, depth));
                continue;
            };
            // A mapping stands in a schema, and names schemas.
            let context = match key.as_str() {
                "$ref" => context(&way.tokens, way.kind),
                _ => Context::Part(Kind::Schema),
            };
            let target = self.targets.target(self.root, way.file, text);
            match (target, context) {
                (Ok(Target::Other(place)), Context::Whole(_)) if !self.inside.contains(&place) => {
                    return self.in_place(place, way, depth);
                }
                (Ok(Target::Other(_)), Context::Whole(_)) => {
                    let why = "it leads back to itself".to_owned();
                    self.unfollowed.insert(way.here.child(key), why);
                    copied.insert(key.clone(), member.clone());
                }
                (Ok(target), _) => {
                    let address = self.targets.address(&target).unwrap_or_default();
                    let text = format!("#{}", address.as_str().replace('%', "%25"));
                    copied.insert(key.clone(), Value::String(text));
                }
                (Err(why), _) => {
                    self.unfollowed.insert(way.here.child(key), why);
                    // The first document must not be taken for the file that the text is about.
                    let path = self.targets.path(way.file);
                    let text = if text.trim().starts_with('#') {
                        [path, text.trim()].concat()
                    } else {
                        text.to_owned()
                    };
                    copied.insert(key.clone(), Value::String(text));
                }
            }
        }
        Value::Object(copied)
    }

    /// What a reference leads to, in its place.
    fn in_place(&mut self, place: Place, way: &mut Way, depth: usize) -> Value {
        let document = self.targets.value(self.root, Some(place.0));
        let value = document.pointer(place.1.as_str()).unwrap_or(&Value::Null);
        let origin = Origin { file: place.0, pointer: place.1.clone() };
        self.origins.insert(way.here.clone(), origin);
        let around = way.file.replace(place.0);
        self.inside.push(place);
        let copied = self.copy(value, way, depth + 1);
        self.inside.pop();
        way.file = around;
        copied
    }
}

/// Puts a part at its place; the objects around it are made where they are missing.
fn put(whole: &mut Value, address: &Pointer, part: Value) {
    let mut around = whole;
    for token in address.tokens() {
        if !around.is_object() {
            *around = Value::Object(Map::new());
        }
        let Value::Object(members) = around else { return };
        around = members.entry(token).or_insert(Value::Null);
    }
    *around = part;
}
