//! What a successful call returns, and how bodies of which media type are handled.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Content, Schema, Shape};
use crate::pointer::Pointer;

use super::super::rust_type::{Imports, Place, Type};
use super::super::types::Types;

/// The content of the media type that generated code handles best.
pub(super) fn preferred(contents: &[Content]) -> Option<&Content> {
    let json = contents.iter().find(|content| is_json(&content.media_type));
    let text = || contents.iter().find(|content| content.media_type.starts_with("text/"));
    json.or_else(text).or_else(|| contents.first())
}

pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}

/// What a successful call returns.
pub(super) struct Reply {
    pub(super) output: ReplyType,
    pub(super) decode: TokenStream,
    pub(super) accept: String,
}

pub(super) enum ReplyType {
    Nothing,
    Bytes,
    Text,
    Json(Type),
}

impl ReplyType {
    /// Where the definition describes it.
    pub(super) fn origins(&self, types: &Types<'_>) -> Vec<Pointer> {
        match self {
            Self::Json(json) => types.origins(json),
            Self::Nothing | Self::Bytes | Self::Text => Vec::new(),
        }
    }

    pub(super) fn imports(&self, imports: &mut Imports) {
        match self {
            Self::Json(json) => json.imports(imports),
            Self::Bytes => imports.add("bytes::Bytes"),
            Self::Nothing | Self::Text => {}
        }
    }
}

impl Reply {
    pub(super) fn empty() -> Self {
        Self {
            output: ReplyType::Nothing,
            decode: quote!(decode::unit),
            accept: "application/json".to_owned(),
        }
    }

    pub(super) fn of(content: &Content, types: &Types<'_>) -> Self {
        let accept = content.media_type.clone();
        let is_file = content.schema.as_ref().is_some_and(is_binary);
        if is_json(&accept) && !is_file {
            let json = content.schema.as_ref().map_or(Type::Json, |schema| types.of(schema));
            let accept = if accept == "*/*" { "application/json".to_owned() } else { accept };
            return Self { output: ReplyType::Json(json), decode: quote!(decode::json), accept };
        }
        if accept.starts_with("text/") {
            return Self { output: ReplyType::Text, decode: quote!(decode::text), accept };
        }
        Self { output: ReplyType::Bytes, decode: quote!(decode::bytes), accept }
    }

    pub(super) fn tokens(&self) -> TokenStream {
        match &self.output {
            ReplyType::Nothing => quote!(()),
            ReplyType::Bytes => quote!(Bytes),
            ReplyType::Text => quote!(String),
            ReplyType::Json(json) => json.tokens(Place::Api),
        }
    }
}

pub(super) fn is_binary(schema: &Schema) -> bool {
    match &schema.shape {
        Shape::File => true,
        Shape::String { format } => format.as_deref() == Some("binary"),
        _ => false,
    }
}
