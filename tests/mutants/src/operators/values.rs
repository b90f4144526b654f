//! Known values.

use serde_json::{Map, Value, json};

use super::operator;
use crate::draft::{Draft, has_values, is};
use crate::operator::{BREAKS, Claim, DEPENDS, Family, GROWS, QUIET, both, ways};
use crate::places::{Kind, Place, Travel};

/// A server refuses what it no longer knows; what no longer comes keeps its name in a crate, and is found
/// whatever its case.
const LOSES: Claim = ways(BREAKS, GROWS);

pub(super) const FAMILY: Family = Family {
    name: "values",
    operators: &[
        operator("add a value", both(GROWS), LOSES, add),
        operator("remove a value", LOSES, both(GROWS), remove),
        operator("list values the other way round", both(QUIET), both(QUIET), reverse),
        operator("write a value in another case", LOSES, LOSES, change_case),
        operator("add a value that meets another", both(GROWS), LOSES, add_colliding),
        operator("only known values", ways(BREAKS, DEPENDS), both(DEPENDS), introduce),
        operator("any text", both(DEPENDS), ways(BREAKS, DEPENDS), drop_values),
    ],
};

fn texts(value: &Map<String, Value>, least: usize) -> bool {
    let all = value.get("enum").and_then(Value::as_array);
    all.is_some_and(|all| all.len() >= least && all.iter().all(Value::is_string))
}

fn known(draft: &mut Draft<'_>, least: usize) -> Option<Place> {
    draft.pick(Kind::Schema, |value| texts(value, least) && !value.contains_key("default"))
}

fn list<'d>(draft: &'d mut Draft<'_>, place: &Place) -> Option<&'d mut Vec<Value>> {
    draft.at(place)?.get_mut("enum")?.as_array_mut()
}

fn add(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = known(draft, 1)?;
    list(draft, &place)?.push(json!("newcomer"));
    Some(place.travel)
}

fn remove(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = known(draft, 2)?;
    let count = list(draft, &place)?.len();
    let number = draft.random.below(count);
    list(draft, &place)?.remove(number);
    Some(place.travel)
}

fn reverse(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = known(draft, 2)?;
    list(draft, &place)?.reverse();
    Some(place.travel)
}

/// A value in the other case, where that is another text.
fn other_case(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let other = if lower == text { text.to_ascii_uppercase() } else { lower };
    (other != text).then_some(other)
}

fn change_case(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = known(draft, 1)?;
    let all = list(draft, &place)?;
    let first = all.first()?.as_str()?.to_owned();
    let other = json!(other_case(&first)?);
    (!all.contains(&other)).then_some(())?;
    *all.first_mut()? = other;
    Some(place.travel)
}

fn add_colliding(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = known(draft, 1)?;
    let all = list(draft, &place)?;
    let first = all.first()?.as_str()?.to_owned();
    let other = json!(other_case(&first)?);
    (!all.contains(&other)).then_some(())?;
    all.push(other);
    Some(place.travel)
}

fn introduce(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |value| {
        is(value, "string")
            && !has_values(value)
            && !["format", "default", "pattern", "const"].iter().any(|key| value.contains_key(*key))
    })?;
    draft.at(&place)?.insert("enum".to_owned(), json!(["one", "two", "three"]));
    Some(place.travel)
}

fn drop_values(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |value| is(value, "string") && texts(value, 1))?;
    draft.at(&place)?.shift_remove("enum");
    Some(place.travel)
}
