//! Request bodies.

use serde_json::json;

use super::operator;
use crate::draft::Draft;
use crate::operator::{BREAKS, DEPENDS, Family, GROWS, QUIET, both};
use crate::places::{Kind, Travel};

pub(super) const FAMILY: Family = Family {
    name: "bodies",
    operators: &[
        operator("require a body", both(BREAKS), both(DEPENDS), require),
        operator("remove a body", both(BREAKS), both(DEPENDS), remove),
        operator("rename a body", both(QUIET), both(QUIET), rename),
        operator("take another media type", both(BREAKS), both(BREAKS), media_type),
        operator("take one media type more", both(GROWS), both(BREAKS), another),
        operator("send another model", both(DEPENDS), both(DEPENDS), other_model),
        operator("take a form", both(DEPENDS), both(DEPENDS), form),
        operator("describe a body", both(QUIET), both(QUIET), describe),
    ],
};

fn require(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Body, |value| value.get("required") != Some(&json!(true)))?;
    draft.at(&place)?.insert("required".to_owned(), json!(true));
    Some(Travel::SENT)
}

fn remove(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick_where(Kind::Body, |place, _| place.pointer.starts_with("/paths/"))?;
    let (holder, last) = place.pointer.rsplit_once('/')?;
    match last.parse::<usize>() {
        Ok(number) => drop(draft.list(holder)?.remove(number)),
        Err(_) => drop(draft.object(holder)?.shift_remove(last)?),
    }
    Some(Travel::SENT)
}

fn rename(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Body, |value| value.contains_key("in"))?;
    draft.at(&place)?.insert("name".to_owned(), json!("calledOtherwise"));
    Some(Travel::SENT)
}

fn describe(draft: &mut Draft<'_>) -> Option<Travel> {
    let place = draft.pick(Kind::Body, |_| true)?;
    draft.at(&place)?.insert("description".to_owned(), json!("In other words."));
    Some(Travel::SENT)
}

/// The content of a body of one JSON media type.
fn json_content(draft: &mut Draft<'_>) -> Option<String> {
    let place = draft.pick_where(Kind::Content, |place, value| {
        place.travel == Travel::SENT && value.len() == 1 && value.contains_key("application/json")
    })?;
    Some(place.pointer)
}

fn media_type(draft: &mut Draft<'_>) -> Option<Travel> {
    let at = json_content(draft)?;
    super::rename_json(draft, &at)?;
    Some(Travel::SENT)
}

fn another(draft: &mut Draft<'_>) -> Option<Travel> {
    let at = json_content(draft)?;
    super::add_text(draft, &at)?;
    Some(Travel::SENT)
}

fn form(draft: &mut Draft<'_>) -> Option<Travel> {
    let at = json_content(draft)?;
    let content = draft.object(&at)?;
    let schema = content.shift_remove("application/json")?;
    content.insert("multipart/form-data".to_owned(), schema);
    Some(Travel::SENT)
}

fn other_model(draft: &mut Draft<'_>) -> Option<Travel> {
    super::other_model(draft, |travel| travel.sent)
}
