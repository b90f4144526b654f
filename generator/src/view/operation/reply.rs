//! What a successful call returns.
//!
//! One decision for all statuses that are successes: where each brings the same, that; where some bring nothing
//! and the others the same, an `Option` of that; otherwise an enum with a variant for each status. What was an enum
//! stays one, so that a status can come and go without a change of the type.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Operation, Response};
use crate::media_type;
use crate::names::Ident;
use crate::pointer::Pointer;

use super::super::rust_type::{Imports, Type};
use super::super::text::ident;
use super::super::types::Types;
use super::by_status::{arms, unlisted};
use super::reply_body::Body;

/// What a successful call returns.
pub(super) struct Reply<'o> {
    shape: Shape<'o>,
    /// The value of the `Accept` header: what is decoded and nothing else.
    pub(super) accept: String,
}

/// What the successes have in common.
enum Shape<'o> {
    /// All bring the same.
    One(Body),
    /// Some bring nothing, the others the same.
    Maybe(Body, Vec<(&'o Response, Body)>),
    /// They differ.
    ByStatus(Vec<(&'o Response, Body)>),
}

impl<'o> Reply<'o> {
    /// `was_by_status`: whether the last version returned an enum.
    pub(super) fn of(operation: &'o Operation, types: &Types<'_>, was_by_status: bool) -> Self {
        let read = |response| (response, Body::of(operation, response, types));
        let successes: Vec<_> = operation.successes().map(read).collect();
        Self { accept: accept(&successes), shape: Shape::of(successes, was_by_status) }
    }

    /// The bodies by status, where that is how they are told apart.
    pub(super) fn by_status(&self) -> Option<&[(&'o Response, Body)]> {
        match &self.shape {
            Shape::ByStatus(bodies) => Some(bodies),
            Shape::One(_) | Shape::Maybe(..) => None,
        }
    }

    /// The type of the JSON document that every successful call returns.
    pub(super) fn document(&self) -> Option<&Type> {
        match &self.shape {
            Shape::One(Body::Json(of)) => Some(of),
            _ => None,
        }
    }

    /// Whether a successful call returns nothing.
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self.shape, Shape::One(Body::Nothing))
    }

    /// The type as code; `name` is that of the enum.
    pub(super) fn tokens(&self, name: Option<&Ident>) -> TokenStream {
        match (&self.shape, name) {
            (Shape::One(body), _) => body.tokens(),
            (Shape::Maybe(body, _), _) => {
                let body = body.tokens();
                quote!(Option<#body>)
            }
            (Shape::ByStatus(_), Some(name)) => ident(name),
            (Shape::ByStatus(_), None) => quote!(()),
        }
    }

    /// The function that decodes it.
    pub(super) fn decode(&self, name: Option<&Ident>) -> TokenStream {
        match (&self.shape, name) {
            (Shape::One(body), _) => body.decode(),
            (Shape::Maybe(body, bodies), _) => {
                let decode = body.decode();
                let arms = arms(bodies, |_, body| match body {
                    Body::Nothing => quote!(Ok(None)),
                    _ => quote!(#decode(raw).map(Some)),
                });
                quote!(|raw| match raw.status() { #(#arms)* _ => decode::unless_empty(raw, #decode) })
            }
            (Shape::ByStatus(bodies), Some(name)) => unlisted(name, bodies),
            (Shape::ByStatus(_), None) => quote!(decode::unit),
        }
    }

    pub(super) fn imports(&self, imports: &mut Imports) {
        match &self.shape {
            Shape::One(body) | Shape::Maybe(body, _) => body.imports(imports),
            Shape::ByStatus(bodies) => {
                for (_, body) in bodies {
                    body.imports(imports);
                }
            }
        }
    }

    /// Where the definition describes it.
    pub(super) fn origins(&self, types: &Types<'_>) -> Vec<Pointer> {
        let of = |bodies: &[(&Response, Body)]| -> Vec<Pointer> {
            let of_one = |(response, body): &(&Response, Body)| {
                std::iter::once(response.pointer.clone()).chain(body.origins(types))
            };
            bodies.iter().flat_map(of_one).collect()
        };
        match &self.shape {
            Shape::One(body) => body.origins(types),
            Shape::Maybe(_, bodies) | Shape::ByStatus(bodies) => of(bodies),
        }
    }
}

impl<'o> Shape<'o> {
    fn of(bodies: Vec<(&'o Response, Body)>, was_by_status: bool) -> Self {
        let mut some = bodies.iter().map(|(_, body)| body).filter(|body| **body != Body::Nothing);
        let first = some.next().cloned();
        let differ = first.as_ref().is_some_and(|first| some.any(|body| body != first));
        let is_by_status = differ || (was_by_status && !bodies.is_empty());
        let brings_nothing = bodies.iter().any(|(_, body)| *body == Body::Nothing);
        match first {
            _ if is_by_status => Self::ByStatus(bodies),
            None => Self::One(Body::Nothing),
            Some(body) if brings_nothing => Self::Maybe(body, bodies),
            Some(body) => Self::One(body),
        }
    }
}

/// The media types of all bodies that are decoded, each once.
fn accept(successes: &[(&Response, Body)]) -> String {
    let some = successes.iter().filter(|(_, body)| *body != Body::Nothing);
    let mut accepted: Vec<&str> = Vec::new();
    for media_type in some.flat_map(|(response, _)| Body::accept(response)) {
        if !accepted.contains(&media_type) {
            accepted.push(media_type);
        }
    }
    if accepted.is_empty() { media_type::JSON.to_owned() } else { accepted.join(", ") }
}
