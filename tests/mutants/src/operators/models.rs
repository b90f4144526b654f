//! Named schemas.

use serde_json::{Map, Value, json};

use super::operator;
use crate::draft::{Draft, has_properties};
use crate::operator::{BREAKS, Claim, DEPENDS, Family, GROWS, QUIET, both};
use crate::places::{self, Kind, Place, Travel, resolved, token};

/// A variant of a union is called like its model, and what matches on it cannot be given an alias.
const RENAMED: Claim = both(DEPENDS);

pub(super) const FAMILY: Family = Family {
    name: "models",
    operators: &[
        operator("rename a model", RENAMED, RENAMED, rename),
        operator("name a model like what is there", RENAMED, RENAMED, rename_badly),
        operator("add a model that nobody uses", both(GROWS), both(DEPENDS), add_unused),
        operator("another title", both(GROWS), both(GROWS), title),
        operator("another description", both(QUIET), both(QUIET), describe),
        operator("write a model where it is used", both(DEPENDS), both(DEPENDS), inline),
        operator("an object loses its properties", both(BREAKS), both(BREAKS), empty),
        operator("a list instead of an object", both(BREAKS), both(BREAKS), to_list),
        operator("other named values", both(DEPENDS), both(DEPENDS), alias_target),
    ],
};

/// A named schema that calls reach.
fn named(draft: &mut Draft<'_>, fits: fn(&Map<String, Value>) -> bool) -> Option<(Place, String)> {
    let models = format!("{}/", draft.models());
    let place = draft.pick_where(Kind::Schema, |place, value| {
        let name = place.pointer.strip_prefix(&models);
        name.is_some_and(|name| !name.contains('/')) && fits(value)
    })?;
    let name = place.pointer.strip_prefix(&models).map(places::name)?;
    Some((place, name))
}

fn rename_to(draft: &mut Draft<'_>, new: &str) -> Option<Travel> {
    let (place, old) = named(draft, |_| true)?;
    let models = draft.models();
    let all = draft.object(models)?;
    // Without a table the name of a model is what the value says that tells variants apart.
    let by_name =
        |model: &Value| model.get("discriminator").is_some_and(|of| of.get("mapping").is_none());
    if all.contains_key(new) || all.values().any(by_name) {
        return None;
    }
    *all = std::mem::take(all)
        .into_iter()
        .map(|(name, model)| if name == old { (new.to_owned(), model) } else { (name, model) })
        .collect();
    let of = |name: &str| format!("#{models}/{}", token(name));
    refer(&mut draft.definition, &of(&old), &of(new));
    Some(place.travel)
}

/// Replaces references to one place, and into it, by such to another; those of tables of discriminators too.
fn refer(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| refer(item, old, new)),
        Value::Object(members) => members.values_mut().for_each(|member| refer(member, old, new)),
        Value::String(target) => {
            let rest = target.strip_prefix(old);
            if let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with('/')) {
                *target = format!("{new}{rest}");
            }
        }
        _ => {}
    }
}

fn rename(draft: &mut Draft<'_>) -> Option<Travel> {
    rename_to(draft, "CalledOtherwise")
}

fn rename_badly(draft: &mut Draft<'_>) -> Option<Travel> {
    let name = draft
        .random
        .pick(&["Option", "Result", "Error", "Client", "String", "Vec", "Self"])
        .copied()?;
    rename_to(draft, name)
}

fn add_unused(draft: &mut Draft<'_>) -> Option<Travel> {
    let at = draft.models();
    let choices = [
        json!({"type": "object", "properties": {"a": {"type": "string"}}}),
        json!({"type": "string", "enum": ["one", "two"]}),
        json!({"type": "array", "items": {"type": "string"}}),
    ];
    let model = draft.random.pick(&choices)?.clone();
    draft.object(at)?.insert("Unused".to_owned(), model).is_none().then(Travel::default)
}

fn title(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |value| !value.contains_key("in"))?;
    draft.at(&place)?.insert("title".to_owned(), json!("Called otherwise"));
    Some(place.travel)
}

fn describe(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Schema, |_| true)?;
    draft.at(&place)?.insert("description".to_owned(), json!("In other words."));
    Some(place.travel)
}

fn inline(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick_where(Kind::Reference, |place, _| {
        !["/allOf/", "/oneOf/", "/anyOf/"].iter().any(|list| place.pointer.contains(list))
    })?;
    let target = resolved(&draft.definition, &place.pointer)?;
    let model = draft.definition.pointer(&target)?.clone();
    // One that holds itself cannot be written out.
    (!model.to_string().contains(&format!("#{target}\""))).then_some(())?;
    *draft.definition.pointer_mut(&place.pointer)? = model;
    Some(place.travel)
}

fn empty(draft: &mut Draft<'_>) -> Option<Travel> {
    let (place, _) = named(draft, |value| {
        let is_composed = ["allOf", "oneOf", "anyOf"].iter().any(|list| value.contains_key(*list));
        has_properties(value) && !is_composed
    })?;
    let model = draft.at(&place)?;
    model.shift_remove("properties");
    model.shift_remove("required");
    Some(place.travel)
}

fn to_list(draft: &mut Draft<'_>) -> Option<Travel> {
    let (place, _) = named(draft, |value| has_properties(value) && !value.contains_key("allOf"))?;
    let model = draft.at(&place)?;
    model.clear();
    model.insert("type".to_owned(), json!("array"));
    model.insert("items".to_owned(), json!({"type": "string"}));
    Some(place.travel)
}

fn alias_target(draft: &mut Draft<'_>) -> Option<Travel> {
    let (place, _) = named(draft, |value| {
        value.get("type") == Some(&json!("string")) && !value.contains_key("properties")
    })?;
    let model = draft.at(&place)?;
    model.shift_remove("enum");
    model.shift_remove("format");
    model.insert("type".to_owned(), json!("integer"));
    Some(place.travel)
}
