//! The items of a listing: plain data, one value per line of `public-api.txt`.

use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::form::is_default;
use super::generics::{Generics, Parameter, Predicate};
use super::types::{Argument, Bound, Type, TypePath};

/// One public item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The canonical path: `models::Detail`, `models::Detail::new`, `models::Detail.fields`. An
    /// implementation has the path of the type it is for, or of its trait when that is not of the crate.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// When it exists; what its owner already demands is left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub condition: Condition,
    /// `#[deprecated]`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deprecated: Option<Deprecation>,
    /// `#[must_use]`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub must_use: Option<MustUse>,
}

/// What `#[deprecated]` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deprecation {
    /// Since which version.
    #[serde(default, skip_serializing_if = "is_default")]
    pub since: Option<String>,
    /// What to use in its place.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: Option<String>,
}

/// What `#[must_use]` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MustUse {
    /// Why.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: Option<String>,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Kind {
    /// `mod`.
    Module,
    /// Another path of an item, or an item of another crate.
    Reexport(Reexport),
    /// `struct`.
    Struct(Struct),
    /// `enum`.
    Enum(Enum),
    /// A variant of an enum.
    Variant(Variant),
    /// A public field of a struct.
    Field(Type),
    /// A function, a method, or a function of a trait.
    Function(Function),
    /// A constant, of a module, a type or a trait.
    Constant(Constant),
    /// `static`.
    Static {
        /// Its type.
        of: Type,
        /// Whether it is a `static mut`.
        #[serde(default, skip_serializing_if = "is_default")]
        mutable: bool,
    },
    /// `type`.
    Alias(Alias),
    /// `trait`.
    Trait(Trait),
    /// A type that a trait asks for.
    AssociatedType(AssociatedType),
    /// An implementation of a trait, written or derived.
    Implementation(Implementation),
}

/// Another path of an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reexport {
    /// The canonical path of the item, or its path in another crate.
    pub target: String,
    /// Whether the target is of another crate; its line then has `::` before it. A path that ends with
    /// `::*` stands for all of a module.
    #[serde(default, skip_serializing_if = "is_default")]
    pub external: bool,
}

/// How the fields of a struct or a variant are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Shape {
    /// Without any.
    Unit,
    /// `(A, B)`.
    Tuple,
    /// `{ a: A, b: B }`.
    Named,
}

/// A struct. Its public fields are items of their own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Struct {
    /// Its parameters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub generics: Generics,
    /// How its fields are written.
    pub shape: Shape,
    /// Whether it has fields that are not public (or hidden from the documentation).
    #[serde(default, skip_serializing_if = "is_default")]
    pub private_fields: bool,
    /// `#[non_exhaustive]`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub non_exhaustive: bool,
    /// What stands in `#[repr(…)]`, sorted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub repr: Vec<String>,
}

/// An enum. Its variants are items of their own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enum {
    /// Its parameters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub generics: Generics,
    /// `#[non_exhaustive]`, or a variant is hidden from the documentation.
    #[serde(default, skip_serializing_if = "is_default")]
    pub non_exhaustive: bool,
    /// What stands in `#[repr(…)]`, sorted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub repr: Vec<String>,
}

/// A variant of an enum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// How its fields are written.
    pub shape: Shape,
    /// Its fields, those with names sorted by them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fields: Vec<VariantField>,
    /// `#[non_exhaustive]`, or a field is hidden from the documentation.
    #[serde(default, skip_serializing_if = "is_default")]
    pub non_exhaustive: bool,
    /// The number that `as` makes of it, as code, where that can be used: written, or counted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub discriminant: Option<String>,
}

/// A field of a variant; it is as public as the variant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariantField {
    /// Its name, or its number from 0.
    pub name: String,
    /// Its type.
    pub of: Type,
}

/// Whose member a function or a constant is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Owner {
    /// A module has it.
    #[default]
    Module,
    /// A type has it.
    Type(Inherent),
    /// A trait asks for it.
    Trait {
        /// Whether the trait has a default for it.
        #[serde(default, skip_serializing_if = "is_default")]
        provided: bool,
    },
}

/// The block `impl<T> Type<T>` of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inherent {
    /// The parameters of the block. What is demanded of them stands with the member.
    #[serde(default, skip_serializing_if = "is_default")]
    pub parameters: Vec<Parameter>,
    /// The arguments of the type.
    #[serde(default, skip_serializing_if = "is_default")]
    pub arguments: Vec<Argument>,
}

/// A function.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// Whose member it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Owner,
    /// `const fn`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_const: bool,
    /// `async fn`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_async: bool,
    /// `unsafe fn`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_unsafe: bool,
    /// `Some("C")` for `extern "C" fn`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub abi: Option<String>,
    /// Its parameters; also what is demanded of those of the block it stands in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub generics: Generics,
    /// The `self` of a method.
    #[serde(default, skip_serializing_if = "is_default")]
    pub receiver: Option<Receiver>,
    /// The arguments.
    #[serde(default, skip_serializing_if = "is_default")]
    pub arguments: Vec<FunctionArgument>,
    /// Whether `...` follows them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub variadic: bool,
    /// What it returns; for an `async fn`, what awaiting it gives.
    #[serde(default, skip_serializing_if = "is_default")]
    pub output: Type,
}

/// The `self` of a method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Receiver {
    /// `self`.
    Value,
    /// `&self`, `&'a mut self`.
    Reference {
        /// With its apostrophe.
        #[serde(default, skip_serializing_if = "is_default")]
        lifetime: Option<String>,
        /// Whether it is `&mut self`.
        #[serde(default, skip_serializing_if = "is_default")]
        mutable: bool,
    },
    /// `self: Box<Self>`.
    Typed(Type),
}

/// An argument of a function.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionArgument {
    /// The name; `_` for a pattern.
    pub name: String,
    /// The type.
    pub of: Type,
}

/// A constant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Constant {
    /// Whose member it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Owner,
    /// Its type.
    pub of: Type,
    /// What is demanded of the parameters of the block it stands in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub predicates: Vec<Predicate>,
}

/// `type Name<T> = Target`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// Its parameters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub generics: Generics,
    /// What it stands for.
    pub target: Type,
}

/// A trait. Its items are items of their own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trait {
    /// Its parameters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub generics: Generics,
    /// What it demands of whoever implements it, sorted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub supertraits: Vec<Bound>,
    /// `unsafe trait`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_unsafe: bool,
    /// Whether nobody else can implement it: a supertrait cannot be named, and is not implemented for
    /// every type that meets some demand; or it asks for an item that is hidden from the documentation.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sealed: bool,
}

/// A type that a trait asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssociatedType {
    /// Its parameters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub generics: Generics,
    /// What is demanded of it, sorted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub bounds: Vec<Bound>,
}

/// An implementation of a trait.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Implementation {
    /// Its parameters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub generics: Generics,
    /// Whether it says that the trait is *not* implemented.
    #[serde(default, skip_serializing_if = "is_default")]
    pub negative: bool,
    /// `unsafe impl`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_unsafe: bool,
    /// The trait, with the types that it asks for as `Name = Type` arguments.
    pub of_trait: TypePath,
    /// For what.
    pub for_type: Type,
    /// For a derived `PartialEq` an empty list: constants of the type may be patterns. For a derived
    /// `PartialOrd` the names of the variants or public fields in the order in which they are compared.
    #[serde(default, skip_serializing_if = "is_default")]
    pub derived: Option<Vec<String>>,
}
