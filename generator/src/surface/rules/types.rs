//! Items, structs, enums and their members.

use super::Rule;
use crate::bump::Bump;

pub(in crate::surface) const ITEM_REMOVED: Rule = Rule {
    id: "item-removed",
    bump: Bump::Major,
    title: "A public item is gone, or cannot be named by its path any more",
    why: "Whoever names it no longer compiles. A rename is a removal, unless the old path stays as a re-export or an alias.",
    anchor: "item-remove",
    before: "pub struct Pet;",
    after: "",
};

pub(in crate::surface) const ITEM_ADDED: Rule = Rule {
    id: "item-added",
    bump: Bump::Minor,
    title: "There is a new public item",
    why: "Nobody can have used it. A glob import may clash with it, which Cargo accepts in a minor release.",
    anchor: "item-new",
    before: "",
    after: "pub struct Pet;",
};

pub(in crate::surface) const MEMBER_ADDED: Rule = Rule {
    id: "member-added",
    bump: Bump::Minor,
    title: "A type has a new method or constant",
    why: "Nobody can have used it. It may hide a method of a trait of the caller's, which Cargo accepts in a minor release.",
    anchor: "impl-item-new",
    before: "impl Pet {}",
    after: "impl Pet {\n    pub fn name(&self) -> &str { \"\" }\n}",
};

pub(in crate::surface) const IMPLEMENTATION_ADDED: Rule = Rule {
    id: "implementation-added",
    bump: Bump::Minor,
    title: "A type implements one more trait",
    why: "New code may use it. Inference may become ambiguous, which Cargo accepts in a minor release.",
    anchor: "impl-item-new",
    before: "pub struct Pet;",
    after: "#[derive(Clone)]\npub struct Pet;",
};

pub(in crate::surface) const IMPLEMENTATION_REMOVED: Rule = Rule {
    id: "implementation-removed",
    bump: Bump::Major,
    title: "A type no longer implements a trait",
    why: "Whoever needs the trait no longer compiles; derives are part of the API too.",
    anchor: "item-remove",
    before: "#[derive(Clone)]\npub struct Pet;",
    after: "pub struct Pet;",
};

pub(in crate::surface) const KIND_CHANGED: Rule = Rule {
    id: "kind-changed",
    bump: Bump::Major,
    title: "A path stands for another kind of item",
    why: "A struct, an enum and a function are used differently; only an alias for the same type keeps old code alive.",
    anchor: "item-remove",
    before: "pub struct Pet { pub name: String }",
    after: "pub enum Pet { Cat, Dog }",
};

pub(in crate::surface) const BECAME_ALIAS: Rule = Rule {
    id: "became-alias",
    bump: Bump::Minor,
    title: "A type became an alias of another type",
    why: "Code that names the old path gets the new type, with its fields, variants and methods; what those lack is reported on its own.",
    anchor: "",
    before: "pub struct Animal;",
    after: "pub struct Pet;\n#[deprecated]\npub type Animal = Pet;",
};

pub(in crate::surface) const ALIAS_TARGET_CHANGED: Rule = Rule {
    id: "alias-target-changed",
    bump: Bump::Major,
    title: "An alias stands for another type",
    why: "Whoever passes the old type where the alias stands no longer compiles.",
    anchor: "",
    before: "pub type Id = String;",
    after: "pub type Id = i64;",
};

pub(in crate::surface) const FIELD_REMOVED: Rule = Rule {
    id: "field-removed",
    bump: Bump::Major,
    title: "A public field is gone",
    why: "Whoever reads it no longer compiles.",
    anchor: "item-remove",
    before: "pub struct Pet { pub name: String, pub tag: String }",
    after: "pub struct Pet { pub name: String }",
};

pub(in crate::surface) const FIELD_ADDED: Rule = Rule {
    id: "field-added",
    bump: Bump::Minor,
    title: "A struct that cannot be written as a literal has a new public field",
    why: "Callers construct it by functions and match it with `..`, so they do not notice.",
    anchor: "struct-private-fields-with-private",
    before: "#[non_exhaustive]\npub struct Pet { pub name: String }",
    after: "#[non_exhaustive]\npub struct Pet { pub name: String, pub tag: String }",
};

pub(in crate::surface) const FIELD_ADDED_EXHAUSTIVE: Rule = Rule {
    id: "field-added-exhaustive",
    bump: Bump::Major,
    title: "A struct that callers can write as a literal has a new public field",
    why: "Their literals and patterns without `..` no longer compile.",
    anchor: "struct-add-public-field-when-no-private",
    before: "pub struct Pet { pub name: String }",
    after: "pub struct Pet { pub name: String, pub tag: String }",
};

pub(in crate::surface) const FIELD_TYPE_CHANGED: Rule = Rule {
    id: "field-type-changed",
    bump: Bump::Major,
    title: "A public field has another type",
    why: "Whoever binds it to its type, or passes it on, no longer compiles. Tools that look at names only do not see it.",
    anchor: "",
    before: "pub struct Pet { pub age: i64 }",
    after: "pub struct Pet { pub age: f64 }",
};

pub(in crate::surface) const PRIVATE_FIELD_ADDED: Rule = Rule {
    id: "private-field-added",
    bump: Bump::Major,
    title: "A struct that callers could write as a literal has a private field now",
    why: "Literals and patterns without `..` no longer compile.",
    anchor: "struct-add-private-field-when-public",
    before: "pub struct Pet { pub name: String }",
    after: "pub struct Pet { pub name: String, tag: String }",
};

pub(in crate::surface) const PRIVATE_FIELDS_REMOVED: Rule = Rule {
    id: "private-fields-removed",
    bump: Bump::Minor,
    title: "A struct has no private field any more",
    why: "Callers may write it as a literal now.",
    anchor: "item-new",
    before: "pub struct Pet { pub name: String, tag: String }",
    after: "pub struct Pet { pub name: String }",
};

pub(in crate::surface) const SHAPE_CHANGED: Rule = Rule {
    id: "shape-changed",
    bump: Bump::Major,
    title: "A struct or a variant writes its fields in another way",
    why: "Tuple, named and unit forms are constructed and matched differently.",
    anchor: "struct-tuple-normal-with-private",
    before: "pub struct Id(pub String);",
    after: "pub struct Id { pub text: String }",
};

pub(in crate::surface) const GENERICS_CHANGED: Rule = Rule {
    id: "generics-changed",
    bump: Bump::Major,
    title: "A type or a trait has other parameters or demands",
    why: "Whoever states the parameters, or meets only the old demands, no longer compiles.",
    anchor: "generic-bounds-tighten",
    before: "pub struct Page<T> { item: T }",
    after: "pub struct Page<T: Clone> { item: T }",
};

pub(in crate::surface) const LAYOUT_CHANGED: Rule = Rule {
    id: "layout-changed",
    bump: Bump::Major,
    title: "The layout that a type promises is another one",
    why: "Code that relies on `repr` reads the wrong bytes.",
    anchor: "type-layout",
    before: "#[repr(C)]\npub struct Pair(pub u8, pub u32);",
    after: "pub struct Pair(pub u8, pub u32);",
};

pub(in crate::surface) const VARIANT_REMOVED: Rule = Rule {
    id: "enum-variant-removed",
    bump: Bump::Major,
    title: "A variant is gone",
    why: "Whoever constructs or matches it no longer compiles.",
    anchor: "item-remove",
    before: "pub enum Color { Red, Blue }",
    after: "pub enum Color { Red }",
};

pub(in crate::surface) const VARIANT_ADDED: Rule = Rule {
    id: "enum-variant-added",
    bump: Bump::Minor,
    title: "An enum that must be matched with a wildcard has a new variant",
    why: "`#[non_exhaustive]` makes every caller's `match` cover it already.",
    anchor: "enum-variant-new",
    before: "#[non_exhaustive]\npub enum Color { Red }",
    after: "#[non_exhaustive]\npub enum Color { Red, Blue }",
};

pub(in crate::surface) const VARIANT_ADDED_EXHAUSTIVE: Rule = Rule {
    id: "enum-variant-added-exhaustive",
    bump: Bump::Major,
    title: "An enum that can be matched without a wildcard has a new variant",
    why: "A `match` that named all variants no longer compiles.",
    anchor: "enum-variant-new",
    before: "pub enum Color { Red }",
    after: "pub enum Color { Red, Blue }",
};

pub(in crate::surface) const VARIANT_FIELDS_CHANGED: Rule = Rule {
    id: "variant-fields-changed",
    bump: Bump::Major,
    title: "The fields of a variant are others",
    why: "Patterns and constructors of the variant no longer compile.",
    anchor: "enum-fields-new",
    before: "pub enum Shape { Circle(f64) }",
    after: "pub enum Shape { Circle(f64, f64) }",
};

pub(in crate::surface) const DISCRIMINANT_CHANGED: Rule = Rule {
    id: "discriminant-changed",
    bump: Bump::Major,
    title: "A variant has another number",
    why: "A cast with `as` gives another value, silently.",
    anchor: "",
    before: "pub enum Level { Low = 1 }",
    after: "pub enum Level { Low = 2 }",
};

pub(in crate::surface) const NON_EXHAUSTIVE_ADDED: Rule = Rule {
    id: "non-exhaustive-added",
    bump: Bump::Major,
    title: "A type is `#[non_exhaustive]` now",
    why: "Literals, and patterns without `..` or a wildcard, no longer compile.",
    anchor: "attr-adding-non-exhaustive",
    before: "pub enum Color { Red }",
    after: "#[non_exhaustive]\npub enum Color { Red }",
};

pub(in crate::surface) const NON_EXHAUSTIVE_REMOVED: Rule = Rule {
    id: "non-exhaustive-removed",
    bump: Bump::Minor,
    title: "A type is no longer `#[non_exhaustive]`",
    why: "Callers may construct it and match it completely; what they have still compiles.",
    anchor: "attr-adding-non-exhaustive",
    before: "#[non_exhaustive]\npub enum Color { Red }",
    after: "pub enum Color { Red }",
};
