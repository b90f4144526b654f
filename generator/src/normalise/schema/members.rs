//! The members of objects: properties, which of them are required, and what else is allowed; and the
//! discriminator, which is one of them.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, AnySchema, Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use super::Reader;
use crate::assertion::one_schema;
use crate::normalise::origins::PartPlace;
use crate::normalise::part::{Part, as_text, kind};

impl Reader<'_> {
    pub(super) fn members(&mut self, part: Part<'_>, any: &mut AnySchema) {
        any.required = match part.get("required") {
            // `required: true` on a property is a statement about the object around it.
            Some(Value::Bool(_)) | None => Vec::new(),
            Some(_) => self.texts(part, "required").unwrap_or_default(),
        };
        if let Some(properties) = self.object(part, "properties") {
            let place = part.place.child("properties");
            // A property that may have no value is one that the object may not have.
            for (name, value) in properties.iter().filter(|(_, value)| **value != false) {
                let schema = self.schema(value, &place.child(name));
                any.properties.insert(name.clone(), boxed(schema));
                if says_required(value) && !any.required.contains(name) {
                    any.required.push(name.clone());
                }
            }
        }
        any.additional_properties = self.additional(part);
    }

    fn additional(&mut self, part: Part<'_>) -> Option<AdditionalProperties> {
        match part.get("additionalProperties") {
            None | Some(Value::Bool(false)) => {
                let patterns = part.get("patternProperties").and_then(Value::as_object);
                if let Some((pattern, value)) = one_schema(part.members) {
                    let origin = part.place.origin.child("patternProperties").child(pattern);
                    let place = self.moved(part.place, "additionalProperties", &origin);
                    let schema = self.schema(value, &place);
                    return Some(AdditionalProperties::Schema(Box::new(schema)));
                }
                match patterns {
                    Some(_) => Some(AdditionalProperties::Any(true)),
                    None => part
                        .members
                        .get("additionalProperties")
                        .map(|_| AdditionalProperties::Any(false)),
                }
            }
            Some(Value::Bool(flag)) => Some(AdditionalProperties::Any(*flag)),
            Some(Value::Object(members)) if members.is_empty() => {
                Some(AdditionalProperties::Any(true))
            }
            Some(value @ Value::Object(_)) => {
                let schema = self.schema(value, &part.place.child("additionalProperties"));
                Some(AdditionalProperties::Schema(Box::new(schema)))
            }
            Some(value) => {
                self.mismatch(part, "additionalProperties", value, "a schema or `true` or `false`");
                None
            }
        }
    }

    /// Reads `discriminator`: an object since 3.0, the name of the property before.
    pub(super) fn discriminator(&mut self, part: Part<'_>) -> Option<Discriminator> {
        let place = part.place.child("discriminator");
        match part.get("discriminator")? {
            Value::String(name) => {
                Some(Discriminator { property_name: name.clone(), ..Discriminator::default() })
            }
            Value::Object(members) => {
                let part = Part { members, place: &place };
                self.unknown(
                    part,
                    "a discriminator",
                    &["propertyName", "mapping", "defaultMapping"],
                );
                let Some(property_name) = self.text(part, "propertyName") else {
                    self.invalid(
                        &place,
                        "A discriminator needs a `propertyName`; it is ignored.".to_owned(),
                    );
                    return None;
                };
                let mapping = self.mapping(part, &place);
                Some(Discriminator { property_name, mapping, extensions: Self::extensions(part) })
            }
            other => {
                self.mismatch(part, "discriminator", other, "an object");
                None
            }
        }
    }

    fn mapping(&mut self, part: Part<'_>, place: &PartPlace) -> IndexMap<String, String> {
        let mut mapping = IndexMap::new();
        for (value, target) in self.object(part, "mapping").into_iter().flatten() {
            if let Some(target) = as_text(target) {
                mapping.insert(value.clone(), target);
            } else {
                let message = format!(
                    "Here is {}, but the name of a schema is due; it is ignored.",
                    kind(target)
                );
                self.invalid(&place.child("mapping").child(value), message);
            }
        }
        mapping
    }
}

/// Whether a property claims to be required, as in draft 3 of JSON Schema.
fn says_required(value: &Value) -> bool {
    value.get("required").and_then(Value::as_bool) == Some(true)
}

pub(super) fn boxed(schema: ReferenceOr<Schema>) -> ReferenceOr<Box<Schema>> {
    match schema {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
    }
}
