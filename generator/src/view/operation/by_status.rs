//! Enums with a variant for each status: what a call returns, and why it was refused.
//!
//! They are open: a status that the definition does not list is `Unknown`, with what came.

use std::fmt::Write as _;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde::Serialize;

use crate::api::{Response, Status};
use crate::markdown::block;
use crate::names::Ident;
use crate::pointer::Pointer;

use super::super::status_name::status_name;
use super::super::text::{Code as RustCode, DocText, ident};
use super::super::types::Types;
use super::reply_body::Body;

/// An enum with a variant for each status.
#[derive(Clone, Debug, Serialize)]
pub struct ByStatusView {
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// The statuses: codes, then ranges, then all others.
    pub variants: Vec<StatusVariantView>,
}

/// The variant for one status.
#[derive(Clone, Debug, Serialize)]
pub struct StatusVariantView {
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// What it holds.
    pub body: Option<RustCode>,
    /// Where the definition says it.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// The enum for these bodies.
pub(super) fn by_status(
    name: &Ident,
    docs: &str,
    bodies: &[(&Response, Body)],
    types: &Types<'_>,
) -> ByStatusView {
    let variant = |(response, body): &(&Response, Body)| {
        let mut docs = response.description.as_deref().map(block).unwrap_or_default();
        if !docs.is_empty() {
            docs.push_str("\n\n");
        }
        let _ = write!(docs, "`{}`", response.status);
        let mut origins = vec![response.pointer.clone()];
        origins.extend(body.origins(types));
        StatusVariantView {
            name: variant_name(response.status),
            docs: DocText::new(&docs),
            body: (*body != Body::Nothing).then(|| RustCode::new(body.tokens())),
            origins,
        }
    };
    ByStatusView {
        name: name.clone(),
        docs: DocText::new(docs),
        variants: bodies.iter().map(variant).collect(),
    }
}

/// The function that decodes the enum; a status that is not listed is its `Unknown`.
pub(super) fn unlisted(name: &Ident, bodies: &[(&Response, Body)]) -> TokenStream {
    let name = ident(name);
    let arms = arms(bodies, |status, body| {
        let variant = ident(&variant_name(status));
        let decode = body.decode();
        match body {
            Body::Nothing => quote!(Ok(#name::#variant)),
            _ => quote!(#decode(raw).map(#name::#variant)),
        }
    });
    let is_total = bodies.iter().any(|(response, _)| response.status == Status::Default);
    let rest = (!is_total).then(|| quote!(_ => Ok(#name::Unknown(decode::unknown(raw)))));
    quote!(|raw| match raw.status() { #(#arms)* #rest })
}

/// The arms of a `match` on the status, in which a code comes before its range.
pub(super) fn arms(
    bodies: &[(&Response, Body)],
    value: impl Fn(Status, &Body) -> TokenStream,
) -> Vec<TokenStream> {
    let mut sorted: Vec<_> = bodies.iter().collect();
    sorted.sort_by_key(|(response, _)| response.status);
    let arm = |(response, body): &(&Response, Body)| {
        let (pattern, value) = (pattern(response.status), value(response.status, body));
        quote!(#pattern => #value,)
    };
    sorted.into_iter().map(arm).collect()
}

fn pattern(status: Status) -> TokenStream {
    let number = Literal::u16_unsuffixed;
    match status {
        Status::Code(code) => {
            let code = number(code);
            quote!(#code)
        }
        Status::Range(class) => {
            let first = u16::from(class).saturating_mul(100);
            let (first, last) = (number(first), number(first.saturating_add(99)));
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}

fn variant_name(status: Status) -> Ident {
    Ident::pascal(&status_name(status), "Other")
}
