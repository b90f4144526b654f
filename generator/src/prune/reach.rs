//! What the kept operations refer to, directly or through other parts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::OperationKey;
use crate::api::Method;
use crate::pointer::Pointer;
use crate::reference;
use crate::source::Version;

/// A named part: a member of `definitions`, `components/responses`, `securityDefinitions` …
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NamedPart {
    kind: String,
    name: String,
}

impl NamedPart {
    pub(super) fn new(kind: &str, name: &str) -> Self {
        Self { kind: kind.to_owned(), name: name.to_owned() }
    }
}

/// Everything that stays.
#[derive(Default)]
pub(super) struct Reach {
    pub(super) operations: BTreeSet<OperationKey>,
    pub(super) paths: BTreeSet<String>,
    pub(super) parts: BTreeSet<NamedPart>,
    pub(super) tags: BTreeSet<String>,
}

impl Reach {
    /// What stays for this or for another reason.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.operations.extend(other.operations);
        self.paths.extend(other.paths);
        self.parts.extend(other.parts);
        self.tags.extend(other.tags);
        self
    }

    /// Follows every reference from the kept operations and from the top of the document.
    pub(super) fn of(document: &Value, version: Version, kept: BTreeSet<OperationKey>) -> Self {
        let mut walk = ReachWalk {
            document,
            swagger2: version == Version::Swagger2,
            subtypes: subtypes(document, version),
            open: Vec::new(),
            bases: Vec::new(),
            reach: Self::default(),
        };
        walk.start();
        for (path, method) in kept {
            walk.keep_operation(&path, method);
        }
        loop {
            if let Some(value) = walk.open.pop() {
                walk.scan(value);
            } else if let Some(base) = walk.bases.pop() {
                walk.keep_subtypes(&base);
            } else {
                return walk.reach;
            }
        }
    }
}

struct ReachWalk<'a> {
    document: &'a Value,
    swagger2: bool,
    subtypes: BTreeMap<String, Vec<String>>,
    open: Vec<&'a Value>,
    bases: Vec<NamedPart>,
    reach: Reach,
}

impl<'a> ReachWalk<'a> {
    /// Everything at the top that is not a collection of parts stays as it is.
    fn start(&mut self) {
        const COLLECTIONS: [&str; 8] = [
            "paths",
            "webhooks",
            "definitions",
            "parameters",
            "responses",
            "securityDefinitions",
            "components",
            "tags",
        ];
        for (key, value) in self.document.as_object().into_iter().flatten() {
            if !COLLECTIONS.contains(&key.as_str()) {
                self.open.push(value);
            }
        }
        self.require(self.document.get("security"));
    }

    fn keep_operation(&mut self, path: &str, method: &'static str) {
        self.keep_path(path);
        if !self.reach.operations.insert((path.to_owned(), method)) {
            return;
        }
        let pointer = Pointer::root().descend(["paths", path, method]);
        let Some(operation) = self.document.pointer(pointer.as_str()) else { return };
        self.open.push(operation);
        self.require(operation.get("security"));
        let tags = operation.get("tags").and_then(Value::as_array);
        let tags = tags.into_iter().flatten().filter_map(Value::as_str);
        self.reach.tags.extend(tags.map(str::to_owned));
    }

    /// Keeps what the operations of a path share.
    fn keep_path(&mut self, path: &str) {
        if !self.reach.paths.insert(path.to_owned()) {
            return;
        }
        let item = self.document.get("paths").and_then(|paths| paths.get(path));
        for (key, value) in item.and_then(Value::as_object).into_iter().flatten() {
            if Method::ALL.iter().all(|method| method.key() != key) {
                self.open.push(value);
                if key == "$ref" {
                    self.follow(value);
                }
            }
        }
    }

    /// Keeps the schemes that a list of security requirements names.
    fn require(&mut self, security: Option<&Value>) {
        let kind = if self.swagger2 { "securityDefinitions" } else { "securitySchemes" };
        let alternatives = security.and_then(Value::as_array).into_iter().flatten();
        for name in alternatives.filter_map(Value::as_object).flat_map(serde_json::Map::keys) {
            self.keep_part(kind, name);
        }
    }

    /// Follows the references of one value, and puts the values inside it on the list.
    fn scan(&mut self, value: &'a Value) {
        match value {
            Value::Array(items) => self.open.extend(items),
            Value::Object(members) => {
                for (key, member) in members {
                    match key.as_str() {
                        "$ref" => self.follow(member),
                        "discriminator" => self.follow_mapping(member),
                        _ => {}
                    }
                    self.open.push(member);
                }
            }
            _ => {}
        }
    }

    fn follow(&mut self, reference: &Value) {
        let target = reference.as_str().and_then(|text| reference::locate(self.document, text));
        if let Some(target) = target {
            self.keep_target(&target);
        }
    }

    /// The values of a discriminator's mapping are references, or names of schemas.
    fn follow_mapping(&mut self, discriminator: &Value) {
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        for value in mapping.into_iter().flat_map(serde_json::Map::values) {
            if let Some(name) = value.as_str() {
                self.keep_part("schemas", name);
            }
            self.follow(value);
        }
    }

    fn keep_target(&mut self, target: &Pointer) {
        let tokens: Vec<String> = target.tokens().take(3).collect();
        let mut tokens = tokens.iter().map(String::as_str);
        match (tokens.next(), tokens.next(), tokens.next()) {
            (Some("components"), Some(kind), Some(name)) if !self.swagger2 => {
                self.keep_part(kind, name);
            }
            (Some("paths"), Some(path), key) => {
                let named =
                    Method::ALL.iter().filter(|method| key.is_none_or(|key| key == method.key()));
                self.keep_path(path);
                for method in named {
                    self.keep_operation(path, method.key());
                }
            }
            (Some(kind), Some(name), _) if self.swagger2 => self.keep_part(kind, name),
            _ => self.open.extend(self.document.pointer(target.as_str())),
        }
    }

    fn keep_part(&mut self, kind: &str, name: &str) {
        let prefix =
            if self.swagger2 { Pointer::root() } else { Pointer::root().child("components") };
        let pointer = prefix.child(kind).child(name);
        let Some(value) = self.document.pointer(pointer.as_str()) else { return };
        if !self.reach.parts.insert(NamedPart::new(kind, name)) {
            return;
        }
        self.open.push(value);
        if matches!(kind, "definitions" | "schemas") && value.get("discriminator").is_some() {
            self.bases.push(NamedPart::new(kind, name));
        }
    }

    /// A value of a schema with a discriminator can be any of the schemas that extend it, directly or not.
    fn keep_subtypes(&mut self, base: &NamedPart) {
        let mut bases = vec![base.name.clone()];
        while let Some(name) = bases.pop() {
            // Taken out: what extends a schema is the same whichever of its bases leads there.
            for subtype in self.subtypes.remove(&name).unwrap_or_default() {
                self.keep_part(&base.kind, &subtype);
                bases.push(subtype);
            }
        }
    }
}

/// For each schema, those whose `allOf` refers to it.
fn subtypes(document: &Value, version: Version) -> BTreeMap<String, Vec<String>> {
    let place = if version == Version::Swagger2 { "/definitions" } else { "/components/schemas" };
    let schemas = document.pointer(place).and_then(Value::as_object);
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, schema) in schemas.into_iter().flatten() {
        let members = schema.get("allOf").and_then(Value::as_array);
        for member in members.into_iter().flatten() {
            let target = member.get("$ref").and_then(Value::as_str);
            let base = target.and_then(|text| reference::locate(document, text));
            if let Some(base) = base.and_then(|base| base.last()) {
                found.entry(base).or_default().push(name.clone());
            }
        }
    }
    found
}
