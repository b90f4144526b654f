//! What a document that is no API definition seems to be: people often have the wrong file at hand, and
//! the report should say which one they have.

use serde_json::Value;

/// Judges a text by how it starts.
pub(super) fn text(text: &str) -> Option<&'static str> {
    const STARTS: [(&str, &str); 10] = [
        (
            "version https://git-lfs.github.com/",
            "This is a pointer of Git LFS, not the file itself; `git lfs pull` fetches the file.",
        ),
        (
            "<",
            "This looks like XML or HTML, perhaps the page of a web server instead of the file it serves.",
        ),
        ("#%RAML", "This is a RAML document. Convert it to OpenAPI first."),
        (
            "syntax =",
            "This is a Protocol Buffers file. The generator reads Swagger and OpenAPI definitions.",
        ),
        (
            "syntax=",
            "This is a Protocol Buffers file. The generator reads Swagger and OpenAPI definitions.",
        ),
        ("type ", GRAPHQL),
        ("schema ", GRAPHQL),
        ("query ", GRAPHQL),
        ("scalar ", GRAPHQL),
        ("interface ", GRAPHQL),
    ];
    let start = text.trim_start();
    let known = STARTS.iter().find_map(|(begins, help)| start.starts_with(begins).then_some(*help));
    known.or_else(|| text.lines().any(|line| line.trim_end() == "[crate]").then_some(CONFIGURATION))
}

const CONFIGURATION: &str =
    "This is the configuration of a crate; it is given with `--config`. Name the definition here.";

const GRAPHQL: &str =
    "This is a GraphQL schema. The generator reads Swagger and OpenAPI definitions.";

/// Judges a tree by the keys that other kinds of documents have.
pub(super) fn tree(value: &Value) -> Option<&'static str> {
    let has = |pointer: &str| value.pointer(pointer).is_some();
    let postman = value.pointer("/info/schema").and_then(Value::as_str);
    let kinds: [(bool, &'static str); 8] = [
        (value.is_null(), "The document is empty."),
        (
            has("/info/_postman_id") || postman.is_some_and(|text| text.contains("getpostman.com")),
            "This is a Postman collection. Export the API behind it as OpenAPI, or convert the collection.",
        ),
        (
            has("/asyncapi"),
            "This is an AsyncAPI document: it describes messages, not HTTP operations. The generator reads Swagger and OpenAPI.",
        ),
        (has("/data/__schema") || has("/__schema"), GRAPHQL),
        (has("/log/entries"), "This is a HAR recording of HTTP traffic, not a definition."),
        (
            has("/apiVersion") && has("/kind"),
            "This is a Kubernetes object. The definition may be embedded in it; extract it first.",
        ),
        (
            has("/$schema") || has("/$defs"),
            "This is a JSON Schema on its own. Put it under `components/schemas` of an OpenAPI definition.",
        ),
        (
            has("/paths") || has("/definitions") || has("/components"),
            "This looks like a part of a definition. Add the version key, or name the file that includes this one.",
        ),
    ];
    kinds.into_iter().find_map(|(is, help)| is.then_some(help))
}
