//! The documentation of an operation.

use crate::api::{Operation, Response};

use super::super::model::code_span;

/// The documentation of an operation: what it does, then the wire facts.
pub(super) fn operation_docs(operation: &Operation) -> String {
    let mut paragraphs: Vec<String> = [&operation.summary, &operation.description]
        .into_iter()
        .flatten()
        .filter(|text| !text.trim().is_empty())
        .cloned()
        .collect();
    paragraphs.dedup();
    if paragraphs.is_empty() {
        paragraphs.push(format!("Calls `{} {}`.", operation.method, operation.path.text));
    }
    paragraphs.push(format!("`{} {}`", operation.method, operation.path.text));
    if operation.deprecated {
        paragraphs.push("Deprecated by the API.".to_owned());
    }
    let successes = operation.responses.iter().filter(|response| response.status.is_success());
    let descriptions: Vec<String> = successes
        .filter_map(|r| Some((r.status, r.description.as_ref()?)))
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(status, text)| format!("- `{status}`: {}", text.replace('\n', " ")))
        .collect();
    if !descriptions.is_empty() {
        paragraphs.push(format!("# Returns\n\n{}", descriptions.join("\n")));
    }
    let failures: Vec<String> = operation
        .responses
        .iter()
        .filter(|response| !response.status.is_success())
        .map(error_line)
        .collect();
    if !failures.is_empty() {
        paragraphs.push(format!("# Errors\n\n{}", failures.join("\n")));
    }
    paragraphs.join("\n\n")
}

/// One line about an error status: the codes if the definition lists them, its description otherwise.
fn error_line(response: &Response) -> String {
    let codes = response.extensions.values().find_map(|value| {
        let object = value.as_object()?;
        let all_texts = object.values().all(serde_json::Value::is_string);
        (all_texts && !object.is_empty()).then(|| {
            let mut codes: Vec<String> = object.keys().map(|code| code_span(code)).collect();
            codes.sort();
            codes.join(", ")
        })
    });
    let text = codes.or_else(|| response.description.clone()).unwrap_or_default();
    format!("- `{}`: {}", response.status, text.replace('\n', " "))
}
