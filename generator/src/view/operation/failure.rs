//! Why a call was refused, in the words of its operation.
//!
//! Most error replies have the form that the whole API has for them, and `Error::api_error` gives it. An operation
//! that has a form of its own for a status has an enum that tells its error replies apart.

use proc_macro2::TokenStream;

use crate::api::{Operation, Response};
use crate::names::Ident;
use crate::pointer::Pointer;

use super::super::rust_type::{Imports, ModelKind, Type};
use super::super::types::Types;
use super::by_status::unlisted;
use super::reply_body::Body;

/// The error replies of an operation that has forms of its own for them.
pub(super) struct Failure<'o> {
    pub(super) bodies: Vec<(&'o Response, Body)>,
}

impl<'o> Failure<'o> {
    /// `None` where the form that all operations share says everything. `had_one`: whether the last version
    /// had such an enum.
    pub(super) fn of(
        operation: &'o Operation,
        types: &Types<'_>,
        shared: Option<&Ident>,
        had_one: bool,
    ) -> Option<Self> {
        let read = |response| (response, Body::of(operation, response, types));
        let bodies: Vec<_> = operation.failures().map(read).collect();
        let is_own = |body: &Body| match body {
            Body::Nothing | Body::Bytes | Body::Json(Type::Json) => false,
            Body::Json(Type::Model(name, ModelKind::Struct)) => Some(name) != shared,
            Body::Text | Body::Said(_) | Body::Json(_) => true,
        };
        let has_own = bodies.iter().any(|(_, body)| is_own(body));
        (has_own || (had_one && !bodies.is_empty())).then_some(Self { bodies })
    }

    /// The function that decodes it.
    pub(super) fn decode(&self, name: &Ident) -> TokenStream {
        unlisted(name, &self.bodies)
    }

    pub(super) fn imports(&self, imports: &mut Imports) {
        for (_, body) in &self.bodies {
            body.imports(imports);
        }
    }

    /// Where the definition describes it.
    pub(super) fn origins(&self, types: &Types<'_>) -> Vec<Pointer> {
        let of_one = |(response, body): &(&Response, Body)| {
            std::iter::once(response.pointer.clone()).chain(body.origins(types))
        };
        self.bodies.iter().flat_map(of_one).collect()
    }
}
