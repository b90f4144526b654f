//! What a successful call returns.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::Content;
use crate::media_type;
use crate::pointer::Pointer;

use super::super::rust_type::{Imports, Place, Type};
use super::super::types::Types;
use super::codec::Codec;

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
            accept: media_type::JSON.to_owned(),
        }
    }

    pub(super) fn of(content: &Content, types: &Types<'_>) -> Self {
        let media_type = &content.media_type;
        let (output, decode, accept) = match Codec::of(content) {
            Codec::Json => {
                let json = content.schema.as_ref().map_or(Type::Json, |schema| types.of(schema));
                (ReplyType::Json(json), quote!(decode::json), media_type.content_type())
            }
            Codec::Text => (ReplyType::Text, quote!(decode::text), media_type.accept()),
            Codec::Bytes => (ReplyType::Bytes, quote!(decode::bytes), media_type.accept()),
        };
        Self { output, decode, accept: accept.to_owned() }
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
