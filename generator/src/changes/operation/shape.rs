//! What a value, or a whole operation, looks like on the wire, as a text: two that look the same have the
//! same text, whatever else is said about them.

use std::fmt::Write as _;

use crate::api::{AdditionalProperties, Content, Location, Operation, Schema, Shape};

/// How deep a schema is looked into.
const DEEPEST: usize = 16;

/// The text for a value.
pub(super) fn of_schema(schema: &Schema) -> String {
    let mut text = String::new();
    write_schema(&mut text, schema, 0);
    text
}

/// The text for what an operation takes and gives, its path and method aside.
pub(super) fn of_operation(operation: &Operation) -> String {
    let mut parameters: Vec<String> = Vec::with_capacity(operation.parameters.len());
    for parameter in &operation.parameters {
        // The name of a placeholder does not travel.
        let placed = parameter.location == Location::Path;
        let name = if placed { "" } else { parameter.name.as_str() };
        let schema = of_schema(&parameter.schema);
        parameters
            .push(format!("{:?} {name:?} {} {schema}", parameter.location, parameter.required));
    }
    parameters.sort();
    let mut text = parameters.join("; ");
    if let Some(body) = &operation.body {
        let _ = write!(text, " takes {} ", body.required);
        write_contents(&mut text, &body.contents);
    }
    for response in &operation.responses {
        let _ = write!(text, " {} ", response.status);
        write_contents(&mut text, &response.contents);
    }
    text
}

/// Whether an operation takes or gives a named schema, so that it does not look like any other by chance.
pub(super) fn is_telling(operation: &Operation) -> bool {
    let bodies = operation.body.iter().flat_map(|body| &body.contents);
    let successes = operation.responses.iter().filter(|response| response.status.is_success());
    let replies = successes.flat_map(|response| &response.contents);
    bodies.chain(replies).filter_map(|content| content.schema.as_ref()).any(names_a_schema)
}

fn names_a_schema(schema: &Schema) -> bool {
    schema.reference().is_some()
        || schema.children().into_iter().any(|child| child.reference().is_some())
}

fn write_contents(text: &mut String, contents: &[Content]) {
    for content in contents {
        let _ = write!(text, "{} ", content.media_type);
        if let Some(schema) = &content.schema {
            write_schema(text, schema, 0);
        }
    }
}

fn write_schema(text: &mut String, schema: &Schema, depth: usize) {
    if depth > DEEPEST {
        text.push('…');
        return;
    }
    let write = |text: &mut String, schema: &Schema| write_schema(text, schema, depth + 1);
    let mut scalar = |name: &str, format: &Option<String>| {
        let _ = write!(text, "{name}({})", format.as_deref().unwrap_or_default());
    };
    match &schema.shape {
        Shape::Any => text.push_str("any"),
        Shape::Boolean => text.push_str("boolean"),
        Shape::Integer { format } => scalar("integer", format),
        Shape::Number { format } => scalar("number", format),
        Shape::String { format } => scalar("string", format),
        Shape::File => text.push_str("file"),
        Shape::Array { items, .. } => {
            text.push('[');
            write(text, items);
            text.push(']');
        }
        Shape::Tuple { items, rest } => {
            text.push_str("tuple[");
            for item in items.iter().chain(rest.as_deref()) {
                write(text, item);
                text.push(',');
            }
            text.push(']');
        }
        Shape::Object { properties, additional } => {
            text.push('{');
            for (name, property) in properties {
                let _ = write!(text, "{name:?} {} ", property.required);
                write(text, &property.schema);
                text.push(',');
            }
            if let AdditionalProperties::Typed(schema) = additional {
                text.push('*');
                write(text, schema);
            }
            text.push('}');
        }
        Shape::Union { variants, .. } => {
            text.push('(');
            for variant in variants {
                write(text, variant);
                text.push('|');
            }
            text.push(')');
        }
        Shape::Reference { id } => {
            let _ = write!(text, "#{:?}", id.as_str());
        }
    }
    for value in &schema.enumeration {
        let _ = write!(text, "={value}");
    }
}
