//! Rules about limits. The SDK writes them into its documentation and checks none of them: the server does. So a
//! tighter limit affects those who send, and nobody feels one on what is received.

use crate::changes::{Action, Area, Effect, Rule};

/// A lower limit that is new or has gone up.
pub static MINIMUM_TIGHTENED: Rule = Rule {
    id: "minimum-tightened",
    area: Area::Limit,
    action: Action::Narrowed,
    sentence: "the number must be {new} now",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "The server refuses smaller numbers, which old programs may send. Nothing checks limits when a reply is \
          decoded, and there are only fewer numbers to cope with.",
    mirror: Some("minimum-loosened"),
};

/// A lower limit that is gone or has gone down.
pub static MINIMUM_LOOSENED: Rule = Rule {
    id: "minimum-loosened",
    area: Area::Limit,
    action: Action::Widened,
    sentence: "the number need no longer be {old}",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What old programs send is still right, and they can send smaller numbers too: the SDK checks no \
          limits. Smaller numbers in replies are decoded as well.",
    mirror: Some("minimum-tightened"),
};

/// An upper limit that is new or has gone down.
pub static MAXIMUM_TIGHTENED: Rule = Rule {
    id: "maximum-tightened",
    area: Area::Limit,
    action: Action::Narrowed,
    sentence: "the number must be {new} now",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "The server refuses larger numbers, which old programs may send. A page size is a common case: a \
          program that asks for 500 at a time stops working when 100 is the most.",
    mirror: Some("maximum-loosened"),
};

/// An upper limit that is gone or has gone up.
pub static MAXIMUM_LOOSENED: Rule = Rule {
    id: "maximum-loosened",
    area: Area::Limit,
    action: Action::Widened,
    sentence: "the number need no longer be {old}",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What old programs send is still right, and they can send larger numbers too: the SDK checks no limits. \
          Larger numbers in replies are decoded as well.",
    mirror: Some("maximum-tightened"),
};

/// A divisor that is new, or a multiple of the old one.
pub static MULTIPLE_OF_TIGHTENED: Rule = Rule {
    id: "multiple-of-tightened",
    area: Area::Limit,
    action: Action::Narrowed,
    sentence: "the number must be {new} now",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "The server refuses the numbers in between, which old programs may send. In replies they only come no \
          more.",
    mirror: Some("multiple-of-loosened"),
};

/// A divisor that is gone, or a divisor of the old one.
pub static MULTIPLE_OF_LOOSENED: Rule = Rule {
    id: "multiple-of-loosened",
    area: Area::Limit,
    action: Action::Widened,
    sentence: "the number need no longer be {old}",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What old programs send is still right. Numbers in between may come from now on, and are decoded like \
          any other.",
    mirror: Some("multiple-of-tightened"),
};

/// Another divisor.
pub static MULTIPLE_OF_CHANGED: Rule = Rule {
    id: "multiple-of-changed",
    area: Area::Limit,
    action: Action::Changed,
    sentence: "the number must be {new}, was {old}",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "Neither divisor divides the other, so the server refuses numbers that it took before and takes others. \
          Nothing checks limits when a reply is decoded.",
    mirror: Some("multiple-of-changed"),
};

/// A shortest length that is new or has gone up.
pub static MIN_LENGTH_TIGHTENED: Rule = Rule {
    id: "min-length-tightened",
    area: Area::Limit,
    action: Action::Narrowed,
    sentence: "the text must have {new} now",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "The server refuses shorter texts, which old programs may send. When the least is 1, those are the \
          empty ones.",
    mirror: Some("min-length-loosened"),
};

/// A shortest length that is gone or has gone down.
pub static MIN_LENGTH_LOOSENED: Rule = Rule {
    id: "min-length-loosened",
    area: Area::Limit,
    action: Action::Widened,
    sentence: "the text need no longer have {old}",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What old programs send is still right, and they can send shorter texts too: the SDK checks no limits. \
          A program that counts on a first character in a reply should look.",
    mirror: Some("min-length-tightened"),
};

/// A longest length that is new or has gone down.
pub static MAX_LENGTH_TIGHTENED: Rule = Rule {
    id: "max-length-tightened",
    area: Area::Limit,
    action: Action::Narrowed,
    sentence: "the text must have {new} now",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "The server refuses longer texts, which old programs may send, or cuts them. Nothing checks limits when \
          a reply is decoded.",
    mirror: Some("max-length-loosened"),
};

/// A longest length that is gone or has gone up.
pub static MAX_LENGTH_LOOSENED: Rule = Rule {
    id: "max-length-loosened",
    area: Area::Limit,
    action: Action::Widened,
    sentence: "the text need no longer have {old}",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What old programs send is still right, and they can send longer texts too. Longer texts in replies are \
          decoded; a program that keeps them where there is no more room should look.",
    mirror: Some("max-length-tightened"),
};

/// A pattern where there was none.
pub static PATTERN_ADDED: Rule = Rule {
    id: "pattern-added",
    area: Area::Limit,
    action: Action::Narrowed,
    sentence: "the text must match {new} now",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "The server refuses texts that do not match, which old programs may send. Nothing checks patterns when \
          a reply is decoded.",
    mirror: Some("pattern-removed"),
};

/// A pattern that is gone.
pub static PATTERN_REMOVED: Rule = Rule {
    id: "pattern-removed",
    area: Area::Limit,
    action: Action::Widened,
    sentence: "the text need no longer match {old}",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What old programs send is still right, and they can send other texts too: the SDK checks no patterns. \
          A program that takes the text apart by the old pattern should look.",
    mirror: Some("pattern-added"),
};

/// Another pattern.
pub static PATTERN_CHANGED: Rule = Rule {
    id: "pattern-changed",
    area: Area::Limit,
    action: Action::Changed,
    sentence: "the text must match {new}, was {old}",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "Whether one pattern allows all that another does cannot be seen in general, so the server is taken to \
          refuse some texts that it took before. Accept the change in the policy file when the new pattern \
          allows more.",
    mirror: Some("pattern-changed"),
};

/// A least number of items that is new or has gone up.
pub static MIN_ITEMS_TIGHTENED: Rule = Rule {
    id: "min-items-tightened",
    area: Area::Limit,
    action: Action::Narrowed,
    sentence: "the list must have {new} now",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "The server refuses shorter lists, which old programs may send. When the least is 1, those are the \
          empty ones.",
    mirror: Some("min-items-loosened"),
};

/// A least number of items that is gone or has gone down.
pub static MIN_ITEMS_LOOSENED: Rule = Rule {
    id: "min-items-loosened",
    area: Area::Limit,
    action: Action::Widened,
    sentence: "the list need no longer have {old}",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What old programs send is still right, and they can send shorter lists too: the SDK checks no limits. \
          A program that counts on a first item in a reply should look.",
    mirror: Some("min-items-tightened"),
};

/// A largest number of items that is new or has gone down.
pub static MAX_ITEMS_TIGHTENED: Rule = Rule {
    id: "max-items-tightened",
    area: Area::Limit,
    action: Action::Narrowed,
    sentence: "the list must have {new} now",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "The server refuses longer lists, which old programs may send. A request for many things at once is a \
          common case.",
    mirror: Some("max-items-loosened"),
};

/// A largest number of items that is gone or has gone up.
pub static MAX_ITEMS_LOOSENED: Rule = Rule {
    id: "max-items-loosened",
    area: Area::Limit,
    action: Action::Widened,
    sentence: "the list need no longer have {old}",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What old programs send is still right, and they can send longer lists too. Longer lists in replies are \
          decoded as well.",
    mirror: Some("max-items-tightened"),
};

/// No item may occur twice.
pub static UNIQUE_ITEMS_ADDED: Rule = Rule {
    id: "unique-items-added",
    area: Area::Limit,
    action: Action::Narrowed,
    sentence: "no item may occur twice now",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "The server refuses a list in which an item occurs twice, and old programs may send one. The SDK has a \
          `Vec` for every list, so replies are decoded as before.",
    mirror: Some("unique-items-removed"),
};

/// An item may occur twice.
pub static UNIQUE_ITEMS_REMOVED: Rule = Rule {
    id: "unique-items-removed",
    area: Area::Limit,
    action: Action::Widened,
    sentence: "an item may occur twice now",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What old programs send is still right. In a reply an item may come twice, which a `Vec` keeps; a \
          program that counts on different items should look.",
    mirror: Some("unique-items-added"),
};

/// A least number of members that is new or has gone up.
pub static MIN_PROPERTIES_TIGHTENED: Rule = Rule {
    id: "min-properties-tightened",
    area: Area::Limit,
    action: Action::Narrowed,
    sentence: "the object must have {new} now",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "The server refuses objects with fewer members, which old programs may send. When the least is 1, those \
          are the empty ones.",
    mirror: Some("min-properties-loosened"),
};

/// A least number of members that is gone or has gone down.
pub static MIN_PROPERTIES_LOOSENED: Rule = Rule {
    id: "min-properties-loosened",
    area: Area::Limit,
    action: Action::Widened,
    sentence: "the object need no longer have {old}",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What old programs send is still right, and they can send fewer members too: the SDK checks no limits. \
          A program that counts on a member in a reply should look.",
    mirror: Some("min-properties-tightened"),
};

/// A largest number of members that is new or has gone down.
pub static MAX_PROPERTIES_TIGHTENED: Rule = Rule {
    id: "max-properties-tightened",
    area: Area::Limit,
    action: Action::Narrowed,
    sentence: "the object must have {new} now",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "The server refuses objects with more members, which old programs may send. Nothing checks limits when \
          a reply is decoded.",
    mirror: Some("max-properties-loosened"),
};

/// A largest number of members that is gone or has gone up.
pub static MAX_PROPERTIES_LOOSENED: Rule = Rule {
    id: "max-properties-loosened",
    area: Area::Limit,
    action: Action::Widened,
    sentence: "the object need no longer have {old}",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What old programs send is still right, and they can send more members too: the SDK checks no limits. \
          In replies a map takes as many as come.",
    mirror: Some("max-properties-tightened"),
};
