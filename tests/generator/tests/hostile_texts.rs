//! Text of a definition never becomes code: whatever a text says, and wherever a definition may hold it, no token of the crate
//! and no key of its manifest is made of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests fail loudly"
)]

use generator::config::Config;
use generator::generate::{TemplateTree, generate};
use generator::render::FileSet;
use generator_tests::repository_templates;
use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Map, Value, json};
use std::path::Path;

/// Stands in every payload, in no template, and in no name that is made of one: those lose their signs and change their case.
const MARK: &str = "evil__Mark";

/// What would end the literal, the comment, the table, the template or the line that it is written into.
const PAYLOADS: &[&str] = &[
    "\"; evil__Mark(); //",
    "\"#; evil__Mark(); //",
    "\"##; evil__Mark(); //",
    "'; evil__Mark(); //",
    "*/ evil__Mark(); /*",
    "\n}\nfn x() { evil__Mark() }\n",
    "\r//! evil__Mark\rfn evil__Mark() {}",
    "\u{2028}evil__Mark();\u{202e}",
    "\\\"; evil__Mark(); //",
    "{}{0}{{evil__Mark}}{x:?}",
    "{{ package.name }}{% if x %}evil__Mark{% raw %}",
    "#![evil__Mark]",
    "]\n#[evil__Mark]",
    "```rust\nevil__Mark();\n```",
    "- ~~~\n  - evil__Mark();",
    "\"\"\"\n[dependencies]\nevil__Mark = \"1\"\n[x]\ny = \"\"\"",
    "\"\n[dependencies]\nevil__Mark = \"1",
    "'''\n[lib]\nevil__Mark = '''",
    "\u{0}\u{1b}[31mevil__Mark",
    "../../../evil__Mark",
];

#[test]
fn no_text_becomes_a_token() {
    let templates = repository_templates().unwrap();
    let mut made = 0;
    for payload in PAYLOADS {
        for version in [json!({"swagger": "2.0"}), json!({"openapi": "3.1.0"})] {
            for are_keys_hostile in [false, true] {
                let definition = hostile(&version, payload, are_keys_hostile);
                made += usize::from(is_harmless(&definition, payload, &templates));
            }
        }
    }
    assert!(made > 2 * PAYLOADS.len(), "only {made} crates were made");
}

/// Whether a crate was made; otherwise it was refused with a place.
fn is_harmless(definition: &Value, payload: &str, templates: &TemplateTree) -> bool {
    match generate("hostile", &definition.to_string(), &Config::plain("hostile"), templates) {
        Ok(generated) => {
            inspect(&generated.files, payload);
            true
        }
        Err(problems) => {
            let has_place = problems.iter().all(|problem| problem.position.is_some());
            assert!(has_place, "{payload:?}: {problems}");
            false
        }
    }
}

fn inspect(files: &FileSet, payload: &str) {
    for (path, file) in files {
        let is_plain = path.split('/').all(|part| !part.is_empty() && !part.starts_with(".."));
        assert!(is_plain && !path.contains(MARK), "{payload:?} names the file {path:?}");
        if path.ends_with("Cargo.toml") {
            let manifest: toml::Table = file.text.parse().unwrap();
            assert!(!has_key(&toml::Value::Table(manifest)), "{payload:?}: {}", file.text);
        } else if Path::new(path.as_str()).extension().is_some_and(|ending| ending == "rs") {
            let tokens: TokenStream = file.text.parse().unwrap();
            assert!(!has_token(tokens), "{payload:?} is code in {path}: {}", file.text);
        }
    }
}

fn has_key(value: &toml::Value) -> bool {
    match value {
        toml::Value::Table(table) => {
            table.iter().any(|(key, value)| key.contains(MARK) || has_key(value))
        }
        toml::Value::Array(items) => items.iter().any(has_key),
        _ => false,
    }
}

fn has_token(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident.to_string().contains(MARK),
        TokenTree::Group(group) => has_token(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// A definition that says a text wherever it may say anything, and names everything so if keys are hostile too.
fn hostile(version: &Value, text: &str, are_keys_hostile: bool) -> Value {
    let key = |plain: &str| if are_keys_hostile { text.to_owned() } else { plain.to_owned() };
    let is_old = version.get("swagger").is_some();
    let place = if is_old { "#/definitions" } else { "#/components/schemas" };
    let escaped = key("Pet").replace('~', "~0").replace('/', "~1");
    let pet = json!({"$ref": format!("{place}/{escaped}")});
    let texts = json!({"title": text, "description": text, "example": text, "x-text": text});
    let with = |own: Value| -> Value {
        let mut all = texts.as_object().unwrap().clone();
        all.extend(own.as_object().unwrap().clone());
        Value::Object(all)
    };
    let string = with(json!({"type": "string", "default": text, "format": text, "pattern": text}));
    let model = with(json!({"type": "object", "required": [key("name")],
        "externalDocs": {"url": text, "description": text},
        "properties": {key("name"): string, "colour": with(json!({"type": "string", "enum": [text, "red"]}))}}));
    let content = |schema: &Value| {
        if is_old {
            json!({"description": text, "schema": schema, "headers": {key("X-A"): {"type": "string", "description": text}}})
        } else {
            json!({"description": text, "content": {"application/json": {"schema": schema, "example": text,
            "examples": {key("one"): {"summary": text, "value": text}}}},
            "headers": {key("X-A"): {"description": text, "schema": {"type": "string"}}}})
        }
    };
    let parameter = |location: &str| {
        if is_old {
            json!({"name": key("limit"), "in": location, "description": text, "type": "string", "enum": [text], "default": text})
        } else {
            json!({"name": key("limit"), "in": location, "description": text, "example": text,
            "schema": {"type": "string", "enum": [text], "default": text}})
        }
    };
    let operation = json!({"operationId": text, "tags": [text], "summary": text, "description": text, "x-text": text,
        "externalDocs": {"url": text, "description": text}, "security": [{key("key"): [text]}],
        "parameters": [parameter("query"), parameter("header"), parameter("cookie")],
        "responses": {"200": content(&pet), "400": content(&string), "default": {"description": text}}});
    let scheme =
        json!({"type": "apiKey", "in": "header", "name": key("X-Key"), "description": text});
    let mut definition = version.clone();
    let schemas = Map::from_iter([(key("Pet"), model)]);
    let members = json!({
        "info": {"title": text, "version": text, "description": text, "summary": text, "termsOfService": text,
            "contact": {"name": text, "url": text, "email": text}, "license": {"name": text, "identifier": text}},
        "tags": [{"name": text, "description": text, "externalDocs": {"url": text, "description": text}}],
        "externalDocs": {"url": text, "description": text},
        "paths": {format!("/{}", key("pets")): {"get": operation, "summary": text, "description": text}},
        "x-text": {text: [text]},
    });
    definition.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    if is_old {
        definition["host"] = json!(text);
        definition["definitions"] = Value::Object(schemas);
        definition["securityDefinitions"] = json!({key("key"): scheme});
    } else {
        definition["servers"] = json!([{"url": text, "description": text}]);
        definition["components"] =
            json!({"schemas": schemas, "securitySchemes": {key("key"): scheme}});
    }
    definition
}
