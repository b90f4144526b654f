//! Finds the references of a value.

use serde_json::Value;

use super::context::holds_data;

/// Calls `found` with the text of every reference of a value, and with the tokens that lead to the object that has it.
pub(super) fn visit(
    value: &Value,
    tokens: &mut Vec<String>,
    found: &mut impl FnMut(&str, &[String]),
) {
    if holds_data(tokens) {
        return;
    }
    match value {
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                tokens.push(number.to_string());
                visit(item, tokens, found);
                tokens.pop();
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                if let Some(text) = reference(key, member, tokens) {
                    found(text, tokens);
                }
                tokens.push(key.clone());
                visit(member, tokens, found);
                tokens.pop();
            }
        }
        _ => {}
    }
}

/// The text of a member that is a reference: `$ref`, or a place in the mapping of a discriminator.
pub(super) fn reference<'v>(key: &str, member: &'v Value, tokens: &[String]) -> Option<&'v str> {
    let text = member.as_str()?;
    if key == "$ref" {
        return Some(text);
    }
    let is_mapping = tokens.ends_with(&["discriminator".to_owned(), "mapping".to_owned()]);
    // A bare word is the name of a schema.
    (is_mapping && text.contains(['#', '/', '.'])).then_some(text)
}
