//! What documentation says about the wire after the description: limits, defaults, flags.

use std::fmt::Write as _;

use serde_json::Value;

use crate::api::{Constraints, Property, Schema, Shape};
use crate::markdown::block;
use crate::names::words;

use super::model::code_span;

/// The documentation of a property. `values` are those that the definition lists and the type does not.
pub fn property_docs(wire: &str, property: &Property, values: &[&str]) -> String {
    let schema = &property.schema;
    let mut docs = block(description(schema, wire).unwrap_or_default());
    append_values(&mut docs, values);
    let mut facts = Vec::new();
    if property.required {
        facts.push("required".to_owned());
    }
    facts.extend(schema_facts(schema));
    append(&mut docs, &facts);
    docs.trim_start().to_owned()
}

/// The documentation of a parameter, which may be nothing. `values` are those that the definition lists and the type
/// does not.
pub fn parameter_docs(parameter: &crate::api::Parameter, values: &[&str]) -> String {
    let schema = &parameter.schema;
    let texts = [&parameter.description, &schema.description, &schema.title];
    let text = texts.into_iter().flatten().find(|text| says_more(text, &parameter.name));
    let mut docs = block(text.map_or("", String::as_str));
    append_values(&mut docs, values);
    let mut facts = schema_facts(&parameter.schema);
    if parameter.deprecated {
        facts.push("deprecated".to_owned());
    }
    append(&mut docs, &facts);
    docs
}

/// Whether a text says more than the name does: `The page size.` of `pageSize` does not.
pub fn says_more(text: &str, name: &str) -> bool {
    let bare = |text: &str| {
        let mut words = words(text);
        words.retain(|word| !matches!(word.as_str(), "a" | "an" | "the"));
        words
    };
    let text = bare(text);
    !text.is_empty() && text != bare(name)
}

/// The description or the title of a schema, if it says more than the name.
pub fn description<'a>(schema: &'a Schema, name: &str) -> Option<&'a str> {
    let texts = [&schema.description, &schema.title];
    let mut texts = texts.into_iter().flatten().map(String::as_str);
    texts.find(|text| says_more(text, name))
}

/// What the definition says about a value, as short phrases.
fn schema_facts(schema: &Schema) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(format_fact(&schema.shape));
    if schema.read_only {
        facts.push("read-only".to_owned());
    }
    if schema.write_only {
        facts.push("write-only".to_owned());
    }
    if schema.deprecated {
        facts.push("deprecated".to_owned());
    }
    // What has a type of its own lists them there.
    let listed = schema.enumeration.iter().filter(|_| !schema.needs_type());
    let numbers = listed.filter(|value| !value.is_string());
    let numbers: Vec<String> = numbers.map(|value| code_span(&value.to_string())).collect();
    if !numbers.is_empty() {
        facts.push(format!("one of {}", numbers.join(", ")));
    }
    if let Some(default) = &schema.default {
        facts.push(format!("the service assumes {}", json_span(default)));
    }
    limits(&schema.constraints, &mut facts);
    facts
}

fn format_fact(shape: &Shape) -> Option<String> {
    let format = match shape {
        Shape::Integer { format } | Shape::Number { format } | Shape::String { format } => {
            format.as_deref()?
        }
        Shape::Array { unique: true, .. } => return Some("no item twice".to_owned()),
        _ => return None,
    };
    let known = matches!(format, "date-time" | "password");
    (!known).then(|| format!("format {}", code_span(format)))
}

fn limits(constraints: &Constraints, facts: &mut Vec<String>) {
    let exclusive = |yes: bool| if yes { " (exclusive)" } else { "" };
    if let Some(minimum) = &constraints.minimum {
        facts.push(format!("at least {minimum}{}", exclusive(constraints.exclusive_minimum)));
    }
    if let Some(maximum) = &constraints.maximum {
        facts.push(format!("at most {maximum}{}", exclusive(constraints.exclusive_maximum)));
    }
    if let Some(multiple) = &constraints.multiple_of {
        facts.push(format!("a multiple of {multiple}"));
    }
    let counted = [
        (constraints.min_length, "at least", "characters"),
        (constraints.max_length, "at most", "characters"),
        (constraints.min_items, "at least", "items"),
        (constraints.max_items, "at most", "items"),
        (constraints.min_properties, "at least", "members"),
        (constraints.max_properties, "at most", "members"),
    ];
    for (limit, bound, unit) in counted {
        if let Some(limit) = limit {
            facts.push(format!("{bound} {limit} {unit}"));
        }
    }
    if let Some(pattern) = &constraints.pattern {
        facts.push(format!("matches {}", code_span(pattern)));
    }
}

/// Says which values are known of a text that has stayed a text.
fn append_values(docs: &mut String, values: &[&str]) {
    if !values.is_empty() {
        let values: Vec<String> = values.iter().map(|value| code_span(value)).collect();
        let gap = if docs.is_empty() { "" } else { "\n\n" };
        let _ = write!(
            docs,
            "{gap}A text, as in earlier versions. Known values: {}.",
            values.join(", ")
        );
    }
}

/// Puts the facts in a paragraph of their own.
fn append(docs: &mut String, facts: &[String]) {
    if facts.is_empty() {
        return;
    }
    let mut sentence = facts.join(", ");
    if let Some(first) = sentence.get(..1).map(str::to_uppercase) {
        sentence.replace_range(..1, &first);
    }
    let gap = if docs.is_empty() { "" } else { "\n\n" };
    let _ = write!(docs, "{gap}{sentence}.");
}

fn json_span(value: &Value) -> String {
    match value {
        Value::String(text) => code_span(text),
        other => code_span(&other.to_string()),
    }
}
