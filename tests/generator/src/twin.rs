//! A Swagger 2.0 definition as OpenAPI 3.0 says the same.

#![allow(clippy::indexing_slicing, reason = "indexing a `serde_json::Value` by a key makes it")]

use serde_json::{Map, Value, json};

const JSON: &str = "application/json";

/// The members of a parameter of 2.0 that belong into its schema in 3.0.
const VALUE: [&str; 16] = [
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
];

/// Rewrites a definition. Schemas keep their names, everything else stands where 3.0 has it. `None` for one
/// that is not written in 2.0, or that has a list in a form which is not a field per item: 3.0 says that by
/// an `encoding`, which the generator does not read.
pub fn openapi3(swagger: &Value) -> Option<Value> {
    if swagger.get("swagger").is_none() || has_joined_field(swagger) {
        return None;
    }
    let writer = Writer { swagger };
    let mut document = Map::new();
    document.insert("openapi".to_owned(), json!("3.0.3"));
    for key in ["info", "tags", "security"] {
        copy(swagger, key, &mut document);
    }
    document.insert("servers".to_owned(), writer.servers());
    document.insert("paths".to_owned(), writer.paths());
    document.insert("components".to_owned(), writer.components());
    for (key, value) in object(swagger).filter(|(key, _)| key.starts_with("x-")) {
        document.insert(key.clone(), value.clone());
    }
    Some(Value::Object(document))
}

/// Whether a form field is a list in one text.
fn has_joined_field(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_joined_field),
        Value::Object(members) => {
            let is_list = value["in"] == "formData" && value["type"] == "array";
            is_list && value["collectionFormat"] != "multi"
                || members.values().any(has_joined_field)
        }
        _ => false,
    }
}

struct Writer<'a> {
    swagger: &'a Value,
}

impl Writer<'_> {
    fn servers(&self) -> Value {
        let text = |key: &str| self.swagger.get(key).and_then(Value::as_str).unwrap_or_default();
        let base = text("basePath").trim_end_matches('/').to_owned();
        let host = text("host");
        if host.is_empty() {
            let has_base = self.swagger.get("basePath").is_some();
            let base = if base.is_empty() { "/".to_owned() } else { base };
            return if has_base { json!([{"url": base}]) } else { json!([]) };
        }
        let mut schemes: Vec<&str> =
            list(self.swagger, "schemes").filter_map(Value::as_str).collect();
        if schemes.is_empty() {
            schemes.push("https");
        }
        schemes.sort_by_key(|scheme| !scheme.ends_with('s'));
        let url = |scheme: &&str| json!({"url": format!("{scheme}://{host}{base}")});
        schemes.iter().map(url).collect()
    }

    fn components(&self) -> Value {
        let declared = self.swagger.get("securityDefinitions").into_iter().flat_map(object);
        let security: Map<String, Value> =
            declared.map(|(name, scheme)| (name.clone(), security_scheme(scheme))).collect();
        let defined = self.swagger.get("definitions").into_iter().flat_map(object);
        let schemas: Map<String, Value> =
            defined.map(|(name, schema)| (name.clone(), self.schema(schema))).collect();
        json!({"schemas": schemas, "securitySchemes": security})
    }

    fn paths(&self) -> Value {
        let paths = self.swagger.get("paths").into_iter().flat_map(object);
        paths.map(|(path, item)| (path.clone(), self.path_item(item))).collect()
    }

    fn path_item(&self, item: &Value) -> Value {
        let shared: Vec<Value> = list(item, "parameters").cloned().collect();
        let member = |(key, value): (&String, &Value)| {
            let operation = value.get("responses").is_some();
            let value = if operation { self.operation(value, &shared) } else { value.clone() };
            (key.clone(), value)
        };
        object(item).filter(|(key, _)| *key != "parameters").map(member).collect()
    }

    /// What a reference leads to, or the value itself.
    fn target<'v>(&'v self, value: &'v Value) -> &'v Value {
        let text = value.get("$ref").and_then(Value::as_str);
        let found = text.and_then(|text| self.swagger.pointer(text.trim_start_matches('#')));
        found.unwrap_or(value)
    }

    fn operation(&self, operation: &Value, shared: &[Value]) -> Value {
        let mut written = Map::new();
        for (key, value) in object(operation) {
            if !matches!(
                key.as_str(),
                "parameters" | "responses" | "consumes" | "produces" | "schemes"
            ) {
                written.insert(key.clone(), value.clone());
            }
        }
        let identity = |p: &Value| (p.get("in").cloned(), p.get("name").cloned());
        let own: Vec<&Value> = list(operation, "parameters").map(|p| self.target(p)).collect();
        let inherited = shared.iter().map(|p| self.target(p));
        let inherited = inherited.filter(|p| own.iter().all(|o| identity(o) != identity(p)));
        let all: Vec<&Value> = inherited.chain(own.iter().copied()).collect();
        let at = |place: &str| all.iter().filter(move |p| p["in"] == place).copied().collect();
        let fields: Vec<&Value> = at("formData");
        let bodies: Vec<&Value> = at("body");
        let plain = all.iter().filter(|p| p["in"] != "body" && p["in"] != "formData");
        let parameters: Vec<Value> = plain.map(|p| self.parameter(p)).collect();
        written.insert("parameters".to_owned(), parameters.into());
        let consumes = self.media_types(operation, "consumes");
        if let Some(body) = bodies.first() {
            written.insert("requestBody".to_owned(), self.body(body, &consumes));
        } else if !fields.is_empty() {
            written.insert("requestBody".to_owned(), self.form(&fields, &consumes));
        }
        let produces = self.media_types(operation, "produces");
        let responses = operation.get("responses").into_iter().flat_map(object);
        let responses: Map<String, Value> =
            responses.map(|(key, value)| (key.clone(), self.response(value, &produces))).collect();
        written.insert("responses".to_owned(), responses.into());
        Value::Object(written)
    }

    fn media_types(&self, operation: &Value, key: &str) -> Vec<String> {
        let texts = |holder: &Value| -> Vec<String> {
            list(holder, key).filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let own = texts(operation);
        if own.is_empty() { texts(self.swagger) } else { own }
    }

    fn parameter(&self, parameter: &Value) -> Value {
        let mut written = Map::new();
        for (key, value) in object(parameter) {
            let value_key = VALUE.contains(&key.as_str()) || key == "collectionFormat";
            if !value_key && key != "x-nullable" {
                written.insert(key.clone(), value.clone());
            }
        }
        written.insert("schema".to_owned(), self.value_of(parameter));
        if parameter["type"] == "array" {
            let query = parameter["in"] == "query";
            let (style, explode) = match parameter["collectionFormat"].as_str() {
                Some("multi") => ("form", true),
                Some("ssv") => ("spaceDelimited", false),
                Some("pipes") => ("pipeDelimited", false),
                _ if query => ("form", false),
                _ => ("simple", false),
            };
            written.insert("style".to_owned(), json!(style));
            written.insert("explode".to_owned(), json!(explode));
        }
        Value::Object(written)
    }

    /// The schema of a parameter, header or form field.
    fn value_of(&self, parameter: &Value) -> Value {
        if let Some(schema) = parameter.get("schema") {
            return self.schema(schema);
        }
        let own = object(parameter).filter(|(key, _)| {
            VALUE.contains(&key.as_str()) || matches!(key.as_str(), "x-nullable" | "example")
        });
        let schema: Value = own.map(|(key, value)| (key.clone(), value.clone())).collect();
        self.schema(&schema)
    }

    fn body(&self, body: &Value, consumes: &[String]) -> Value {
        let mut written = Map::new();
        for (key, value) in object(body) {
            if matches!(key.as_str(), "description" | "required") || key.starts_with("x-") {
                written.insert(key.clone(), value.clone());
            }
        }
        let content = contents(&self.value_of(body), consumes, None);
        written.insert("content".to_owned(), content);
        Value::Object(written)
    }

    fn form(&self, fields: &[&Value], consumes: &[String]) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for field in fields {
            let name = field["name"].as_str().unwrap_or_default().to_owned();
            let mut schema = self.value_of(field);
            let said = object(field).filter(|(key, _)| {
                *key == "description" || (key.starts_with("x-") && *key != "x-nullable")
            });
            for (key, value) in said {
                schema[key.as_str()] = value.clone();
            }
            if field["required"] == true {
                required.push(name.clone());
            }
            properties.insert(name, schema);
        }
        let has_required = !required.is_empty();
        let mut schema = json!({"type": "object", "properties": properties});
        if has_required {
            schema["required"] = json!(required);
        }
        let form = |text: &&String| {
            text.starts_with("multipart/form-data")
                || text.starts_with("application/x-www-form-urlencoded")
        };
        let file = fields.iter().any(|field| field["type"] == "file");
        let stated: Vec<String> = match consumes.iter().filter(form).cloned().collect::<Vec<_>>() {
            _ if file => vec!["multipart/form-data".to_owned()],
            stated if stated.is_empty() => vec!["application/x-www-form-urlencoded".to_owned()],
            stated => stated,
        };
        json!({"content": contents(&schema, &stated, None), "required": has_required})
    }

    fn response(&self, response: &Value, produces: &[String]) -> Value {
        let response = self.target(response);
        if response.get("$ref").is_some() {
            // It leads nowhere, and is to do so in the twin.
            return response.clone();
        }
        let mut written = Map::new();
        for (key, value) in object(response) {
            if key == "description" || key.starts_with("x-") {
                written.insert(key.clone(), value.clone());
            }
        }
        let headers = response.get("headers").into_iter().flat_map(object);
        let headers: Map<String, Value> = headers
            .map(|(name, header)| {
                let mut header_written = json!({"schema": self.value_of(header)});
                copy_value(header, "description", &mut header_written);
                (name.clone(), header_written)
            })
            .collect();
        if !headers.is_empty() {
            written.insert("headers".to_owned(), headers.into());
        }
        if let Some(schema) = response.get("schema") {
            let file = schema["type"] == "file";
            let default = if file { "application/octet-stream" } else { JSON };
            let types =
                if produces.is_empty() { vec![default.to_owned()] } else { produces.to_vec() };
            let content = contents(&self.schema(schema), &types, response.get("examples"));
            written.insert("content".to_owned(), content);
        }
        Value::Object(written)
    }

    /// A schema, with what 3.0 says in other words.
    fn schema(&self, schema: &Value) -> Value {
        match schema {
            Value::Array(items) => items.iter().map(|item| self.schema(item)).collect(),
            Value::Object(members) => {
                let mut written = Map::new();
                for (key, value) in members {
                    let (key, value) = self.keyword(key, value);
                    written.insert(key, value);
                }
                Value::Object(written)
            }
            other => other.clone(),
        }
    }

    fn keyword(&self, key: &str, value: &Value) -> (String, Value) {
        let by_name = |schemas: &Value| -> Value {
            object(schemas).map(|(name, schema)| (name.clone(), self.schema(schema))).collect()
        };
        match (key, value) {
            ("$ref", Value::String(text)) => {
                let text = text.replacen("#/definitions/", "#/components/schemas/", 1);
                (key.to_owned(), json!(text))
            }
            ("x-nullable", _) => ("nullable".to_owned(), value.clone()),
            ("discriminator", Value::String(name)) => {
                (key.to_owned(), json!({"propertyName": name}))
            }
            ("type", Value::String(word)) if word == "file" => (key.to_owned(), value.clone()),
            ("properties", Value::Object(_)) => (key.to_owned(), by_name(value)),
            ("items" | "additionalProperties" | "allOf", _) => (key.to_owned(), self.schema(value)),
            _ => (key.to_owned(), value.clone()),
        }
    }
}

/// A schema in each of several media types.
fn contents(schema: &Value, types: &[String], examples: Option<&Value>) -> Value {
    let default = [JSON.to_owned()];
    let types = if types.is_empty() { &default[..] } else { types };
    let content = |name: &String| {
        let mut content = json!({"schema": schema});
        if let Some(example) = examples.and_then(|examples| examples.get(name)) {
            content["example"] = example.clone();
        }
        (name.clone(), content)
    };
    types.iter().map(content).collect()
}

fn security_scheme(scheme: &Value) -> Value {
    let mut written = json!({});
    copy_value(scheme, "description", &mut written);
    match scheme["type"].as_str() {
        Some("basic") => {
            written["type"] = json!("http");
            written["scheme"] = json!("basic");
        }
        Some("oauth2") => {
            let flow = match scheme["flow"].as_str() {
                Some("application") => "clientCredentials",
                Some("accessCode") => "authorizationCode",
                Some(other) => other,
                None => "implicit",
            };
            let mut members = json!({});
            for key in ["authorizationUrl", "tokenUrl", "scopes"] {
                copy_value(scheme, key, &mut members);
            }
            written["type"] = json!("oauth2");
            written["flows"] = json!({flow: members});
        }
        _ => return scheme.clone(),
    }
    written
}

fn copy(from: &Value, key: &str, to: &mut Map<String, Value>) {
    if let Some(value) = from.get(key) {
        to.insert(key.to_owned(), value.clone());
    }
}

fn copy_value(from: &Value, key: &str, to: &mut Value) {
    if let Some(value) = from.get(key) {
        to[key] = value.clone();
    }
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}
