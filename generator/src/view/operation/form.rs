//! Forms: how the properties of their models are written, where it is not as usual.
//!
//! Usually a list is a pair per item, and an object a text of JSON. What deviates is stated in a table that goes
//! with the body.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::api::{Api, Content, Encoding, FIELD_COLLECTION_FORMAT, Schema, Shape, Style};
use crate::media_type::MediaKind;

use super::super::rust_type::Imports;
use super::parameter::{self, Writing};

/// The table of the properties that are not written as usual, by name: `&[("ids", Writing::of(Style::Form))]`.
pub(super) fn fields(api: &Api, content: &Content, imports: &mut Imports) -> TokenStream {
    let properties = content.schema.as_ref().map(|schema| &api.target(schema).shape);
    let mut rows: Vec<(&String, TokenStream)> = Vec::new();
    for (name, encoding) in &content.encoding {
        let schema = match properties {
            Some(Shape::Object { properties, .. }) => properties.get(name),
            _ => None,
        };
        let shape = schema.map(|property| &api.target(&property.schema).shape);
        rows.extend(encoded(encoding, shape, imports).map(|writing| (name, writing)));
    }
    if let Some(Shape::Object { properties, .. }) = properties {
        let others = properties.iter().filter(|(name, _)| !content.encoding.contains_key(*name));
        for (name, property) in others {
            let writing = collected(&property.schema).map(|writing| writing.tokens(imports));
            rows.extend(writing.map(|writing| (name, writing)));
        }
    }
    rows.sort_by_key(|(name, _)| *name);
    let rows = rows.into_iter().map(|(name, writing)| quote!((#name, #writing)));
    quote!(&[#(#rows),*])
}

/// How a property with an encoding is written; `None` when it is as usual.
fn encoded(
    encoding: &Encoding,
    shape: Option<&Shape>,
    imports: &mut Imports,
) -> Option<TokenStream> {
    let Some(style) = encoding.style else {
        let media_type = encoding.media_types.first()?;
        return (media_type.kind() == MediaKind::Json).then(|| parameter::json(imports));
    };
    let is_usual = match shape {
        Some(
            Shape::Boolean
            | Shape::Integer { .. }
            | Shape::Number { .. }
            | Shape::String { .. }
            | Shape::File,
        ) => true,
        Some(Shape::Array { .. }) => style != Style::DeepObject && encoding.explode,
        _ => false,
    };
    let (explode, allow_reserved) = (encoding.explode, encoding.allow_reserved);
    let writing = Writing { explode, allow_reserved, ..Writing::of(style) };
    (!is_usual || allow_reserved).then(|| writing.tokens(imports))
}

/// How a list of Swagger 2.0 is written that is not a pair per item.
fn collected(schema: &Schema) -> Option<Writing> {
    let format = schema.extensions.get(FIELD_COLLECTION_FORMAT).and_then(Value::as_str)?;
    Some(Writing::of(match format {
        "ssv" => Style::SpaceDelimited,
        "tsv" => Style::TabDelimited,
        "pipes" => Style::PipeDelimited,
        _ => Style::Form,
    }))
}
