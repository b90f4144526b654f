//! The items of arrays. A list whose first items each have a schema of their own is one of any of these
//! in 3.0; a mark says how many they are.

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaKind};
use serde_json::Value;

use super::members::boxed;
use super::types::lists_items;
use super::{Reader, free_form};
use crate::normalise::part::Part;
use crate::pointer::Pointer;

impl Reader<'_> {
    /// Reads `items`. For a tuple the result is how many items have a schema of their own.
    pub(super) fn items(&mut self, part: Part<'_>, any: &mut AnySchema) -> Option<usize> {
        let place = part.place.child("items");
        if any.typ.is_none() && lists_items(part) {
            if any.any_of.is_empty() {
                any.any_of = self.choice(part);
            }
            return None;
        }
        let first = match (part.get("prefixItems"), part.get("items")) {
            (Some(Value::Array(first)), _) => Some(("prefixItems", "items", first)),
            (None, Some(Value::Array(first))) => Some(("items", "additionalItems", first)),
            _ => None,
        };
        match (first, part.get("items")) {
            (Some((_, _, first)), _) if first.is_empty() => {
                any.items = Some(ReferenceOr::Item(Box::new(free_form())));
                None
            }
            (Some(("items", _, first)), _) if first.len() == 1 => {
                let origin = place.origin.child(0);
                let place = self.moved(part.place, "items", &origin);
                any.items = first.first().map(|value| boxed(self.schema(value, &place)));
                None
            }
            (Some((key, rest, first)), _) => {
                any.items = Some(ReferenceOr::Item(Box::new(self.tuple(part, key, rest, first))));
                Some(first.len())
            }
            (None, Some(value)) => {
                any.items = Some(boxed(self.schema(value, &place)));
                None
            }
            (None, None) => {
                if any.typ.as_deref() == Some("array") {
                    self.moved(part.place, "items", &part.place.origin);
                    any.items = Some(ReferenceOr::Item(Box::new(free_form())));
                }
                None
            }
        }
    }

    /// The schemas of `items` as those of an `anyOf`.
    fn choice(&mut self, part: Part<'_>) -> Vec<ReferenceOr<Schema>> {
        let variants = part.place.child("anyOf");
        let origin = part.place.origin.child("items");
        let listed = part.get("items").and_then(Value::as_array).into_iter().flatten().enumerate();
        listed
            .map(|(number, value)| {
                self.listed_item(value, &variants, number, &origin.child(number))
            })
            .collect()
    }

    fn tuple(&mut self, part: Part<'_>, key: &str, rest: &str, first: &[Value]) -> Schema {
        let variants = part.place.child("items").child("anyOf");
        let origin = part.place.origin.child(key);
        let mut any_of = Vec::with_capacity(first.len() + 1);
        for (number, value) in first.iter().enumerate() {
            any_of.push(self.listed_item(value, &variants, number, &origin.child(number)));
        }
        let closed = part
            .get("maxItems")
            .and_then(Value::as_u64)
            .is_some_and(|most| most <= first.len() as u64);
        match part.members.get(rest) {
            Some(Value::Bool(false)) => {}
            None if closed => {}
            None => {
                self.moved(&variants, &first.len().to_string(), &part.place.origin);
                any_of.push(ReferenceOr::Item(free_form()));
            }
            Some(value) => {
                let origin = part.place.origin.child(rest);
                any_of.push(self.listed_item(value, &variants, first.len(), &origin));
            }
        }
        let any = AnySchema { any_of, ..AnySchema::default() };
        Schema { schema_data: openapiv3::SchemaData::default(), schema_kind: SchemaKind::Any(any) }
    }

    fn listed_item(
        &mut self,
        value: &Value,
        variants: &crate::normalise::origins::PartPlace,
        number: usize,
        origin: &Pointer,
    ) -> ReferenceOr<Schema> {
        let place = self.moved(variants, &number.to_string(), origin);
        self.schema(value, &place)
    }
}
