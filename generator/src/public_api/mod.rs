//! The public API of a crate: listed from its source, written as text and as data, compared.
//!
//! [`list()`] parses the files of a crate and follows its modules, imports and re-exports. What comes out
//! is a [`PublicApi`]: every item that a caller can name, with its full signature, in a fixed order. Its
//! text is the `public-api.txt` that stands in the crate, one line per item, for people. A release keeps it as
//! data ([`PublicApi::to_data`]), with which the next version is compared. [`compare()`] says what the difference of two public APIs means to callers, by the rules of
//! [`rules()`].
//!
//! Names in signatures are resolved, so that an edited `use` line changes nothing and a signature that
//! means another type does. An item stands under one canonical path, the shortest that is public under the
//! fewest conditions; its other paths are `use` lines. A private type that a public signature mentions
//! is listed as `_::Name`, because its methods and implementations can be used although its path cannot.
//!
//! # What syntax cannot show
//!
//! - Auto traits (`Send`, `Sync`, `Unpin`) and variance, which follow from private fields.
//! - What a macro call in place of items becomes. A call that may make something public is an error: when it
//!   or the macro says `pub`, or when it names something public. So are macros for other crates, unions,
//!   `extern` blocks and `extern crate`, which no generated crate has.
//! - Two paths of one type in another crate. `std` is known well enough; for other crates the path as
//!   imported is taken for the type.
//! - What a derive of another crate implements, beyond one trait of the derive's name.
//! - Attributes other than `derive` inside `cfg_attr` count as if the condition held.

mod compare;
mod condition;
mod data;
mod display;
mod form;
mod generics;
mod item;
mod line;
mod list;
mod place;
mod read;
mod resolve;
mod rewrite;
mod rules;
mod text;
mod types;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::compare::{Change, compare};
pub use self::condition::Condition;
pub use self::generics::{Generics, Parameter, ParameterKind, Predicate, Subject};
pub use self::item::{
    Alias, AssociatedType, Constant, Deprecation, Enum, Function, FunctionArgument, Implementation,
    Inherent, Item, Kind, MustUse, Owner, Receiver, Reexport, Shape, Struct, Trait, Variant,
    VariantField,
};
pub use self::list::{list, list_read};
pub use self::read::SourceItems;
pub use self::rules::{Evidence, Language, Rule, rules};
pub use self::types::{
    Argument, Arguments, Bound, FunctionPointer, Qualifier, Segment, TraitBound, Type, TypePath,
};

/// The name of the listing in a crate.
pub const FILE: &str = "public-api.txt";

/// The public API of a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicApi {
    /// The name by which code names the crate, such as `my_client`.
    pub crate_name: String,
    /// The oldest Rust that the crate states to compile with.
    pub rust_version: Option<String>,
    /// The features, optional dependencies that are some included, with what each enables, sorted.
    pub features: BTreeMap<String, Vec<String>>,
    /// Dependencies whose types occur in signatures, with the part of the version that must be equal for
    /// types to be the same: `1`, `0.3`.
    pub dependencies: BTreeMap<String, String>,
    /// The items, sorted; the members of a type or trait follow it.
    #[serde(skip)]
    items: Vec<Item>,
}

impl PublicApi {
    /// The items in the order of the listing.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item of a path with its members and implementations. There may be several items of one path:
    /// a macro and a function may share it, and so may items under different conditions.
    pub fn group(&self, path: &str) -> &[Item] {
        let compared = |item: &Item| item.group().split("::").cmp(path.split("::"));
        let start = self.items.partition_point(|item| compared(item).is_lt());
        let rest = self.items.get(start..).unwrap_or_default();
        let length = rest.partition_point(|item| compared(item).is_eq());
        rest.get(..length).unwrap_or_default()
    }

    /// The items of a path, without members and implementations.
    pub fn at(&self, path: &str) -> impl Iterator<Item = &Item> {
        self.group(path).iter().filter(|item| !item.is_member())
    }

    /// The members of a type or a trait, implementations included.
    pub fn members(&self, path: &str) -> impl Iterator<Item = &Item> {
        self.group(path).iter().filter(|item| item.is_member())
    }

    fn sort(&mut self) {
        for enabled in self.features.values_mut() {
            enabled.sort();
            enabled.dedup();
        }
        self.items.sort_by_cached_key(OrderKey::of);
        // The implementations of one type, and what shares a path, are told apart by all that they are.
        for same in self.items.chunk_by_mut(OrderKey::is_same) {
            same.sort_by(|a, b| a.of_trait().cmp(&b.of_trait()).then_with(|| a.cmp(b)));
        }
        self.items.dedup();
    }
}

/// Where an item stands in the listing: by the path of the type, trait or module item, then the item
/// itself before its members, members by kind and name, implementations by their trait.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct OrderKey {
    group: String,
    is_member: bool,
    rank: u8,
    number: Option<u32>,
    name: String,
}

impl OrderKey {
    fn of(item: &Item) -> Self {
        let name = item.name();
        Self {
            // Paths are compared name by name.
            group: by_name(item.group()),
            is_member: item.is_member(),
            rank: item.rank(),
            number: name.parse().ok(),
            name: name.to_owned(),
        }
    }

    fn is_same(a: &Item, b: &Item) -> bool {
        a.path == b.path && a.rank() == b.rank() && a.is_member() == b.is_member()
    }
}

/// A path with one sign, which comes before all others, for each `::`.
fn by_name(path: &str) -> String {
    let mut order = String::with_capacity(path.len());
    for (index, part) in path.split(':').enumerate() {
        if index % 2 == 1 && part.is_empty() {
            order.push('\0');
        } else {
            order.push_str(part);
        }
    }
    order
}

impl Item {
    /// The trait, when it is an implementation.
    fn of_trait(&self) -> Option<&TypePath> {
        match &self.kind {
            Kind::Implementation(of) => Some(&of.of_trait),
            _ => None,
        }
    }
}
