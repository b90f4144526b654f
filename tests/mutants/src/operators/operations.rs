//! Operations: what they are called, where they belong, what is said of them.

use serde_json::{Value, json};

use super::operator;
use crate::draft::Draft;
use crate::operator::{ARRIVES, BREAKS, DEPENDS, Family, GROWS, MINOR, QUIET, both};
use crate::places::{Kind, Travel};

pub(super) const FAMILY: Family = Family {
    name: "operations",
    operators: &[
        operator("change an operation id", both(GROWS), both(GROWS), change_id),
        operator("remove an operation id", both(GROWS), both(GROWS), remove_id),
        operator("two operations share an id", both(GROWS), both(GROWS), share_id),
        operator("move to another group", both(GROWS), both(GROWS), change_tag),
        operator("add a tag", both(GROWS), both(GROWS), add_tag),
        operator("list the tags the other way round", both(GROWS), both(GROWS), swap_tags),
        operator("deprecate", both(MINOR), both(QUIET), deprecate),
        operator("announce the end", both(QUIET), both(QUIET), announce),
        operator("say another summary", both(QUIET), both(QUIET), summary),
        operator("say another description", both(QUIET), both(QUIET), description),
        operator("require other permissions", both(DEPENDS), both(DEPENDS), permissions),
        operator("add a callback", both(GROWS), both(DEPENDS), callback),
        operator("remove all that is deprecated", both(BREAKS), ARRIVES, remove_deprecated),
        operator("send what was only received", both(GROWS), both(BREAKS), send_received),
    ],
};

fn set(
    draft: &mut Draft<'_>,
    key: &str,
    value: impl FnOnce(Option<Value>) -> Value,
) -> Option<Travel> {
    let place = draft.pick(Kind::Operation, |_| true)?;
    let operation = draft.at(&place)?;
    let value = value(operation.get(key).cloned());
    operation.insert(key.to_owned(), value);
    Some(place.travel)
}

fn change_id(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Operation, |it| it.contains_key("operationId"))?;
    draft.at(&place)?.insert("operationId".to_owned(), json!("askedAnotherWay"));
    Some(place.travel)
}

fn remove_id(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Operation, |it| it.contains_key("operationId"))?;
    draft.at(&place)?.shift_remove("operationId");
    Some(place.travel)
}

fn share_id(draft: &mut Draft<'_>) -> Option<Travel> {
    let one = draft.pick(Kind::Operation, |it| it.contains_key("operationId"))?;
    let id = draft.at(&one)?.get("operationId")?.clone();
    let other = draft.pick_where(Kind::Operation, |place, it| {
        place.pointer != one.pointer && it.contains_key("operationId")
    })?;
    draft.at(&other)?.insert("operationId".to_owned(), id);
    Some(other.travel)
}

fn change_tag(draft: &mut Draft<'_>) -> Option<Travel> {
    set(draft, "tags", |_| json!(["Elsewhere"]))
}

fn add_tag(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Operation, |it| {
        it.get("tags").and_then(Value::as_array).is_some_and(|tags| !tags.is_empty())
    })?;
    draft.at(&place)?.get_mut("tags")?.as_array_mut()?.push(json!("Elsewhere"));
    Some(place.travel)
}

fn swap_tags(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Operation, |it| {
        it.get("tags").and_then(Value::as_array).is_some_and(|tags| tags.len() > 1)
    })?;
    draft.at(&place)?.get_mut("tags")?.as_array_mut()?.reverse();
    Some(place.travel)
}

fn deprecate(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Operation, |it| it.get("deprecated") != Some(&json!(true)))?;
    draft.at(&place)?.insert("deprecated".to_owned(), json!(true));
    Some(place.travel)
}

fn announce(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Operation, |it| !it.contains_key("x-sunset"))?;
    draft.at(&place)?.insert("x-sunset".to_owned(), json!("2031-01-01"));
    Some(place.travel)
}

fn summary(draft: &mut Draft<'_>) -> Option<Travel> {
    set(draft, "summary", |_| json!("Says it in other words."))
}

fn description(draft: &mut Draft<'_>) -> Option<Travel> {
    set(draft, "description", |_| json!("Says it in other words, and at length."))
}

fn permissions(draft: &mut Draft<'_>) -> Option<Travel> {
    set(draft, "x-inin-requires-permissions", |_| json!({"type": "ANY", "permissions": ["a:b:c"]}))
}

fn callback(draft: &mut Draft<'_>) -> Option<Travel> {
    if draft.is_swagger() {
        return None;
    }
    let place = draft.pick(Kind::Operation, |it| !it.contains_key("callbacks"))?;
    let call = json!({"post": {"responses": {"200": {"description": "Taken."}}}});
    let callbacks = json!({"done": {"{$request.query.to}": call}});
    draft.at(&place)?.insert("callbacks".to_owned(), callbacks);
    Some(place.travel)
}

fn remove_deprecated(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Operation, |it| it.get("deprecated") == Some(&json!(true)))?;
    let (path, method) = place.pointer.rsplit_once('/')?;
    draft.object(path)?.shift_remove(method)?;
    Some(place.travel)
}

fn send_received(draft: &mut Draft<'_>) -> Option<Travel> {
    let models = draft.models();
    let model = draft.pick_where(Kind::Reference, |place, it| {
        let target = it.get("$ref").and_then(Value::as_str).unwrap_or_default();
        place.travel == Travel::RECEIVED && target.starts_with(&format!("#{models}/"))
    })?;
    let reference = draft.at(&model)?.get("$ref")?.clone();
    let is_swagger = draft.is_swagger();
    let paths = draft.object("/paths")?;
    let mut operation = json!({
        "operationId": "sendWhatWasReceived",
        "responses": {"204": {"description": "Done."}}
    });
    let members = operation.as_object_mut()?;
    let schema = json!({"$ref": reference});
    if is_swagger {
        let body = json!([{"name": "body", "in": "body", "required": true, "schema": schema}]);
        members.insert("parameters".to_owned(), body);
        members.insert("consumes".to_owned(), json!(["application/json"]));
    } else {
        let body = json!({"required": true, "content": {"application/json": {"schema": schema}}});
        members.insert("requestBody".to_owned(), body);
    }
    paths.insert("/sent-at-last".to_owned(), json!({"post": operation}));
    Some(Travel::default())
}
