//! Properties of objects.

use serde_json::{Map, Value, json};

use super::operator;
use crate::draft::{Draft, has_properties, require as set_required, required};
use crate::operator::{BREAKS, DEPENDS, Family, GROWS, QUIET, both, ways};
use crate::places::{Kind, Place, Travel, token};

pub(super) const FAMILY: Family = Family {
    name: "properties",
    operators: &[
        operator("add an optional property", both(GROWS), both(BREAKS), add),
        operator("add a required property", ways(BREAKS, GROWS), both(BREAKS), add_required),
        operator(
            "add a required property with a default",
            ways(DEPENDS, GROWS),
            both(BREAKS),
            add_defaulted,
        ),
        operator("remove a property", both(BREAKS), both(DEPENDS), remove),
        operator("rename a property", both(BREAKS), both(BREAKS), rename),
        operator("write a property in another case", both(BREAKS), both(BREAKS), change_case),
        operator("require a property", ways(BREAKS, QUIET), ways(DEPENDS, QUIET), require),
        operator("list properties the other way round", both(QUIET), both(QUIET), reverse),
        operator("only received", both(DEPENDS), both(DEPENDS), read_only),
        operator("only sent", both(DEPENDS), both(DEPENDS), write_only),
        operator("close a circle", both(GROWS), both(BREAKS), close_circle),
        operator("add a number", both(GROWS), both(BREAKS), add_number),
        operator("add a name that meets another", both(GROWS), both(BREAKS), add_colliding),
        operator("move properties to a base", both(QUIET), both(QUIET), move_to_base),
        operator("deprecate a property", both(GROWS), both(QUIET), deprecate),
        operator("another default", both(DEPENDS), both(DEPENDS), default),
        operator("another example", both(QUIET), both(QUIET), example),
        operator("allow other members", both(DEPENDS), both(DEPENDS), open),
        operator("forbid other members", ways(DEPENDS, GROWS), ways(GROWS, GROWS), close),
    ],
};

fn object(draft: &mut Draft<'_>, fits: fn(&Map<String, Value>) -> bool) -> Option<Place> {
    draft.pick_where(Kind::Schema, |place, value| {
        !place.of_parameter && has_properties(value) && fits(value)
    })
}

fn insert(draft: &mut Draft<'_>, name: &str, schema: Value) -> Option<Travel> {
    let place = object(draft, |_| true)?;
    let all = draft.at(&place)?.get_mut("properties")?.as_object_mut()?;
    all.insert(name.to_owned(), schema).is_none().then_some(place.travel)
}

fn add(draft: &mut Draft<'_>) -> Option<Travel> {
    let choices = [
        json!({"type": "string"}),
        json!({"type": "integer", "format": "int64"}),
        json!({"type": "array", "items": {"type": "string"}}),
        json!({"type": "string", "enum": ["one", "two"]}),
        json!({"type": "object", "properties": {"inner": {"type": "string"}}}),
    ];
    let schema = draft.random.pick(&choices)?.clone();
    insert(draft, "newcomer", schema)
}

fn add_number(draft: &mut Draft<'_>) -> Option<Travel> {
    insert(draft, "newcomer", json!({"type": "number", "format": "float"}))
}

fn add_required(draft: &mut Draft<'_>) -> Option<Travel> {
    add_with(draft, json!({"type": "string"}))
}

fn add_defaulted(draft: &mut Draft<'_>) -> Option<Travel> {
    add_with(draft, json!({"type": "string", "default": "as before"}))
}

fn add_with(draft: &mut Draft<'_>, schema: Value) -> Option<Travel> {
    let place = object(draft, |_| true)?;
    let value = draft.at(&place)?;
    let all = value.get_mut("properties")?.as_object_mut()?;
    let known = all.insert("newcomer".to_owned(), schema);
    set_required(value, "newcomer", true);
    known.is_none().then_some(place.travel)
}

/// A property of an object, drawn by chance: the object, the name, and which way the property travels.
fn property(
    draft: &mut Draft<'_>,
    fits: fn(&str, &Value) -> bool,
) -> Option<(Place, String, Travel)> {
    let place = object(draft, |value| !value.contains_key("discriminator"))?;
    let name = draft.member(&format!("{}/properties", place.pointer), fits)?;
    let value =
        draft.definition.pointer(&format!("{}/properties/{}", place.pointer, token(&name)))?;
    let is = |key: &str| value.get(key) == Some(&Value::Bool(true));
    let travel = Travel {
        sent: place.travel.sent && !is("readOnly"),
        received: place.travel.received && !is("writeOnly"),
        ..place.travel
    };
    Some((place, name, travel))
}

fn remove(draft: &mut Draft<'_>) -> Option<Travel> {
    let (place, name, travel) = property(draft, |_, _| true)?;
    let value = draft.at(&place)?;
    value.get_mut("properties")?.as_object_mut()?.shift_remove(&name)?;
    set_required(value, &name, false);
    // Other members may be allowed, and then this one is no less than before.
    (!value.contains_key("additionalProperties") && travel != Travel::default()).then_some(travel)
}

fn rename_to(draft: &mut Draft<'_>, place: &Place, old: &str, new: &str) -> Option<()> {
    let value = draft.at(place)?;
    let was_required = required(value).iter().any(|name| name == old);
    let all = value.get_mut("properties")?.as_object_mut()?;
    if all.contains_key(new) {
        return None;
    }
    *all = std::mem::take(all)
        .into_iter()
        .map(|(name, schema)| if name == old { (new.to_owned(), schema) } else { (name, schema) })
        .collect();
    if was_required {
        set_required(value, old, false);
        set_required(value, new, true);
    }
    (!value.contains_key("additionalProperties")).then_some(())
}

fn rename(draft: &mut Draft<'_>) -> Option<Travel> {
    let (place, name, travel) = property(draft, |_, _| true)?;
    rename_to(draft, &place, &name, "calledOtherwise")?;
    (travel != Travel::default()).then_some(travel)
}

fn change_case(draft: &mut Draft<'_>) -> Option<Travel> {
    let (place, name, travel) =
        property(draft, |name, _| name.chars().any(|c| c.is_ascii_lowercase()))?;
    rename_to(draft, &place, &name, &name.to_ascii_uppercase())?;
    (travel != Travel::default()).then_some(travel)
}

fn require(draft: &mut Draft<'_>) -> Option<Travel> {
    let (place, name, travel) = property(draft, |_, value| value.get("default").is_none())?;
    let value = draft.at(&place)?;
    (!required(value).contains(&name)).then_some(())?;
    set_required(value, &name, true);
    (travel != Travel::default()).then_some(travel)
}

fn reverse(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = object(draft, |_| true)?;
    let all = draft.at(&place)?.get_mut("properties")?.as_object_mut()?;
    *all = std::mem::take(all).into_iter().rev().collect();
    Some(place.travel)
}

fn mark(draft: &mut Draft<'_>, key: &str) -> Option<Travel> {
    let (place, name, travel) = property(draft, |_, value| value.get("$ref").is_none())?;
    let schema = draft.at(&place)?.get_mut("properties")?.get_mut(&name)?.as_object_mut()?;
    schema.insert(key.to_owned(), json!(true)).is_none().then_some(travel)
}

fn read_only(draft: &mut Draft<'_>) -> Option<Travel> {
    mark(draft, "readOnly")
}

fn write_only(draft: &mut Draft<'_>) -> Option<Travel> {
    if draft.is_swagger() { None } else { mark(draft, "writeOnly") }
}

fn deprecate(draft: &mut Draft<'_>) -> Option<Travel> {
    if draft.is_swagger() { None } else { mark(draft, "deprecated") }
}

fn close_circle(draft: &mut Draft<'_>) -> Option<Travel> {
    let models = format!("{}/", draft.models());
    let place = draft.pick_where(Kind::Schema, |place, value| {
        let name = place.pointer.strip_prefix(&models);
        name.is_some_and(|name| !name.contains('/')) && has_properties(value)
    })?;
    let reference = json!({"$ref": format!("#{}", place.pointer)});
    let all = draft.at(&place)?.get_mut("properties")?.as_object_mut()?;
    all.insert("parent".to_owned(), reference).is_none().then_some(place.travel)
}

fn add_colliding(draft: &mut Draft<'_>) -> Option<Travel> {
    let (place, name, _) =
        property(draft, |name, _| name.chars().any(|c| c.is_ascii_uppercase()) && name.is_ascii())?;
    let snake: String = name.chars().fold(String::new(), |text, c| {
        if c.is_ascii_uppercase() {
            text + "_" + &c.to_ascii_lowercase().to_string()
        } else {
            text + &c.to_string()
        }
    });
    let all = draft.at(&place)?.get_mut("properties")?.as_object_mut()?;
    all.insert(snake, json!({"type": "string"})).is_none().then_some(place.travel)
}

fn move_to_base(draft: &mut Draft<'_>) -> Option<Travel> {
    // What else there may be is said beside the properties.
    let place = object(draft, |value| {
        let others = ["allOf", "discriminator", "additionalProperties"];
        !others.iter().any(|key| value.contains_key(*key))
    })?;
    let value = draft.at(&place)?;
    let mut base = Map::new();
    base.insert("type".to_owned(), json!("object"));
    for key in ["properties", "required"] {
        base.extend(value.shift_remove(key).map(|moved| (key.to_owned(), moved)));
    }
    value.insert("allOf".to_owned(), json!([base]));
    Some(place.travel)
}

fn default(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |value| {
        crate::draft::is(value, "string") && !crate::draft::has_values(value)
    })?;
    draft.at(&place)?.insert("default".to_owned(), json!("another"));
    Some(place.travel)
}

fn example(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |value| {
        crate::draft::is(value, "string") && !value.contains_key("in")
    })?;
    draft.at(&place)?.insert("example".to_owned(), json!("another"));
    Some(place.travel)
}

fn open(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = object(draft, |value| !value.contains_key("additionalProperties"))?;
    draft.at(&place)?.insert("additionalProperties".to_owned(), json!({"type": "string"}));
    Some(place.travel)
}

fn close(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = object(draft, |value| !value.contains_key("additionalProperties"))?;
    draft.at(&place)?.insert("additionalProperties".to_owned(), json!(false));
    Some(place.travel)
}
