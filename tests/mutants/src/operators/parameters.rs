//! Parameters of the query and of the headers. What their values may be is in `types`, `values` and `limits`.

use serde_json::{Map, Value, json};

use super::operator;
use crate::draft::{Draft, says};
use crate::operator::{BREAKS, DEPENDS, Family, GROWS, QUIET, both};
use crate::places::{Kind, Place, Travel, token};

pub(super) const FAMILY: Family = Family {
    name: "parameters",
    operators: &[
        operator("add an optional parameter", both(GROWS), both(BREAKS), add_optional),
        operator("add a required parameter", both(BREAKS), both(BREAKS), add_required),
        operator("remove a parameter", both(BREAKS), both(DEPENDS), remove),
        operator("rename a parameter", both(BREAKS), both(BREAKS), rename),
        operator("move a parameter to the headers", both(BREAKS), both(BREAKS), relocate),
        operator("require a parameter", both(BREAKS), both(DEPENDS), require),
        operator("list parameters the other way round", both(QUIET), both(QUIET), reverse),
        operator("write a list another way", both(BREAKS), both(BREAKS), restyle),
        operator("describe a parameter", both(QUIET), both(QUIET), describe),
        operator("deprecate a parameter", both(GROWS), both(QUIET), deprecate),
        operator("use a name in two places", both(GROWS), both(BREAKS), same_name),
        operator("move a parameter behind a reference", both(QUIET), both(QUIET), share),
        operator("allow an empty value", both(GROWS), both(BREAKS), allow_empty),
        operator("add the parameters of a page", both(GROWS), both(BREAKS), page),
    ],
};

fn is_query(_: &Place, value: &Map<String, Value>) -> bool {
    says(value, "in", "query")
}

fn add(draft: &mut Draft<'_>, parameter: &Value) -> Option<Travel> {
    let place = draft.pick(Kind::Operation, |_| true)?;
    let list = draft.at(&place)?.entry("parameters").or_insert_with(|| json!([]));
    let (name, location) = (parameter.get("name"), parameter.get("in"));
    let list = list.as_array_mut()?;
    let is_there =
        list.iter().any(|known| known.get("name") == name && known.get("in") == location);
    list.push(parameter.clone());
    (!is_there).then_some(Travel::SENT)
}

fn add_optional(draft: &mut Draft<'_>) -> Option<Travel> {
    let location = if draft.random.one_in(3) { "header" } else { "query" };
    let of = draft.random.pick(&["string", "integer", "boolean"]).copied()?;
    let parameter = draft.parameter("newcomer", location, false, of);
    add(draft, &parameter)
}

fn add_required(draft: &mut Draft<'_>) -> Option<Travel> {
    let location = if draft.random.one_in(3) { "header" } else { "query" };
    let parameter = draft.parameter("newcomer", location, true, "string");
    add(draft, &parameter)
}

/// A parameter that stands in the list of its operation or path, and the list.
fn listed(
    draft: &mut Draft<'_>,
    fits: fn(&Place, &Map<String, Value>) -> bool,
) -> Option<(String, usize)> {
    let place = draft.pick_where(Kind::Parameter, |place, value| {
        place.pointer.starts_with("/paths/") && fits(place, value)
    })?;
    let (list, number) = place.pointer.rsplit_once('/')?;
    Some((list.to_owned(), number.parse().ok()?))
}

fn remove(draft: &mut Draft<'_>) -> Option<Travel> {
    let (list, number) =
        listed(draft, |_, value| says(value, "in", "query") || says(value, "in", "header"))?;
    let list = draft.list(&list)?;
    (number < list.len()).then(|| list.remove(number))?;
    Some(Travel::SENT)
}

fn rename(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick_where(Kind::Parameter, is_query)?;
    draft.at(&place)?.insert("name".to_owned(), json!("calledOtherwise"));
    Some(Travel::SENT)
}

fn relocate(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick_where(Kind::Parameter, |_, value| {
        let of = value.get("schema").and_then(Value::as_object).unwrap_or(value);
        says(value, "in", "query") && says(of, "type", "string")
    })?;
    draft.at(&place)?.insert("in".to_owned(), json!("header"));
    Some(Travel::SENT)
}

fn require(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Parameter, |value| {
        value.get("required") != Some(&json!(true)) && value.contains_key("in")
    })?;
    draft.at(&place)?.insert("required".to_owned(), json!(true));
    Some(Travel::SENT)
}

fn reverse(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Operation, |it| {
        it.get("parameters").and_then(Value::as_array).is_some_and(|all| all.len() > 1)
    })?;
    draft.at(&place)?.get_mut("parameters")?.as_array_mut()?.reverse();
    Some(Travel::SENT)
}

fn restyle(draft: &mut Draft<'_>) -> Option<Travel> {
    let is_swagger = draft.is_swagger();
    let place = draft.pick_where(Kind::Parameter, |_, value| {
        let of = value.get("schema").and_then(Value::as_object).unwrap_or(value);
        says(value, "in", "query") && says(of, "type", "array") && !value.contains_key("style")
    })?;
    let parameter = draft.at(&place)?;
    if is_swagger {
        let now = says(parameter, "collectionFormat", "multi");
        parameter.insert("collectionFormat".to_owned(), json!(if now { "csv" } else { "multi" }));
    } else {
        let now = parameter.get("explode").and_then(Value::as_bool).unwrap_or(true);
        parameter.insert("explode".to_owned(), json!(!now));
    }
    Some(Travel::SENT)
}

fn describe(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Parameter, |_| true)?;
    draft.at(&place)?.insert("description".to_owned(), json!("In other words."));
    Some(Travel::SENT)
}

fn deprecate(draft: &mut Draft<'_>) -> Option<Travel> {
    if draft.is_swagger() {
        return None;
    }
    let place = draft.pick_where(Kind::Parameter, is_query)?;
    draft.at(&place)?.insert("deprecated".to_owned(), json!(true)).is_none().then_some(Travel::SENT)
}

fn same_name(draft: &mut Draft<'_>) -> Option<Travel> {
    let (list, number) = listed(draft, is_query)?;
    let name = draft.list(&list)?.get(number)?.get("name")?.as_str()?.to_owned();
    let twin = draft.parameter(&name, "header", false, "string");
    let list = draft.list(&list)?;
    let is_there = list.iter().any(|known| {
        known.get("in") == Some(&json!("header"))
            && known
                .get("name")
                .and_then(Value::as_str)
                .is_some_and(|own| own.eq_ignore_ascii_case(&name))
    });
    list.push(twin);
    (!is_there).then_some(Travel::SENT)
}

fn share(draft: &mut Draft<'_>) -> Option<Travel> {
    let (list, number) = listed(draft, |_, _| true)?;
    let holder = if draft.is_swagger() { "/parameters" } else { "/components/parameters" };
    let name = "Shared";
    let parameter = draft.list(&list)?.get_mut(number)?;
    let moved = std::mem::replace(parameter, json!({"$ref": format!("#{holder}/{}", token(name))}));
    let mut at = draft.definition.as_object_mut()?;
    for step in holder.split('/').skip(1) {
        at = at.entry(step).or_insert_with(|| json!({})).as_object_mut()?;
    }
    at.insert(name.to_owned(), moved).is_none().then_some(Travel::SENT)
}

fn allow_empty(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick_where(Kind::Parameter, is_query)?;
    draft
        .at(&place)?
        .insert("allowEmptyValue".to_owned(), json!(true))
        .is_none()
        .then_some(Travel::SENT)
}

fn page(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Operation, |_| true)?;
    let pages =
        ["pageSize", "pageNumber"].map(|name| draft.parameter(name, "query", false, "integer"));
    let list = draft.at(&place)?.entry("parameters").or_insert_with(|| json!([])).as_array_mut()?;
    let is_there =
        list.iter().any(|known| pages.iter().any(|page| page.get("name") == known.get("name")));
    list.extend(pages);
    (!is_there).then_some(Travel::SENT)
}
