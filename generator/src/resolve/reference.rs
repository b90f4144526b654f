//! Following references to named parts, and saying why one cannot be followed.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

use super::{MAX_SUGGESTIONS, Resolver};
use crate::api::{SchemaId, Shape};
use crate::diagnostic::Code;
use crate::nearest::nearest;
use crate::normalise::mark::NOWHERE;
use crate::pointer::Pointer;
use crate::reference::Target;

impl<'a> Resolver<'a> {
    /// Follows a part until it is no reference, and gives it with its place. `None`: reported.
    pub(super) fn follow<'p, T>(
        &mut self,
        part: &'p ReferenceOr<T>,
        here: &Pointer,
        kind: &str,
        named: &'p IndexMap<String, ReferenceOr<T>>,
    ) -> Option<(&'p T, Pointer)> {
        let mut part = part;
        let mut place = here.clone();
        for _ in 0..=named.len() {
            match part {
                ReferenceOr::Item(item) => return Some((item, place)),
                ReferenceOr::Reference { reference } if reference == NOWHERE => {
                    self.lose(kind);
                    return None;
                }
                ReferenceOr::Reference { reference } => {
                    let found = name(reference, kind).and_then(|name| named.get_key_value(&name));
                    let Some((name, next)) = found else {
                        self.lose(kind);
                        self.unresolved(reference, &place, named.keys());
                        return None;
                    };
                    part = next;
                    place = Pointer::root().descend(["components", kind, name]);
                }
            }
        }
        self.lose(kind);
        self.circular(here);
        None
    }

    /// Counts a part without which no request can be written.
    fn lose(&mut self, kind: &str) {
        self.lost_parts += usize::from(matches!(kind, "parameters" | "requestBodies"));
    }

    /// The shape of a reference to a schema.
    pub(super) fn reference_shape(&mut self, reference: &str, here: &Pointer) -> Shape {
        match self.schema_name(reference, here) {
            Some(name) => Shape::Reference { id: SchemaId(name.to_owned()) },
            None => Shape::Any,
        }
    }

    /// The name of the schema that a reference leads to. `None`: reported.
    pub(super) fn schema_name(&mut self, reference: &str, here: &Pointer) -> Option<&'a str> {
        let schemas = &self.components.schemas;
        let found = name(reference, "schemas").and_then(|name| schemas.get_key_value(&name));
        if found.is_none() {
            self.unresolved(reference, here, schemas.keys());
        }
        found.map(|(name, _)| name.as_str())
    }

    pub(super) fn circular(&mut self, here: &Pointer) {
        let message = "The references from here lead back to themselves.".to_owned();
        self.report(Code::CircularReference, here, message, "Let one of them name what is meant.");
    }

    fn unresolved<'n>(
        &mut self,
        reference: &str,
        here: &Pointer,
        known: impl Iterator<Item = &'n String>,
    ) {
        let place = here.child("$ref");
        match Target::parse(reference) {
            Target::External(text) => {
                let message = format!("`{text}` leads out of the document.");
                let help = "Files are read where the definition is a file itself, and below its folder only; put what is \
                    referred to there, or into the definition.";
                self.report(Code::ExternalReference, &place, message, help);
            }
            Target::Anchor(name) => {
                let message = format!("`#{name}` names an anchor; anchors are not followed.");
                let help =
                    "Write the reference as a JSON pointer, such as `#/components/schemas/Name`.";
                self.report(Code::UnresolvedReference, &place, message, help);
            }
            Target::Local(pointer) => {
                self.suggestions += 1;
                let name = pointer.last().filter(|_| self.suggestions <= MAX_SUGGESTIONS);
                let meant = name.and_then(|name| nearest(&name, known.map(String::as_str)));
                let text =
                    |pointer: &Pointer| format!("#{}", self.origins.original(pointer).as_str());
                let message = format!("`{}` leads nowhere.", text(&pointer));
                let help = match (meant, pointer.parent()) {
                    (Some(meant), Some(holder)) => {
                        format!("Did you mean `{}`?", text(&holder.child(meant)))
                    }
                    _ => "Add what it names, or correct the reference.".to_owned(),
                };
                self.report(Code::UnresolvedReference, &place, message, &help);
            }
        }
    }
}

/// The name of the part that a reference to a named part of this kind leads to.
pub(super) fn name(reference: &str, kind: &str) -> Option<String> {
    let Target::Local(pointer) = Target::parse(reference) else { return None };
    let mut tokens = pointer.tokens();
    let holder = tokens.next()? == "components" && tokens.next()? == kind;
    let name = tokens.next()?;
    (holder && tokens.next().is_none()).then_some(name)
}
