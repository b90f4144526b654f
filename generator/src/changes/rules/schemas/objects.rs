//! Rules about objects as a whole: whether they have properties at all, and what they may hold beside them.

use crate::changes::{Action, Area, Effect, Rule};

/// A free-form object that has properties now.
pub static OBJECT_GAINED_PROPERTIES: Rule = Rule {
    id: "object-gained-properties",
    area: Area::Model,
    action: Action::Narrowed,
    sentence: "it has properties now, before it had none",
    request: Effect::Tolerated,
    response: Effect::Tolerated,
    strict: None,
    why: "The definition says now what it left open before; the objects themselves may well be the same. On the wire \
          nothing is demanded that was not. In Rust a map becomes a struct, which callers feel.",
    mirror: Some("object-lost-properties"),
};

/// A free-form object that has properties now which must be sent.
pub static OBJECT_GAINED_REQUIRED_PROPERTIES: Rule = Rule {
    id: "object-gained-required-properties",
    area: Area::Model,
    action: Action::Narrowed,
    sentence: "it has required properties now, before it had none",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "Old programs may send any members, and the server refuses an object that lacks one of these. In a reply the \
          definition only says more than it did.",
    mirror: Some("object-lost-properties"),
};

/// An object without any of the properties that it had.
pub static OBJECT_LOST_PROPERTIES: Rule = Rule {
    id: "object-lost-properties",
    area: Area::Model,
    action: Action::Removed,
    sentence: "all its properties are gone",
    request: Effect::Misread,
    response: Effect::Lost,
    strict: None,
    why: "Nothing promises the old members any more: the server may ignore them, and replies may lack them. In Rust a \
          struct becomes a map.",
    mirror: Some("object-gained-properties"),
};

/// An object that may hold members it might not hold before.
pub static ADDITIONAL_PROPERTIES_OPENED: Rule = Rule {
    id: "additional-properties-opened",
    area: Area::Type,
    action: Action::Widened,
    sentence: "it may hold additional members now",
    request: Effect::Offered,
    response: Effect::Tolerated,
    strict: None,
    why: "New programs may send members of their own choice. The old SDK leaves out members that it does not know, \
          though the definition said that there are none.",
    mirror: Some("additional-properties-closed"),
};

/// An object that may no longer hold additional members.
pub static ADDITIONAL_PROPERTIES_CLOSED: Rule = Rule {
    id: "additional-properties-closed",
    area: Area::Type,
    action: Action::Narrowed,
    sentence: "it may no longer hold additional members",
    request: Effect::Refused,
    response: Effect::Lost,
    strict: None,
    why: "Old programs may send members of their own choice, and the server refuses them. Programs that read such \
          members find none.",
    mirror: Some("additional-properties-opened"),
};

/// Additional members are no longer forbidden.
pub static ADDITIONAL_PROPERTIES_PERMITTED: Rule = Rule {
    id: "additional-properties-permitted",
    area: Area::Type,
    action: Action::Widened,
    sentence: "additional members are no longer forbidden",
    request: Effect::Tolerated,
    response: Effect::Tolerated,
    strict: None,
    why: "The definition does not say any more that there are no others, and it does not say which there are. The SDK \
          has no field for them either way, and leaves out those that come.",
    mirror: Some("additional-properties-forbidden"),
};

/// Additional members, about which nothing was said, are forbidden.
pub static ADDITIONAL_PROPERTIES_FORBIDDEN: Rule = Rule {
    id: "additional-properties-forbidden",
    area: Area::Type,
    action: Action::Narrowed,
    sentence: "additional members are forbidden now",
    request: Effect::Tolerated,
    response: Effect::Tolerated,
    strict: None,
    why: "The SDK has fields for the named properties only, so it never sent any other member that the server could \
          refuse. In replies it leaves out what it does not know either way.",
    mirror: Some("additional-properties-permitted"),
};

/// Additional members, about which nothing was said, are spoken of.
pub static ADDITIONAL_PROPERTIES_STATED: Rule = Rule {
    id: "additional-properties-stated",
    area: Area::Type,
    action: Action::Widened,
    sentence: "it says now that it holds additional members",
    request: Effect::Offered,
    response: Effect::Tolerated,
    strict: None,
    why: "An object about which nothing is said may hold any member too, so the wire is the same. New programs get a \
          map in which they read and send such members; the old SDK leaves them out.",
    mirror: Some("additional-properties-unstated"),
};

/// Nothing is said of additional members any more.
pub static ADDITIONAL_PROPERTIES_UNSTATED: Rule = Rule {
    id: "additional-properties-unstated",
    area: Area::Type,
    action: Action::Changed,
    sentence: "it no longer says that it holds additional members",
    request: Effect::Tolerated,
    response: Effect::Tolerated,
    strict: None,
    why: "An object about which nothing is said may hold any member too: the server still takes what old programs \
          send, and the old SDK still keeps what comes. New programs lose the map of such members, which the \
          comparison of the SDKs reports.",
    mirror: Some("additional-properties-stated"),
};

/// Additional members, which might be anything, are of one type.
pub static ADDITIONAL_PROPERTIES_TYPED: Rule = Rule {
    id: "additional-properties-typed",
    area: Area::Type,
    action: Action::Narrowed,
    sentence: "its additional members are of one type now",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "Old programs may send members of any type, and the server refuses all but one. In a reply the old SDK takes \
          every JSON value.",
    mirror: Some("additional-properties-untyped"),
};

/// Additional members, which were of one type, may be anything.
pub static ADDITIONAL_PROPERTIES_UNTYPED: Rule = Rule {
    id: "additional-properties-untyped",
    area: Area::Type,
    action: Action::Widened,
    sentence: "its additional members may be anything now",
    request: Effect::Offered,
    response: Effect::Tolerated,
    strict: None,
    why: "New programs may send members of any type. Beside named fields the old SDK leaves out members of another \
          type than it expects, because they might be properties of a later version.",
    mirror: Some("additional-properties-typed"),
};

/// A free-form object whose members are of one type.
pub static MAP_VALUES_TYPED: Rule = Rule {
    id: "map-values-typed",
    area: Area::Type,
    action: Action::Narrowed,
    sentence: "all its members are of one type now",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "Old programs may send members of any type, and the server refuses all but one. In a reply the old SDK takes \
          every JSON value.",
    mirror: Some("map-values-untyped"),
};

/// A map whose members may be anything.
pub static MAP_VALUES_UNTYPED: Rule = Rule {
    id: "map-values-untyped",
    area: Area::Type,
    action: Action::Widened,
    sentence: "its members may be anything now",
    request: Effect::Offered,
    response: Effect::Undecodable,
    strict: None,
    why: "New programs may send members of any type. The old SDK decodes every member as the one type it knows, and \
          a member of another type makes the whole reply fail.",
    mirror: Some("map-values-typed"),
};
