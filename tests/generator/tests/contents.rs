//! Law: whatever media types an operation has, its model, the way its body is written or read, and the media
//! type in its header belong to one and the same content.
//!
//! Every content has a schema of its own, with a property named after it, so the model tells which content it was
//! made from.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail loudly"
)]

use std::fmt::Write as _;

use generator::api::{Api, Content, Operation, RequestBody, Response, Shape};
use generator::config::Config;
use generator::generate::{Generated, generate};
use generator::media_type::MediaKind;
use generator_tests::repository_templates;

const MEDIA_TYPES: [&str; 14] = [
    "*/*",
    "application/*",
    "application/*+json",
    "application/JSON; charset=utf-8",
    "application/json",
    "application/octet-stream",
    "application/vnd.pets+json;v=2",
    "application/x-ndjson",
    "application/x-www-form-urlencoded",
    "application/xml",
    "image/*",
    "multipart/form-data",
    "text/event-stream",
    "text/plain",
];

/// Every one to three of the media types.
fn choices() -> Vec<Vec<usize>> {
    let all = 0..MEDIA_TYPES.len();
    let mut choices: Vec<Vec<usize>> = Vec::new();
    for one in all.clone() {
        choices.push(vec![one]);
        for two in 0..one {
            choices.push(vec![one, two]);
            choices.extend((0..two).map(|three| vec![one, two, three]));
        }
    }
    choices
}

/// An operation for each choice, which takes and gives a body in these media types.
fn definition() -> String {
    let mut paths = String::new();
    for (number, choice) in choices().iter().enumerate() {
        let mut content = String::new();
        for of in choice {
            let media_type = MEDIA_TYPES[*of];
            let schema = format!("{{type: object, properties: {{from{of}: {{type: boolean}}}}}}");
            write!(content, "\"{media_type}\": {{schema: {schema}}}, ").unwrap();
        }
        let body = format!("requestBody: {{required: true, content: {{{content}}}}}");
        let reply = format!("responses: {{\"200\": {{description: ok, content: {{{content}}}}}}}");
        writeln!(paths, "  /o{number}: {{put: {{operationId: send{number}, {body}, responses: {{\"204\": {{description: ok}}}}}}, get: {{operationId: read{number}, {reply}}}}}").unwrap();
    }
    format!("openapi: 3.0.3\ninfo: {{title: contents, version: \"1\"}}\npaths:\n{paths}")
}

fn generated() -> Generated {
    let config = Config::parse("config.toml", "[crate]\nname = \"contents\"\n").unwrap();
    let templates = repository_templates().unwrap();
    generate("definition.yaml", &definition(), &config, &templates).unwrap()
}

/// The property that tells which content a model was made from.
fn mark(content: &Content) -> String {
    match &content.schema.as_ref().unwrap().shape {
        Shape::Object { properties, .. } => properties.keys().next().unwrap().clone(),
        other => panic!("{other:?}"),
    }
}

/// The generated text of an operation, and of the model that only it has, if there is one.
fn texts<'g>(made: &'g Generated, id: &str, model: &str) -> (Option<&'g str>, Option<&'g str>) {
    let ending = |end: String| {
        let mut files = made.files.iter().filter(|(path, _)| path.ends_with(&end));
        files.next().map(|(_, file)| file.text.as_str())
    };
    let operation = made.files.iter().find(|(path, file)| {
        path.starts_with("src/api/")
            && !path.ends_with("mod.rs")
            && file.text.contains(&format!("\"{id}\""))
    });
    let model = ending(format!("/models/{id}_{model}.rs"));
    (operation.map(|(_, file)| file.text.as_str()), model)
}

/// What the handle says of an operation: its arguments and the statements that use them.
fn method<'g>(made: &'g Generated, id: &str) -> &'g str {
    let handle = &made.files["src/api/general/mod.rs"].text;
    let start = handle.find(&format!("pub fn {id}(")).unwrap();
    let rest = handle.get(start..).unwrap();
    rest.split("\n    }\n").next().unwrap()
}

fn operation<'a>(api: &'a Api, id: &str) -> &'a Operation {
    api.operations.iter().find(|operation| operation.id.as_deref() == Some(id)).unwrap()
}

#[test]
fn the_content_that_is_sent_is_the_one_that_is_typed() {
    let made = generated();
    let mut sent = 0;
    for number in 0..choices().len() {
        let id = format!("send{number}");
        let body = operation(&made.api, &id).body.as_ref();
        let content = body.and_then(RequestBody::preferred).unwrap();
        let (file, model) = texts(&made, &id, "body");
        let is_json = matches!(content.media_type.kind(), MediaKind::Json | MediaKind::Any);
        let kind = content.media_type.kind();
        let is_text = content.media_type.top_level() == "text" || kind == MediaKind::Xml;
        let is_form = kind == MediaKind::UrlencodedForm;
        if !is_json && !is_text && !is_form {
            assert!(file.is_none(), "{id}: {} cannot be sent", content.media_type);
            continue;
        }
        sent += 1;
        let text = format!("{}{}", file.unwrap(), method(&made, &id));
        let header = content.media_type.content_type();
        assert!(!header.contains('*'), "{id}: a range is sent");
        if is_text {
            assert!(text.contains(&format!("text(\"{header}\"")), "{id}: {text}");
        } else {
            let model = model.unwrap();
            assert!(model.contains(&mark(content)), "{id}: {model}");
            if is_form {
                assert!(text.contains(&format!("form(\"{header}\"")), "{id}: {text}");
                continue;
            }
            let plain = header == "application/json" && text.contains("json(");
            assert!(plain || text.contains(&format!("json_as(\"{header}\"")), "{id}: {text}");
        }
    }
    assert!(sent > choices().len() / 2, "only {sent} can be called");
}

#[test]
fn the_content_that_is_asked_for_is_the_one_that_is_decoded() {
    let made = generated();
    for number in 0..choices().len() {
        let id = format!("read{number}");
        let reply = operation(&made.api, &id).reply();
        let content = reply.and_then(Response::preferred).unwrap();
        let (file, model) = texts(&made, &id, "reply");
        let file = file.unwrap();
        let media_type = &content.media_type;
        if matches!(media_type.kind(), MediaKind::Json | MediaKind::Any) {
            assert!(model.unwrap().contains(&mark(content)), "{id}: {model:?}");
            assert!(file.contains("decode::json"), "{id}: {file}");
            assert!(file.contains(&format!("\"{}\"", media_type.content_type())), "{id}: {file}");
        } else {
            let decode = if media_type.top_level() == "text" { "text" } else { "bytes" };
            assert!(file.contains(&format!("decode::{decode}")), "{id}: {file}");
            // A file may come in other types of files too.
            assert!(file.contains(&format!("accept: \"{}", media_type.accept())), "{id}: {file}");
        }
    }
}
