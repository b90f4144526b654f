//! What is read of one response: its type, and the function of the runtime that reads it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Content, Method, Operation, Response, Status};
use crate::pointer::Pointer;

use super::super::rust_type::{Imports, ModelKind, Place, Type};
use super::super::types::Types;
use super::codec::Codec;

/// What is read of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// Nothing: there is no body.
    Nothing,
    /// The body as it is.
    Bytes,
    /// The text.
    Text,
    /// A value that the text says: a number, a time, one of several known words.
    Said(Type),
    /// The value of a JSON document.
    Json(Type),
}

impl Body {
    /// What is read of a response. Some have no body, whatever the definition says of it.
    pub(super) fn of(operation: &Operation, response: &Response, types: &Types<'_>) -> Self {
        let never = operation.method == Method::Head
            || matches!(response.status, Status::Code(204 | 205 | 304));
        let content = response.preferred().filter(|_| !never);
        let Some(content) = content else { return Self::Nothing };
        match Codec::of(content) {
            Codec::Json => {
                Self::Json(content.schema.as_ref().map_or(Type::Json, |schema| types.item(schema)))
            }
            Codec::Text => Self::of_text(content, types),
            Codec::Bytes => Self::Bytes,
        }
    }

    fn of_text(content: &Content, types: &Types<'_>) -> Self {
        let is_plain = content.media_type.essence() == "text/plain";
        let schema = content.schema.as_ref().filter(|_| is_plain);
        match schema.map(|schema| types.of(schema)) {
            Some(of) if reader(&of).is_some() => Self::Said(of),
            _ => Self::Text,
        }
    }

    /// The media types that are asked for to get it.
    pub(super) fn accept(response: &Response) -> Vec<&str> {
        let Some(preferred) = response.preferred() else { return Vec::new() };
        let media_type = &preferred.media_type;
        match Codec::of(preferred) {
            Codec::Json => vec![media_type.content_type()],
            Codec::Text => vec![media_type.accept()],
            // A file is taken in each of its types. JSON is among them only because Swagger 2.0 lists one
            // `produces` for all operations.
            Codec::Bytes => {
                let kind = media_type.kind();
                let files = response.contents.iter();
                let files = files.filter(|content| content.media_type.kind() == kind);
                files.map(|content| content.media_type.accept()).collect()
            }
        }
    }

    /// Its type as code.
    pub(super) fn tokens(&self) -> TokenStream {
        match self {
            Self::Nothing => quote!(()),
            Self::Bytes => quote!(Bytes),
            Self::Text => quote!(String),
            Self::Said(of) | Self::Json(of) => of.tokens(Place::Api),
        }
    }

    /// The function that reads it.
    pub(super) fn decode(&self) -> TokenStream {
        match self {
            Self::Nothing => quote!(decode::unit),
            Self::Bytes => quote!(decode::bytes),
            Self::Text => quote!(decode::text),
            Self::Said(of) => reader(of).unwrap_or_else(|| quote!(decode::text)),
            Self::Json(_) => quote!(decode::json),
        }
    }

    pub(super) fn imports(&self, imports: &mut Imports) {
        match self {
            Self::Said(of) | Self::Json(of) => of.imports(imports),
            Self::Bytes => imports.add("bytes::Bytes"),
            Self::Nothing | Self::Text => {}
        }
    }

    /// Where the definition describes it.
    pub(super) fn origins(&self, types: &Types<'_>) -> Vec<Pointer> {
        match self {
            Self::Said(of) | Self::Json(of) => types.origins(of),
            Self::Nothing | Self::Bytes | Self::Text => Vec::new(),
        }
    }
}

/// The function that reads a value of this type from a text; `None` for what stays a text, or is none.
fn reader(of: &Type) -> Option<TokenStream> {
    match of {
        Type::Bool | Type::I64 | Type::U64 | Type::F64 | Type::Model(_, ModelKind::NumberEnum) => {
            Some(quote!(decode::parsed))
        }
        Type::Timestamp
        | Type::Secret
        | Type::Model(_, ModelKind::Enum | ModelKind::Text | ModelKind::SecretText) => {
            Some(quote!(decode::word))
        }
        _ => None,
    }
}
