//! A definition that uses every word of the templates as a name, wherever a name can stand.
//!
//! Tags, operation ids, schemas, properties, parameters, values of enums and security schemes: if one of them
//! could meet a name of the runtime, the crate of this definition does not compile.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// How many arguments a function gets: all at once would be thousands.
const ARGUMENTS: usize = 50;

/// Names that come from no template: those of the language, of the prelude, of file systems, and of scripts
/// without capitals.
const OTHERS: &[&str] = &[
    "Self",
    "self",
    "super",
    "crate",
    "type",
    "async",
    "gen",
    "mod",
    "lib",
    "main",
    "Option",
    "Some",
    "None",
    "Ok",
    "Err",
    "Result",
    "Vec",
    "String",
    "Box",
    "Iterator",
    "Default",
    "Ordering",
    "Unknown",
    "Con",
    "aux",
    "nul",
    "com3",
    "lpt¹",
    "repoAddTopíc",
    "Größe",
    "项目",
    "クライアント",
    "요청",
    "K",
    "Å",
    "",
    "+1",
    "-1",
    "A+",
    "A-",
    "to_string",
    "from_str",
    "str",
    "u8",
    "i64",
    "bool",
    "std",
    "core",
    "serde",
    "http",
    "bytes",
];

/// The definition, as JSON, for these words of the templates.
pub fn definition(templates: &BTreeSet<&str>) -> String {
    let mut words: BTreeSet<String> = OTHERS.iter().map(|word| (*word).to_owned()).collect();
    words.extend(templates.iter().map(|word| (*word).to_owned()));
    words.insert("a".repeat(255));
    let words: Vec<String> = words.into_iter().collect();
    let all = words.iter().map(String::as_str).filter(|word| !word.is_empty());
    let schema = |word: &str| json!({"$ref": format!("#/components/schemas/{word}")});
    let text = || json!({"type": "string"});
    let is_id = |word: &&str| word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');

    let mut schemas = Map::new();
    let mut paths = Map::new();
    let mut security = Map::new();
    for (index, word) in all.clone().enumerate() {
        let id = Some(word).filter(is_id);
        if let Some(id) = id {
            let object = json!({"type": "object", "properties": {id: text(), "self": schema(id)}});
            let values = json!({"type": "string", "enum": [id, "Other"]});
            schemas.insert(id.to_owned(), if index % 2 == 0 { object } else { values });
            if id.starts_with(|c: char| c.is_ascii_lowercase()) {
                security
                    .insert(id.to_owned(), json!({"type": "apiKey", "in": "header", "name": id}));
            }
        }
        let body = id.map_or_else(text, schema);
        paths.insert(format!("/call/{index}"), json!({"post": {
            "operationId": word,
            "tags": [word],
            "parameters": [parameter(word, "query", false)],
            "requestBody": {"content": {"application/json": {"schema": body}}, "required": true},
            "responses": {"200": {
                "description": "",
                "content": {"application/json": {"schema": body}},
            }},
        }}));
    }
    let chunks: Vec<Vec<&str>> =
        all.clone().collect::<Vec<_>>().chunks(ARGUMENTS).map(<[&str]>::to_vec).collect();
    for (index, chunk) in chunks.iter().enumerate() {
        let properties = |of: &dyn Fn(&str) -> Value| -> Map<String, Value> {
            chunk.iter().map(|word| ((*word).to_owned(), of(word))).collect()
        };
        let arguments =
            json!({"type": "object", "required": chunk, "properties": properties(&|_| text())});
        schemas.insert(format!("Arguments{index}"), arguments);
        let options = json!({"type": "object", "properties": properties(&|_| text())});
        schemas.insert(format!("Options{index}"), options);
        let ids = chunk.iter().copied().filter(is_id);
        let mut uses: Map<String, Value> = ids.map(|id| (id.to_owned(), schema(id))).collect();
        uses.insert("a map".to_owned(), json!({"type": "object", "additionalProperties": text()}));
        uses.insert("a value".to_owned(), json!({}));
        uses.insert("a time".to_owned(), json!({"type": "string", "format": "date-time"}));
        uses.insert("a secret".to_owned(), json!({"type": "string", "format": "password"}));
        schemas.insert(
            format!("Uses{index}"),
            json!({
                "type": "object",
                "properties": uses,
                "additionalProperties": text(),
            }),
        );
        for (name, required) in [("required", true), ("optional", false)] {
            let parameters: Vec<Value> =
                chunk.iter().map(|word| parameter(word, "query", required)).collect();
            paths.insert(format!("/{name}/{index}"), json!({"post": {
                "operationId": format!("{name}{index}"),
                "tags": ["arguments"],
                "parameters": parameters,
                "requestBody": {
                    "content": {"application/json": {"schema": schema(&format!("Arguments{index}"))}},
                    "required": required,
                },
                "responses": {"200": {
                    "description": "",
                    "content": {"application/json": {"schema": schema(&format!("Uses{index}"))}},
                }},
            }}));
            paths.insert(format!("/{name}/{index}/send"), json!({"put": {
                "operationId": format!("send{name}{index}"),
                "tags": ["arguments"],
                "requestBody": {
                    "content": {"application/json": {"schema": schema(&format!("Options{index}"))}},
                    "required": true,
                },
                "responses": {"204": {"description": ""}},
            }}));
        }
    }
    schemas.insert("Every value".replace(' ', ""), json!({"type": "string", "enum": words}));
    schemas.insert(
        "Holder".to_owned(),
        json!({
            "type": "object",
            "properties": {"value": schema("Everyvalue")},
        }),
    );
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Every name", "version": "1"},
        "servers": [{"url": "https://names.example"}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": security},
    });
    document.to_string()
}

fn parameter(name: &str, location: &str, required: bool) -> Value {
    json!({"name": name, "in": location, "required": required, "schema": {"type": "string"}})
}
