//! The form that the error replies of all operations share, and where it keeps what.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Api, Operation, Schema, SchemaId, Shape};
use crate::config::Config;
use crate::names::Ident;
use crate::pointer::Pointer;

use super::model::{FieldView, ModelView};
use super::rust_type::{ModelKind, Type};
use super::text::{Code as RustCode, ident};
use super::types::Types;

/// The schema of error replies: the configured one, or the one that most error responses refer to.
pub(super) fn error_schema(api: &Api, config: &Config) -> Option<SchemaId> {
    if let Some(name) = &config.errors.schema {
        let id = SchemaId(name.clone());
        return api.schemas.contains_key(&id).then_some(id);
    }
    let mut counts: BTreeMap<&SchemaId, usize> = BTreeMap::new();
    for response in api.operations.iter().flat_map(Operation::failures) {
        let schema = response.preferred().and_then(|content| content.schema.as_ref());
        if let Some(id) = schema.and_then(Schema::reference) {
            *counts.entry(id).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by(|(a, x), (b, y)| (x, b).cmp(&(y, a)));
    most.map(|(id, _)| id.clone())
}

/// Where error replies are defined: which form they share follows from all of them.
pub(super) fn error_pointers(api: &Api) -> impl Iterator<Item = Pointer> + '_ {
    let responses = api.operations.iter().flat_map(Operation::failures);
    let contents = responses.filter_map(|response| response.preferred());
    contents.filter_map(|content| Some(content.schema.as_ref()?.pointer.clone()))
}

/// The model of error replies; `None` when they are free-form.
pub(super) fn error_model(api: &Api, config: &Config, types: &Types<'_>) -> Option<Ident> {
    let id = error_schema(api, config)?;
    let pointer = api.schemas.get(&id)?.pointer.child("(error)");
    let reference = Schema::new(pointer, Shape::Reference { id });
    match types.of(&reference) {
        Type::Model(name, _) => Some(name),
        _ => None,
    }
}

/// The type of error replies.
pub(super) fn error_body_type(model: Option<&Ident>) -> RustCode {
    RustCode::new(match model {
        Some(name) => {
            let name = ident(name);
            quote!(crate::models::#name)
        }
        None => quote!(serde_json::Value),
    })
}

/// Names of properties that hold the message for people.
const MESSAGES: &[&str] =
    &["message", "detail", "error_description", "errorMessage", "error_message", "title"];

/// The expression for the message in an error reply: the configured property, or one with a usual name, of the model
/// or of its `error`.
pub(super) fn error_message(
    wire: Option<&str>,
    model: Option<&Ident>,
    models: &[ModelView],
) -> RustCode {
    let fields = fields_of(model, models);
    let name = wire.or_else(|| usual_message(fields));
    let inside = fields.iter().find_map(|field| match &field.of {
        Type::Model(inner, ModelKind::Struct) if field.wire == "error" => Some((field, inner)),
        _ => None,
    });
    match (name, inside) {
        (Some(name), _) => error_text(Some(name), model, models),
        (None, Some((field, inner))) => inner_message(field, inner, models),
        (None, None) => RustCode::new(quote!(None)),
    }
}

fn inner_message(field: &FieldView, inner: &Ident, models: &[ModelView]) -> RustCode {
    let message = usual_message(fields_of(Some(inner), models));
    let message = message.and_then(|wire| text_of(wire, Some(inner), models));
    let Some(message) = message else { return RustCode::new(quote!(None)) };
    let name = ident(&field.name);
    RustCode::new(if field.is_optional {
        quote!(body.#name.as_ref().and_then(|body| #message))
    } else {
        quote!({ let body = &body.#name; #message })
    })
}

fn usual_message(fields: &[FieldView]) -> Option<&'static str> {
    let is_text =
        |name: &&&str| fields.iter().any(|field| field.wire == **name && field.of == Type::String);
    MESSAGES.iter().find(is_text).copied()
}

fn fields_of<'m>(model: Option<&Ident>, models: &'m [ModelView]) -> &'m [FieldView] {
    let view = model.and_then(|name| models.iter().find(|view| view.name() == name));
    match view {
        Some(ModelView::Struct(view)) => view.fields.as_slice(),
        _ => &[],
    }
}

/// The expression for a text in an error reply.
pub(super) fn error_text(
    wire: Option<&str>,
    model: Option<&Ident>,
    models: &[ModelView],
) -> RustCode {
    let text = wire.and_then(|wire| text_of(wire, model, models));
    RustCode::new(text.unwrap_or_else(|| quote!(None)))
}

/// The expression for a text in `body`, which is of this model.
fn text_of(wire: &str, model: Option<&Ident>, models: &[ModelView]) -> Option<TokenStream> {
    let field = fields_of(model, models).iter().find(|field| field.wire == wire)?;
    let name = ident(&field.name);
    match (&field.of, field.is_optional) {
        (Type::String, true) => Some(quote!(body.#name.as_deref())),
        (Type::Model(_, ModelKind::Enum | ModelKind::Text), true) => {
            Some(quote!(body.#name.as_ref().map(|text| text.as_str())))
        }
        (Type::String | Type::Model(_, ModelKind::Enum | ModelKind::Text), false) => {
            Some(quote!(Some(body.#name.as_str())))
        }
        _ => None,
    }
}
