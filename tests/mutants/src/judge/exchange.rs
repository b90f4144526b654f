//! What an operation takes and answers, as schemas.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::places::{METHODS, resolved, token};

/// What is sent and received in a call.
#[derive(Debug, Default)]
pub struct Exchange {
    /// Parameters, by where they are sent and what they are called. Those of the path are told apart by their order.
    pub(super) parameters: BTreeMap<String, Parameter>,
    /// Media type → schema of the body.
    pub(super) request: BTreeMap<String, Value>,
    /// Whether there must be a body.
    pub(super) body_required: bool,
    /// Status and media type → schema of the reply, of successes that are JSON.
    pub(super) replies: BTreeMap<String, Value>,
}

/// A parameter.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) required: bool,
    pub(super) schema: Value,
}

/// The exchanges of a definition, by method and path; the names of placeholders are no part of it.
pub(super) fn exchanges(definition: &Value) -> BTreeMap<String, Exchange> {
    let mut found = BTreeMap::new();
    let paths = definition.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for method in METHODS.iter().filter(|method| item.get(**method).is_some()) {
            let at = format!("/paths/{}", token(path));
            let key = format!("{method} {}", without_names(path));
            found.insert(key, Exchange::read(definition, path, &at, method));
        }
    }
    found
}

fn without_names(path: &str) -> String {
    let mut pieces = path.split('{');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + "{" + &piece[piece.find('}').unwrap_or(0)..])
}

impl Exchange {
    fn read(definition: &Value, path: &str, item: &str, method: &str) -> Self {
        let mut exchange = Self::default();
        let operation = format!("{item}/{method}");
        let media_types = |key: &str| {
            let own = definition.pointer(&format!("{operation}/{key}"));
            let all = own.or_else(|| definition.get(key)).and_then(Value::as_array);
            let all: Vec<String> =
                all.into_iter().flatten().filter_map(|it| Some(it.as_str()?.to_owned())).collect();
            if all.is_empty() { vec!["application/json".to_owned()] } else { all }
        };
        for holder in [item, &operation] {
            let list =
                definition.pointer(&format!("{holder}/parameters")).and_then(Value::as_array);
            for number in 0..list.map_or(0, Vec::len) {
                let at = resolved(definition, &format!("{holder}/parameters/{number}"));
                let Some(value) = at.and_then(|at| definition.pointer(&at)) else { continue };
                exchange.parameter(value, path, &media_types("consumes"));
            }
        }
        let body = resolved(definition, &format!("{operation}/requestBody"));
        if let Some(body) = body.and_then(|at| definition.pointer(&at)) {
            exchange.body_required = body.get("required") == Some(&json!(true));
            exchange.request = content(body);
        }
        let responses =
            definition.pointer(&format!("{operation}/responses")).and_then(Value::as_object);
        for code in responses.into_iter().flat_map(Map::keys).filter(|code| code.starts_with('2')) {
            let at = resolved(definition, &format!("{operation}/responses/{}", token(code)));
            let Some(response) = at.and_then(|at| definition.pointer(&at)) else { continue };
            let mut replies = content(response);
            if let Some(schema) = response.get("schema") {
                replies.extend(media_types("produces").into_iter().map(|it| (it, schema.clone())));
            }
            replies.retain(|media_type, _| media_type.contains("json"));
            exchange
                .replies
                .extend(replies.into_iter().map(|(it, schema)| (format!("{code} {it}"), schema)));
        }
        exchange
    }

    fn parameter(&mut self, value: &Value, path: &str, consumes: &[String]) {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
        let required = value.get("required") == Some(&json!(true));
        let (name, location) = (text("name"), text("in"));
        let name = match location {
            "body" => {
                let schema = value.get("schema").cloned().unwrap_or(json!({}));
                self.request = consumes.iter().map(|it| (it.clone(), schema.clone())).collect();
                self.body_required = required;
                return;
            }
            "header" => name.to_ascii_lowercase(),
            "path" => path
                .find(&format!("{{{name}}}"))
                .map_or(0, |end| path.get(..end).unwrap_or_default().matches('{').count())
                .to_string(),
            _ => name.to_owned(),
        };
        let schema =
            value.get("schema").or_else(|| value.pointer("/content/application~1json/schema"));
        let mut schema = schema.unwrap_or(value).clone();
        // A parameter of Swagger 2.0 says with the same word whether it must be sent.
        if let Some(members) = schema.as_object_mut().filter(|members| members.contains_key("in")) {
            members.shift_remove("required");
        }
        self.parameters.insert(format!("{location} {name}"), Parameter { required, schema });
    }
}

/// Media type → schema. One without a schema says nothing.
fn content(of: &Value) -> BTreeMap<String, Value> {
    let all = of.get("content").and_then(Value::as_object);
    let schema = |value: &Value| value.get("schema").cloned().unwrap_or(json!({}));
    all.into_iter().flatten().map(|(name, value)| (name.clone(), schema(value))).collect()
}
