//! Rules about lists of allowed values. The enums of the SDK are open: a value that it does not know is kept as
//! it came, so what is decoded never depends on the list.

use crate::changes::{Action, Area, Effect, Rule};

/// A list of values where there was none.
pub static ENUM_INTRODUCED: Rule = Rule {
    id: "enum-introduced",
    area: Area::Enum,
    action: Action::Narrowed,
    sentence: "only these values are allowed now: {new}",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "Old programs may send any value, and the server refuses those that are not in the list. In replies the \
          listed values are values like any other. In Rust a text becomes an enum, which callers feel.",
    mirror: Some("enum-dropped"),
};

/// A list of values that is gone.
pub static ENUM_DROPPED: Rule = Rule {
    id: "enum-dropped",
    area: Area::Enum,
    action: Action::Widened,
    sentence: "any value is allowed now, no longer only: {old}",
    request: Effect::Documented,
    response: Effect::Tolerated,
    strict: None,
    why: "What old programs send is still right, and their open enum can be made of any text. Values that come and \
          are not in the old list are kept as unknown ones. In Rust an enum becomes a text, which callers feel.",
    mirror: Some("enum-introduced"),
};

/// One more value.
pub static ENUM_VALUE_ADDED: Rule = Rule {
    id: "enum-value-added",
    area: Area::Enum,
    action: Action::Added,
    sentence: "the value `{name}` is new",
    request: Effect::Offered,
    response: Effect::Tolerated,
    strict: None,
    why: "What old programs send is still right. In a reply the new value is one that the old SDK does not know: its \
          enum keeps the text in `Unknown`. The enum is not exhaustive, so one more variant is no break for callers.",
    mirror: Some("enum-value-removed"),
};

/// One value less.
pub static ENUM_VALUE_REMOVED: Rule = Rule {
    id: "enum-value-removed",
    area: Area::Enum,
    action: Action::Removed,
    sentence: "the value `{name}` is gone",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "The server refuses the value when an old program sends it. In replies it only comes no more. The variant is \
          gone, which callers feel.",
    mirror: Some("enum-value-added"),
};

/// A value that is written in another case.
pub static ENUM_VALUE_CASE_CHANGED: Rule = Rule {
    id: "enum-value-case-changed",
    area: Area::Enum,
    action: Action::Renamed,
    sentence: "the value `{old}` is written `{new}` now",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "A server that compares letter by letter refuses the old spelling. In replies the old SDK finds the variant \
          whatever the case. The variant has the same name in Rust, so the compiler sees nothing.",
    mirror: Some("enum-value-case-changed"),
};
