//! A source file as far as its public API is concerned: names as written, bodies left out.
//!
//! Plain data, because what the files of the runtime hold is found out when the generator is built.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::public_api::condition::Condition;
use crate::public_api::form::is_default;
use crate::public_api::generics::Generics;
use crate::public_api::item::{
    Alias, AssociatedType, Deprecation, Function, MustUse, Shape, Trait,
};
use crate::public_api::types::{Type, TypePath};

/// An item as it stands in a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::public_api) struct RawItem {
    /// Its name; empty for what has none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub visibility: Visibility,
    #[serde(default, skip_serializing_if = "is_default")]
    pub attributes: Attributes,
    pub kind: RawKind,
}

/// Who may name an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::public_api) enum Visibility {
    /// The module and what is below it.
    #[default]
    Private,
    /// Some of the crate, taken for all of it.
    Crate,
    /// Everyone who reaches the module.
    Public,
}

/// The attributes that matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::public_api) struct Attributes {
    #[serde(default, skip_serializing_if = "is_default")]
    pub condition: Condition,
    #[serde(default, skip_serializing_if = "is_default")]
    pub derives: Vec<(Condition, Vec<String>)>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub non_exhaustive: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub repr: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub deprecated: Option<Deprecation>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub must_use: Option<MustUse>,
    /// `#[doc(hidden)]`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hidden: bool,
    /// `#[macro_export]`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub exported: bool,
    /// `#[path]`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub placed: bool,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::public_api) enum RawKind {
    /// A module; without items it has a file of its own.
    Module(Option<Vec<RawItem>>),
    Use(Vec<Import>),
    Struct {
        #[serde(default, skip_serializing_if = "is_default")]
        generics: Generics,
        shape: Shape,
        #[serde(default, skip_serializing_if = "is_default")]
        fields: Vec<RawField>,
    },
    Enum {
        #[serde(default, skip_serializing_if = "is_default")]
        generics: Generics,
        #[serde(default, skip_serializing_if = "is_default")]
        variants: Vec<RawVariant>,
    },
    Function(Function),
    Constant(Type),
    Static {
        of: Type,
        #[serde(default, skip_serializing_if = "is_default")]
        mutable: bool,
    },
    Alias(Alias),
    Trait {
        item: Trait,
        #[serde(default, skip_serializing_if = "is_default")]
        members: Vec<RawMember>,
    },
    Implementation(Box<RawImplementation>),
    /// A macro of the crate's own.
    Macro {
        /// What a call makes of the name `macros::SUBJECT`; `None` where that cannot be told.
        #[serde(default, skip_serializing_if = "is_default")]
        makes: Option<Vec<RawItem>>,
        /// Whether it says `pub`, so that a call may make something public.
        #[serde(default, skip_serializing_if = "is_default")]
        says_pub: bool,
    },
    /// A macro call in place of items.
    Call(MacroInput),
}

/// One path that a `use` brings in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::public_api) struct Import {
    /// The segments; the first is empty when the path starts with `::`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub path: Vec<String>,
    /// The name it gets; `None` for all of a module.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: Option<String>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::public_api) struct RawField {
    /// Its name, or its number from 0.
    pub name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub public: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub attributes: Attributes,
    pub of: Type,
}

/// A variant of an enum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::public_api) struct RawVariant {
    pub name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub attributes: Attributes,
    pub shape: Shape,
    #[serde(default, skip_serializing_if = "is_default")]
    pub fields: Vec<RawField>,
    /// As code.
    #[serde(default, skip_serializing_if = "is_default")]
    pub discriminant: Option<String>,
}

/// The input of a macro call. What becomes of it is known only where `expand` can tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::public_api) struct MacroInput {
    /// The identifier that it begins with.
    #[serde(default, skip_serializing_if = "is_default")]
    pub first: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub says_pub: bool,
    /// The identifiers in it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub names: BTreeSet<String>,
}

/// A member of a trait or an implementation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::public_api) struct RawMember {
    pub name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub public: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub attributes: Attributes,
    pub kind: RawMemberKind,
}

/// What a member is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::public_api) enum RawMemberKind {
    Function(Function),
    /// A constant, and whether it has a value.
    Constant(Type, bool),
    /// A type that a trait asks for.
    Type(AssociatedType),
    /// A type that an implementation gives.
    TypeIs(Generics, Type),
}

/// `impl … { … }`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::public_api) struct RawImplementation {
    #[serde(default, skip_serializing_if = "is_default")]
    pub generics: Generics,
    #[serde(default, skip_serializing_if = "is_default")]
    pub negative: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_unsafe: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub of_trait: Option<TypePath>,
    pub for_type: Type,
    #[serde(default, skip_serializing_if = "is_default")]
    pub members: Vec<RawMember>,
}
