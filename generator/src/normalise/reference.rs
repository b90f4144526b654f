//! References: which places they lead to, and how those are reached in the result.
//!
//! References to named parts stay references, for `resolve` to follow. A reference to a schema anywhere
//! else makes that schema a named one, under its pointer; a reference to any other part elsewhere (a
//! parameter of another operation) is replaced by what stands there.

use std::collections::BTreeSet;

use openapiv3::{AnySchema, Components, OpenAPI, ReferenceOr, Schema, SchemaKind};
use serde_json::Value;

use super::Reader;
use super::mark::NOWHERE;
use super::origins::PartPlace;
use super::part::Part;
use crate::diagnostic::{Code, Diagnostic};
use crate::limit::{Found, Limit};
use crate::nearest::nearest;
use crate::pointer::Pointer;
use crate::reference::{Target, locate};
use crate::source::Version;

/// The collections of named parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ComponentKind {
    Schema,
    Parameter,
    Response,
    RequestBody,
    Header,
    Example,
    SecurityScheme,
    PathItem,
}

impl ComponentKind {
    /// The key under `components`.
    fn key(self) -> &'static str {
        match self {
            Self::Schema => "schemas",
            Self::Parameter => "parameters",
            Self::Response => "responses",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::Example => "examples",
            Self::SecurityScheme => "securitySchemes",
            Self::PathItem => "pathItems",
        }
    }

    /// The name of the part that a pointer leads to, if it leads to a named part of this kind.
    fn name(self, pointer: &Pointer, version: Version) -> Option<String> {
        let mut tokens = pointer.tokens();
        let holder = match (version, self) {
            (Version::Swagger2, Self::Schema) => tokens.next()? == "definitions",
            // Path items have no collection in the result, and the other shared parts of 2.0 take the
            // media types of the operation: both are read where they are used.
            (_, Self::PathItem) | (Version::Swagger2, _) => false,
            _ => tokens.next()? == "components" && tokens.next()? == self.key(),
        };
        let name = tokens.next()?;
        (holder && tokens.next().is_none()).then_some(name)
    }

    /// The text of a reference to a named part of the result.
    pub(super) fn reference(self, name: &str) -> String {
        let pointer = Pointer::root().descend(["components", self.key(), name]);
        format!("#{}", pointer.as_str())
    }
}

/// Every place that some reference leads to and that is not a named schema.
pub(super) fn deep_targets(document: &Value, version: Version) -> BTreeSet<Pointer> {
    let mut found = BTreeSet::new();
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                if let Some(Value::String(text)) = members.get("$ref")
                    && let Some(target) = locate(document, text)
                    && ComponentKind::Schema.name(&target, version).is_none()
                {
                    found.insert(target);
                }
                open.extend(members.values());
            }
            _ => {}
        }
    }
    found
}

/// Where following a chain of references ended.
pub(super) enum Followed<'a> {
    /// At a value, here.
    Value(&'a Value, Pointer),
    /// At a reference that `resolve` will follow, or report.
    Reference(String),
    /// Nowhere; it has been reported.
    Nowhere,
}

impl<'a> Reader<'a> {
    /// Follows a reference until it leads to a value or to a named part of this kind.
    pub(super) fn follow(
        &mut self,
        text: &str,
        place: &PartPlace,
        kind: ComponentKind,
    ) -> Followed<'a> {
        let mut text = text.to_owned();
        let mut from = place.origin.clone();
        let mut passed = BTreeSet::new();
        for _ in 0..self.limits.of(Limit::References) {
            let Target::Local(stated) = Target::parse(&text) else {
                return Followed::Reference(text);
            };
            let located = locate(self.root, &text);
            let target = located.clone().unwrap_or(stated);
            if kind != ComponentKind::Schema {
                self.origins.refer(&from, &target);
            }
            if let Some(name) = kind.name(&target, self.version) {
                return Followed::Reference(kind.reference(&name));
            }
            // The whole definition is no part of it, whatever part is due.
            let found = located.filter(|found| !found.is_root());
            let Some(value) = found.and_then(|found| self.root.pointer(found.as_str())) else {
                self.dangling(&text, &target, place);
                return Followed::Nowhere;
            };
            match value.get("$ref").and_then(Value::as_str) {
                Some(next) if kind != ComponentKind::Schema => {
                    next.clone_into(&mut text);
                    if !passed.insert(target.clone()) {
                        self.circular(&text, place);
                        return Followed::Nowhere;
                    }
                    from = target;
                }
                _ => return Followed::Value(value, target),
            }
        }
        self.exceeded(Limit::References, Found::More, &place.origin);
        Followed::Nowhere
    }

    /// Reads a part that may be a reference; one that leads nowhere stays one, so that whoever needs the part knows.
    /// `None` when it had to be left out.
    pub(super) fn referable<T>(
        &mut self,
        value: &Value,
        place: &PartPlace,
        kind: ComponentKind,
        read: impl FnOnce(&mut Self, &Value, &PartPlace) -> Option<T>,
    ) -> Option<ReferenceOr<T>> {
        let Some(text) = value.get("$ref").and_then(Value::as_str) else {
            return read(self, value, place).map(ReferenceOr::Item);
        };
        match self.follow(text, place, kind) {
            Followed::Reference(reference) => Some(ReferenceOr::Reference { reference }),
            Followed::Nowhere => Some(ReferenceOr::Reference { reference: NOWHERE.to_owned() }),
            Followed::Value(value, origin) => {
                let place = PartPlace { here: place.here.clone(), origin };
                self.origins.record(&place);
                read(self, value, &place).map(ReferenceOr::Item)
            }
        }
    }

    /// The reference of the result that stands for a reference to a schema.
    pub(super) fn schema_target(&mut self, text: &str, place: &PartPlace) -> Option<String> {
        match self.follow(text, place, ComponentKind::Schema) {
            Followed::Reference(reference) => Some(reference),
            Followed::Value(_, target) => Some(self.name_of_target(&target)),
            Followed::Nowhere => None,
        }
    }

    /// Makes sure that the schema at a place will be a named one, and gives the reference to it.
    fn name_of_target(&mut self, target: &Pointer) -> String {
        if !self.moved.contains(target) {
            self.moved.insert(target.clone());
        }
        ComponentKind::Schema.reference(target.as_str())
    }

    /// What stays at a place whose schema becomes a named one: a reference, with what the schema says
    /// of itself so that a property keeps its description.
    pub(super) fn stand_in(
        &mut self,
        part: Option<Part<'_>>,
        place: &PartPlace,
    ) -> ReferenceOr<Schema> {
        let reference = self.name_of_target(&place.origin);
        let reference = ReferenceOr::Reference { reference };
        let Some(part) = part.filter(|part| part.reference().is_none()) else { return reference };
        let schema_data = self.schema_data(part);
        let schema_kind =
            SchemaKind::Any(AnySchema { all_of: vec![reference], ..AnySchema::default() });
        self.moved(&place.child("allOf"), "0", &place.origin);
        ReferenceOr::Item(Schema { schema_data, schema_kind })
    }

    /// Reads the schemas that became named ones because a reference leads to them.
    pub(super) fn move_targets(&mut self, openapi: &mut OpenAPI) {
        let mut done = 0;
        while let Some(target) = self.moved.get_index(done).cloned() {
            done += 1;
            let name = target.as_str();
            let holder = PartPlace::root().child("components").child("schemas");
            let place = self.moved(&holder, name, &target);
            if let Some(value) = self.root.pointer(name) {
                let schema = self.schema_inline(value, &place);
                let components = openapi.components.get_or_insert_with(Components::default);
                components.schemas.insert(name.to_owned(), schema);
            }
        }
    }

    fn dangling(&mut self, text: &str, target: &Pointer, place: &PartPlace) {
        let (message, help) = if target.is_root() {
            let help = "Write which part is meant, such as `#/components/schemas/Name`.";
            ("The reference leads to the whole definition.".to_owned(), help.to_owned())
        } else {
            let help = match self.misspelt(target) {
                Some(meant) => format!("Did you mean `#{}`?", meant.as_str()),
                None => "Add what it names, or correct the reference.".to_owned(),
            };
            (format!("`{text}` leads nowhere."), help)
        };
        let diagnostic = Diagnostic::new(Code::UnresolvedReference, message);
        self.diagnostics.push(diagnostic.at(&place.origin.child("$ref")).help(help));
    }

    /// The pointer that results when the first token that leads nowhere is corrected.
    fn misspelt(&self, target: &Pointer) -> Option<Pointer> {
        let mut reached = Pointer::root();
        for token in target.tokens() {
            let next = reached.child(&token);
            if self.root.pointer(next.as_str()).is_none() {
                let around = self.root.pointer(reached.as_str())?.as_object()?;
                let name = nearest(&token, around.keys().map(String::as_str))?;
                return Some(reached.child(name));
            }
            reached = next;
        }
        None
    }

    fn circular(&mut self, text: &str, place: &PartPlace) {
        let message = format!("The references from `{text}` lead back to themselves.");
        let help = "Let one of them name what is meant.";
        let diagnostic = Diagnostic::new(Code::CircularReference, message);
        self.diagnostics.push(diagnostic.at(&place.origin.child("$ref")).help(help));
    }
}
