//! How the body of a request gets into the call: the type of the argument, and the statement.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Content, RequestBody, Schema};
use crate::media_type::{self, MULTIPART, MediaKind, MediaType, OCTET_STREAM};

use super::super::model::code_span;
use super::super::rust_type::{Imports, ModelKind, Type};
use super::super::types::Types;
use super::form;
use super::parameter::{Put, conversion};

/// How a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sent {
    /// As the JSON of its model.
    Json,
    /// As text.
    Text,
    /// As a form, whose fields are the members of its model.
    Form,
    /// As a form of parts, which are the members of its model.
    Parts,
    /// As the caller made it: bytes, a file or a stream.
    Made,
}

impl Sent {
    fn of(content: &Content) -> Self {
        let is_binary = content.schema.as_ref().is_some_and(Schema::is_binary);
        match content.media_type.kind() {
            MediaKind::Json | MediaKind::Any if !is_binary => Self::Json,
            // A text of Rust is UTF-8, which is what XML is taken for unless it says something else.
            MediaKind::Text | MediaKind::EventStream | MediaKind::Xml => Self::Text,
            MediaKind::UrlencodedForm => Self::Form,
            MediaKind::Multipart if content.media_type.content_type() == MULTIPART => Self::Parts,
            MediaKind::Json
            | MediaKind::Any
            | MediaKind::JsonLines
            | MediaKind::Multipart
            | MediaKind::Bytes => Self::Made,
        }
    }
}

/// The media type of a body that the caller makes, unless the caller says another one; `None` where only the caller
/// can know it.
fn usual(media_type: &MediaType) -> Option<&str> {
    match media_type.kind() {
        MediaKind::Multipart => None,
        MediaKind::Any => Some(OCTET_STREAM),
        _ if media_type.is_range() => None,
        _ => Some(media_type.as_str()),
    }
}

/// What the documentation says of the media types of a body that the caller makes, where there is a choice.
pub(super) fn docs(body: &RequestBody) -> Option<String> {
    let preferred = body.preferred().filter(|content| Sent::of(content) == Sent::Made)?;
    let made = body.contents.iter().filter(|content| Sent::of(content) == Sent::Made);
    let types: Vec<String> = made.map(|content| code_span(content.media_type.as_str())).collect();
    let usual = usual(&preferred.media_type);
    if types.len() == 1 && usual == Some(preferred.media_type.as_str()) {
        return None;
    }
    let types = types.join(", ");
    Some(match usual {
        Some(usual) => {
            let usual = code_span(usual);
            format!("The body is {usual} unless its `content_type` is set to another of {types}.")
        }
        None => format!("The `content_type` of the body must be set, to one of {types}."),
    })
}

/// The type of the argument for a body.
pub(super) fn argument_of(types: &Types<'_>, content: &Content) -> Result<Type, String> {
    let of = || content.schema.as_ref().map_or(Type::Json, |schema| types.of(schema));
    match Sent::of(content) {
        // The body is all there is, so there is nothing that could keep a part of it to itself.
        Sent::Json => Ok(of().without_secrets()),
        Sent::Text => Ok(Type::String),
        Sent::Form => match of() {
            of @ (Type::Json
            | Type::Map(_)
            | Type::String
            | Type::Model(_, ModelKind::Struct | ModelKind::Union)) => Ok(of),
            _ => Err("its form is no object".to_owned()),
        },
        Sent::Parts => match of() {
            of @ (Type::Json
            | Type::Map(_)
            | Type::Model(_, ModelKind::Struct | ModelKind::Union)) => Ok(of),
            _ => Err("its form is no object".to_owned()),
        },
        Sent::Made => Ok(Type::RequestBody),
    }
}

/// What puts the argument for a body, held by `variable`, into the call.
pub(super) fn put(
    types: &Types<'_>,
    content: &Content,
    of: &Type,
    variable: &TokenStream,
    imports: &mut Imports,
) -> Put {
    let content_type = content.media_type.content_type();
    let text = Put { conversion: None, call: quote!(text(#content_type, #variable)) };
    match Sent::of(content) {
        Sent::Json => Put {
            conversion: conversion(of, variable, imports),
            call: if content_type == media_type::JSON {
                quote!(json(&#variable))
            } else {
                quote!(json_as(#content_type, &#variable))
            },
        },
        // A form without fields is written by the caller.
        Sent::Form if *of == Type::String => text,
        Sent::Form => {
            let fields = form::fields(types.api, content, imports);
            let conversion = conversion(of, variable, imports);
            Put { conversion, call: quote!(form(#content_type, &#variable, #fields)) }
        }
        Sent::Parts => {
            let parts = form::parts(types.api, content, imports);
            let conversion = conversion(of, variable, imports);
            Put { conversion, call: quote!(multipart(#MULTIPART, &#variable, #parts)) }
        }
        Sent::Made => {
            let usual = match usual(&content.media_type) {
                Some(usual) => quote!(Some(#usual)),
                None => quote!(None),
            };
            Put { conversion: None, call: quote!(upload(#usual, #variable)) }
        }
        Sent::Text => text,
    }
}
