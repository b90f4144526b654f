//! Which keywords of a schema are about what, so that a finding can say which of them it explains.

use crate::api::{AdditionalProperties, Limit, Schema, Shape};

/// The keywords that make up the shape of a schema and limit it, as far as it has them.
pub(super) fn keywords(schema: &Schema) -> Vec<&'static str> {
    let mut keywords = match &schema.shape {
        Shape::Any => Vec::new(),
        Shape::Reference { .. } => vec!["$ref"],
        Shape::Boolean => vec!["type"],
        Shape::File => [&["type"], FORMAT].concat(),
        Shape::Integer { format } | Shape::Number { format } | Shape::String { format } => {
            let format: &[&str] = if format.is_some() { FORMAT } else { &[] };
            [&["type"], format].concat()
        }
        Shape::Array { .. } => vec!["type", "items", "prefixItems", "uniqueItems"],
        Shape::Tuple { .. } => vec!["type", "prefixItems", "items", "additionalItems"],
        Shape::Object { properties, additional } => {
            let mut keywords = vec!["type"];
            if !properties.is_empty() {
                keywords.extend(["properties", "required"]);
            }
            if *additional != AdditionalProperties::Unspecified {
                keywords.extend(ADDITIONAL);
            }
            keywords
        }
        Shape::Union { .. } => vec!["type", "oneOf", "anyOf", "discriminator"],
    };
    if !schema.enumeration.is_empty() {
        keywords.extend(["enum", "const"]);
    }
    for limit in Limit::ALL {
        let bound = limit.bound(&schema.constraints);
        keywords.extend(bound.iter().flat_map(|bound| limit.keywords(Some(*bound))));
    }
    if !schema.bases.is_empty() {
        keywords.push("allOf");
    }
    keywords
}

/// The keywords of an object that its variants have taken over, if it has variants.
pub(super) fn beside_variants(schema: &Schema) -> &'static [&'static str] {
    match &schema.shape {
        Shape::Union { .. } => {
            &["properties", "required", "additionalProperties", "patternProperties", "allOf"]
        }
        _ => &[],
    }
}

/// Where the format of a text or number may be stated.
pub(super) const FORMAT: &[&str] = &["format", "contentEncoding", "contentMediaType"];

/// Where it is stated that no item may occur twice.
pub(super) const UNIQUE: &[&str] = &["uniqueItems"];

/// Where it may be stated that there are no further items.
pub(super) const FURTHER: &[&str] = &["items", "additionalItems", "maxItems"];

/// Where it may be stated what an object holds beside its properties.
pub(super) const ADDITIONAL: &[&str] = &["additionalProperties", "patternProperties"];

/// The keywords by which a schema says something beside its shape, as far as it has them.
pub(super) fn described_keywords(schema: &Schema) -> impl Iterator<Item = &str> {
    let stated = [
        (schema.title.is_some(), "title"),
        (schema.description.is_some(), "description"),
        (schema.default.is_some(), "default"),
        (schema.example.is_some(), "example"),
        (schema.deprecated, "deprecated"),
        (schema.nullable, "nullable"),
        (schema.read_only, "readOnly"),
        (schema.write_only, "writeOnly"),
    ];
    let stated = stated.into_iter().filter(|(stated, _)| *stated).map(|(_, keyword)| keyword);
    stated.chain(schema.extensions.keys().map(String::as_str))
}
