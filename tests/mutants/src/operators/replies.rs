//! What operations answer.

use serde_json::json;

use super::operator;
use crate::draft::Draft;
use crate::operator::{BREAKS, DEPENDS, Family, GROWS, QUIET, both};
use crate::places::{Kind, Travel};

pub(super) const FAMILY: Family = Family {
    name: "replies",
    operators: &[
        operator("receive another model", both(DEPENDS), both(DEPENDS), other_model),
        operator("no longer say what comes", both(BREAKS), both(DEPENDS), remove_schema),
        operator("answer a list of it", both(BREAKS), both(BREAKS), wrap_in_list),
        operator("add a second success", both(DEPENDS), both(DEPENDS), second_success),
        operator("answer another success", both(DEPENDS), both(DEPENDS), other_status),
        operator("add an error", both(GROWS), both(DEPENDS), add_error),
        operator("answer other errors", both(DEPENDS), both(DEPENDS), error_schema),
        operator("describe a reply", both(QUIET), both(QUIET), describe),
        operator("add a header", both(GROWS), both(DEPENDS), add_header),
        operator("answer another media type", both(BREAKS), both(BREAKS), media_type),
        operator("answer one media type more", both(GROWS), both(BREAKS), another),
    ],
};

fn other_model(draft: &mut Draft<'_>) -> Option<Travel> {
    super::other_model(draft, |travel| travel.received && !travel.sent && !travel.offered)
}

/// The pointer of the schema of a success, with what holds it.
fn schema(draft: &mut Draft<'_>) -> Option<(String, &'static str)> {
    let is_success = |pointer: &str| pointer.contains("/responses/2");
    if draft.is_swagger() {
        let place = draft.pick_where(Kind::Response, |place, value| {
            is_success(&place.pointer) && value.contains_key("schema")
        })?;
        return Some((place.pointer, "schema"));
    }
    let place = draft.pick_where(Kind::Content, |place, value| {
        let json = value.get("application/json").and_then(|json| json.get("schema"));
        is_success(&place.pointer) && value.len() == 1 && json.is_some()
    })?;
    Some((format!("{}/application~1json", place.pointer), "schema"))
}

fn remove_schema(draft: &mut Draft<'_>) -> Option<Travel> {
    let (at, key) = schema(draft)?;
    if draft.is_swagger() {
        draft.object(&at)?.shift_remove(key)?;
    } else {
        let response = at.strip_suffix("/content/application~1json")?;
        draft.object(response)?.shift_remove("content")?;
    }
    Some(Travel::RECEIVED)
}

fn wrap_in_list(draft: &mut Draft<'_>) -> Option<Travel> {
    let (at, key) = schema(draft)?;
    let holder = draft.object(&at)?;
    let item = holder.get(key)?.clone();
    holder.insert(key.to_owned(), json!({"type": "array", "items": item}));
    Some(Travel::RECEIVED)
}

fn second_success(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Operation, |it| {
        it.get("responses").is_some_and(|all| all.get("200").is_some() && all.get("202").is_none())
    })?;
    let responses = draft.at(&place)?.get_mut("responses")?.as_object_mut()?;
    responses.insert("202".to_owned(), json!({"description": "Accepted."}));
    Some(place.travel)
}

fn other_status(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Operation, |it| {
        it.get("responses").is_some_and(|all| all.get("200").is_some() && all.get("201").is_none())
    })?;
    let responses = draft.at(&place)?.get_mut("responses")?.as_object_mut()?;
    let reply = responses.shift_remove("200")?;
    responses.insert("201".to_owned(), reply);
    Some(place.travel)
}

fn add_error(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Operation, |it| {
        it.get("responses").is_some_and(|all| all.get("418").is_none())
    })?;
    let responses = draft.at(&place)?.get_mut("responses")?.as_object_mut()?;
    responses.insert("418".to_owned(), json!({"description": "A teapot."}));
    Some(place.travel)
}

fn error_schema(draft: &mut Draft<'_>) -> Option<Travel> {
    let is_swagger = draft.is_swagger();
    let place = draft.pick_where(Kind::Response, |place, _| {
        ["4", "5", "default"]
            .iter()
            .any(|code| place.pointer.contains(&format!("/responses/{code}")))
    })?;
    let reply = draft.at(&place)?;
    let schema = json!({"type": "object", "properties": {"trouble": {"type": "string"}}});
    if is_swagger {
        reply.insert("schema".to_owned(), schema);
    } else {
        reply.insert("content".to_owned(), json!({"application/json": {"schema": schema}}));
    }
    Some(place.travel)
}

fn describe(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Response, |_| true)?;
    draft.at(&place)?.insert("description".to_owned(), json!("In other words."));
    Some(place.travel)
}

fn add_header(draft: &mut Draft<'_>) -> Option<Travel> {
    let is_swagger = draft.is_swagger();
    let place = draft.pick_where(Kind::Response, |place, value| {
        place.pointer.contains("/responses/2") && !value.contains_key("headers")
    })?;
    let header =
        if is_swagger { json!({"type": "string"}) } else { json!({"schema": {"type": "string"}}) };
    draft.at(&place)?.insert("headers".to_owned(), json!({"X-Newcomer": header}));
    Some(place.travel)
}

fn media_type(draft: &mut Draft<'_>) -> Option<Travel> {
    let (at, _) = schema(draft)?;
    super::rename_json(draft, at.strip_suffix("/application~1json")?)?;
    Some(Travel::RECEIVED)
}

fn another(draft: &mut Draft<'_>) -> Option<Travel> {
    let (at, _) = schema(draft)?;
    super::add_text(draft, at.strip_suffix("/application~1json")?)?;
    Some(Travel::RECEIVED)
}
