//! A source file as far as its public API is concerned: names as written, bodies left out.

use std::collections::BTreeSet;

use crate::public_api::condition::Condition;
use crate::public_api::generics::Generics;
use crate::public_api::item::{
    Alias, AssociatedType, Deprecation, Function, MustUse, Shape, Trait,
};
use crate::public_api::types::{Type, TypePath};

/// An item as it stands in a file.
#[derive(Debug)]
pub(in crate::public_api) struct RawItem {
    /// Its name; empty for what has none.
    pub name: String,
    pub visibility: Visibility,
    pub attributes: Attributes,
    pub kind: RawKind,
}

/// Who may name an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::public_api) enum Visibility {
    /// The module and what is below it.
    Private,
    /// Some of the crate, taken for all of it.
    Crate,
    /// Everyone who reaches the module.
    Public,
}

/// The attributes that matter.
#[derive(Clone, Debug, Default)]
pub(in crate::public_api) struct Attributes {
    pub condition: Condition,
    pub derives: Vec<(Condition, Vec<String>)>,
    pub non_exhaustive: bool,
    pub repr: Vec<String>,
    pub deprecated: Option<Deprecation>,
    pub must_use: Option<MustUse>,
    /// `#[doc(hidden)]`.
    pub hidden: bool,
    /// `#[macro_export]`.
    pub exported: bool,
    /// `#[path]`.
    pub placed: bool,
}

/// What an item is.
#[derive(Debug)]
pub(in crate::public_api) enum RawKind {
    /// A module; without items it has a file of its own.
    Module(Option<Vec<RawItem>>),
    Use(Vec<Import>),
    Struct {
        generics: Generics,
        shape: Shape,
        fields: Vec<RawField>,
    },
    Enum {
        generics: Generics,
        variants: Vec<RawVariant>,
    },
    Function(Function),
    Constant(Type),
    Static {
        of: Type,
        mutable: bool,
    },
    Alias(Alias),
    Trait {
        item: Trait,
        members: Vec<RawMember>,
    },
    Implementation(Box<RawImplementation>),
    /// A macro of the crate's own.
    Macro {
        /// Its arms, as code.
        code: String,
        /// Whether it says `pub`, so that a call may make something public.
        says_pub: bool,
    },
    /// A macro call in place of items.
    Call(MacroInput),
}

/// One path that a `use` brings in.
#[derive(Debug)]
pub(in crate::public_api) struct Import {
    /// The segments; the first is empty when the path starts with `::`.
    pub path: Vec<String>,
    /// The name it gets; `None` for all of a module.
    pub name: Option<String>,
}

/// A field.
#[derive(Debug)]
pub(in crate::public_api) struct RawField {
    /// Its name, or its number from 0.
    pub name: String,
    pub public: bool,
    pub attributes: Attributes,
    pub of: Type,
}

/// A variant of an enum.
#[derive(Debug)]
pub(in crate::public_api) struct RawVariant {
    pub name: String,
    pub attributes: Attributes,
    pub shape: Shape,
    pub fields: Vec<RawField>,
    /// As code.
    pub discriminant: Option<String>,
}

/// The input of a macro call. What becomes of it is known only where `expand` can tell.
#[derive(Debug)]
pub(in crate::public_api) struct MacroInput {
    pub code: String,
    pub says_pub: bool,
    /// The identifiers in it.
    pub names: BTreeSet<String>,
}

/// A member of a trait or an implementation.
#[derive(Debug)]
pub(in crate::public_api) struct RawMember {
    pub name: String,
    pub public: bool,
    pub attributes: Attributes,
    pub kind: RawMemberKind,
}

/// What a member is.
#[derive(Debug)]
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
#[derive(Debug)]
pub(in crate::public_api) struct RawImplementation {
    pub generics: Generics,
    pub negative: bool,
    pub is_unsafe: bool,
    pub of_trait: Option<TypePath>,
    pub for_type: Type,
    pub members: Vec<RawMember>,
}
