//! Rules about what is said about a value: texts, samples, defaults, deprecation, and whether it may be null.

use crate::changes::{Action, Area, Effect, Rule};

/// Another title.
pub static TITLE_CHANGED: Rule = Rule {
    id: "title-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the title changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "A title is for people. The generated documentation shows it where there is no description.",
    mirror: Some("title-changed"),
};

/// Another description.
pub static DESCRIPTION_CHANGED: Rule = Rule {
    id: "description-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the description changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "A description is for people, and the generated documentation repeats it. What it says may still matter: it \
          is where an API tells what its schema cannot say.",
    mirror: Some("description-changed"),
};

/// Another sample.
pub static EXAMPLE_CHANGED: Rule = Rule {
    id: "example-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the example changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "A sample is for people. Nothing decodes it, and nothing is checked against it.",
    mirror: Some("example-changed"),
};

/// A value that the server assumes from now on.
pub static DEFAULT_ADDED: Rule = Rule {
    id: "default-added",
    area: Area::Documentation,
    action: Action::Added,
    sentence: "when it is absent, `{new}` is assumed now",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The SDK never sends a default by itself, so requests are the same as before. The server may always have \
          assumed this value and only say so now; where it has not, a program that leaves the value out gets \
          another result.",
    mirror: Some("default-removed"),
};

/// A value that the server no longer assumes.
pub static DEFAULT_REMOVED: Rule = Rule {
    id: "default-removed",
    area: Area::Documentation,
    action: Action::Removed,
    sentence: "when it is absent, `{old}` is no longer assumed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The SDK never sends a default by itself, so requests are the same as before. What the server does with a \
          value that is absent is no longer written down, and may differ.",
    mirror: Some("default-added"),
};

/// Another value that the server assumes.
pub static DEFAULT_CHANGED: Rule = Rule {
    id: "default-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "when it is absent, `{new}` is assumed, was `{old}`",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The SDK never sends a default by itself, so requests are the same as before, and the server accepts them. A \
          program that leaves the value out may get another result; send the old value to keep the old one.",
    mirror: Some("default-changed"),
};

/// A value that new code should not use.
pub static VALUE_DEPRECATED: Rule = Rule {
    id: "value-deprecated",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "it is deprecated now",
    request: Effect::Announced,
    response: Effect::Announced,
    strict: None,
    why: "Everything works as before. The maintainers of the API announce that it will go, so it is time to stop \
          using it.",
    mirror: Some("value-undeprecated"),
};

/// A value that new code may use again.
pub static VALUE_UNDEPRECATED: Rule = Rule {
    id: "value-undeprecated",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "it is no longer deprecated",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "It worked all the time. The announcement of its end has been taken back.",
    mirror: Some("value-deprecated"),
};

/// A value that may be absent anyway may be null.
pub static NULLABLE_ADDED: Rule = Rule {
    id: "nullable-added",
    area: Area::Type,
    action: Action::Widened,
    sentence: "it may be null now",
    request: Effect::Tolerated,
    response: Effect::Tolerated,
    strict: None,
    why: "Old programs never send a null there, which is still right. In a reply the field is an `Option`, and a null \
          is read like a value that is absent. New programs can send one.",
    mirror: Some("nullable-removed"),
};

/// A value that was always there may be null.
pub static NULLABLE_ADDED_TO_REQUIRED: Rule = Rule {
    id: "nullable-added-to-required",
    area: Area::Type,
    action: Action::Widened,
    sentence: "it may be null now, though it may not be absent",
    request: Effect::Tolerated,
    response: Effect::Tolerated,
    strict: Some(Effect::Undecodable),
    why: "A lenient SDK copes: required fields are `Option`s, and null items of lists and maps are left out. A strict \
          one, whose field or item is no `Option`, cannot decode a null.",
    mirror: Some("nullable-removed"),
};

/// A whole reply, or an item of a list that is one, may be null.
pub static NULLABLE_ADDED_TO_REPLY: Rule = Rule {
    id: "nullable-added-to-reply",
    area: Area::Type,
    action: Action::Widened,
    sentence: "it may be null now, where nothing copes with that",
    request: Effect::Tolerated,
    response: Effect::Undecodable,
    strict: None,
    why: "Only fields of models cope with a null, and the items of lists in them, two lists deep. A body that is a \
          model or a list has no `Option` around it or around its items, and a null makes the whole reply fail.",
    mirror: Some("nullable-removed"),
};

/// A value that may no longer be null.
pub static NULLABLE_REMOVED: Rule = Rule {
    id: "nullable-removed",
    area: Area::Type,
    action: Action::Narrowed,
    sentence: "it may no longer be null",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "The server refuses a null. The SDK sends one where a program asked for it, or where one came in a reply \
          that is sent back. In replies there is only less to cope with.",
    mirror: Some("nullable-added"),
};
