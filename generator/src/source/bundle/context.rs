//! What a reference must lead to, which follows from where it stands.

use crate::pointer::Pointer;

/// What stands at a place of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Document,
    Schema,
    Parameter,
    Response,
    RequestBody,
    Header,
    Example,
    Link,
    Callback,
    SecurityScheme,
    PathItem,
}

/// How what a reference leads to becomes part of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// As a named part, which the reference then names.
    Part(Kind),
    /// In place of the reference: the specification knows no references here, but people write them. The kind is that of the
    /// part around it.
    Whole(Kind),
}

impl Kind {
    /// Where named parts of the kind stand.
    pub(super) fn holder(self, is_swagger2: bool) -> Pointer {
        let components = |key: &str| Pointer::root().descend(["components", key]);
        let top = |key: &str| Pointer::root().child(key);
        match (self, is_swagger2) {
            (Self::Schema | Self::Document, true) => top("definitions"),
            (Self::Parameter, true) => top("parameters"),
            (Self::Response, true) => top("responses"),
            (Self::SecurityScheme, true) => top("securityDefinitions"),
            // 2.0 has no named parts of these kinds; references lead anywhere.
            (Self::PathItem, true) => top("x-path-items"),
            (_, true) => top("x-parts"),
            (Self::Schema | Self::Document, false) => components("schemas"),
            (Self::Parameter, false) => components("parameters"),
            (Self::Response, false) => components("responses"),
            (Self::RequestBody, false) => components("requestBodies"),
            (Self::Header, false) => components("headers"),
            (Self::Example, false) => components("examples"),
            (Self::Link, false) => components("links"),
            (Self::Callback, false) => components("callbacks"),
            (Self::SecurityScheme, false) => components("securitySchemes"),
            (Self::PathItem, false) => components("pathItems"),
        }
    }
}

/// The keys below which an author names schemas.
const SCHEMA_MAPS: [&str; 8] = [
    "properties",
    "patternProperties",
    "schemas",
    "definitions",
    "$defs",
    "dependentSchemas",
    "dependencies",
    "components",
];

/// The keys of lists of schemas.
const SCHEMA_LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];

/// What a reference at `tokens`, from a part of this kind, must lead to.
pub(super) fn context(tokens: &[String], kind: Kind) -> Context {
    let (kind, tokens) = inner(tokens, kind);
    let mut back = tokens.iter().rev().map(String::as_str);
    let (last, before, third) = (back.next(), back.next(), back.next());
    let Some(last) = last else {
        return if kind == Kind::Document { Context::Whole(kind) } else { Context::Part(kind) };
    };
    if kind == Kind::Schema {
        let named = before.is_some_and(|before| SCHEMA_MAPS.contains(&before));
        let is_holder = SCHEMA_MAPS.contains(&last) || SCHEMA_LISTS.contains(&last);
        return if is_holder && !named { Context::Whole(kind) } else { Context::Part(kind) };
    }
    match (before, last) {
        (Some("schemas" | "definitions"), _) | (_, "schema") => Context::Part(Kind::Schema),
        (Some("parameters"), _) => Context::Part(Kind::Parameter),
        (Some("responses"), _) => Context::Part(Kind::Response),
        (Some("requestBodies"), _) | (_, "requestBody") => Context::Part(Kind::RequestBody),
        (Some("headers"), _) => Context::Part(Kind::Header),
        (Some("examples"), _) => Context::Part(Kind::Example),
        (Some("links"), _) => Context::Part(Kind::Link),
        (Some("callbacks"), _) => Context::Part(Kind::Callback),
        (Some("securitySchemes" | "securityDefinitions"), _) => Context::Part(Kind::SecurityScheme),
        (Some("paths" | "pathItems" | "webhooks"), _) => Context::Part(Kind::PathItem),
        _ if third == Some("callbacks") => Context::Part(Kind::PathItem),
        (Some(_), "items") if kind == Kind::Parameter || kind == Kind::Header => {
            Context::Part(Kind::Schema)
        }
        _ => Context::Whole(kind),
    }
}

/// The schema that a place is in, if it is in one, and the rest of the way.
fn inner(tokens: &[String], kind: Kind) -> (Kind, &[String]) {
    if kind == Kind::Schema {
        return (kind, tokens);
    }
    let is_named = |number: &usize| {
        let number = *number;
        let at = |back: usize| number.checked_sub(back).and_then(|at| tokens.get(at));
        let holder = at(1).map(String::as_str);
        let is_top = kind == Kind::Document;
        (is_top && number == 1 && holder == Some("definitions"))
            || (is_top && number == 2 && holder == Some("schemas"))
            || tokens.get(number).is_some_and(|token| token == "schema")
    };
    match (0..tokens.len()).find(is_named) {
        Some(number) => (Kind::Schema, tokens.get(number + 1..).unwrap_or_default()),
        None => (kind, tokens),
    }
}

/// Whether what stands at `tokens` is data, in which `$ref` is a key like any other.
pub(super) fn holds_data(tokens: &[String]) -> bool {
    let mut back = tokens.iter().rev().map(String::as_str);
    let (Some(last), before) = (back.next(), back.next()) else { return false };
    let is_name = before.is_some_and(|before| {
        SCHEMA_MAPS.contains(&before)
            || matches!(before, "parameters" | "responses" | "headers" | "examples")
    });
    let is_example = back.next() == Some("examples") && last == "value";
    let is_data =
        matches!(last, "example" | "default" | "enum" | "const") || last.starts_with("x-");
    is_example || (is_data && !is_name)
}

#[cfg(test)]
mod tests {
    use super::{Context, Kind, context, holds_data};

    fn tokens(text: &str) -> Vec<String> {
        text.split('.').filter(|token| !token.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn the_place_tells_the_kind() {
        let part = |text: &str, kind| match context(&tokens(text), kind) {
            Context::Part(kind) => Some(kind),
            Context::Whole(_) => None,
        };
        let document = Kind::Document;
        assert_eq!(part("paths./a", document), Some(Kind::PathItem));
        assert_eq!(part("paths./a.parameters.0", document), Some(Kind::Parameter));
        assert_eq!(part("paths./a.get.responses.200", document), Some(Kind::Response));
        assert_eq!(part("paths./a.get.requestBody", document), Some(Kind::RequestBody));
        let schema = "paths./a.get.responses.200.content.application/json.schema";
        assert_eq!(part(schema, document), Some(Kind::Schema));
        assert_eq!(part("components.schemas.Pet", document), Some(Kind::Schema));
        assert_eq!(
            part("components.schemas.Pet.properties.parameters.items", document),
            Some(Kind::Schema)
        );
        assert_eq!(part("definitions.Pet.allOf.0", document), Some(Kind::Schema));
        assert_eq!(part("properties.headers", Kind::Schema), Some(Kind::Schema));
        assert_eq!(part("", Kind::Response), Some(Kind::Response));
        assert_eq!(part("components.schemas", document), None);
        assert_eq!(part("paths", document), None);
        assert_eq!(part("paths./a.get", document), None);
        assert_eq!(part("get", Kind::PathItem), None);
        assert_eq!(part("properties", Kind::Schema), None);
        assert_eq!(part("properties.properties", Kind::Schema), Some(Kind::Schema));
    }

    #[test]
    fn samples_are_data() {
        assert!(holds_data(&tokens("components.schemas.Pet.example")));
        assert!(holds_data(&tokens("paths./a.x-sample")));
        assert!(holds_data(&tokens("components.examples.one.value")));
        assert!(!holds_data(&tokens("components.schemas.Pet.properties.default")));
        assert!(!holds_data(&tokens("components.headers.x-left")));
    }
}
