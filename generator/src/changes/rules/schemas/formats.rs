//! Rules about formats. Integers are `i64` and numbers `f64` whatever their format; date-times keep their text;
//! all other formats are plain texts. So what counts is which values travel, not which Rust type they have.

use crate::changes::{Action, Area, Effect, Rule};

/// Larger numbers than before, which the SDK holds.
pub static NUMBER_FORMAT_WIDENED: Rule = Rule {
    id: "number-format-widened",
    area: Area::Type,
    action: Action::Widened,
    sentence: "the numbers may be larger than `{old}` holds",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The SDK has `i64` for every integer and `f64` for every number, whatever the format, so it always held what \
          may come now. Clients that took the old format at its word may overflow.",
    mirror: Some("number-format-narrowed"),
};

/// Not all numbers of before.
pub static NUMBER_FORMAT_NARROWED: Rule = Rule {
    id: "number-format-narrowed",
    area: Area::Type,
    action: Action::Narrowed,
    sentence: "not all numbers that were allowed still are",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "The server cannot hold some numbers that old programs may send: it refuses or rounds them. Those that come \
          were always held.",
    mirror: Some("number-format-widened"),
};

/// Larger numbers than the SDK holds.
pub static NUMBER_FORMAT_OVERFLOWS: Rule = Rule {
    id: "number-format-overflows",
    area: Area::Type,
    action: Action::Widened,
    sentence: "the numbers may be larger than 63 bits hold: {new}",
    request: Effect::Documented,
    response: Effect::Undecodable,
    strict: None,
    why: "The SDK has `i64` for every integer. A number beyond 9 223 372 036 854 775 807 cannot be decoded, and makes \
          the whole reply fail.",
    mirror: Some("number-format-narrowed"),
};

/// A text that must be written in one way.
pub static FORMAT_ADDED: Rule = Rule {
    id: "format-added",
    area: Area::Type,
    action: Action::Narrowed,
    sentence: "the text must be a `{new}` now",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "Old programs may send any text, and the server refuses all that are not of the format. In replies a text of \
          the format is a text like any other.",
    mirror: Some("format-removed"),
};

/// A text that may be written in any way.
pub static FORMAT_REMOVED: Rule = Rule {
    id: "format-removed",
    area: Area::Type,
    action: Action::Widened,
    sentence: "the text need no longer be a `{old}`",
    request: Effect::Documented,
    response: Effect::Lost,
    strict: None,
    why: "What old programs send is still right. Replies are decoded, because the SDK keeps the text of a date and \
          checks no other format; but a program that reads a date or an identifier from it may find none.",
    mirror: Some("format-added"),
};

/// A text that is written in another way.
pub static FORMAT_CHANGED: Rule = Rule {
    id: "format-changed",
    area: Area::Type,
    action: Action::Changed,
    sentence: "the text is a `{new}`, was a `{old}`",
    request: Effect::Refused,
    response: Effect::Lost,
    strict: None,
    why: "A text of the old format is none of the new one, so the server refuses it. In replies a program that reads \
          a time of day from a date, or an identifier from a time, finds none.",
    mirror: Some("format-changed"),
};

/// A text that stands for other bytes.
pub static ENCODING_CHANGED: Rule = Rule {
    id: "encoding-changed",
    area: Area::Type,
    action: Action::Changed,
    sentence: "the text is encoded in another way",
    request: Effect::Misread,
    response: Effect::Lost,
    strict: None,
    why: "`byte` is a text that stands for bytes, `binary` the bytes themselves. Whoever decodes what was not encoded, \
          or does not decode what was, gets garbage, and seldom an error.",
    mirror: Some("encoding-changed"),
};

/// A format on which nothing depends.
pub static FORMAT_HINT_CHANGED: Rule = Rule {
    id: "format-hint-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the format changed, on which nothing depends",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The specification lets everyone invent formats, and asks nobody to check them. The value is the same on the \
          wire; only its documentation says something else.",
    mirror: Some("format-hint-changed"),
};
