//! The rules of the surface lane: rows of data.
//!
//! Levels follow Cargo's chapter on semver; where that is silent (types), the compiler decides: a program that
//! states the old type does not compile.

use crate::bump::Bump;

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

/// All of them.
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

pub(super) const ITEM_REMOVED: Rule = Rule {
    id: "item-removed",
    bump: Bump::Major,
    title: "A public item is gone, or cannot be named by its path any more",
    why: "Whoever names it no longer compiles. A rename is a removal, unless the old path stays as a re-export or an alias.",
    anchor: "item-remove",
    before: "pub struct Pet;",
    after: "",
};

pub(super) const ITEM_ADDED: Rule = Rule {
    id: "item-added",
    bump: Bump::Minor,
    title: "There is a new public item",
    why: "Nobody can have used it. A glob import may clash with it, which Cargo accepts in a minor release.",
    anchor: "item-new",
    before: "",
    after: "pub struct Pet;",
};

pub(super) const MEMBER_ADDED: Rule = Rule {
    id: "member-added",
    bump: Bump::Minor,
    title: "A type has a new method or constant",
    why: "Nobody can have used it. It may hide a method of a trait of the caller's, which Cargo accepts in a minor release.",
    anchor: "impl-item-new",
    before: "impl Pet {}",
    after: "impl Pet {\n    pub fn name(&self) -> &str { \"\" }\n}",
};

pub(super) const IMPLEMENTATION_ADDED: Rule = Rule {
    id: "implementation-added",
    bump: Bump::Minor,
    title: "A type implements one more trait",
    why: "New code may use it. Inference may become ambiguous, which Cargo accepts in a minor release.",
    anchor: "impl-item-new",
    before: "pub struct Pet;",
    after: "#[derive(Clone)]\npub struct Pet;",
};

pub(super) const IMPLEMENTATION_REMOVED: Rule = Rule {
    id: "implementation-removed",
    bump: Bump::Major,
    title: "A type no longer implements a trait",
    why: "Whoever needs the trait no longer compiles; derives are part of the API too.",
    anchor: "item-remove",
    before: "#[derive(Clone)]\npub struct Pet;",
    after: "pub struct Pet;",
};

pub(super) const KIND_CHANGED: Rule = Rule {
    id: "kind-changed",
    bump: Bump::Major,
    title: "A path stands for another kind of item",
    why: "A struct, an enum and a function are used differently; only an alias for the same type keeps old code alive.",
    anchor: "item-remove",
    before: "pub struct Pet { pub name: String }",
    after: "pub enum Pet { Cat, Dog }",
};

pub(super) const BECAME_ALIAS: Rule = Rule {
    id: "became-alias",
    bump: Bump::Minor,
    title: "A type became an alias of another type",
    why: "Code that names the old path gets the new type, with its fields, variants and methods; what those lack is reported on its own.",
    anchor: "",
    before: "pub struct Animal;",
    after: "pub struct Pet;\n#[deprecated]\npub type Animal = Pet;",
};

pub(super) const ALIAS_TARGET_CHANGED: Rule = Rule {
    id: "alias-target-changed",
    bump: Bump::Major,
    title: "An alias stands for another type",
    why: "Whoever passes the old type where the alias stands no longer compiles.",
    anchor: "",
    before: "pub type Id = String;",
    after: "pub type Id = i64;",
};

pub(super) const FIELD_REMOVED: Rule = Rule {
    id: "field-removed",
    bump: Bump::Major,
    title: "A public field is gone",
    why: "Whoever reads it no longer compiles.",
    anchor: "item-remove",
    before: "pub struct Pet { pub name: String, pub tag: String }",
    after: "pub struct Pet { pub name: String }",
};

pub(super) const FIELD_ADDED: Rule = Rule {
    id: "field-added",
    bump: Bump::Minor,
    title: "A struct that cannot be written as a literal has a new public field",
    why: "Callers construct it by functions and match it with `..`, so they do not notice.",
    anchor: "struct-private-fields-with-private",
    before: "#[non_exhaustive]\npub struct Pet { pub name: String }",
    after: "#[non_exhaustive]\npub struct Pet { pub name: String, pub tag: String }",
};

pub(super) const FIELD_ADDED_EXHAUSTIVE: Rule = Rule {
    id: "field-added-exhaustive",
    bump: Bump::Major,
    title: "A struct that callers can write as a literal has a new public field",
    why: "Their literals and patterns without `..` no longer compile.",
    anchor: "struct-add-public-field-when-no-private",
    before: "pub struct Pet { pub name: String }",
    after: "pub struct Pet { pub name: String, pub tag: String }",
};

pub(super) const FIELD_TYPE_CHANGED: Rule = Rule {
    id: "field-type-changed",
    bump: Bump::Major,
    title: "A public field has another type",
    why: "Whoever binds it to its type, or passes it on, no longer compiles. Tools that look at names only do not see it.",
    anchor: "",
    before: "pub struct Pet { pub age: i64 }",
    after: "pub struct Pet { pub age: f64 }",
};

pub(super) const PRIVATE_FIELD_ADDED: Rule = Rule {
    id: "private-field-added",
    bump: Bump::Major,
    title: "A struct that callers could write as a literal has a private field now",
    why: "Literals and patterns without `..` no longer compile.",
    anchor: "struct-add-private-field-when-public",
    before: "pub struct Pet { pub name: String }",
    after: "pub struct Pet { pub name: String, tag: String }",
};

pub(super) const PRIVATE_FIELDS_REMOVED: Rule = Rule {
    id: "private-fields-removed",
    bump: Bump::Minor,
    title: "A struct has no private field any more",
    why: "Callers may write it as a literal now.",
    anchor: "item-new",
    before: "pub struct Pet { pub name: String, tag: String }",
    after: "pub struct Pet { pub name: String }",
};

pub(super) const SHAPE_CHANGED: Rule = Rule {
    id: "shape-changed",
    bump: Bump::Major,
    title: "A struct or a variant writes its fields in another way",
    why: "Tuple, named and unit forms are constructed and matched differently.",
    anchor: "struct-tuple-normal-with-private",
    before: "pub struct Id(pub String);",
    after: "pub struct Id { pub text: String }",
};

pub(super) const GENERICS_CHANGED: Rule = Rule {
    id: "generics-changed",
    bump: Bump::Major,
    title: "A type or a trait has other parameters or demands",
    why: "Whoever states the parameters, or meets only the old demands, no longer compiles.",
    anchor: "generic-bounds-tighten",
    before: "pub struct Page<T> { item: T }",
    after: "pub struct Page<T: Clone> { item: T }",
};

pub(super) const LAYOUT_CHANGED: Rule = Rule {
    id: "layout-changed",
    bump: Bump::Major,
    title: "The layout that a type promises is another one",
    why: "Code that relies on `repr` reads the wrong bytes.",
    anchor: "type-layout",
    before: "#[repr(C)]\npub struct Pair(pub u8, pub u32);",
    after: "pub struct Pair(pub u8, pub u32);",
};

pub(super) const VARIANT_REMOVED: Rule = Rule {
    id: "variant-removed",
    bump: Bump::Major,
    title: "A variant is gone",
    why: "Whoever constructs or matches it no longer compiles.",
    anchor: "item-remove",
    before: "pub enum Color { Red, Blue }",
    after: "pub enum Color { Red }",
};

pub(super) const VARIANT_ADDED: Rule = Rule {
    id: "variant-added",
    bump: Bump::Minor,
    title: "An enum that must be matched with a wildcard has a new variant",
    why: "`#[non_exhaustive]` makes every caller's `match` cover it already.",
    anchor: "enum-variant-new",
    before: "#[non_exhaustive]\npub enum Color { Red }",
    after: "#[non_exhaustive]\npub enum Color { Red, Blue }",
};

pub(super) const VARIANT_ADDED_EXHAUSTIVE: Rule = Rule {
    id: "variant-added-exhaustive",
    bump: Bump::Major,
    title: "An enum that can be matched without a wildcard has a new variant",
    why: "A `match` that named all variants no longer compiles.",
    anchor: "enum-variant-new",
    before: "pub enum Color { Red }",
    after: "pub enum Color { Red, Blue }",
};

pub(super) const VARIANT_FIELDS_CHANGED: Rule = Rule {
    id: "variant-fields-changed",
    bump: Bump::Major,
    title: "The fields of a variant are others",
    why: "Patterns and constructors of the variant no longer compile.",
    anchor: "enum-fields-new",
    before: "pub enum Shape { Circle(f64) }",
    after: "pub enum Shape { Circle(f64, f64) }",
};

pub(super) const DISCRIMINANT_CHANGED: Rule = Rule {
    id: "discriminant-changed",
    bump: Bump::Major,
    title: "A variant has another number",
    why: "A cast with `as` gives another value, silently.",
    anchor: "",
    before: "pub enum Level { Low = 1 }",
    after: "pub enum Level { Low = 2 }",
};

pub(super) const NON_EXHAUSTIVE_ADDED: Rule = Rule {
    id: "non-exhaustive-added",
    bump: Bump::Major,
    title: "A type is `#[non_exhaustive]` now",
    why: "Literals, and patterns without `..` or a wildcard, no longer compile.",
    anchor: "attr-adding-non-exhaustive",
    before: "pub enum Color { Red }",
    after: "#[non_exhaustive]\npub enum Color { Red }",
};

pub(super) const NON_EXHAUSTIVE_REMOVED: Rule = Rule {
    id: "non-exhaustive-removed",
    bump: Bump::Minor,
    title: "A type is no longer `#[non_exhaustive]`",
    why: "Callers may construct it and match it completely; what they have still compiles.",
    anchor: "attr-adding-non-exhaustive",
    before: "#[non_exhaustive]\npub enum Color { Red }",
    after: "pub enum Color { Red }",
};

pub(super) const ARITY_CHANGED: Rule = Rule {
    id: "arity-changed",
    bump: Bump::Major,
    title: "A function takes more or fewer arguments",
    why: "No call of it compiles any more.",
    anchor: "fn-change-arity",
    before: "pub fn get(id: &str) {}",
    after: "pub fn get(id: &str, limit: i64) {}",
};

pub(super) const ARGUMENT_TYPE_CHANGED: Rule = Rule {
    id: "argument-type-changed",
    bump: Bump::Major,
    title: "An argument of a function has another type",
    why: "Callers pass a value of the old type.",
    anchor: "",
    before: "pub fn get(id: String) {}",
    after: "pub fn get(id: i64) {}",
};

pub(super) const ARGUMENT_GENERALISED: Rule = Rule {
    id: "argument-generalised",
    bump: Bump::Minor,
    title: "An argument takes whatever converts into its old type",
    why: "A value of the old type converts into itself. A caller who left the type to inference may have to state it, which Cargo accepts in a minor release.",
    anchor: "fn-generalize-compatible",
    before: "pub fn get(id: String) {}",
    after: "pub fn get(id: impl Into<String>) {}",
};

pub(super) const ARGUMENT_RENAMED: Rule = Rule {
    id: "argument-renamed",
    bump: Bump::Patch,
    title: "An argument of a function has another name",
    why: "Arguments are passed by place; the name is documentation.",
    anchor: "",
    before: "pub fn get(id: &str) {}",
    after: "pub fn get(name: &str) {}",
};

pub(super) const RECEIVER_CHANGED: Rule = Rule {
    id: "receiver-changed",
    bump: Bump::Major,
    title: "A method takes `self` in another way",
    why: "Calls may move or borrow what they did not before.",
    anchor: "",
    before: "impl Pet {\n    pub fn name(&self) {}\n}",
    after: "impl Pet {\n    pub fn name(self) {}\n}",
};

pub(super) const OUTPUT_CHANGED: Rule = Rule {
    id: "output-changed",
    bump: Bump::Major,
    title: "A function returns another type",
    why: "Whoever binds the result to its type no longer compiles.",
    anchor: "",
    before: "pub fn age() -> i64 { 0 }",
    after: "pub fn age() -> f64 { 0.0 }",
};

pub(super) const DEMANDS_CHANGED: Rule = Rule {
    id: "demands-changed",
    bump: Bump::Major,
    title: "A function has other type parameters, or demands more of them",
    why: "A caller that states the parameters, or meets only the old demands, no longer compiles.",
    anchor: "generic-bounds-tighten",
    before: "pub fn show<T>(value: T) {}",
    after: "pub fn show<T: Clone>(value: T) {}",
};

pub(super) const DEMANDS_LOOSENED: Rule = Rule {
    id: "demands-loosened",
    bump: Bump::Minor,
    title: "A function demands less of its type parameters",
    why: "Every type that was accepted still is.",
    anchor: "generic-bounds-loosen",
    before: "pub fn show<T: Clone>(value: T) {}",
    after: "pub fn show<T>(value: T) {}",
};

pub(super) const QUALIFIER_LOST: Rule = Rule {
    id: "qualifier-lost",
    bump: Bump::Major,
    title: "A function is no longer `const`, or became `unsafe` or `async`",
    why: "It can no longer be called where it was.",
    anchor: "",
    before: "pub const fn zero() -> i64 { 0 }",
    after: "pub fn zero() -> i64 { 0 }",
};

pub(super) const QUALIFIER_GAINED: Rule = Rule {
    id: "qualifier-gained",
    bump: Bump::Minor,
    title: "A function became `const` or safe",
    why: "It can be called wherever it was, and elsewhere.",
    anchor: "fn-unsafe-safe",
    before: "pub fn zero() -> i64 { 0 }",
    after: "pub const fn zero() -> i64 { 0 }",
};

pub(super) const CONSTANT_TYPE_CHANGED: Rule = Rule {
    id: "constant-type-changed",
    bump: Bump::Major,
    title: "A constant or static has another type",
    why: "Whoever uses its value no longer compiles.",
    anchor: "",
    before: "pub const LIMIT: i64 = 1;",
    after: "pub const LIMIT: f64 = 1.0;",
};

pub(super) const TRAIT_ITEM_REQUIRED: Rule = Rule {
    id: "trait-item-required",
    bump: Bump::Major,
    title: "A trait that callers may implement asks for one more item",
    why: "Their implementations lack it.",
    anchor: "trait-new-item-no-default",
    before: "pub trait Timer {}",
    after: "pub trait Timer {\n    fn now(&self);\n}",
};

pub(super) const TRAIT_ITEM_ADDED: Rule = Rule {
    id: "trait-item-added",
    bump: Bump::Minor,
    title: "A trait has a new item that implementations need not have",
    why: "There is a default, or nobody else can implement the trait.",
    anchor: "trait-new-default-item",
    before: "pub trait Timer {}",
    after: "pub trait Timer {\n    fn now(&self) {}\n}",
};

pub(super) const TRAIT_CHANGED: Rule = Rule {
    id: "trait-changed",
    bump: Bump::Major,
    title: "A trait demands something else of its implementations",
    why: "Supertraits, safety and being sealed decide who can implement it.",
    anchor: "trait-item-signature",
    before: "pub trait Timer {}",
    after: "pub trait Timer: Send {}",
};

pub(super) const DEFAULT_REMOVED: Rule = Rule {
    id: "default-removed",
    bump: Bump::Major,
    title: "An item of a trait has no default any more",
    why: "Implementations that relied on it lack the item.",
    anchor: "trait-new-item-no-default",
    before: "pub trait Timer {\n    fn now(&self) {}\n}",
    after: "pub trait Timer {\n    fn now(&self);\n}",
};

pub(super) const DEFAULT_ADDED: Rule = Rule {
    id: "default-added",
    bump: Bump::Minor,
    title: "An item of a trait has a default now",
    why: "Implementations may leave it out.",
    anchor: "trait-new-default-item",
    before: "pub trait Timer {\n    fn now(&self);\n}",
    after: "pub trait Timer {\n    fn now(&self) {}\n}",
};

pub(super) const REEXPORT_CHANGED: Rule = Rule {
    id: "reexport-changed",
    bump: Bump::Major,
    title: "A re-exported path stands for another item",
    why: "Whoever uses the path gets something else.",
    anchor: "item-remove",
    before: "pub use a::Pet;",
    after: "pub use b::Pet;",
};

pub(super) const MACRO_CHANGED: Rule = Rule {
    id: "macro-changed",
    bump: Bump::Major,
    title: "A macro accepts something else",
    why: "Calls may no longer match.",
    anchor: "",
    before: "macro_rules! pet { () => {} }",
    after: "macro_rules! pet { ($name:ident) => {} }",
};

pub(super) const DEPRECATED: Rule = Rule {
    id: "deprecated",
    bump: Bump::Minor,
    title: "An item is deprecated",
    why: "Callers get a warning. Whoever turns warnings into errors has chosen to stop.",
    anchor: "new-lints",
    before: "pub fn get() {}",
    after: "#[deprecated]\npub fn get() {}",
};

pub(super) const DEPRECATION_CHANGED: Rule = Rule {
    id: "deprecation-changed",
    bump: Bump::Patch,
    title: "What the deprecation of an item says has changed, or it is not deprecated any more",
    why: "A warning reads differently or goes away.",
    anchor: "new-lints",
    before: "#[deprecated]\npub fn get() {}",
    after: "pub fn get() {}",
};

pub(super) const MUST_USE_ADDED: Rule = Rule {
    id: "must-use-added",
    bump: Bump::Minor,
    title: "A result must be used now",
    why: "Callers who drop it get a warning.",
    anchor: "new-lints",
    before: "pub fn get() {}",
    after: "#[must_use]\npub fn get() {}",
};

pub(super) const MUST_USE_CHANGED: Rule = Rule {
    id: "must-use-changed",
    bump: Bump::Patch,
    title: "What is said when a result is not used has changed",
    why: "A warning reads differently or goes away.",
    anchor: "new-lints",
    before: "#[must_use]\npub fn get() {}",
    after: "pub fn get() {}",
};

pub(super) const CONDITION_NARROWED: Rule = Rule {
    id: "condition-narrowed",
    bump: Bump::Major,
    title: "An item exists under fewer conditions",
    why: "Whoever has not chosen the feature loses it.",
    anchor: "cargo-feature-remove",
    before: "pub fn get() {}",
    after: "#[cfg(feature = \"get\")]\npub fn get() {}",
};

pub(super) const CONDITION_WIDENED: Rule = Rule {
    id: "condition-widened",
    bump: Bump::Minor,
    title: "An item exists under more conditions",
    why: "It is there wherever it was, and elsewhere.",
    anchor: "cargo-feature-add",
    before: "#[cfg(feature = \"get\")]\npub fn get() {}",
    after: "pub fn get() {}",
};

pub(super) const FEATURE_ADDED: Rule = Rule {
    id: "feature-added",
    bump: Bump::Minor,
    title: "There is a new feature",
    why: "Nobody can have chosen it.",
    anchor: "cargo-feature-add",
    before: "[features]",
    after: "[features]\nevents = []",
};

pub(super) const FEATURE_REMOVED: Rule = Rule {
    id: "feature-removed",
    bump: Bump::Major,
    title: "A feature is gone",
    why: "A manifest that names it no longer resolves.",
    anchor: "cargo-feature-remove",
    before: "[features]\nevents = []",
    after: "[features]",
};

pub(super) const FEATURE_ENABLES_LESS: Rule = Rule {
    id: "feature-enables-less",
    bump: Bump::Major,
    title: "A feature enables less than before",
    why: "Callers lose what they got by it; this is also how a feature leaves the default.",
    anchor: "cargo-feature-remove-another",
    before: "[features]\ndefault = [\"events\"]",
    after: "[features]\ndefault = []",
};

pub(super) const FEATURE_ENABLES_MORE: Rule = Rule {
    id: "feature-enables-more",
    bump: Bump::Minor,
    title: "A feature enables more than before",
    why: "Callers get more than they asked for.",
    anchor: "cargo-feature-add",
    before: "[features]\ndefault = []",
    after: "[features]\ndefault = [\"events\"]",
};

pub(super) const RUST_VERSION_RAISED: Rule = Rule {
    id: "rust-version-raised",
    bump: Bump::Minor,
    title: "The crate needs a newer Rust",
    why: "Cargo's resolver keeps older compilers on the last version that they can compile.",
    anchor: "env-new-rust",
    before: "rust-version = \"1.85\"",
    after: "rust-version = \"1.88\"",
};

pub(super) const RUST_VERSION_LOWERED: Rule = Rule {
    id: "rust-version-lowered",
    bump: Bump::Patch,
    title: "The crate compiles with an older Rust",
    why: "Nobody loses anything.",
    anchor: "env-new-rust",
    before: "rust-version = \"1.88\"",
    after: "rust-version = \"1.85\"",
};

pub(super) const PUBLIC_DEPENDENCY_CHANGED: Rule = Rule {
    id: "public-dependency-changed",
    bump: Bump::Major,
    title: "A dependency whose types occur in signatures has another version",
    why: "Types of two versions of a crate are different types.",
    anchor: "",
    before: "http = \"0.2\"",
    after: "http = \"1\"",
};
