//! Rules about unions. The generated code keeps a union as JSON, so every variant is decoded; what counts is
//! which values travel, and whether a program can still tell them apart.

use crate::changes::{Action, Area, Effect, Rule};

/// One more shape that a value may have.
pub static VARIANT_ADDED: Rule = Rule {
    id: "variant-added",
    area: Area::Composition,
    action: Action::Added,
    sentence: "the variant {name} is new",
    request: Effect::Offered,
    response: Effect::Tolerated,
    strict: None,
    why: "What old programs send is still right. A reply may hold a shape that they do not know: the SDK keeps it as \
          JSON, and a program that goes through the shapes it knows finds none that fits.",
    mirror: Some("variant-removed"),
};

/// One shape less.
pub static VARIANT_REMOVED: Rule = Rule {
    id: "variant-removed",
    area: Area::Composition,
    action: Action::Removed,
    sentence: "the variant {name} is gone",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "The server refuses the shape when an old program sends it. In replies it only comes no more.",
    mirror: Some("variant-added"),
};

/// `oneOf` and `anyOf` changed places.
pub static UNION_KIND_CHANGED: Rule = Rule {
    id: "union-kind-changed",
    area: Area::Composition,
    action: Action::Changed,
    sentence: "it is `{new}`, was `{old}`",
    request: Effect::Tolerated,
    response: Effect::Tolerated,
    strict: None,
    why: "`oneOf` asks for exactly one shape that fits, `anyOf` for at least one. A value that is meant to be one of \
          them fits either way; only a server that checks by the letter could refuse one that fits two.",
    mirror: Some("union-kind-changed"),
};

/// A value that may have other shapes too.
pub static VALUE_BECAME_UNION: Rule = Rule {
    id: "value-became-union",
    area: Area::Composition,
    action: Action::Widened,
    sentence: "it may have several shapes now, was {old}",
    request: Effect::Offered,
    response: Effect::Undecodable,
    strict: None,
    why: "The old shape is one of the new ones, so what old programs send is still right. In replies the old SDK \
          decodes that one shape and none of the others.",
    mirror: Some("union-became-value"),
};

/// A value that may only have one of its shapes.
pub static UNION_BECAME_VALUE: Rule = Rule {
    id: "union-became-value",
    area: Area::Composition,
    action: Action::Narrowed,
    sentence: "it has one shape now, {new}, of several",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "The server refuses all other shapes that old programs may send. In replies there are fewer of them, which \
          the old SDK keeps as JSON as before.",
    mirror: Some("value-became-union"),
};

/// A property that must tell which shape applies.
pub static DISCRIMINATOR_ADDED: Rule = Rule {
    id: "discriminator-added",
    area: Area::Composition,
    action: Action::Added,
    sentence: "the property `{new}` tells which variant applies now",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "The server looks at this property to know what it got, and old programs need not have sent it. In replies \
          it is one more help to tell the shapes apart.",
    mirror: Some("discriminator-removed"),
};

/// No property tells which shape applies any more.
pub static DISCRIMINATOR_REMOVED: Rule = Rule {
    id: "discriminator-removed",
    area: Area::Composition,
    action: Action::Removed,
    sentence: "the property `{old}` no longer tells which variant applies",
    request: Effect::Tolerated,
    response: Effect::Lost,
    strict: None,
    why: "A program that looks at this property to know what came may not find it, or not the values it knows. What \
          old programs send is still right.",
    mirror: Some("discriminator-added"),
};

/// Another property tells which shape applies.
pub static DISCRIMINATOR_PROPERTY_CHANGED: Rule = Rule {
    id: "discriminator-property-changed",
    area: Area::Composition,
    action: Action::Changed,
    sentence: "the property `{new}` tells which variant applies, was `{old}`",
    request: Effect::Misread,
    response: Effect::Lost,
    strict: None,
    why: "The server looks at a property that old programs need not have sent, and no longer at the one they did. \
          Programs that look at the old one may not find it in replies.",
    mirror: Some("discriminator-property-changed"),
};

/// One more value that selects a variant.
pub static DISCRIMINATOR_VALUE_ADDED: Rule = Rule {
    id: "discriminator-value-added",
    area: Area::Composition,
    action: Action::Added,
    sentence: "the value `{name}` selects `{new}` now",
    request: Effect::Offered,
    response: Effect::Tolerated,
    strict: None,
    why: "The old values mean what they meant. In a reply the new one is a value that old programs do not know, of a \
          shape that they do.",
    mirror: Some("discriminator-value-removed"),
};

/// One value less that selects a variant.
pub static DISCRIMINATOR_VALUE_REMOVED: Rule = Rule {
    id: "discriminator-value-removed",
    area: Area::Composition,
    action: Action::Removed,
    sentence: "the value `{name}` no longer selects `{old}`",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "The server does not know what an old program means by it. In replies the value only comes no more.",
    mirror: Some("discriminator-value-added"),
};

/// A variant that another value selects.
pub static DISCRIMINATOR_VALUE_CHANGED: Rule = Rule {
    id: "discriminator-value-changed",
    area: Area::Composition,
    action: Action::Renamed,
    sentence: "the value `{new}` selects `{name}`, was `{old}`",
    request: Effect::Refused,
    response: Effect::Lost,
    strict: None,
    why: "These values travel, though they often come from the names of models: where no mapping is written, renaming \
          a model changes them. The server does not know the old value any more, and programs that wait for it do \
          not recognise what comes.",
    mirror: Some("discriminator-value-changed"),
};

/// A value that selects another variant.
pub static DISCRIMINATOR_TARGET_CHANGED: Rule = Rule {
    id: "discriminator-target-changed",
    area: Area::Composition,
    action: Action::Changed,
    sentence: "the value `{name}` selects `{new}`, was `{old}`",
    request: Effect::Misread,
    response: Effect::Lost,
    strict: None,
    why: "The server takes what old programs send under this value for another shape. What comes under it has \
          another shape than they expect.",
    mirror: Some("discriminator-target-changed"),
};
