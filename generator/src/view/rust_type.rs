//! A Rust type as the views handle it: its code, its imports, how an argument of it is taken and written.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Number;

use crate::api::Constraints;
use crate::names::Ident;

use super::text::ident;

/// A Rust type, as far as the templates must know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `bool`
    Bool,
    /// `i64`
    I64,
    /// `u64`
    U64,
    /// `f64`
    F64,
    /// `String`
    String,
    /// `Timestamp`
    Timestamp,
    /// `Secret`
    Secret,
    /// Free-form JSON.
    Json,
    /// A file in a form of parts.
    FilePart,
    /// A body that is neither JSON nor a form.
    RequestBody,
    /// `Vec`
    List(Box<Type>),
    /// `BTreeMap<String, _>`
    Map(Box<Type>),
    /// `Box`
    Boxed(Box<Type>),
    /// A type of the configuration, by its path.
    External(String),
    /// `Option`: an item that may be null.
    Nullable(Box<Type>),
    /// A tuple.
    Tuple(Vec<Type>),
    /// A type of the `models` module.
    Model(Ident, ModelKind),
}

/// Where code stands that names a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In `models/`, where models are named by themselves.
    Models,
    /// In `api/`, where models are named `models::…`, because a request may have the name of a model.
    Api,
}

/// What kind of type a model is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelKind {
    /// A struct.
    Struct,
    /// An open enum of texts.
    Enum,
    /// An open enum of whole numbers.
    NumberEnum,
    /// A text with a type of its own.
    Text,
    /// A text that must never be shown.
    SecretText,
    /// An open enum of values of several shapes.
    Union,
    /// A list or a map that holds itself.
    Container,
}

impl Type {
    /// The type of whole numbers: wide whatever the format says, so that a widened format is no break; unsigned only
    /// where the definition allows numbers that the signed type cannot hold, and none below zero.
    pub(super) fn integer(format: Option<&str>, limits: &Constraints) -> Self {
        let number = |limit: &Option<Number>| limit.as_ref().and_then(Number::as_f64);
        let is_never_negative = number(&limits.minimum).is_some_and(|minimum| minimum >= 0.0);
        // The first number that `i64` cannot hold is a power of two, so the float is exact.
        let is_wider =
            number(&limits.maximum).is_some_and(|maximum| maximum >= 9_223_372_036_854_775_808.0);
        let is_unsigned = format == Some("uint64") || (is_never_negative && is_wider);
        if is_unsigned { Self::U64 } else { Self::I64 }
    }

    /// The type as code.
    pub fn tokens(&self, place: Place) -> TokenStream {
        match self {
            Self::Bool => quote!(bool),
            Self::I64 => quote!(i64),
            Self::U64 => quote!(u64),
            Self::F64 => quote!(f64),
            Self::String => quote!(String),
            Self::Timestamp => quote!(Timestamp),
            Self::Secret => quote!(Secret),
            Self::Json => quote!(Value),
            Self::FilePart => quote!(FilePart),
            Self::RequestBody => quote!(RequestBody),
            Self::List(item) => {
                let item = item.tokens(place);
                quote!(Vec<#item>)
            }
            Self::Map(value) => {
                let value = value.tokens(place);
                quote!(BTreeMap<String, #value>)
            }
            Self::Boxed(inner) => {
                let inner = inner.tokens(place);
                quote!(Box<#inner>)
            }
            Self::Nullable(inner) => {
                let inner = inner.tokens(place);
                quote!(Option<#inner>)
            }
            Self::Tuple(items) => {
                let items = items.iter().map(|item| item.tokens(place));
                quote!((#(#items,)*))
            }
            // The configuration was checked when it was read.
            Self::External(path) => path.parse().unwrap_or_default(),
            Self::Model(name, _) => {
                let name = ident(name);
                match place {
                    Place::Models => name,
                    Place::Api => quote!(models::#name),
                }
            }
        }
    }

    /// The paths that code which names this type must import; models by their bare name.
    pub fn imports(&self, imports: &mut Imports) {
        match self {
            Self::Timestamp => imports.add("crate::Timestamp"),
            Self::Secret => imports.add("crate::Secret"),
            Self::Json => imports.add("serde_json::Value"),
            Self::FilePart => imports.add("crate::FilePart"),
            Self::RequestBody => imports.add("crate::RequestBody"),
            Self::List(inner) | Self::Boxed(inner) | Self::Nullable(inner) => {
                inner.imports(imports);
            }
            Self::Map(value) => {
                imports.add("std::collections::BTreeMap");
                value.imports(imports);
            }
            Self::Tuple(items) => items.iter().for_each(|item| item.imports(imports)),
            Self::Model(name, _) => imports.add_model(name),
            Self::Bool | Self::I64 | Self::U64 | Self::F64 | Self::String | Self::External(_) => {}
        }
    }

    /// The paths that code which takes an argument of this type must import.
    pub fn argument_imports(&self, imports: &mut Imports) {
        match self {
            Self::List(inner) | Self::Map(inner) => inner.imports(imports),
            _ => self.imports(imports),
        }
    }

    /// What a setter or a constructor takes for this type, and the expression that makes the value of
    /// the argument `name`.
    pub fn argument(&self, name: &TokenStream, place: Place) -> (TokenStream, TokenStream) {
        let tokens = self.tokens(place);
        match self {
            Self::Bool
            | Self::I64
            | Self::U64
            | Self::F64
            | Self::Nullable(_)
            | Self::Tuple(_)
            | Self::Model(_, ModelKind::Struct) => (tokens, quote!(#name)),
            Self::Boxed(inner) => {
                let inner = inner.tokens(place);
                (inner, quote!(Box::new(#name)))
            }
            Self::String
            | Self::Timestamp
            | Self::Secret
            | Self::Json
            | Self::FilePart
            | Self::RequestBody
            | Self::External(_)
            | Self::Model(..) => (quote!(impl Into<#tokens>), quote!(#name.into())),
            Self::List(item) => match item.item(place) {
                Item::Converted(item) => (
                    quote!(impl IntoIterator<Item = impl Into<#item>>),
                    quote!(#name.into_iter().map(Into::into).collect()),
                ),
                Item::Plain(item) => {
                    (quote!(impl IntoIterator<Item = #item>), quote!(#name.into_iter().collect()))
                }
            },
            Self::Map(value) => match value.item(place) {
                Item::Converted(value) => (
                    quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<#value>)>),
                    quote!(#name.into_iter().map(|(key, value)| (key.into(), value.into())).collect()),
                ),
                Item::Plain(value) => (
                    quote!(impl IntoIterator<Item = (impl Into<String>, #value)>),
                    quote!(#name.into_iter().map(|(key, value)| (key.into(), value)).collect()),
                ),
            },
        }
    }

    /// The same without items that may be null: where no null can be written.
    #[must_use]
    pub fn without_null_items(self) -> Self {
        match self {
            Self::List(item) => Self::List(Box::new(item.without_null_items())),
            Self::Map(value) => Self::Map(Box::new(value.without_null_items())),
            Self::Nullable(inner) => inner.without_null_items(),
            other => other,
        }
    }

    /// The types inside: of items, of values, of what is boxed.
    pub fn inner(&self) -> &[Self] {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Boxed(inner) | Self::Nullable(inner) => {
                std::slice::from_ref(inner)
            }
            Self::Tuple(items) => items,
            _ => &[],
        }
    }

    /// The model that it is, and those that it holds by itself.
    pub fn models(&self) -> Vec<&Ident> {
        match self {
            Self::Model(name, _) => vec![name],
            other => other.inner().iter().flat_map(Self::models).collect(),
        }
    }

    /// Whether it is a secret, or holds one by itself: models see to their own.
    pub fn holds_secret(&self) -> bool {
        self.is_secret() || self.inner().iter().any(Self::holds_secret)
    }

    /// Whether it is a secret.
    pub fn is_secret(&self) -> bool {
        matches!(self, Self::Secret | Self::Model(_, ModelKind::SecretText))
    }

    /// The same with texts in place of secrets: where what is shown cannot be told from what is sent.
    #[must_use]
    pub fn without_secrets(self) -> Self {
        let inside = |inner: Box<Self>| Box::new(inner.without_secrets());
        match self {
            of if of.is_secret() => Self::String,
            Self::List(inner) => Self::List(inside(inner)),
            Self::Map(inner) => Self::Map(inside(inner)),
            Self::Nullable(inner) => Self::Nullable(inside(inner)),
            Self::Tuple(items) => {
                Self::Tuple(items.into_iter().map(Self::without_secrets).collect())
            }
            other => other,
        }
    }

    fn item(&self, place: Place) -> Item {
        match self {
            Self::String
            | Self::Timestamp
            | Self::Secret
            | Self::Json
            | Self::FilePart
            | Self::External(_) => Item::Converted(self.tokens(place)),
            Self::Model(_, kind) if *kind != ModelKind::Struct => {
                Item::Converted(self.tokens(place))
            }
            _ => Item::Plain(self.tokens(place)),
        }
    }

    /// The expression that makes text of an argument of this type, for a path, a query or a header; `None`
    /// for types that are no single text. `argument` has the type that [`Type::argument`] says.
    pub fn text(&self, argument: &TokenStream) -> Option<TokenStream> {
        Some(match self {
            Self::Bool | Self::I64 | Self::U64 | Self::F64 => quote!(#argument.to_string()),
            // What takes the text converts it.
            Self::String => quote!(#argument),
            Self::Json => quote!(#argument.into().to_string()),
            Self::Timestamp | Self::Model(_, ModelKind::Enum | ModelKind::Text) => {
                quote!(#argument.into().as_str())
            }
            Self::Model(_, ModelKind::NumberEnum) => quote!(#argument.into().as_i64().to_string()),
            Self::Secret | Self::Model(_, ModelKind::SecretText) => {
                quote!(#argument.into().expose())
            }
            Self::FilePart
            | Self::RequestBody
            | Self::External(_)
            | Self::List(_)
            | Self::Map(_)
            | Self::Boxed(_)
            | Self::Nullable(_)
            | Self::Tuple(_)
            | Self::Model(_, ModelKind::Struct | ModelKind::Union | ModelKind::Container) => {
                return None;
            }
        })
    }
}

enum Item {
    Converted(TokenStream),
    Plain(TokenStream),
}

/// The `use` lines of a file.
#[derive(Clone, Debug, Default)]
pub struct Imports {
    paths: BTreeSet<String>,
    models: BTreeSet<Ident>,
}

impl Imports {
    /// Adds a path of our own making.
    pub fn add(&mut self, path: &str) {
        self.paths.insert(path.to_owned());
    }

    /// Adds a type of the `models` module.
    pub fn add_model(&mut self, name: &Ident) {
        self.models.insert(name.clone());
    }

    /// Adds all paths of other imports.
    pub fn extend(&mut self, other: &Self) {
        self.paths.extend(other.paths.iter().cloned());
        self.models.extend(other.models.iter().cloned());
    }

    /// The paths of `std`, then those of other crates, then our own. `owner` is the model whose file this
    /// is; a file in `api/` has none.
    pub fn groups(&self, owner: Option<&Ident>) -> Vec<Vec<String>> {
        let of = |test: fn(&str) -> bool| -> Vec<String> {
            self.paths.iter().filter(|path| test(path)).cloned().collect()
        };
        let mut own = of(|path| path.starts_with("crate::"));
        let others = self.models.iter().filter(|name| Some(*name) != owner);
        let others: Vec<&str> = others.map(Ident::as_str).collect();
        match (owner, others.as_slice()) {
            (_, []) => {}
            (None, _) => own.push("crate::models".to_owned()),
            (Some(_), [one]) => own.push(format!("super::{one}")),
            (Some(_), several) => own.push(format!("super::{{{}}}", several.join(", "))),
        }
        let std = of(|path| path.starts_with("std::"));
        let other = of(|path| !path.starts_with("std::") && !path.starts_with("crate::"));
        [std, other, own].into_iter().filter(|group| !group.is_empty()).collect()
    }
}
