//! What a schema demands beside its shape and its limits, handed to `resolve` in a mark.

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::{Value, json};

use super::{Reader, free_form};
use crate::api::NOTHING;
use crate::assertion::{Demand, assertions, variants};
use crate::normalise::mark::ASSERTIONS;
use crate::normalise::part::Part;
use crate::pointer::Pointer;

impl Reader<'_> {
    /// Marks a schema with its demands. `any` are its keywords as they were read.
    pub(super) fn assertions(&self, part: Part<'_>, any: &AnySchema, data: &mut SchemaData) {
        let mut demands = assertions(self.root, part.members);
        let unions = [("oneOf", &any.one_of), ("anyOf", &any.any_of)];
        for (keyword, list) in unions {
            let beside = keyword == "anyOf" && !any.one_of.is_empty();
            let lost = !list.is_empty()
                && (beside || list.iter().all(only_restricts) || merges_limits(list));
            let stated = part.get(keyword).and_then(Value::as_array).filter(|_| lost);
            demands.extend(stated.map(|stated| variants(self.root, keyword, stated)));
        }
        if !demands.is_empty() {
            let list = demands.into_iter().map(as_value).collect();
            data.extensions.insert(ASSERTIONS.to_owned(), list);
        }
    }
}

fn as_value(demand: Demand) -> Value {
    let Demand { keyword, key, value, targets } = demand;
    let targets: Vec<&str> = targets.iter().map(Pointer::as_str).collect();
    json!({"keyword": keyword, "key": key, "value": value, "targets": targets})
}

/// A schema that no value fits. Its type is that of any value.
pub(super) fn nothing() -> Schema {
    let mut schema = free_form();
    let demand =
        Demand { keyword: NOTHING, key: None, value: Value::Bool(false), targets: Vec::new() };
    let list = Value::Array(vec![as_value(demand)]);
    schema.schema_data.extensions.insert(ASSERTIONS.to_owned(), list);
    schema
}

/// Whether a variant has no shape of its own: it demands properties that stand elsewhere.
pub(crate) fn only_restricts(variant: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = variant else { return false };
    let SchemaKind::Any(any) = &schema.schema_kind else { return false };
    let bare =
        any.properties.is_empty() && any.additional_properties.is_none() && any.items.is_none();
    let untyped = matches!(any.typ.as_deref(), None | Some("object"));
    let members = any.all_of.iter().chain(&any.one_of).chain(&any.any_of);
    let counted = any.min_properties.is_some() || any.max_properties.is_some();
    let demands = schema.schema_data.extensions.contains_key(ASSERTIONS);
    let limited =
        !any.required.is_empty() || counted || demands || members.clone().next().is_some();
    bare && untyped && limited && any.enumeration.is_empty() && members.clone().all(only_restricts)
}

/// Whether variants of one scalar type, which become one value, have other formats or limits.
fn merges_limits(list: &[ReferenceOr<Schema>]) -> bool {
    let limits = |variant: &ReferenceOr<Schema>| {
        let ReferenceOr::Item(Schema { schema_kind: SchemaKind::Any(any), .. }) = variant else {
            return None;
        };
        let scalar = ["boolean", "integer", "number", "string"].contains(&any.typ.as_deref()?);
        let limits = AnySchema { enumeration: Vec::new(), ..any.clone() };
        scalar.then_some(limits)
    };
    let known: Vec<AnySchema> = list.iter().filter_map(limits).collect();
    let unlike = |one: &AnySchema, other: &AnySchema| one.typ == other.typ && one != other;
    known
        .iter()
        .enumerate()
        .any(|(number, one)| known.iter().skip(number + 1).any(|other| unlike(one, other)))
}
