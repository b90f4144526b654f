//! Schemas of several schemas.

use serde_json::{Value, json};

use super::operator;
use crate::draft::Draft;
use crate::operator::{DEPENDS, Family, QUIET, both};
use crate::places::{Kind, Travel};

pub(super) const FAMILY: Family = Family {
    name: "composition",
    operators: &[
        operator("add a base", both(DEPENDS), both(DEPENDS), add_base),
        operator("remove a base", both(DEPENDS), both(DEPENDS), remove_base),
        operator("add a variant", both(DEPENDS), both(DEPENDS), add_variant),
        operator("remove a variant", both(DEPENDS), both(DEPENDS), remove_variant),
        operator("list variants the other way round", both(DEPENDS), both(DEPENDS), reverse),
        operator("one of one", both(DEPENDS), both(DEPENDS), wrap),
        operator("one of it and null", both(DEPENDS), both(DEPENDS), wrap_with_null),
        operator(
            "another property tells variants apart",
            both(DEPENDS),
            both(DEPENDS),
            discriminator,
        ),
        operator("nothing tells variants apart", both(DEPENDS), both(DEPENDS), no_discriminator),
        operator("no longer say what a value means", both(DEPENDS), both(DEPENDS), mapping),
        operator("a base that says nothing", both(QUIET), both(QUIET), idle_base),
    ],
};

fn list(draft: &mut Draft<'_>, keys: &[&str], least: usize) -> Option<(String, Travel)> {
    let key = *draft.random.pick(keys)?;
    let place = draft.pick(Kind::Schema, |value| {
        value.get(key).and_then(Value::as_array).is_some_and(|all| all.len() >= least)
    })?;
    Some((format!("{}/{key}", place.pointer), place.travel))
}

fn add_base(draft: &mut Draft<'_>) -> Option<Travel> {
    let (at, travel) = list(draft, &["allOf"], 1)?;
    let base = json!({"type": "object", "properties": {"newcomer": {"type": "string"}}});
    draft.list(&at)?.push(base);
    Some(travel)
}

fn idle_base(draft: &mut Draft<'_>) -> Option<Travel> {
    let (at, travel) = list(draft, &["allOf"], 2)?;
    draft.list(&at)?.push(json!({"description": "Says nothing."}));
    Some(travel)
}

fn remove_at(draft: &mut Draft<'_>, at: &str) -> Option<()> {
    let count = draft.list(at)?.len();
    let number = draft.random.below(count);
    draft.list(at)?.remove(number);
    Some(())
}

fn remove_base(draft: &mut Draft<'_>) -> Option<Travel> {
    let (at, travel) = list(draft, &["allOf"], 2)?;
    remove_at(draft, &at)?;
    Some(travel)
}

fn add_variant(draft: &mut Draft<'_>) -> Option<Travel> {
    let (at, travel) = list(draft, &["oneOf", "anyOf"], 1)?;
    let variant = json!({"type": "object", "required": ["newcomer"], "properties": {"newcomer": {"type": "string"}}});
    draft.list(&at)?.push(variant);
    Some(travel)
}

fn remove_variant(draft: &mut Draft<'_>) -> Option<Travel> {
    let (at, travel) = list(draft, &["oneOf", "anyOf"], 3)?;
    remove_at(draft, &at)?;
    Some(travel)
}

fn reverse(draft: &mut Draft<'_>) -> Option<Travel> {
    let (at, travel) = list(draft, &["oneOf", "anyOf"], 2)?;
    draft.list(&at)?.reverse();
    Some(travel)
}

fn wrap(draft: &mut Draft<'_>) -> Option<Travel> {
    if draft.is_swagger() {
        return None;
    }
    let place = draft.pick(Kind::Reference, |value| value.len() == 1)?;
    let value = draft.at(&place)?;
    let known = std::mem::take(value);
    value.insert("oneOf".to_owned(), json!([known]));
    Some(place.travel)
}

fn wrap_with_null(draft: &mut Draft<'_>) -> Option<Travel> {
    let version = draft.definition.get("openapi").and_then(Value::as_str);
    version.is_some_and(|version| version.starts_with("3.1")).then_some(())?;
    let place = draft.pick(Kind::Reference, |value| value.len() == 1)?;
    let value = draft.at(&place)?;
    let known = std::mem::take(value);
    value.insert("oneOf".to_owned(), json!([known, {"type": "null"}]));
    Some(place.travel)
}

fn discriminator(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft
        .pick(Kind::Schema, |value| value.get("discriminator").is_some_and(Value::is_object))?;
    let known = draft.at(&place)?.get_mut("discriminator")?.as_object_mut()?;
    known.insert("propertyName".to_owned(), json!("calledOtherwise"));
    Some(place.travel)
}

fn no_discriminator(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |value| value.contains_key("discriminator"))?;
    draft.at(&place)?.shift_remove("discriminator");
    Some(place.travel)
}

fn mapping(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |value| {
        let mapping = value.get("discriminator").and_then(|it| it.get("mapping"));
        mapping.and_then(Value::as_object).is_some_and(|all| all.len() > 1)
    })?;
    let at = format!("{}/discriminator/mapping", place.pointer);
    let name = draft.member(&at, |_, _| true)?;
    draft.object(&at)?.shift_remove(&name);
    Some(place.travel)
}
