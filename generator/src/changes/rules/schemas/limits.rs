//! Rules about limits. The SDK writes them into its documentation and checks none of them: the server does. So a
//! tighter limit is felt by those who send, and nobody feels one on what is received.

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
    before: r#"{"type": "integer", "minimum": 1}"#,
    after: r#"{"type": "integer", "minimum": 10}"#,
    rust_before: "/// At least 1.\npub size: Option<i64>,",
    rust_after: "/// At least 10.\npub size: Option<i64>,",
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
    before: r#"{"type": "integer", "minimum": 10}"#,
    after: r#"{"type": "integer", "minimum": 1}"#,
    rust_before: "/// At least 10.\npub size: Option<i64>,",
    rust_after: "/// At least 1.\npub size: Option<i64>,",
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
    before: r#"{"type": "integer", "maximum": 500}"#,
    after: r#"{"type": "integer", "maximum": 100}"#,
    rust_before: "/// At most 500.\npub size: Option<i64>,",
    rust_after: "/// At most 100.\npub size: Option<i64>,",
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
    before: r#"{"type": "integer", "maximum": 100}"#,
    after: r#"{"type": "integer", "maximum": 500}"#,
    rust_before: "/// At most 100.\npub size: Option<i64>,",
    rust_after: "/// At most 500.\npub size: Option<i64>,",
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
    before: r#"{"type": "integer"}"#,
    after: r#"{"type": "integer", "multipleOf": 5}"#,
    rust_before: "pub minutes: Option<i64>,",
    rust_after: "/// A multiple of 5.\npub minutes: Option<i64>,",
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
    before: r#"{"type": "integer", "multipleOf": 5}"#,
    after: r#"{"type": "integer"}"#,
    rust_before: "/// A multiple of 5.\npub minutes: Option<i64>,",
    rust_after: "pub minutes: Option<i64>,",
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
    before: r#"{"type": "integer", "multipleOf": 4}"#,
    after: r#"{"type": "integer", "multipleOf": 6}"#,
    rust_before: "/// A multiple of 4.\npub minutes: Option<i64>,",
    rust_after: "/// A multiple of 6.\npub minutes: Option<i64>,",
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
    before: r#"{"type": "string"}"#,
    after: r#"{"type": "string", "minLength": 3}"#,
    rust_before: "pub name: Option<String>,",
    rust_after: "/// At least 3 characters.\npub name: Option<String>,",
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
    before: r#"{"type": "string", "minLength": 3}"#,
    after: r#"{"type": "string"}"#,
    rust_before: "/// At least 3 characters.\npub name: Option<String>,",
    rust_after: "pub name: Option<String>,",
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
    before: r#"{"type": "string", "maxLength": 100}"#,
    after: r#"{"type": "string", "maxLength": 50}"#,
    rust_before: "/// At most 100 characters.\npub name: Option<String>,",
    rust_after: "/// At most 50 characters.\npub name: Option<String>,",
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
    before: r#"{"type": "string", "maxLength": 50}"#,
    after: r#"{"type": "string", "maxLength": 100}"#,
    rust_before: "/// At most 50 characters.\npub name: Option<String>,",
    rust_after: "/// At most 100 characters.\npub name: Option<String>,",
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
    before: r#"{"type": "string"}"#,
    after: r#"{"type": "string", "pattern": "^[a-z]+$"}"#,
    rust_before: "pub name: Option<String>,",
    rust_after: "/// Matches `^[a-z]+$`.\npub name: Option<String>,",
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
    before: r#"{"type": "string", "pattern": "^[a-z]+$"}"#,
    after: r#"{"type": "string"}"#,
    rust_before: "/// Matches `^[a-z]+$`.\npub name: Option<String>,",
    rust_after: "pub name: Option<String>,",
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
    before: r#"{"type": "string", "pattern": "^[a-z]+$"}"#,
    after: r#"{"type": "string", "pattern": "^[A-Z]+$"}"#,
    rust_before: "/// Matches `^[a-z]+$`.\npub name: Option<String>,",
    rust_after: "/// Matches `^[A-Z]+$`.\npub name: Option<String>,",
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
    before: r#"{"type": "array", "items": {"type": "string"}}"#,
    after: r#"{"type": "array", "items": {"type": "string"}, "minItems": 1}"#,
    rust_before: "pub tags: Option<Vec<String>>,",
    rust_after: "/// At least 1 items.\npub tags: Option<Vec<String>>,",
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
    before: r#"{"type": "array", "items": {"type": "string"}, "minItems": 1}"#,
    after: r#"{"type": "array", "items": {"type": "string"}}"#,
    rust_before: "/// At least 1 items.\npub tags: Option<Vec<String>>,",
    rust_after: "pub tags: Option<Vec<String>>,",
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
    before: r#"{"type": "array", "items": {"type": "string"}, "maxItems": 100}"#,
    after: r#"{"type": "array", "items": {"type": "string"}, "maxItems": 10}"#,
    rust_before: "/// At most 100 items.\npub tags: Option<Vec<String>>,",
    rust_after: "/// At most 10 items.\npub tags: Option<Vec<String>>,",
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
    before: r#"{"type": "array", "items": {"type": "string"}, "maxItems": 10}"#,
    after: r#"{"type": "array", "items": {"type": "string"}, "maxItems": 100}"#,
    rust_before: "/// At most 10 items.\npub tags: Option<Vec<String>>,",
    rust_after: "/// At most 100 items.\npub tags: Option<Vec<String>>,",
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
    before: r#"{"type": "array", "items": {"type": "string"}}"#,
    after: r#"{"type": "array", "items": {"type": "string"}, "uniqueItems": true}"#,
    rust_before: "pub tags: Option<Vec<String>>,",
    rust_after: "/// No item twice.\npub tags: Option<Vec<String>>,",
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
    before: r#"{"type": "array", "items": {"type": "string"}, "uniqueItems": true}"#,
    after: r#"{"type": "array", "items": {"type": "string"}}"#,
    rust_before: "/// No item twice.\npub tags: Option<Vec<String>>,",
    rust_after: "pub tags: Option<Vec<String>>,",
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
    before: r#"{"type": "object", "additionalProperties": {"type": "string"}}"#,
    after: r#"{"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1}"#,
    rust_before: "pub labels: Option<BTreeMap<String, String>>,",
    rust_after: "/// At least 1 members.\npub labels: Option<BTreeMap<String, String>>,",
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
    before: r#"{"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1}"#,
    after: r#"{"type": "object", "additionalProperties": {"type": "string"}}"#,
    rust_before: "/// At least 1 members.\npub labels: Option<BTreeMap<String, String>>,",
    rust_after: "pub labels: Option<BTreeMap<String, String>>,",
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
    before: r#"{"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": 50}"#,
    after: r#"{"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": 10}"#,
    rust_before: "/// At most 50 members.\npub labels: Option<BTreeMap<String, String>>,",
    rust_after: "/// At most 10 members.\npub labels: Option<BTreeMap<String, String>>,",
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
    before: r#"{"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": 10}"#,
    after: r#"{"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": 50}"#,
    rust_before: "/// At most 10 members.\npub labels: Option<BTreeMap<String, String>>,",
    rust_after: "/// At most 50 members.\npub labels: Option<BTreeMap<String, String>>,",
    mirror: Some("max-properties-tightened"),
};
