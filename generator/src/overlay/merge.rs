//! How the value of an action becomes part of what its target selects.

use serde_json::{Map, Value};

/// Merges a value into a selected node, and says whether that changed anything: members into an object, one more item
/// into a list, and anything else in place of what stands there. `Err` names the member whose kind is another one.
pub(super) fn into_node(node: &mut Value, update: &Value) -> Result<bool, String> {
    match (node, update) {
        (Value::Object(node), Value::Object(update)) => members(node, update, ""),
        (Value::Array(items), entry) => {
            items.push(entry.clone());
            Ok(true)
        }
        (node, update) if is_primitive(node) && is_primitive(update) => Ok(replace(node, update)),
        (node, update) => Err(mismatch("", node, update)),
    }
}

/// Merges the members of one object into another, those inside of both likewise; lists are put one after the other.
fn members(
    target: &mut Map<String, Value>,
    update: &Map<String, Value>,
    at: &str,
) -> Result<bool, String> {
    let mut changed = false;
    for (key, value) in update {
        let Some(there) = target.get_mut(key) else {
            target.insert(key.clone(), value.clone());
            changed = true;
            continue;
        };
        let here = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        changed |= match (there, value) {
            (Value::Object(target), Value::Object(update)) => members(target, update, &here)?,
            (Value::Array(items), Value::Array(more)) => {
                items.extend(more.iter().cloned());
                !more.is_empty()
            }
            (there, value) if is_primitive(there) && is_primitive(value) => replace(there, value),
            (there, value) => return Err(mismatch(&here, there, value)),
        };
    }
    Ok(changed)
}

fn replace(there: &mut Value, value: &Value) -> bool {
    let changed = there != value;
    *there = value.clone();
    changed
}

fn is_primitive(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}

fn mismatch(at: &str, there: &Value, update: &Value) -> String {
    let (there, update) = (kind(there), kind(update));
    match at {
        "" => format!("{there} stands there, and {update} cannot be merged into it"),
        at => format!("{there} stands at `{at}` in it, and {update} cannot be merged into that"),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "a list",
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn merged(mut node: Value, update: &Value) -> Result<(Value, bool), String> {
        into_node(&mut node, update).map(|changed| (node, changed))
    }

    #[test]
    fn objects_are_merged_and_lists_put_together() {
        let node = json!({"a": {"b": 1, "c": [1]}, "d": 2});
        let update = json!({"a": {"b": 3, "c": [2], "e": {}}, "f": [1]});
        let expected = json!({"a": {"b": 3, "c": [1, 2], "e": {}}, "d": 2, "f": [1]});
        assert_eq!(merged(node, &update), Ok((expected, true)));
    }

    #[test]
    fn a_list_gets_one_more_item() {
        assert_eq!(merged(json!([1]), &json!([2])), Ok((json!([1, [2]]), true)));
    }

    #[test]
    fn what_is_there_already_is_no_change() {
        let node = json!({"a": {"b": 1}, "c": []});
        assert_eq!(merged(node.clone(), &json!({"a": {"b": 1}, "c": []})), Ok((node, false)));
        assert_eq!(merged(json!("x"), &json!("x")), Ok((json!("x"), false)));
        assert_eq!(merged(json!("x"), &json!(null)), Ok((json!(null), true)));
    }

    #[test]
    fn other_kinds_do_not_fit() {
        for (node, update, at) in [
            (json!({"a": {"b": 1}}), json!({"a": {"b": {}}}), "/a/b"),
            (json!({"a/b": []}), json!({"a/b": "x"}), "/a~1b"),
            (json!({}), json!("x"), "stands there"),
            (json!("x"), json!({}), "stands there"),
        ] {
            let problem = merged(node, &update).expect_err("another kind");
            assert!(problem.contains(at), "{problem}");
        }
    }
}
