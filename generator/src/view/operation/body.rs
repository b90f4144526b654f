//! How the body of a request gets into the call: the type of the argument, and the statement.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Content, Schema};
use crate::media_type::{self, MediaKind};

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
    /// In no way yet.
    Not,
}

impl Sent {
    fn of(content: &Content) -> Self {
        let is_binary = content.schema.as_ref().is_some_and(Schema::is_binary);
        match content.media_type.kind() {
            MediaKind::Json | MediaKind::Any if !is_binary => Self::Json,
            // A text of Rust is UTF-8, which is what XML is taken for unless it says something else.
            MediaKind::Text | MediaKind::EventStream | MediaKind::Xml => Self::Text,
            MediaKind::UrlencodedForm => Self::Form,
            MediaKind::Json
            | MediaKind::Any
            | MediaKind::JsonLines
            | MediaKind::Multipart
            | MediaKind::Bytes => Self::Not,
        }
    }
}

/// The type of the argument for a body.
pub(super) fn argument_of(types: &Types<'_>, content: &Content) -> Result<Type, String> {
    let of = || content.schema.as_ref().map_or(Type::Json, |schema| types.of(schema));
    match Sent::of(content) {
        Sent::Json => Ok(of()),
        Sent::Text => Ok(Type::String),
        Sent::Form => match of() {
            of @ (Type::Json | Type::Map(_) | Type::String | Type::Model(_, ModelKind::Struct)) => {
                Ok(of)
            }
            _ => Err("its form is no object".to_owned()),
        },
        Sent::Not => {
            let media_type = code_span(content.media_type.as_str());
            Err(format!("its request body is {media_type}"))
        }
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
        Sent::Text | Sent::Not => text,
    }
}
