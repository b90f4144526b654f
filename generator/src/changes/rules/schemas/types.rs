//! Rules about types: what a value is on the wire.

use crate::changes::{Action, Area, Effect, Rule};

/// Two types that have nothing in common.
pub static TYPE_CHANGED: Rule = Rule {
    id: "type-changed",
    area: Area::Type,
    action: Action::Changed,
    sentence: "the type is {new}, was {old}",
    request: Effect::Refused,
    response: Effect::Undecodable,
    strict: None,
    why: "A value of the old type is no value of the new one: the server refuses it, and the old SDK cannot \
          decode what comes. Types that have something in common, such as integer and number, have rules of \
          their own.",
    mirror: Some("type-changed"),
};

/// A value that may be anything.
pub static TYPE_OPENED: Rule = Rule {
    id: "type-opened",
    area: Area::Type,
    action: Action::Widened,
    sentence: "the type is open now, was {old}",
    request: Effect::Offered,
    response: Effect::Undecodable,
    strict: None,
    why: "What old programs send is still right. In replies there may be a value of any type, and the old SDK decodes \
          only the one it knows.",
    mirror: Some("type-stated"),
};

/// A value that might be anything has a type.
pub static TYPE_STATED: Rule = Rule {
    id: "type-stated",
    area: Area::Type,
    action: Action::Narrowed,
    sentence: "the type is {new} now, was open",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "Old programs may send any value, and the server refuses all that are of another type. In a reply the old \
          SDK takes any JSON value.",
    mirror: Some("type-opened"),
};

/// A whole number that may be a broken one.
pub static INTEGER_BECAME_NUMBER: Rule = Rule {
    id: "integer-became-number",
    area: Area::Type,
    action: Action::Widened,
    sentence: "the type is number, was integer",
    request: Effect::Offered,
    response: Effect::Undecodable,
    strict: None,
    why: "Every integer is a number, so requests are still right. In a reply the old SDK takes `2.0` for 2, but it \
          cannot decode `2.5`.",
    mirror: Some("number-became-integer"),
};

/// A number that must be whole.
pub static NUMBER_BECAME_INTEGER: Rule = Rule {
    id: "number-became-integer",
    area: Area::Type,
    action: Action::Narrowed,
    sentence: "the type is integer, was number",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "The server refuses a broken number of an old program. In replies every integer is a number, and the old SDK \
          decodes it.",
    mirror: Some("integer-became-number"),
};

/// A parameter that may be any text.
pub static TYPE_BECAME_TEXT: Rule = Rule {
    id: "type-became-text",
    area: Area::Type,
    action: Action::Widened,
    sentence: "the type is string, was {old}",
    request: Effect::Offered,
    response: Effect::Undecodable,
    strict: None,
    why: "In a path, a query or a header a number is a text like any other, so what old programs send is still right. \
          Only new programs can send other texts. In a JSON body this would be another type.",
    mirror: Some("type-changed"),
};

/// A parameter that may be a list.
pub static VALUE_BECAME_LIST: Rule = Rule {
    id: "value-became-list",
    area: Area::Type,
    action: Action::Widened,
    sentence: "it is a list now, was one {old}",
    request: Effect::Offered,
    response: Effect::Undecodable,
    strict: None,
    why: "In a query a list of one looks like the value alone, so what old programs send is still right. Only new \
          programs can send several.",
    mirror: Some("list-became-value"),
};

/// A parameter that may no longer be a list.
pub static LIST_BECAME_VALUE: Rule = Rule {
    id: "list-became-value",
    area: Area::Type,
    action: Action::Narrowed,
    sentence: "it is one {new} now, was a list",
    request: Effect::Refused,
    response: Effect::Undecodable,
    strict: None,
    why: "A list of one looks like the value alone. The server refuses several, or takes the first, or the commas \
          between them for a part of the value.",
    mirror: Some("value-became-list"),
};

/// One more item with a shape of its own.
pub static TUPLE_ITEM_ADDED: Rule = Rule {
    id: "tuple-item-added",
    area: Area::Type,
    action: Action::Added,
    sentence: "{name} has a type of its own now",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "Old programs do not send it, or send something else in its place. The generated code keeps such lists as \
          JSON, so a longer one is decoded as before.",
    mirror: Some("tuple-item-removed"),
};

/// One item with a shape of its own less.
pub static TUPLE_ITEM_REMOVED: Rule = Rule {
    id: "tuple-item-removed",
    area: Area::Type,
    action: Action::Removed,
    sentence: "{name} no longer has a type of its own",
    request: Effect::Refused,
    response: Effect::Lost,
    strict: None,
    why: "The server refuses the item that old programs send, or ignores it. A program that reads it finds nothing, \
          or something else.",
    mirror: Some("tuple-item-added"),
};

/// There may be further items.
pub static TUPLE_OPENED: Rule = Rule {
    id: "tuple-opened",
    area: Area::Type,
    action: Action::Widened,
    sentence: "there may be further items now",
    request: Effect::Offered,
    response: Effect::Tolerated,
    strict: None,
    why: "New programs may send more items. The generated code keeps such lists as JSON, so a longer one is decoded \
          as before.",
    mirror: Some("tuple-closed"),
};

/// There may be no further items.
pub static TUPLE_CLOSED: Rule = Rule {
    id: "tuple-closed",
    area: Area::Type,
    action: Action::Narrowed,
    sentence: "there may be no further items",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "Old programs may send more items, and the server refuses them. In replies there are fewer at most, about \
          which nothing was promised.",
    mirror: Some("tuple-opened"),
};
