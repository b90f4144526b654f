//! Limits of values, which the server checks and no SDK.

use serde_json::{Map, Value, json};

use super::operator;
use crate::draft::{Draft, has_properties, has_values, is};
use crate::operator::{BREAKS, Claim, DEPENDS, Family, QUIET, both, ways};
use crate::places::{Kind, Travel};

/// What is sent may be refused; what is received is never checked.
const TIGHTER: Claim = ways(BREAKS, QUIET);
/// Whoever keeps to the old limit keeps to the new one.
const LOOSER: Claim = both(QUIET);

pub(super) const FAMILY: Family = Family {
    name: "limits",
    operators: &[
        operator("a lower limit", TIGHTER, LOOSER, minimum),
        operator("an upper limit", TIGHTER, LOOSER, maximum),
        operator("a tighter upper limit", TIGHTER, LOOSER, tighter_maximum),
        operator("texts of a least length", TIGHTER, LOOSER, min_length),
        operator("texts of a most length", TIGHTER, LOOSER, max_length),
        operator("texts of a pattern", TIGHTER, LOOSER, pattern),
        operator("lists of a least length", TIGHTER, LOOSER, min_items),
        operator("lists of a most length", TIGHTER, LOOSER, max_items),
        operator("lists without doubles", TIGHTER, LOOSER, unique),
        operator("multiples", TIGHTER, LOOSER, multiples),
        operator("objects of a most size", ways(DEPENDS, QUIET), LOOSER, max_properties),
        operator(
            "a limit beside a reference",
            ways(DEPENDS, QUIET),
            both(DEPENDS),
            beside_reference,
        ),
        operator("what must not be", TIGHTER, LOOSER, excluded),
    ],
};

/// Adds a fact to a schema that has none of its kind.
fn add(
    draft: &mut Draft<'_>,
    key: &str,
    value: Value,
    fits: impl Fn(&Map<String, Value>) -> bool,
) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |schema| {
        fits(schema)
            && !schema.contains_key(key)
            && !has_values(schema)
            && !schema.contains_key("default")
    })?;
    draft.at(&place)?.insert(key.to_owned(), value);
    Some(place.travel)
}

fn is_number(value: &Map<String, Value>) -> bool {
    is(value, "integer") || is(value, "number")
}

fn has_room(value: &Map<String, Value>) -> bool {
    is_number(value)
        && !["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]
            .iter()
            .any(|key| value.contains_key(*key))
}

fn minimum(draft: &mut Draft<'_>) -> Option<Travel> {
    add(draft, "minimum", json!(3), has_room)
}

fn maximum(draft: &mut Draft<'_>) -> Option<Travel> {
    add(draft, "maximum", json!(100), has_room)
}

fn tighter_maximum(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |value| {
        let [least, most] =
            ["minimum", "maximum"].map(|key| value.get(key).and_then(Value::as_i64));
        is(value, "integer")
            && most.is_some_and(|most| most > least.unwrap_or(0) + 1)
            && !value.contains_key("exclusiveMaximum")
            && !value.contains_key("exclusiveMinimum")
            && !value.contains_key("default")
            && !value.contains_key("multipleOf")
    })?;
    let value = draft.at(&place)?;
    let most = value.get("maximum")?.as_i64()?;
    value.insert("maximum".to_owned(), json!(most - 1));
    Some(place.travel)
}

/// A text that may be any.
fn is_text(value: &Map<String, Value>) -> bool {
    let facts = ["format", "pattern", "minLength", "maxLength", "const"];
    is(value, "string") && !facts.iter().any(|key| value.contains_key(*key))
}

fn min_length(draft: &mut Draft<'_>) -> Option<Travel> {
    add(draft, "minLength", json!(2), is_text)
}

fn max_length(draft: &mut Draft<'_>) -> Option<Travel> {
    add(draft, "maxLength", json!(8), is_text)
}

fn pattern(draft: &mut Draft<'_>) -> Option<Travel> {
    add(draft, "pattern", json!("^[a-f]{3}$"), is_text)
}

fn is_list(value: &Map<String, Value>) -> bool {
    let facts = ["minItems", "maxItems", "uniqueItems", "prefixItems"];
    is(value, "array") && !facts.iter().any(|key| value.contains_key(*key))
}

fn min_items(draft: &mut Draft<'_>) -> Option<Travel> {
    add(draft, "minItems", json!(2), is_list)
}

fn max_items(draft: &mut Draft<'_>) -> Option<Travel> {
    add(draft, "maxItems", json!(2), is_list)
}

fn unique(draft: &mut Draft<'_>) -> Option<Travel> {
    add(draft, "uniqueItems", json!(true), is_list)
}

fn multiples(draft: &mut Draft<'_>) -> Option<Travel> {
    add(draft, "multipleOf", json!(7), has_room)
}

fn max_properties(draft: &mut Draft<'_>) -> Option<Travel> {
    add(draft, "maxProperties", json!(1), |value| {
        is(value, "object") && !has_properties(value) && !value.contains_key("allOf")
    })
}

fn beside_reference(draft: &mut Draft<'_>) -> Option<Travel> {
    if draft.is_swagger() {
        return None;
    }
    let place = draft.pick(Kind::Reference, |value| value.len() == 1)?;
    let reference = draft.at(&place)?;
    let known = std::mem::take(reference);
    reference.insert("allOf".to_owned(), json!([known, {"minProperties": 1, "minLength": 1}]));
    Some(place.travel)
}

fn excluded(draft: &mut Draft<'_>) -> Option<Travel> {
    if draft.is_swagger() {
        return None;
    }
    add(draft, "not", json!({"enum": ["excluded", 0]}), |value| is_text(value) || has_room(value))
}
