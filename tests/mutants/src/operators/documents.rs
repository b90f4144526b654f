//! What is said of the whole API: words, servers, the order of everything.

use serde_json::{Map, Value, json};

use super::operator;
use crate::draft::Draft;
use crate::operator::{DEPENDS, Family, QUIET, both};
use crate::places::{Kind, Travel};

pub(super) const FAMILY: Family = Family {
    name: "documents",
    operators: &[
        operator("another version of the API", both(QUIET), both(QUIET), version),
        operator("another title of the API", both(QUIET), both(QUIET), title),
        operator("another extension", both(QUIET), both(QUIET), extension),
        operator("describe tags", both(QUIET), both(QUIET), tags),
        operator("write keys in another order", both(QUIET), both(QUIET), reorder),
        operator("live at another host", both(DEPENDS), both(DEPENDS), host),
        operator("live below another path", both(DEPENDS), both(DEPENDS), base_path),
    ],
};

fn version(draft: &mut Draft<'_>) -> Option<Travel> {
    draft.object("/info")?.insert("version".to_owned(), json!("20301130"));
    Some(Travel::default())
}

fn title(draft: &mut Draft<'_>) -> Option<Travel> {
    draft.object("/info")?.insert("title".to_owned(), json!("Called otherwise"));
    Some(Travel::default())
}

fn extension(draft: &mut Draft<'_>) -> Option<Travel> {
    let kind = *draft.random.pick(&[Kind::Operation, Kind::Schema, Kind::Response])?;
    let place = draft.pick(kind, |_| true)?;
    draft.at(&place)?.insert("x-told-nowhere".to_owned(), json!({"a": [1, null]}));
    Some(place.travel)
}

fn tags(draft: &mut Draft<'_>) -> Option<Travel> {
    let tags = json!([{"name": "Newcomer", "description": "What nobody has yet."}]);
    draft
        .definition
        .as_object_mut()?
        .insert("tags".to_owned(), tags)
        .is_none()
        .then(Travel::default)
}

fn reorder(draft: &mut Draft<'_>) -> Option<Travel> {
    // A document of one key has no order.
    let count = draft.definition.as_object()?.len();
    turn(&mut draft.definition);
    (count > 1).then(Travel::default)
}

/// The same with the members of each object the other way round; lists stay, because their order may mean something.
fn turn(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(turn),
        Value::Object(members) => {
            members.values_mut().for_each(turn);
            *members = std::mem::take(members).into_iter().rev().collect::<Map<_, _>>();
        }
        _ => {}
    }
}

fn host(draft: &mut Draft<'_>) -> Option<Travel> {
    if draft.is_swagger() {
        draft.definition.as_object_mut()?.insert("host".to_owned(), json!("elsewhere.example.com"));
    } else {
        let servers = json!([{"url": "https://elsewhere.example.com/"}]);
        draft.definition.as_object_mut()?.insert("servers".to_owned(), servers);
    }
    Some(Travel::default())
}

fn base_path(draft: &mut Draft<'_>) -> Option<Travel> {
    if draft.is_swagger() {
        draft.definition.as_object_mut()?.insert("basePath".to_owned(), json!("/moved"));
        return Some(Travel::default());
    }
    let server = draft.object("/servers/0")?;
    let url = format!("{}/moved", server.get("url")?.as_str()?.trim_end_matches('/'));
    server.insert("url".to_owned(), json!(url));
    Some(Travel::default())
}
