//! How the fields of a struct are read and written: as a row of its `object!`, or by attributes of serde.

use std::collections::BTreeSet;

use quote::quote;

use super::model::ModelView;
use super::optionality::Absence;
use super::rust_type::Type;
use super::text::{Code as RustCode, StrLit};

/// What decides how a field travels.
pub(super) struct Member<'a> {
    /// Its name in Rust.
    pub name: &'a str,
    /// Its name on the wire.
    pub wire: &'a str,
    /// Its type, without `Option`.
    pub of: &'a Type,
    /// Whether it is an `Option`.
    pub is_optional: bool,
    /// Whether the struct is sent.
    pub is_request: bool,
    /// Whether the struct is received.
    pub is_response: bool,
    /// What is sent of it where it is `None`.
    pub absence: Absence,
}

impl Member<'_> {
    /// How `object!` and `sent_object!` mark the field: `received` where it is never written, `secret` where its text
    /// is written although the type keeps it to itself, and what is written where it has no value.
    pub fn mark(&self) -> Option<RustCode> {
        let mark = match (self.is_secret(), self.absence) {
            (true, _) if !self.is_request => quote!(received),
            (false, _) if !self.is_optional => quote!(required),
            (true, _) if !self.is_optional => quote!(required_secret),
            (false, Absence::Omitted) => return None,
            (true, Absence::Omitted) => quote!(secret),
            (false, Absence::Null) => quote!(null),
            (true, Absence::Null) => quote!(null_secret),
            (false, Absence::Either) => quote!(nullable),
            (true, Absence::Either) => quote!(nullable_secret),
        };
        Some(RustCode::new(mark))
    }

    /// The `#[serde(…)]` attribute, if it needs one.
    pub fn attribute(&self) -> Option<RustCode> {
        let mut parts = Vec::new();
        if self.name != self.wire {
            let wire = self.wire;
            parts.push(quote!(rename = #wire));
        }
        if self.is_optional && self.is_response {
            parts.push(quote!(default, deserialize_with = "crate::lenient::optional"));
        }
        let is_hidden = self.is_secret() && !self.is_request;
        if self.is_optional && !is_hidden && self.absence != Absence::Null {
            parts.push(quote!(skip_serializing_if = "Option::is_none"));
        }
        match (self.is_secret(), self.is_request) {
            (false, _) => {}
            (true, false) => parts.push(quote!(skip_serializing)),
            (true, true) => {
                parts.push(quote!(serialize_with = "crate::secret::serialize_exposed"));
            }
        }
        (!parts.is_empty()).then(|| RustCode::new(quote!(#[serde(#(#parts),*)])))
    }

    fn is_secret(&self) -> bool {
        self.of.holds_secret()
    }
}

/// The wire names of the fields of all models, each once, in the order of their bytes.
pub(super) fn member_names(models: &[ModelView]) -> Vec<StrLit> {
    let fields = models.iter().flat_map(|model| match model {
        ModelView::Struct(view) => view.fields.as_slice(),
        ModelView::Enum(_) | ModelView::Text(_) | ModelView::Union(_) | ModelView::Container(_) => {
            &[]
        }
    });
    let names: BTreeSet<&str> = fields.map(|field| field.wire.as_str()).collect();
    names.into_iter().map(StrLit::new).collect()
}
