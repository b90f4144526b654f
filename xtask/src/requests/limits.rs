//! What Prism cannot judge, by kinds: each was seen in its source.

use generator::api::{
    Api, Content, Location, Operation, Parameter, PathPart, Schema, Shape, Style,
};
use generator::media_type::MediaKind;

/// A place of a request at which Prism finds fault with what is as the definition says.
struct Limit {
    reason: &'static str,
    holds: fn(&Api, &Operation, &[String]) -> bool,
}

const LIMITS: [Limit; 6] = [
    Limit {
        reason: "it compares the text of a path with what is sent letter by letter, query, dot segments and escapes included",
        holds: |_, operation, place| {
            place.first().is_some_and(|first| first == "path") && !is_plain(operation)
        },
    },
    Limit {
        reason: "it does not know `prefixItems`",
        holds: |api, operation, place| {
            let schema = content(operation).and_then(|content| content.schema.as_ref());
            let body = place.split_first().filter(|(first, _)| *first == "body");
            body.zip(schema).is_some_and(|((_, inside), schema)| meets_tuple(api, schema, inside))
        },
    },
    Limit {
        reason: "it looks for `%20` between the items of a list, in a query that it has decoded already",
        holds: |_, operation, place| {
            parameter(operation, place)
                .is_some_and(|of| of.style == Style::SpaceDelimited && !of.explode)
        },
    },
    Limit {
        reason: "it reads lists and objects of a form only where `style` says how, and the last of fields of one name",
        holds: |api, operation, place| {
            let Some(Content { schema: Some(schema), .. }) = form(operation) else { return false };
            let [body, property, ..] = place else { return false };
            body == "body"
                && property_of(api, schema, property).is_some_and(|of| !is_scalar(api, of))
        },
    },
    Limit {
        reason: "a body that is neither JSON nor a form is a text to it, whatever the schema says",
        holds: |_, operation, place| {
            let kind = content(operation).map(|content| content.media_type.kind());
            let is_read = matches!(
                kind,
                Some(MediaKind::Json | MediaKind::UrlencodedForm | MediaKind::Multipart)
            );
            place.first().is_some_and(|first| first == "body") && !is_read
        },
    },
    Limit {
        reason: "it takes a form apart also where its schema is a text",
        holds: |api, operation, place| {
            let schema = form(operation).and_then(|content| content.schema.as_ref());
            place == ["body"] && schema.is_some_and(|schema| is_scalar(api, schema))
        },
    },
];

/// Why Prism cannot judge what stands in this place of a request.
pub(super) fn unable(api: &Api, operation: &Operation, place: &[String]) -> Option<&'static str> {
    let limit = LIMITS.iter().find(|limit| (limit.holds)(api, operation, place));
    limit.map(|limit| limit.reason)
}

/// What is sent in each call of the operation without Prism looking at it.
pub(super) fn unseen(operation: &Operation) -> impl Iterator<Item = &'static str> {
    operation.parameters.iter().filter_map(|parameter| match parameter {
        Parameter { location: Location::Cookie, .. } => Some("parameters in cookies"),
        Parameter { style: Style::TabDelimited, .. } => Some("lists with tabs between the items"),
        _ => None,
    })
}

fn parameter<'o>(operation: &'o Operation, place: &[String]) -> Option<&'o Parameter> {
    let [location, name, ..] = place else { return None };
    let location = match location.as_str() {
        "query" => Location::Query,
        "path" => Location::Path,
        "header" => Location::Header,
        _ => return None,
    };
    let mut all = operation.parameters.iter();
    all.find(|of| of.location == location && of.name.eq_ignore_ascii_case(name))
}

fn content(operation: &Operation) -> Option<&Content> {
    operation.body.as_ref()?.preferred()
}

fn form(operation: &Operation) -> Option<&Content> {
    content(operation).filter(|content| content.media_type.is_form())
}

fn property_of<'a>(api: &'a Api, schema: &'a Schema, name: &str) -> Option<&'a Schema> {
    match &api.target(schema).shape {
        Shape::Object { properties, .. } => properties.get(name).map(|property| &property.schema),
        _ => None,
    }
}

/// Whether a value is one text on the wire.
fn is_scalar(api: &Api, schema: &Schema) -> bool {
    matches!(
        api.target(schema).shape,
        Shape::Boolean
            | Shape::Integer { .. }
            | Shape::Number { .. }
            | Shape::String { .. }
            | Shape::File
    )
}

/// Whether the fixed text of the path is sent as the definition writes it.
fn is_plain(operation: &Operation) -> bool {
    let sent = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/".contains(c);
    let mut literals = operation.path.parts.iter().filter_map(|part| match part {
        PathPart::Literal(text) => Some(text.as_str()),
        PathPart::Parameter(_) => None,
    });
    let whole: String = literals.by_ref().collect();
    let is_cut = operation.path.text.contains('#');
    let has_dots = operation.path.text.split('/').any(|segment| matches!(segment, "." | ".."));
    whole.chars().all(sent) && !is_cut && !has_dots
}

/// Whether the way to a place inside a value leads through a tuple.
fn meets_tuple(api: &Api, schema: &Schema, inside: &[String]) -> bool {
    let Some((first, rest)) = inside.split_first() else { return false };
    match &api.target(schema).shape {
        Shape::Tuple { .. } => true,
        Shape::Array { items, .. } => meets_tuple(api, items, rest),
        Shape::Object { properties, .. } => {
            properties.get(first).is_some_and(|property| meets_tuple(api, &property.schema, rest))
        }
        Shape::Union { variants, .. } => {
            variants.iter().any(|variant| meets_tuple(api, variant, inside))
        }
        _ => false,
    }
}
