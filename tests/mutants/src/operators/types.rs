//! Types and formats of values, of parameters as of properties.

use serde_json::{Map, Value, json};

use super::operator;
use crate::draft::{Draft, has_values, is};
use crate::operator::{BREAKS, DEPENDS, Family, QUIET, both, ways};
use crate::places::{Kind, Travel};

pub(super) const FAMILY: Family = Family {
    name: "types",
    operators: &[
        operator("a number instead of a text", both(BREAKS), both(BREAKS), number_for_text),
        operator("a flag instead of a number", both(BREAKS), both(BREAKS), flag_for_number),
        operator(
            "any number instead of a whole one",
            ways(DEPENDS, BREAKS),
            both(BREAKS),
            any_number,
        ),
        operator("a list instead of one", both(DEPENDS), both(DEPENDS), list_for_one),
        operator("other items", both(DEPENDS), both(DEPENDS), other_items),
        operator("other values of a map", both(DEPENDS), both(DEPENDS), other_map_values),
        operator("a map of anything becomes one of texts", both(DEPENDS), both(DEPENDS), type_map),
        operator("wider whole numbers", both(DEPENDS), both(DEPENDS), wider),
        operator("wider numbers", both(DEPENDS), both(DEPENDS), double),
        operator("a time instead of a text", ways(BREAKS, DEPENDS), both(DEPENDS), time),
        operator("a date instead of a time", both(DEPENDS), both(DEPENDS), date_for_time),
        operator("a format that means nothing", both(QUIET), both(QUIET), unknown_format),
        operator("bytes instead of a text", ways(BREAKS, DEPENDS), both(DEPENDS), bytes),
        operator("an identifier", ways(BREAKS, DEPENDS), both(DEPENDS), uuid),
        operator("null is a value too", both(DEPENDS), ways(BREAKS, DEPENDS), nullable),
    ],
};

fn is_plain(value: &Map<String, Value>, of: &str) -> bool {
    let extra = [
        "enum",
        "format",
        "default",
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "const",
        "items",
    ];
    is(value, of) && !extra.iter().any(|key| value.contains_key(*key))
}

/// Sets the type of a schema that has no other facts about its values.
fn retype(draft: &mut Draft<'_>, old: &str, new: &str) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |value| is_plain(value, old))?;
    draft.at(&place)?.insert("type".to_owned(), json!(new));
    Some(place.travel)
}

fn number_for_text(draft: &mut Draft<'_>) -> Option<Travel> {
    retype(draft, "string", "integer")
}

fn flag_for_number(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |value| is(value, "integer") && !has_values(value))?;
    let value = draft.at(&place)?;
    for key in [
        "format",
        "minimum",
        "maximum",
        "default",
        "multipleOf",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "example",
    ] {
        value.shift_remove(key);
    }
    value.insert("type".to_owned(), json!("boolean"));
    Some(place.travel)
}

fn any_number(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |value| is(value, "integer") && !has_values(value))?;
    let value = draft.at(&place)?;
    value.shift_remove("format");
    value.insert("type".to_owned(), json!("number"));
    Some(place.travel)
}

fn list_for_one(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick_where(Kind::Schema, |place, value| {
        // A parameter of lists of lists is written like one of lists.
        let is_inside = place.of_parameter && !place.pointer.ends_with("/schema");
        is_plain(value, "string") && !is_inside
    })?;
    let value = draft.at(&place)?;
    let item = std::mem::take(value);
    value.insert("type".to_owned(), json!("array"));
    value.insert("items".to_owned(), Value::Object(item));
    Some(place.travel)
}

fn inner(draft: &mut Draft<'_>, key: &'static str) -> Option<(String, Travel)> {
    let place = draft.pick(Kind::Schema, |value| {
        value.get(key).and_then(Value::as_object).is_some_and(|inner| is_plain(inner, "string"))
    })?;
    Some((format!("{}/{key}", place.pointer), place.travel))
}

fn other_items(draft: &mut Draft<'_>) -> Option<Travel> {
    let (at, travel) = inner(draft, "items")?;
    draft.object(&at)?.insert("type".to_owned(), json!("integer"));
    Some(travel)
}

fn other_map_values(draft: &mut Draft<'_>) -> Option<Travel> {
    let (at, travel) = inner(draft, "additionalProperties")?;
    draft.object(&at)?.insert("type".to_owned(), json!("integer"));
    Some(travel)
}

fn type_map(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |value| {
        is(value, "object")
            && !value.contains_key("properties")
            && !value.contains_key("additionalProperties")
    })?;
    draft.at(&place)?.insert("additionalProperties".to_owned(), json!({"type": "string"}));
    Some(place.travel)
}

fn reformat(draft: &mut Draft<'_>, of: &str, old: Option<&str>, new: &str) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |value| {
        is(value, of) && !has_values(value) && value.get("format").and_then(Value::as_str) == old
    })?;
    draft.at(&place)?.insert("format".to_owned(), json!(new));
    Some(place.travel)
}

fn wider(draft: &mut Draft<'_>) -> Option<Travel> {
    let old = if draft.random.one_in(2) { Some("int32") } else { None };
    reformat(draft, "integer", old, "int64")
}

fn double(draft: &mut Draft<'_>) -> Option<Travel> {
    reformat(draft, "number", Some("float"), "double")
}

fn time(draft: &mut Draft<'_>) -> Option<Travel> {
    reformat(draft, "string", None, "date-time")
}

fn date_for_time(draft: &mut Draft<'_>) -> Option<Travel> {
    reformat(draft, "string", Some("date-time"), "date")
}

fn unknown_format(draft: &mut Draft<'_>) -> Option<Travel> {
    reformat(draft, "string", None, "told-nowhere")
}

fn bytes(draft: &mut Draft<'_>) -> Option<Travel> {
    reformat(draft, "string", None, "byte")
}

fn uuid(draft: &mut Draft<'_>) -> Option<Travel> {
    reformat(draft, "string", None, "uuid")
}

fn nullable(draft: &mut Draft<'_>) -> Option<Travel> {
    let key = if draft.is_swagger() { "x-nullable" } else { "nullable" };
    let modern = draft
        .definition
        .get("openapi")
        .and_then(Value::as_str)
        .is_some_and(|it| it.starts_with("3.1"));
    let place = draft.pick_where(Kind::Schema, |place, value| {
        !place.of_parameter && is(value, "string") && !has_values(value) && !value.contains_key(key)
    })?;
    let value = draft.at(&place)?;
    if modern {
        value.insert("type".to_owned(), json!(["string", "null"]));
    } else {
        value.insert(key.to_owned(), json!(true));
    }
    Some(place.travel)
}
