//! Whether a type implements a trait, as far as the listing and `std` are known. What is not known counts
//! as no.

use super::Comparison;
use crate::public_api::item::Implementation;
use crate::public_api::types::{Argument, Bound, Type, TypePath};

/// Types of the language that are copied, compared and shown.
const SCALARS: &[&str] = &[
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "u128", "u16", "u32",
    "u64", "u8", "usize",
];

/// What every scalar implements.
const OF_SCALARS: &[&str] = &[
    "Clone",
    "Copy",
    "Default",
    "PartialEq",
    "PartialOrd",
    "Send",
    "Sized",
    "Sync",
    "ToString",
    "Unpin",
    "std::fmt::Debug",
    "std::fmt::Display",
];

/// What a `String` implements.
const OF_STRINGS: &[&str] = &[
    "Clone",
    "Default",
    "Eq",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Send",
    "Sized",
    "Sync",
    "ToString",
    "Unpin",
    "std::fmt::Debug",
    "std::fmt::Display",
    "std::hash::Hash",
];

impl Comparison<'_> {
    /// Whether a type in normal form meets bounds in normal form.
    pub fn implements(&self, of: &Type, bounds: &[Bound]) -> bool {
        let may_be_unsized =
            bounds.iter().any(|bound| matches!(bound, Bound::Trait(bound) if bound.maybe));
        (may_be_unsized || !is_unsized(of))
            && bounds.iter().all(|bound| match bound {
                Bound::Trait(bound) => bound.maybe || self.implements_one(of, &bound.path),
                Bound::Lifetime(lifetime) => lifetime == "'static" && is_owned(of),
                Bound::Captures(_) => true,
                Bound::Code(_) => false,
            })
    }

    fn implements_one(&self, of: &Type, of_trait: &TypePath) -> bool {
        self.is_listed(of, of_trait) || self.is_known(of, of_trait)
    }

    /// Whether the new crate implements the trait for just this type.
    fn is_listed(&self, of: &Type, of_trait: &TypePath) -> bool {
        let names = of_trait.names();
        let into = of_trait.angle().first().filter(|_| names == "Into");
        self.new.implementations().any(|(_, implementation)| {
            let Implementation { generics, of_trait: candidate, for_type, .. } = implementation;
            if !generics.parameters.iter().all(super::generics::is_lifetime) {
                return false;
            }
            let lead = |of: &Type| {
                let mut of = of.clone();
                of.rewrite(&mut self.new_paths());
                of
            };
            match (into, candidate.angle().first()) {
                // `impl From<A> for B` makes `A: Into<B>`.
                (Some(Argument::Type(target)), Some(Argument::Type(source)))
                    if candidate.names() == "From" =>
                {
                    self.are_equal(&lead(source), of) && self.are_equal(&lead(for_type), target)
                }
                _ => {
                    let mut candidate = candidate.clone();
                    candidate.rewrite_as_trait(&mut self.new_paths());
                    candidate == *of_trait && self.are_equal(&lead(for_type), of)
                }
            }
        })
    }

    fn is_known(&self, of: &Type, of_trait: &TypePath) -> bool {
        let names = of_trait.names();
        let argument = of_trait.angle().iter().find_map(|argument| match argument {
            Argument::Type(of) | Argument::Equal(_, of) => Some(of),
            _ => None,
        });
        match (names.as_str(), argument) {
            ("Into" | "From", Some(target)) => self.converts(of, target),
            ("AsRef", Some(target)) => views(of, target),
            ("IntoIterator" | "FromIterator", Some(item)) => {
                items_of(of).is_some_and(|found| match item {
                    Type::Impl(bounds) => self.implements(found, bounds),
                    item => self.are_equal(found, item),
                })
            }
            (name, None) => {
                let scalar = of.as_name().is_some_and(|name| SCALARS.contains(&name));
                let string = of.as_name() == Some("String");
                let text = matches!(of, Type::Reference { mutable: false, .. }) && is_text(of);
                (scalar && OF_SCALARS.contains(&name))
                    || (string && OF_STRINGS.contains(&name))
                    || (text && OF_STRINGS.contains(&name) && name != "Default")
            }
            _ => false,
        }
    }

    /// Whether `Into` leads from one to the other without the crate having a say in it.
    fn converts(&self, of: &Type, target: &Type) -> bool {
        let optional = target.as_path().is_some_and(|path| {
            path.names() == "Option"
                && matches!(path.angle(), [Argument::Type(inner)] if self.are_equal(of, inner))
        });
        self.are_equal(of, target)
            || (is_text(of) && target.as_name() == Some("String"))
            || optional
    }
}

/// The items that a collection of `std` is made of.
fn items_of(of: &Type) -> Option<&Type> {
    match of {
        Type::Array { element, .. } => Some(element),
        Type::Path(path) => {
            let collections =
                ["Vec", "Option", "std::collections::BTreeSet", "std::collections::VecDeque"];
            match path.angle() {
                [Argument::Type(item)] if collections.contains(&path.names().as_str()) => {
                    Some(item)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a type certainly has no size of its own.
pub(super) fn is_unsized(of: &Type) -> bool {
    const UNSIZED: &[&str] = &["str", "std::ffi::CStr", "std::ffi::OsStr", "std::path::Path"];
    match of {
        Type::Dyn(_) | Type::Slice(_) => true,
        Type::Path(path) => UNSIZED.contains(&path.names().as_str()),
        _ => false,
    }
}

/// `&str`, or a reference to a `String`.
fn is_text(of: &Type) -> bool {
    let Type::Reference { target, .. } = of else { return false };
    matches!(target.as_name(), Some("str" | "String"))
}

/// What `AsRef` of `std` gives.
fn views(of: &Type, target: &Type) -> bool {
    let name = of.below_references().as_name();
    match target {
        Type::Path(path) => match path.names().as_str() {
            "str" => matches!(name, Some("str" | "String")),
            "std::path::Path" => {
                let path = of.below_references().as_path().map(TypePath::names);
                matches!(
                    path.as_deref(),
                    Some("str" | "String" | "std::path::Path" | "std::path::PathBuf")
                )
            }
            _ => false,
        },
        Type::Slice(item) => match of.below_references() {
            Type::Slice(own) => own == item,
            Type::Array { element, .. } => element == item,
            Type::Path(path) => {
                path.names() == "Vec"
                    && matches!(path.angle(), [Argument::Type(own)] if *own == **item)
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether a type certainly refers to nothing that may be gone.
fn is_owned(of: &Type) -> bool {
    match of {
        Type::Path(path) => {
            let first = path.segments.first().map_or("", |first| first.name.as_str());
            let arguments = path.angle().iter().all(|argument| match argument {
                Argument::Type(of) => is_owned(of),
                Argument::Lifetime(lifetime) => lifetime == "'static",
                Argument::Constant(_) => true,
                _ => false,
            });
            path.qualifier.is_none() && !first.starts_with('#') && first != "Self" && arguments
        }
        Type::Slice(of) | Type::Array { element: of, .. } => is_owned(of),
        Type::Tuple(members) => members.iter().all(is_owned),
        Type::Reference { lifetime, target, .. } => {
            lifetime.as_deref() == Some("'static") && is_owned(target)
        }
        _ => false,
    }
}
