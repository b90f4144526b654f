//! Paths, and what stands at them.

use serde_json::{Value, json};

use super::operator;
use crate::draft::Draft;
use crate::operator::{ARRIVES, BREAKS, DEPENDS, Family, GROWS, QUIET, both};
use crate::places::{self, Kind, METHODS, Travel, token};

pub(super) const FAMILY: Family = Family {
    name: "paths",
    operators: &[
        operator("remove a path", both(BREAKS), ARRIVES, remove),
        operator("rename a placeholder", both(GROWS), both(GROWS), rename_placeholder),
        operator("change a word of a path", both(BREAKS), both(BREAKS), change_word),
        operator("end a path with a slash", both(DEPENDS), both(DEPENDS), add_slash),
        operator("state parameters for the whole path", both(QUIET), both(QUIET), hoist),
        operator("remove an operation", both(BREAKS), ARRIVES, remove_operation),
        operator("change a method", both(BREAKS), both(BREAKS), change_method),
        operator("take a placeholder away", both(BREAKS), both(BREAKS), drop_placeholder),
    ],
};

/// The object of all paths, where there is more than one.
fn paths<'d>(
    draft: &'d mut Draft<'_>,
    least: usize,
) -> Option<&'d mut serde_json::Map<String, Value>> {
    draft.object("/paths").filter(|paths| paths.len() >= least)
}

fn remove(draft: &mut Draft<'_>) -> Option<Travel> {
    paths(draft, 2)?;
    let name = draft.member("/paths", |name, _| name.starts_with('/'))?;
    draft.object("/paths")?.shift_remove(&name)?;
    Some(Travel::default())
}

/// Gives a path another name, in its place.
fn rename(draft: &mut Draft<'_>, old: &str, new: &str) -> Option<Travel> {
    let paths = draft.object("/paths")?;
    if paths.contains_key(new) {
        return None;
    }
    *paths = std::mem::take(paths)
        .into_iter()
        .map(|(name, item)| if name == old { (new.to_owned(), item) } else { (name, item) })
        .collect();
    Some(Travel::default())
}

fn rename_placeholder(draft: &mut Draft<'_>) -> Option<Travel> {
    let path = draft.member("/paths", |name, _| name.contains('{'))?;
    let name = path.split('{').nth(1)?.split('}').next()?.to_owned();
    let new = format!("{name}Key");
    let at = format!("/paths/{}", token(&path));
    let mut lists = vec![format!("{at}/parameters")];
    lists.extend(METHODS.iter().map(|method| format!("{at}/{method}/parameters")));
    for list in lists {
        for parameter in draft.list(&list).into_iter().flatten() {
            // One that stands elsewhere belongs to other paths too.
            parameter.get("$ref").is_none().then_some(())?;
            if parameter.get("name") == Some(&json!(name))
                && parameter.get("in") == Some(&json!("path"))
            {
                parameter.as_object_mut()?.insert("name".to_owned(), json!(new));
            }
        }
    }
    rename(draft, &path, &path.replace(&format!("{{{name}}}"), &format!("{{{new}}}")))
}

fn change_word(draft: &mut Draft<'_>) -> Option<Travel> {
    let path = draft.member("/paths", |name, _| name.starts_with('/'))?;
    let words: Vec<&str> =
        path.split('/').filter(|word| !word.is_empty() && !word.contains('{')).collect();
    let word = draft.random.pick(&words)?;
    rename(draft, &path, &path.replacen(&format!("/{word}"), &format!("/{word}-next"), 1))
}

fn add_slash(draft: &mut Draft<'_>) -> Option<Travel> {
    let path = draft.member("/paths", |name, _| name.len() > 1 && !name.ends_with('/'))?;
    rename(draft, &path, &format!("{path}/"))
}

fn hoist(draft: &mut Draft<'_>) -> Option<Travel> {
    let path = draft.member("/paths", |_, item| {
        let methods = METHODS.iter().filter(|method| item.get(**method).is_some());
        item.get("parameters").is_none() && methods.count() == 1
    })?;
    let item = draft.object(&format!("/paths/{}", token(&path)))?;
    let method = *METHODS.iter().find(|method| item.contains_key(**method))?;
    let operation = item.get_mut(method)?.as_object_mut()?;
    // A form or a body of a path is no parameter of it.
    let list = operation.get("parameters")?.as_array()?;
    let is_plain = |parameter: &Value| {
        ["path", "query", "header"]
            .contains(&parameter.get("in").and_then(Value::as_str).unwrap_or_default())
    };
    list.iter().all(is_plain).then_some(())?;
    let list = operation.shift_remove("parameters")?;
    item.insert("parameters".to_owned(), list);
    Some(Travel::default())
}

fn remove_operation(draft: &mut Draft<'_>) -> Option<Travel> {
    let path = draft.member("/paths", |_, item| {
        METHODS.iter().filter(|method| item.get(**method).is_some()).count() > 1
    })?;
    let at = format!("/paths/{}", token(&path));
    let method = draft.member(&at, |name, _| METHODS.contains(&name))?;
    draft.object(&at)?.shift_remove(&method)?;
    Some(Travel::default())
}

fn change_method(draft: &mut Draft<'_>) -> Option<Travel> {
    let path = draft.member("/paths", |_, item| {
        ["put", "patch", "post"].iter().filter(|method| item.get(**method).is_some()).count() == 1
    })?;
    let item = draft.object(&format!("/paths/{}", token(&path)))?;
    let old = *["put", "patch", "post"].iter().find(|method| item.contains_key(**method))?;
    let new = if old == "put" { "patch" } else { "put" };
    let operation = item.shift_remove(old)?;
    item.insert(new.to_owned(), operation);
    Some(Travel::default())
}

fn drop_placeholder(draft: &mut Draft<'_>) -> Option<Travel> {
    let at = draft.pick(Kind::Operation, |operation| {
        operation.get("parameters").and_then(Value::as_array).is_some_and(|all| {
            all.iter().any(|parameter| parameter.get("in") == Some(&json!("path")))
        })
    })?;
    let (path, _) = at.pointer.strip_prefix("/paths/")?.split_once('/')?;
    let path = places::name(path);
    let item = draft.object(&format!("/paths/{}", token(&path)))?;
    (METHODS.iter().filter(|method| item.contains_key(**method)).count() == 1).then_some(())?;
    let list = draft.list(&format!("{}/parameters", at.pointer))?;
    let number = list.iter().position(|parameter| parameter.get("in") == Some(&json!("path")))?;
    let name = list.remove(number).get("name")?.as_str()?.to_owned();
    rename(draft, &path, &path.replace(&format!("/{{{name}}}"), ""))
}
