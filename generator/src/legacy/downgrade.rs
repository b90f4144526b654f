//! `OpenAPI` 3 → the shape of Swagger 2.0, as far as the legacy analysis looks.
//!
//! The official pipeline does this to the one definition that it has in version 3, which consists of
//! schemas only; its rules for them are kept, with their limits: they hold for the properties of a named
//! schema and not below. What operations need is added here. The result is made to be compared, not to be
//! published.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::api::Method;
use crate::reference;

/// How many references are followed one after the other before giving up.
const MAX_HOPS: usize = 32;

/// What a path item of `OpenAPI` 3 can hold and one of Swagger 2.0 cannot; it would pass for operations.
const ONLY_IN_3: [&str; 3] = ["summary", "description", "servers"];

/// The document in the shape of Swagger 2.0; the document itself unless it is of `OpenAPI` 3.
///
/// Named schemas become `definitions`, the request body a parameter called `body`, the first schema of a
/// response's content its `schema`, and what the schema of a parameter says is said by the parameter.
/// Named parameters, bodies, responses and path items are put in the place of the references to them.
/// Null as an alternative is dropped.
pub fn downgrade(document: &Value) -> Cow<'_, Value> {
    let is_3 = document.get("openapi").is_some();
    if !is_3 {
        return Cow::Borrowed(document);
    }
    let mut result = Map::new();
    result.insert("swagger".to_owned(), Value::from("2.0"));
    result.extend(document.get("info").map(|info| ("info".to_owned(), info.clone())));
    if let Some(paths) = document.get("paths") {
        result.insert("paths".to_owned(), mapped(paths, |item| path_item(document, item)));
    }
    if let Some(schemas) = document.pointer("/components/schemas") {
        result.insert("definitions".to_owned(), mapped(schemas, named_schema));
    }
    let mut result = Value::Object(result);
    rewrite(&mut result);
    Cow::Owned(result)
}

/// An object with its members replaced; anything else as it is.
fn mapped(value: &Value, replace: impl Fn(&Value) -> Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members.iter().map(|(key, member)| (key.clone(), replace(member))).collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(replace).collect()),
        other => other.clone(),
    }
}

/// What a reference leads to; what is not a reference, or leads nowhere, is given back.
fn followed<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let mut value = value;
    for _ in 0..MAX_HOPS {
        let text = value.get("$ref").and_then(Value::as_str);
        let target = text.and_then(|text| reference::locate(document, text));
        match target.and_then(|target| document.pointer(target.as_str())) {
            Some(target) => value = target,
            None => break,
        }
    }
    value
}

fn path_item(document: &Value, item: &Value) -> Value {
    let Value::Object(members) = followed(document, item) else { return item.clone() };
    let members = members.iter().filter(|(key, _)| !ONLY_IN_3.contains(&key.as_str()));
    let members = members.map(|(key, member)| {
        let is_operation = Method::ALL.iter().any(|method| method.key() == key);
        let member = if is_operation { operation(document, member) } else { member.clone() };
        (key.clone(), member)
    });
    Value::Object(members.collect())
}

fn operation(document: &Value, operation: &Value) -> Value {
    let Value::Object(members) = operation else { return operation.clone() };
    let mut result = members.clone();
    let parameters = members.get("parameters").and_then(Value::as_array).into_iter().flatten();
    let mut parameters: Vec<Value> = parameters.map(|one| parameter(document, one)).collect();
    if let Some(body) = result.shift_remove("requestBody") {
        parameters.push(body_parameter(document, &body));
    }
    if !parameters.is_empty() {
        result.insert("parameters".to_owned(), Value::Array(parameters));
    }
    if let Some(responses) = members.get("responses") {
        let responses = mapped(responses, |one| response(document, one));
        result.insert("responses".to_owned(), responses);
    }
    Value::Object(result)
}

/// A parameter that says itself what its schema says.
fn parameter(document: &Value, parameter: &Value) -> Value {
    const LIFTED: [&str; 4] = ["type", "format", "items", "enum"];
    let Value::Object(members) = followed(document, parameter) else { return parameter.clone() };
    let mut result = members.clone();
    let content = result.shift_remove("content");
    let schema = result.shift_remove("schema");
    let schema = schema.or_else(|| content.as_ref().and_then(first_schema).cloned());
    let schema = schema.as_ref().map(|schema| followed(document, schema));
    for key in LIFTED {
        if let Some(value) = schema.and_then(|schema| schema.get(key)) {
            result.entry(key).or_insert_with(|| value.clone());
        }
    }
    Value::Object(result)
}

fn body_parameter(document: &Value, body: &Value) -> Value {
    let body = followed(document, body);
    let mut result = Map::new();
    result.insert("in".to_owned(), Value::from("body"));
    result.insert("name".to_owned(), Value::from("body"));
    for key in ["description", "required"] {
        result.extend(body.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    let schema = body.get("content").and_then(first_schema);
    result.extend(schema.map(|schema| ("schema".to_owned(), schema.clone())));
    Value::Object(result)
}

fn response(document: &Value, response: &Value) -> Value {
    let Value::Object(members) = followed(document, response) else { return response.clone() };
    let mut result = members.clone();
    let content = result.shift_remove("content");
    let schema = content.as_ref().and_then(first_schema);
    result.extend(schema.map(|schema| ("schema".to_owned(), schema.clone())));
    Value::Object(result)
}

/// The schema of the first media type that has one.
fn first_schema(content: &Value) -> Option<&Value> {
    content.as_object()?.values().find_map(|media| media.get("schema"))
}

fn named_schema(schema: &Value) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let mut result = members.clone();
    if let Some(properties) = members.get("properties") {
        result.insert("properties".to_owned(), mapped(properties, property));
    }
    Value::Object(result)
}

fn property(schema: &Value) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let mut result = members.clone();
    result.shift_remove("nullable");
    for union in ["anyOf", "oneOf"] {
        drop_null(&mut result, union);
    }
    if let Some(branches) = result.shift_remove("anyOf") {
        let kind = if is_text_or_number(&branches) { "string" } else { "object" };
        result.insert("type".to_owned(), Value::from(kind));
    }
    if let Some(Value::Array(parts)) = result.get("allOf")
        && let [part] = parts.as_slice()
        && let Some(target) = part.get("$ref").and_then(Value::as_str)
    {
        let target = Value::from(target);
        result.shift_remove("allOf");
        result.insert("$ref".to_owned(), target);
    }
    Value::Object(result)
}

/// Drops null from the alternatives. A single one that is left takes the place of the choice.
fn drop_null(schema: &mut Map<String, Value>, union: &str) {
    let Some(Value::Array(branches)) = schema.get_mut(union) else { return };
    let before = branches.len();
    branches.retain(|branch| branch.get("type").and_then(Value::as_str) != Some("null"));
    if branches.len() == before {
        return;
    }
    if let [Value::Object(only)] = branches.as_slice() {
        let only = only.clone();
        schema.shift_remove(union);
        schema.extend(only);
    }
}

/// Whether the alternatives are a text and a number, in either order.
fn is_text_or_number(branches: &Value) -> bool {
    let Some([first, second]) = branches.as_array().map(Vec::as_slice) else { return false };
    let kind = |branch: &Value| branch.get("type").and_then(Value::as_str).map(str::to_owned);
    let kinds = [kind(first), kind(second)];
    let kinds = kinds.each_ref().map(Option::as_deref);
    kinds == [Some("string"), Some("number")] || kinds == [Some("number"), Some("string")]
}

/// References to named schemas lead to `definitions`, and of several types the first that is not null
/// counts.
fn rewrite(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(rewrite),
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                match (key.as_str(), &mut *member) {
                    ("$ref", Value::String(target)) => {
                        if let Some(name) = target.strip_prefix("#/components/schemas/") {
                            *target = format!("#/definitions/{name}");
                        }
                    }
                    ("type", Value::Array(kinds)) => {
                        let kinds = kinds.iter().filter_map(Value::as_str);
                        let kind = kinds.into_iter().find(|kind| *kind != "null");
                        *member = Value::from(kind.unwrap_or("null"));
                    }
                    _ => rewrite(member),
                }
            }
        }
        _ => {}
    }
}
