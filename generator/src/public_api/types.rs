//! Types as they stand in signatures, with their names resolved: plain data.
//!
//! The same tree holds the names as they were written, before [`super::list()`] resolves them. It prints
//! as Rust (`display.rs`), and a release keeps it as data (`form.rs`). Bounds are sorted where Rust gives their order no
//! meaning, so equal types are equal values.

use serde::{Deserialize, Serialize};

use super::form::is_default;

/// A type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, rename_all = "kebab-case")]
pub enum Type {
    /// `models::MessageId`, `Option<String>`, `T`, `<T as Iterator>::Item`.
    Path(TypePath),
    /// `&'a mut T`.
    Reference {
        /// With its apostrophe.
        #[serde(default, skip_serializing_if = "is_default")]
        lifetime: Option<String>,
        /// Whether it is a `&mut`.
        #[serde(default, skip_serializing_if = "is_default")]
        mutable: bool,
        /// What it refers to.
        target: Box<Type>,
    },
    /// `*const T`, `*mut T`.
    Pointer {
        /// Whether it is a `*mut`.
        #[serde(default, skip_serializing_if = "is_default")]
        mutable: bool,
        /// What it points to.
        target: Box<Type>,
    },
    /// `[T]`.
    Slice(Box<Type>),
    /// `[T; 4]`.
    Array {
        /// The type of the elements.
        element: Box<Type>,
        /// The length, as code.
        length: String,
    },
    /// `(A, B)`; without members it is the unit type.
    Tuple(Vec<Type>),
    /// `fn(A) -> B`.
    Function(Box<FunctionPointer>),
    /// `impl A + B`.
    Impl(Vec<Bound>),
    /// `dyn A + B`.
    Dyn(Vec<Bound>),
    /// `!`.
    Never,
    /// `_`.
    Inferred,
    /// What only a macro knows, as code.
    Code(String),
}

/// A path that names a type or a trait, such as `std::collections::BTreeMap<String, T>`.
///
/// An item of the crate stands with its canonical path, without `crate::` unless the path would read
/// as something else. A type that no path leads to starts with `_::`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct TypePath {
    /// The part before `::` of `<T as Trait>::Name`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub qualifier: Option<Box<Qualifier>>,
    /// The segments; the first is empty when the path starts with `::`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub segments: Vec<Segment>,
}

/// The `<T as Trait>` of a qualified path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qualifier {
    /// The type.
    pub of: Type,
    /// The trait.
    #[serde(default, skip_serializing_if = "is_default")]
    pub in_trait: Option<TypePath>,
}

/// A segment of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// The name; keywords with `r#`.
    pub name: String,
    /// What follows the name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub arguments: Arguments,
}

/// The generic arguments of a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Arguments {
    /// None.
    #[default]
    None,
    /// `<A, 'b, 4, Item = C>`.
    Angle(Vec<Argument>),
    /// The `(A, B) -> C` of a function trait.
    Parenthesised(Vec<Type>, Box<Type>),
}

/// A generic argument.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Argument {
    /// With its apostrophe.
    Lifetime(String),
    /// A type, or a constant that is written like one.
    Type(Type),
    /// The value of a constant, as code.
    Constant(String),
    /// `Item = T`; the name with its arguments.
    Equal(Segment, Type),
    /// `N = 4`.
    EqualConstant(Segment, String),
    /// `Item: A + B`.
    Bounded(Segment, Vec<Bound>),
}

/// One part of `A + B + 'c`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Bound {
    /// A trait.
    Trait(TraitBound),
    /// A lifetime, with its apostrophe.
    Lifetime(String),
    /// `use<'a, T>`: what the hidden type may refer to.
    Captures(Vec<String>),
    /// What could not be read, as code.
    Code(String),
}

/// A trait in a bound.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraitBound {
    /// The lifetimes of `for<'a>`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub binder: Vec<String>,
    /// Whether it is a `?Trait`, which takes the implied bound away.
    #[serde(default, skip_serializing_if = "is_default")]
    pub maybe: bool,
    /// The trait.
    pub path: TypePath,
}

/// `for<'a> unsafe extern "C" fn(A) -> B`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionPointer {
    /// The lifetimes of `for<'a>`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub binder: Vec<String>,
    /// Whether calls must stand in `unsafe`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is_unsafe: bool,
    /// `Some("C")` for `extern "C"`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub abi: Option<String>,
    /// The types of the arguments.
    #[serde(default, skip_serializing_if = "is_default")]
    pub arguments: Vec<Type>,
    /// Whether `...` follows them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub variadic: bool,
    /// What it returns.
    #[serde(default, skip_serializing_if = "is_default")]
    pub output: Type,
}

impl Type {
    /// The type `()`.
    pub const UNIT: Self = Self::Tuple(Vec::new());

    /// A type that is named by one path without arguments.
    pub fn named(path: &str) -> Self {
        Self::Path(TypePath::named(path))
    }

    /// The path, when the type is a plain one.
    pub fn as_path(&self) -> Option<&TypePath> {
        match self {
            Self::Path(path) if path.qualifier.is_none() => Some(path),
            _ => None,
        }
    }

    /// The name, when the type is one name without arguments, as a generic parameter is.
    pub fn as_name(&self) -> Option<&str> {
        match self.as_path()?.segments.as_slice() {
            [Segment { name, arguments: Arguments::None }] => Some(name),
            _ => None,
        }
    }

    /// The type below references and pointers.
    pub fn below_references(&self) -> &Self {
        match self {
            Self::Reference { target, .. } | Self::Pointer { target, .. } => {
                target.below_references()
            }
            other => other,
        }
    }
}

impl TypePath {
    /// A path without arguments.
    pub fn named(path: &str) -> Self {
        let segment = |name: &str| Segment { name: name.to_owned(), arguments: Arguments::None };
        // Most paths are one name, and to look for a pair of colons takes longer.
        if !path.contains(':') {
            return Self { qualifier: None, segments: vec![segment(path)] };
        }
        // There are very many paths, and `collect` makes room for four names in each.
        let mut segments = Vec::with_capacity(path.split("::").count());
        segments.extend(path.split("::").map(segment));
        Self { qualifier: None, segments }
    }

    /// The names, without the arguments: `std::collections::BTreeMap`.
    pub fn names(&self) -> String {
        let mut names = String::new();
        for (index, segment) in self.segments.iter().enumerate() {
            if index > 0 {
                names.push_str("::");
            }
            names.push_str(&segment.name);
        }
        names
    }

    /// The path of the item of this crate that it names, if it is one of the crate: the names without
    /// `crate::`.
    pub fn own(&self) -> String {
        let names = self.names();
        names.strip_prefix("crate::").map(str::to_owned).unwrap_or(names)
    }

    /// The arguments of the last segment.
    pub fn arguments(&self) -> &Arguments {
        self.segments.last().map_or(&Arguments::None, |segment| &segment.arguments)
    }

    /// The arguments in angle brackets of the last segment.
    pub fn angle(&self) -> &[Argument] {
        match self.arguments() {
            Arguments::Angle(arguments) => arguments,
            _ => &[],
        }
    }
}

impl Bound {
    /// A trait without arguments.
    pub fn named(path: &str) -> Self {
        Self::of(TypePath::named(path))
    }

    /// A trait.
    pub fn of(path: TypePath) -> Self {
        Self::Trait(TraitBound { binder: Vec::new(), maybe: false, path })
    }

    /// The trait, when it is one that must be implemented.
    pub fn as_trait(&self) -> Option<&TypePath> {
        match self {
            Self::Trait(bound) if !bound.maybe => Some(&bound.path),
            _ => None,
        }
    }

    /// Traits of one's own come before the marker traits that everyone knows, lifetimes after them.
    fn rank(&self) -> u8 {
        match self {
            Self::Trait(bound) => {
                let names = bound.path.names();
                let is_marker = matches!(names.as_str(), "Send" | "Sync" | "Unpin" | "Sized");
                u8::from(is_marker) + u8::from(bound.maybe)
            }
            Self::Lifetime(_) => 3,
            Self::Captures(_) => 4,
            Self::Code(_) => 5,
        }
    }
}

/// Puts bounds into the order in which they are printed.
pub(super) fn sort_bounds(bounds: &mut Vec<Bound>) {
    bounds.sort_by(|a, b| a.rank().cmp(&b.rank()).then_with(|| a.cmp(b)));
    bounds.dedup();
}
