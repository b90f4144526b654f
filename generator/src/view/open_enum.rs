//! The views of open enums: those of the schemas, and the catalogue of error codes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use indexmap::IndexMap;
use serde::Serialize;

use crate::api::Api;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::inherit::Inheritance;
use crate::markdown;
use crate::names::{Ident, Reserved, Scope, THE_CRATE, with_signs};
use crate::pointer::Pointer;

use super::definition::value_text;
use super::model::code_span;
use super::text::{Comment, DocText, StrLit};
use super::types::EnumDefinition;

/// What the attribute of a variant says whose value is not listed any more.
const RETIRED: &str = "the API does not list this value any more";

/// An open enum.
#[derive(Clone, Debug, Serialize)]
pub struct EnumView {
    /// What the header says it was made from.
    pub source: Comment,
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// Whether the values are whole numbers, not texts.
    pub is_of_numbers: bool,
    /// The known values.
    pub variants: Vec<VariantView>,
    /// Where the definition says it.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// A known value of an enum.
#[derive(Clone, Debug, Serialize)]
pub struct VariantView {
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// The value on the wire, or the decimal text of it.
    pub wire: StrLit,
    /// The value on the wire, where it is a whole number.
    pub number: Option<i64>,
    /// Why nobody should use it any more.
    pub deprecated: Option<StrLit>,
    /// The same as it is.
    #[serde(skip)]
    pub value: String,
    /// Where the definition says it.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// The view of an enum of the schemas.
pub(super) fn enum_view(
    name: &Ident,
    definition: &EnumDefinition<'_>,
    reserved: &Reserved,
    diagnostics: &mut Diagnostics,
) -> EnumView {
    let mut keys = definition.keys.clone();
    keys.sort();
    let uses = keys.join(", ");
    let mut docs = markdown::block(definition.description.as_deref().unwrap_or_default());
    if definition.is_kept {
        docs.push_str(
            "\n\nThe definition does not list the values any more; these are the ones of earlier versions.",
        );
    }
    let mut variants = Variants::new(
        reserved,
        definition.locked.map(|locked| &locked.variants),
        definition.values.iter().map(String::as_str),
    );
    let retired = &definition.retired;
    let origins = value_origins(definition);
    // What no place lists any more belongs to all of them.
    let places: Vec<Pointer> =
        definition.schemas.iter().map(|schema| schema.pointer.clone()).collect();
    let at = definition.schemas.first().map(|schema| &schema.pointer);
    let variants = definition.values.iter().map(|value| VariantView {
        name: {
            let called = definition.value_names.get(value).map(String::as_str);
            variants.name(value, called, "Value", &format!("`{name}`"), at, diagnostics)
        },
        docs: DocText::new(&code_span(value)),
        wire: StrLit::new(value),
        number: value.parse().ok().filter(|_| definition.is_of_numbers),
        deprecated: retired.contains(value).then(|| StrLit::new(RETIRED)),
        value: value.clone(),
        origins: origins.get(value.as_str()).unwrap_or(&places).clone(),
    });
    EnumView {
        source: Comment::new(&format!("the schema {uses}")),
        name: name.clone(),
        docs: DocText::new(docs.trim_start()),
        is_of_numbers: definition.is_of_numbers,
        variants: variants.collect(),
        origins: places,
    }
}

/// The names of the variants of an open enum.
struct Variants {
    scope: Scope,
}

impl Variants {
    /// With the names that the last version gave to values that are still there.
    fn new<'v>(
        reserved: &Reserved,
        locked: Option<&IndexMap<String, Ident>>,
        values: impl Iterator<Item = &'v str>,
    ) -> Self {
        let mut scope = Scope::reserving(reserved.variants.iter().map(String::as_str));
        for value in values {
            if let Some(name) = locked.and_then(|locked| locked.get(value)) {
                scope.keep(name, value);
            }
        }
        Self { scope }
    }

    fn name(
        &mut self,
        value: &str,
        called: Option<&str>,
        fallback: &str,
        of: &str,
        at: Option<&Pointer>,
        diagnostics: &mut Diagnostics,
    ) -> Ident {
        // The empty text is a value like any other: `?order=` is not the same as no `order`.
        let text = if value.is_empty() { "empty" } else { &with_signs(value) };
        let text = called.filter(|called| !called.trim().is_empty()).unwrap_or(text);
        let (name, holder) = self.scope.claim(Ident::pascal(text, fallback), value);
        if let Some(holder) = holder {
            let message = format!(
                "The value {} of {of} would get the same name as {}; it is `{name}`.",
                code_span(value),
                if holder == THE_CRATE { holder.clone() } else { code_span(&holder) }
            );
            let problem = Diagnostic::new(Code::NameCollision, message);
            diagnostics.push(at.into_iter().fold(problem, Diagnostic::at));
        }
        name
    }
}

/// The places that list each value.
fn value_origins(definition: &EnumDefinition<'_>) -> BTreeMap<String, Vec<Pointer>> {
    let mut origins: BTreeMap<String, Vec<Pointer>> = BTreeMap::new();
    for schema in &definition.schemas {
        let list = schema.pointer.child("enum");
        for (number, value) in schema.enumeration.iter().enumerate() {
            if let Some(value) = value_text(value) {
                origins.entry(value).or_default().push(list.child(number));
            }
        }
    }
    origins
}

/// The catalogue of error codes as an open enum: each code once, with its statuses and texts.
pub(super) fn error_codes(
    api: &Api,
    config: &Config,
    inheritance: &Inheritance,
    reserved: &Reserved,
    diagnostics: &mut Diagnostics,
) -> Option<EnumView> {
    let key = config.errors.catalogue_extension.as_ref()?;
    let mut codes: BTreeMap<&str, BTreeMap<String, Vec<&str>>> = BTreeMap::new();
    let mut origins: BTreeMap<&str, Vec<Pointer>> = BTreeMap::new();
    for operation in &api.operations {
        for response in &operation.responses {
            let catalogue = response.extensions.get(key).and_then(|value| value.as_object());
            for (code, text) in catalogue.into_iter().flatten() {
                let place = response.pointer.child(key).child(code);
                origins.entry(code).or_default().push(place);
                let texts = codes.entry(code).or_default().entry(response.status.to_string());
                let texts = texts.or_default();
                let text = text.as_str().unwrap_or_default();
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
        }
    }
    let locked = &inheritance.lock().error_codes;
    let retired: BTreeSet<&str> =
        locked.keys().map(String::as_str).filter(|code| !codes.contains_key(code)).collect();
    codes.extend(retired.iter().map(|code| (*code, BTreeMap::new())));
    let mut names = Variants::new(reserved, Some(locked), codes.keys().copied());
    let variants: Vec<VariantView> = codes
        .iter()
        .map(|(code, statuses)| VariantView {
            name: {
                let at = origins.get(code).and_then(|origins| origins.first());
                names.name(code, None, "Code", "the error codes", at, diagnostics)
            },
            docs: DocText::new(&code_docs(code, statuses)),
            wire: StrLit::new(code),
            number: None,
            deprecated: retired.contains(code).then(|| StrLit::new(RETIRED)),
            value: (*code).to_owned(),
            origins: origins.get(code).cloned().unwrap_or_default(),
        })
        .collect();
    let name = Ident::pascal("error code", "ErrorCode");
    let docs = "What went wrong, as the service calls it in an error reply.\n\nOpen: a code that this version \
                does not know is kept as it came.";
    (!variants.is_empty()).then(|| EnumView {
        is_of_numbers: false,
        source: Comment::new(&format!("the error codes in {key}")),
        docs: DocText::new(docs),
        name,
        variants,
        origins: origins.into_values().flatten().collect(),
    })
}

fn code_docs(code: &str, statuses: &BTreeMap<String, Vec<&str>>) -> String {
    let mut docs = code_span(code);
    for (status, texts) in statuses {
        let mut texts = texts.clone();
        texts.sort_unstable();
        for text in texts {
            let _ = write!(docs, "\n\n{}: {}", code_span(status), markdown::line(text));
        }
    }
    docs
}
