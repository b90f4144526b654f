//! What the references of all files lead to, and where that stands in the one document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::context::{Context, Kind, context};
use super::walk::visit;
use crate::pointer::Pointer;
use crate::reference;
use crate::source::files::{SourceFiles, resolved};
use crate::source::{Document, parse};

/// A place in another file, by its number.
pub(super) type Place = (usize, Pointer);

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To a place of the first document.
    First(Pointer),
    /// To a place of another file.
    Other(Place),
}

/// The other files, and what is made of their parts.
pub(super) struct Targets {
    pub(super) documents: Vec<Document>,
    /// The path of the first document.
    first: String,
    paths: Vec<String>,
    /// Path → number of the file, or why it was not read.
    numbers: BTreeMap<String, Result<usize, String>>,
    is_swagger2: bool,
    /// What must be a named part.
    parts: BTreeMap<Place, Kind>,
    /// What stands in the document in place of a reference → where.
    wholes: BTreeMap<Place, Pointer>,
    /// The named parts that are inside no other → where they are put.
    pub(super) addresses: BTreeMap<Place, (Pointer, Kind)>,
}

/// A part whose references are looked at.
struct Region {
    file: Option<usize>,
    pointer: Pointer,
    /// The part that it belongs to, and the way from there.
    kind: Kind,
    tokens: Vec<String>,
    /// Where it stands in the document, if that is known already.
    here: Option<Pointer>,
}

impl Targets {
    /// Reads the files.
    pub(super) fn read(files: &SourceFiles) -> Self {
        let mut targets = Self {
            documents: Vec::new(),
            first: files.path.clone(),
            paths: Vec::new(),
            numbers: BTreeMap::new(),
            is_swagger2: false,
            parts: BTreeMap::new(),
            wholes: BTreeMap::new(),
            addresses: BTreeMap::new(),
        };
        for (path, file) in &files.others {
            let text = file.text.as_ref().map_err(String::clone);
            let document = text.and_then(|text| {
                parse(&file.name, text).map_err(|_| "it is neither JSON nor YAML".to_owned())
            });
            let number = document.map(|document| {
                targets.documents.push(document);
                targets.paths.push(path.clone());
                targets.documents.len() - 1
            });
            targets.numbers.insert(path.clone(), number);
        }
        targets
    }

    /// The tree of a file.
    pub(super) fn value<'v>(&'v self, root: &'v Value, file: Option<usize>) -> &'v Value {
        match file {
            None => root,
            Some(file) => self.documents.get(file).map_or(&Value::Null, Document::value),
        }
    }

    /// The path of a file.
    pub(super) fn path(&self, file: Option<usize>) -> &str {
        file.and_then(|file| self.paths.get(file)).unwrap_or(&self.first)
    }

    /// Where a reference leads that stands in `file`; why nowhere.
    pub(super) fn target(
        &self,
        root: &Value,
        file: Option<usize>,
        text: &str,
    ) -> Result<Target, String> {
        let (path, fragment) = resolved(self.path(file), text)?;
        let file = if path == self.first {
            None
        } else {
            let number = self.numbers.get(&path);
            Some(number.cloned().unwrap_or_else(|| Err(format!("`{path}` was not read")))?)
        };
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return Err("it names an anchor, and anchors are not followed".to_owned());
        }
        let found = reference::locate(self.value(root, file), &format!("#{fragment}"));
        match (file, found) {
            (None, Some(pointer)) => Ok(Target::First(pointer)),
            (Some(file), Some(pointer)) => Ok(Target::Other((file, pointer))),
            // What the first document lacks may come from another file; the later stages look.
            (None, None) => Ok(Target::First(Pointer::from_escaped(fragment))),
            (Some(_), None) => Err(format!("`{path}` has nothing at `{fragment}`")),
        }
    }

    /// Finds everything in other files that some reference leads to.
    pub(super) fn find(&mut self, root: &Value) {
        self.is_swagger2 = root.get("swagger").is_some();
        let mut seen = BTreeSet::new();
        let mut open = vec![Region {
            file: None,
            pointer: Pointer::root(),
            kind: Kind::Document,
            tokens: Vec::new(),
            here: Some(Pointer::root()),
        }];
        while let Some(mut region) = open.pop() {
            let mut found: Vec<(String, Vec<String>)> = Vec::new();
            let start = region.tokens.len();
            let value = self.value(root, region.file).pointer(region.pointer.as_str());
            if let Some(value) = value {
                visit(value, &mut region.tokens, &mut |text, tokens| {
                    found.push((text.to_owned(), tokens.to_vec()));
                });
            }
            for (text, tokens) in found {
                let Ok(Target::Other(place)) = self.target(root, region.file, &text) else {
                    continue;
                };
                let below = tokens.get(start..).unwrap_or_default();
                let (kind, tokens, here) = match context(&tokens, region.kind) {
                    Context::Part(kind) => {
                        self.parts.entry(place.clone()).or_insert(kind);
                        (kind, Vec::new(), None)
                    }
                    Context::Whole(_) => {
                        let here = region.here.as_ref().map(|here| here.descend(below));
                        if let Some(here) = &here {
                            self.wholes.entry(place.clone()).or_insert_with(|| here.clone());
                        }
                        (region.kind, tokens, here)
                    }
                };
                if seen.insert(place.clone()) {
                    let (file, pointer) = place;
                    open.push(Region { file: Some(file), pointer, kind, tokens, here });
                }
            }
        }
    }

    /// Finds a place in the document for each part that is inside no other one.
    pub(super) fn name(&mut self, root: &Value) {
        let is_outer = |place: &Place| {
            around(place, &self.parts).is_none()
                && around(place, &self.wholes).is_none()
                && !self.wholes.contains_key(place)
        };
        let outer: Vec<(Place, Kind)> = self
            .parts
            .iter()
            .filter(|(place, _)| is_outer(place))
            .map(|(place, kind)| (place.clone(), *kind))
            .collect();
        // A named part of the first document that is only a reference to it is its place.
        for (place, kind) in &outer {
            let holder = kind.holder(self.is_swagger2);
            let members = root.pointer(holder.as_str()).and_then(Value::as_object);
            let stands = members.into_iter().flatten().find(|(_, value)| {
                let text = value.get("$ref").and_then(Value::as_str);
                let target = text.map(|text| self.target(root, None, text));
                target == Some(Ok(Target::Other(place.clone())))
            });
            if let Some((name, _)) = stands {
                self.addresses.insert(place.clone(), (holder.child(name), *kind));
            }
        }
        let mut taken: BTreeSet<Pointer> =
            self.addresses.values().map(|(address, _)| address.clone()).collect();
        for (place, kind) in outer {
            if self.addresses.contains_key(&place) {
                continue;
            }
            let holder = kind.holder(self.is_swagger2);
            let wanted = self.name_of(&place);
            let mut address = holder.child(&wanted);
            let mut number = 2;
            while taken.contains(&address) || self.stands(root, &address) {
                address = holder.child(format!("{wanted}{number}"));
                number += 1;
            }
            taken.insert(address.clone());
            self.addresses.insert(place, (address, kind));
        }
    }

    /// Whether something stands at a place of the document that is no named part of another file.
    fn stands(&self, root: &Value, address: &Pointer) -> bool {
        let parent = address.parent();
        let inlined = self.wholes.iter().filter(|(_, here)| Some(*here) == parent.as_ref());
        let mut inlined = inlined.filter_map(|((file, pointer), _)| {
            let key = pointer.child(address.last()?);
            self.value(root, Some(*file)).pointer(key.as_str())
        });
        root.pointer(address.as_str()).is_some() || inlined.next().is_some()
    }

    /// The name of a part: its key, or that of its file.
    fn name_of(&self, (file, pointer): &Place) -> String {
        let path = self.paths.get(*file).map_or("", String::as_str);
        pointer.last().unwrap_or_else(|| {
            let name = path.rsplit('/').next().unwrap_or(path);
            name.split_once('.').map_or(name, |(stem, _)| stem).to_owned()
        })
    }

    /// The place in the document of what a reference leads to.
    pub(super) fn address(&self, target: &Target) -> Option<Pointer> {
        let place = match target {
            Target::First(pointer) => return Some(pointer.clone()),
            Target::Other(place) => place,
        };
        let exact = |place: &Place| {
            let named = self.addresses.get(place).map(|(address, _)| address);
            named.or_else(|| self.wholes.get(place)).cloned()
        };
        if let Some(address) = exact(place) {
            return Some(address);
        }
        let mut parent = place.1.parent();
        while let Some(pointer) = parent {
            if let Some(address) = exact(&(place.0, pointer.clone())) {
                let rest = place.1.as_str().strip_prefix(pointer.as_str())?;
                return Some(Pointer::from_escaped(format!("{}{rest}", address.as_str())));
            }
            parent = pointer.parent();
        }
        None
    }
}

/// The nearest place around another one that is in a map.
fn around<T>((file, pointer): &Place, places: &BTreeMap<Place, T>) -> Option<Place> {
    let mut around = pointer.parent();
    while let Some(pointer) = around {
        around = pointer.parent();
        let place = (*file, pointer);
        if places.contains_key(&place) {
            return Some(place);
        }
    }
    None
}
