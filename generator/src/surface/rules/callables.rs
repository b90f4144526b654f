//! Functions, traits, attributes, features and what the manifest says.

use super::Rule;
use crate::bump::Bump;

pub(in crate::surface) const ARITY_CHANGED: Rule = Rule {
    id: "arity-changed",
    bump: Bump::Major,
    title: "A function takes more or fewer arguments",
    why: "No call of it compiles any more.",
    anchor: "fn-change-arity",
    before: "pub fn get(id: &str) {}",
    after: "pub fn get(id: &str, limit: i64) {}",
};

pub(in crate::surface) const ARGUMENT_TYPE_CHANGED: Rule = Rule {
    id: "argument-type-changed",
    bump: Bump::Major,
    title: "An argument of a function has another type",
    why: "Callers pass a value of the old type.",
    anchor: "",
    before: "pub fn get(id: String) {}",
    after: "pub fn get(id: i64) {}",
};

pub(in crate::surface) const ARGUMENT_GENERALISED: Rule = Rule {
    id: "argument-generalised",
    bump: Bump::Minor,
    title: "An argument takes whatever converts into its old type",
    why: "A value of the old type converts into itself. A caller who left the type to inference may have to state it, which Cargo accepts in a minor release.",
    anchor: "fn-generalize-compatible",
    before: "pub fn get(id: String) {}",
    after: "pub fn get(id: impl Into<String>) {}",
};

pub(in crate::surface) const ARGUMENT_RENAMED: Rule = Rule {
    id: "argument-renamed",
    bump: Bump::Patch,
    title: "An argument of a function has another name",
    why: "Arguments are passed by place; the name is documentation.",
    anchor: "",
    before: "pub fn get(id: &str) {}",
    after: "pub fn get(name: &str) {}",
};

pub(in crate::surface) const RECEIVER_CHANGED: Rule = Rule {
    id: "receiver-changed",
    bump: Bump::Major,
    title: "A method takes `self` in another way",
    why: "Calls may move or borrow what they did not before.",
    anchor: "",
    before: "impl Pet {\n    pub fn name(&self) {}\n}",
    after: "impl Pet {\n    pub fn name(self) {}\n}",
};

pub(in crate::surface) const OUTPUT_CHANGED: Rule = Rule {
    id: "output-changed",
    bump: Bump::Major,
    title: "A function returns another type",
    why: "Whoever binds the result to its type no longer compiles.",
    anchor: "",
    before: "pub fn age() -> i64 { 0 }",
    after: "pub fn age() -> f64 { 0.0 }",
};

pub(in crate::surface) const DEMANDS_CHANGED: Rule = Rule {
    id: "demands-changed",
    bump: Bump::Major,
    title: "A function has other type parameters, or demands more of them",
    why: "A caller that states the parameters, or meets only the old demands, no longer compiles.",
    anchor: "generic-bounds-tighten",
    before: "pub fn show<T>(value: T) {}",
    after: "pub fn show<T: Clone>(value: T) {}",
};

pub(in crate::surface) const DEMANDS_LOOSENED: Rule = Rule {
    id: "demands-loosened",
    bump: Bump::Minor,
    title: "A function demands less of its type parameters",
    why: "Every type that was accepted still is.",
    anchor: "generic-bounds-loosen",
    before: "pub fn show<T: Clone>(value: T) {}",
    after: "pub fn show<T>(value: T) {}",
};

pub(in crate::surface) const QUALIFIER_LOST: Rule = Rule {
    id: "qualifier-lost",
    bump: Bump::Major,
    title: "A function is no longer `const`, or became `unsafe` or `async`",
    why: "It can no longer be called where it was.",
    anchor: "",
    before: "pub const fn zero() -> i64 { 0 }",
    after: "pub fn zero() -> i64 { 0 }",
};

pub(in crate::surface) const QUALIFIER_GAINED: Rule = Rule {
    id: "qualifier-gained",
    bump: Bump::Minor,
    title: "A function became `const` or safe",
    why: "It can be called wherever it was, and elsewhere.",
    anchor: "fn-unsafe-safe",
    before: "pub fn zero() -> i64 { 0 }",
    after: "pub const fn zero() -> i64 { 0 }",
};

pub(in crate::surface) const CONSTANT_TYPE_CHANGED: Rule = Rule {
    id: "constant-type-changed",
    bump: Bump::Major,
    title: "A constant or static has another type",
    why: "Whoever uses its value no longer compiles.",
    anchor: "",
    before: "pub const LIMIT: i64 = 1;",
    after: "pub const LIMIT: f64 = 1.0;",
};

pub(in crate::surface) const TRAIT_ITEM_REQUIRED: Rule = Rule {
    id: "trait-item-required",
    bump: Bump::Major,
    title: "A trait that callers may implement asks for one more item",
    why: "Their implementations lack it.",
    anchor: "trait-new-item-no-default",
    before: "pub trait Timer {}",
    after: "pub trait Timer {\n    fn now(&self);\n}",
};

pub(in crate::surface) const TRAIT_ITEM_ADDED: Rule = Rule {
    id: "trait-item-added",
    bump: Bump::Minor,
    title: "A trait has a new item that implementations need not have",
    why: "There is a default, or nobody else can implement the trait.",
    anchor: "trait-new-default-item",
    before: "pub trait Timer {}",
    after: "pub trait Timer {\n    fn now(&self) {}\n}",
};

pub(in crate::surface) const TRAIT_CHANGED: Rule = Rule {
    id: "trait-changed",
    bump: Bump::Major,
    title: "A trait demands something else of its implementations",
    why: "Supertraits, safety and being sealed decide who can implement it.",
    anchor: "trait-item-signature",
    before: "pub trait Timer {}",
    after: "pub trait Timer: Send {}",
};

pub(in crate::surface) const DEFAULT_REMOVED: Rule = Rule {
    id: "trait-default-removed",
    bump: Bump::Major,
    title: "An item of a trait has no default any more",
    why: "Implementations that relied on it lack the item.",
    anchor: "trait-new-item-no-default",
    before: "pub trait Timer {\n    fn now(&self) {}\n}",
    after: "pub trait Timer {\n    fn now(&self);\n}",
};

pub(in crate::surface) const DEFAULT_ADDED: Rule = Rule {
    id: "trait-default-added",
    bump: Bump::Minor,
    title: "An item of a trait has a default now",
    why: "Implementations may leave it out.",
    anchor: "trait-new-default-item",
    before: "pub trait Timer {\n    fn now(&self);\n}",
    after: "pub trait Timer {\n    fn now(&self) {}\n}",
};

pub(in crate::surface) const REEXPORT_CHANGED: Rule = Rule {
    id: "reexport-changed",
    bump: Bump::Major,
    title: "A re-exported path stands for another item",
    why: "Whoever uses the path gets something else.",
    anchor: "item-remove",
    before: "pub use a::Pet;",
    after: "pub use b::Pet;",
};

pub(in crate::surface) const MACRO_CHANGED: Rule = Rule {
    id: "macro-changed",
    bump: Bump::Major,
    title: "A macro accepts something else",
    why: "Calls may no longer match.",
    anchor: "",
    before: "macro_rules! pet { () => {} }",
    after: "macro_rules! pet { ($name:ident) => {} }",
};

pub(in crate::surface) const DEPRECATED: Rule = Rule {
    id: "deprecated",
    bump: Bump::Minor,
    title: "An item is deprecated",
    why: "Callers get a warning. Whoever turns warnings into errors has chosen to stop.",
    anchor: "new-lints",
    before: "pub fn get() {}",
    after: "#[deprecated]\npub fn get() {}",
};

pub(in crate::surface) const DEPRECATION_CHANGED: Rule = Rule {
    id: "deprecation-changed",
    bump: Bump::Patch,
    title: "What the deprecation of an item says has changed, or it is not deprecated any more",
    why: "A warning reads differently or goes away.",
    anchor: "new-lints",
    before: "#[deprecated]\npub fn get() {}",
    after: "pub fn get() {}",
};

pub(in crate::surface) const MUST_USE_ADDED: Rule = Rule {
    id: "must-use-added",
    bump: Bump::Minor,
    title: "A result must be used now",
    why: "Callers who drop it get a warning.",
    anchor: "new-lints",
    before: "pub fn get() {}",
    after: "#[must_use]\npub fn get() {}",
};

pub(in crate::surface) const MUST_USE_CHANGED: Rule = Rule {
    id: "must-use-changed",
    bump: Bump::Patch,
    title: "What is said when a result is not used has changed",
    why: "A warning reads differently or goes away.",
    anchor: "new-lints",
    before: "#[must_use]\npub fn get() {}",
    after: "pub fn get() {}",
};

pub(in crate::surface) const CONDITION_NARROWED: Rule = Rule {
    id: "condition-narrowed",
    bump: Bump::Major,
    title: "An item exists under fewer conditions",
    why: "Whoever has not chosen the feature loses it.",
    anchor: "cargo-feature-remove",
    before: "pub fn get() {}",
    after: "#[cfg(feature = \"get\")]\npub fn get() {}",
};

pub(in crate::surface) const CONDITION_WIDENED: Rule = Rule {
    id: "condition-widened",
    bump: Bump::Minor,
    title: "An item exists under more conditions",
    why: "It is there wherever it was, and elsewhere.",
    anchor: "cargo-feature-add",
    before: "#[cfg(feature = \"get\")]\npub fn get() {}",
    after: "pub fn get() {}",
};

pub(in crate::surface) const FEATURE_ADDED: Rule = Rule {
    id: "feature-added",
    bump: Bump::Minor,
    title: "There is a new feature",
    why: "Nobody can have chosen it.",
    anchor: "cargo-feature-add",
    before: "[features]",
    after: "[features]\nevents = []",
};

pub(in crate::surface) const FEATURE_REMOVED: Rule = Rule {
    id: "feature-removed",
    bump: Bump::Major,
    title: "A feature is gone",
    why: "A manifest that names it no longer resolves.",
    anchor: "cargo-feature-remove",
    before: "[features]\nevents = []",
    after: "[features]",
};

pub(in crate::surface) const FEATURE_ENABLES_LESS: Rule = Rule {
    id: "feature-enables-less",
    bump: Bump::Major,
    title: "A feature enables less than before",
    why: "Callers lose what they got by it; this is also how a feature leaves the default.",
    anchor: "cargo-feature-remove-another",
    before: "[features]\ndefault = [\"events\"]",
    after: "[features]\ndefault = []",
};

pub(in crate::surface) const FEATURE_ENABLES_MORE: Rule = Rule {
    id: "feature-enables-more",
    bump: Bump::Minor,
    title: "A feature enables more than before",
    why: "Callers get more than they asked for.",
    anchor: "cargo-feature-add",
    before: "[features]\ndefault = []",
    after: "[features]\ndefault = [\"events\"]",
};

pub(in crate::surface) const RUST_VERSION_RAISED: Rule = Rule {
    id: "rust-version-raised",
    bump: Bump::Minor,
    title: "The crate needs a newer Rust",
    why: "Cargo's resolver keeps older compilers on the last version that they can compile.",
    anchor: "env-new-rust",
    before: "rust-version = \"1.85\"",
    after: "rust-version = \"1.88\"",
};

pub(in crate::surface) const RUST_VERSION_LOWERED: Rule = Rule {
    id: "rust-version-lowered",
    bump: Bump::Patch,
    title: "The crate compiles with an older Rust",
    why: "Nobody loses anything.",
    anchor: "env-new-rust",
    before: "rust-version = \"1.88\"",
    after: "rust-version = \"1.85\"",
};

pub(in crate::surface) const PUBLIC_DEPENDENCY_CHANGED: Rule = Rule {
    id: "public-dependency-changed",
    bump: Bump::Major,
    title: "A dependency whose types occur in signatures has another version",
    why: "Types of two versions of a crate are different types.",
    anchor: "",
    before: "http = \"0.2\"",
    after: "http = \"1\"",
};
