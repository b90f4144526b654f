//! Who may call.

use serde_json::{Value, json};

use super::operator;
use crate::draft::Draft;
use crate::operator::{BREAKS, DEPENDS, Family, GROWS, both};
use crate::places::{Kind, Travel, token};

pub(super) const FAMILY: Family = Family {
    name: "security",
    operators: &[
        operator("require credentials", both(BREAKS), both(GROWS), require),
        operator("require a scope", both(DEPENDS), both(DEPENDS), scope),
        operator("another kind of scheme", both(DEPENDS), both(DEPENDS), change_kind),
        operator("add a scheme", both(GROWS), both(DEPENDS), add_scheme),
    ],
};

fn schemes(draft: &Draft<'_>) -> &'static str {
    if draft.is_swagger() { "/securityDefinitions" } else { "/components/securitySchemes" }
}

fn require(draft: &mut Draft<'_>) -> Option<Travel> {
    let at = schemes(draft);
    let name = draft.member(at, |_, scheme| scheme.get("type") != Some(&json!("oauth2")))?;
    let for_all = draft.definition.get("security").is_some();
    let place = draft.pick(Kind::Operation, |it| match it.get("security") {
        None => !for_all,
        Some(known) => known.as_array().is_some_and(Vec::is_empty),
    })?;
    draft.at(&place)?.insert("security".to_owned(), json!([{name: []}]));
    Some(place.travel)
}

/// An operation that requires one scheme, and its name.
fn requirement(draft: &mut Draft<'_>) -> Option<(String, String)> {
    let is_one = |it: &serde_json::Map<String, Value>| {
        let alternatives = it.get("security").and_then(Value::as_array)?;
        let [Value::Object(only)] = alternatives.as_slice() else { return None };
        only.keys().next().cloned()
    };
    let place = draft.pick(Kind::Operation, |it| is_one(it).is_some())?;
    let name = is_one(draft.at(&place)?)?;
    Some((format!("{}/security/0", place.pointer), name))
}

fn scope(draft: &mut Draft<'_>) -> Option<Travel> {
    let (at, name) = requirement(draft)?;
    let scheme = draft.definition.pointer(&format!("{}/{}", schemes(draft), token(&name)))?;
    (scheme.get("type") == Some(&json!("oauth2"))).then_some(())?;
    draft.object(&at)?.get_mut(&name)?.as_array_mut()?.push(json!("everything:write"));
    Some(Travel::default())
}

fn change_kind(draft: &mut Draft<'_>) -> Option<Travel> {
    let at = schemes(draft);
    let name = draft.member(at, |_, scheme| scheme.get("type") == Some(&json!("apiKey")))?;
    let basic = if draft.is_swagger() {
        json!({"type": "basic"})
    } else {
        json!({"type": "http", "scheme": "basic"})
    };
    draft.object(at)?.insert(name, basic);
    Some(Travel::default())
}

fn add_scheme(draft: &mut Draft<'_>) -> Option<Travel> {
    let at = schemes(draft);
    let scheme = json!({"type": "apiKey", "in": "header", "name": "X-Newcomer"});
    draft.object(at)?.insert("newcomer".to_owned(), scheme).is_none().then(Travel::default)
}
