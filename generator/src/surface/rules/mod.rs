//! The rules of the surface lane: rows of data.
//!
//! Levels follow Cargo's chapter on semver; where that is silent (types), the compiler decides: a program that
//! states the old type does not compile.

mod callables;
mod types;

use crate::bump::Bump;

pub(super) use self::callables::*;
pub(super) use self::types::*;

/// One kind of change of the public items of a crate.
#[derive(Debug)]
pub struct Rule {
    /// The stable name, kebab-case.
    pub id: &'static str,
    /// How far the version moves.
    pub bump: Bump,
    /// What happened, a sentence without its period.
    pub title: &'static str,
    /// Why it has this level.
    pub why: &'static str,
    /// The anchor in Cargo's chapter on semver; empty where the chapter has none.
    pub anchor: &'static str,
    /// Code before the change.
    pub before: &'static str,
    /// The same after it.
    pub after: &'static str,
}

impl Rule {
    /// The address of the part of Cargo's chapter that says so.
    pub fn link(&self) -> Option<String> {
        const CHAPTER: &str = "https://doc.rust-lang.org/cargo/reference/semver.html";
        (!self.anchor.is_empty()).then(|| format!("{CHAPTER}#{}", self.anchor))
    }
}

/// The rule of this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// All of them, in the order of their tables.
pub const RULES: &[&Rule] = &[
    &ITEM_REMOVED,
    &ITEM_ADDED,
    &MEMBER_ADDED,
    &IMPLEMENTATION_ADDED,
    &IMPLEMENTATION_REMOVED,
    &KIND_CHANGED,
    &BECAME_ALIAS,
    &ALIAS_TARGET_CHANGED,
    &FIELD_REMOVED,
    &FIELD_ADDED,
    &FIELD_ADDED_EXHAUSTIVE,
    &FIELD_TYPE_CHANGED,
    &PRIVATE_FIELD_ADDED,
    &PRIVATE_FIELDS_REMOVED,
    &SHAPE_CHANGED,
    &GENERICS_CHANGED,
    &LAYOUT_CHANGED,
    &VARIANT_REMOVED,
    &VARIANT_ADDED,
    &VARIANT_ADDED_EXHAUSTIVE,
    &VARIANT_FIELDS_CHANGED,
    &DISCRIMINANT_CHANGED,
    &NON_EXHAUSTIVE_ADDED,
    &NON_EXHAUSTIVE_REMOVED,
    &ARITY_CHANGED,
    &ARGUMENT_TYPE_CHANGED,
    &ARGUMENT_GENERALISED,
    &ARGUMENT_RENAMED,
    &RECEIVER_CHANGED,
    &OUTPUT_CHANGED,
    &DEMANDS_CHANGED,
    &DEMANDS_LOOSENED,
    &QUALIFIER_LOST,
    &QUALIFIER_GAINED,
    &CONSTANT_TYPE_CHANGED,
    &TRAIT_ITEM_REQUIRED,
    &TRAIT_ITEM_ADDED,
    &TRAIT_CHANGED,
    &DEFAULT_REMOVED,
    &DEFAULT_ADDED,
    &REEXPORT_CHANGED,
    &MACRO_CHANGED,
    &DEPRECATED,
    &DEPRECATION_CHANGED,
    &MUST_USE_ADDED,
    &MUST_USE_CHANGED,
    &CONDITION_NARROWED,
    &CONDITION_WIDENED,
    &FEATURE_ADDED,
    &FEATURE_REMOVED,
    &FEATURE_ENABLES_LESS,
    &FEATURE_ENABLES_MORE,
    &RUST_VERSION_RAISED,
    &RUST_VERSION_LOWERED,
    &PUBLIC_DEPENDENCY_CHANGED,
];
