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
    before: r#"{"type": "string", "title": "Name"}"#,
    after: r#"{"type": "string", "title": "Full name"}"#,
    rust_before: "/// Name",
    rust_after: "/// Full name",
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
    before: r#"{"type": "string", "description": "The name."}"#,
    after: r#"{"type": "string", "description": "The full name."}"#,
    rust_before: "/// The name.",
    rust_after: "/// The full name.",
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
    before: r#"{"type": "string", "example": "Ada"}"#,
    after: r#"{"type": "string", "example": "Grace"}"#,
    rust_before: "",
    rust_after: "",
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
    before: r#"{"type": "integer"}"#,
    after: r#"{"type": "integer", "default": 25}"#,
    rust_before: "pub page_size: Option<i64>,",
    rust_after: "/// The service assumes `25`.\npub page_size: Option<i64>,",
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
    before: r#"{"type": "integer", "default": 25}"#,
    after: r#"{"type": "integer"}"#,
    rust_before: "/// The service assumes `25`.\npub page_size: Option<i64>,",
    rust_after: "pub page_size: Option<i64>,",
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
    before: r#"{"type": "integer", "default": 25}"#,
    after: r#"{"type": "integer", "default": 100}"#,
    rust_before: "/// The service assumes `25`.\npub page_size: Option<i64>,",
    rust_after: "/// The service assumes `100`.\npub page_size: Option<i64>,",
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
    before: r#"{"type": "string"}"#,
    after: r#"{"type": "string", "deprecated": true}"#,
    rust_before: "pub fax: Option<String>,",
    rust_after: "/// Deprecated.\npub fax: Option<String>,",
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
    before: r#"{"type": "string", "deprecated": true}"#,
    after: r#"{"type": "string"}"#,
    rust_before: "/// Deprecated.\npub fax: Option<String>,",
    rust_after: "pub fax: Option<String>,",
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
          is read like a value that is absent.",
    before: r#"{"properties": {"name": {"type": "string"}}}"#,
    after: r#"{"properties": {"name": {"type": "string", "nullable": true}}}"#,
    rust_before: "pub name: Option<String>,",
    rust_after: "pub name: Option<String>,",
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
    before: r#"{"required": ["name"], "properties": {"name": {"type": "string"}}}"#,
    after: r#"{"required": ["name"], "properties": {"name": {"type": "string", "nullable": true}}}"#,
    rust_before: "pub name: Option<String>,",
    rust_after: "pub name: Option<String>,",
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
    before: r#"{"responses": {"200": {"content": {"application/json": {"schema": {"type": "string"}}}}}}"#,
    after: r#"{"responses": {"200": {"content": {"application/json": {"schema": {"type": "string", "nullable": true}}}}}}"#,
    rust_before: "pub async fn name(self) -> Result<Response<String>, Error>",
    rust_after: "pub async fn name(self) -> Result<Response<String>, Error>",
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
    why: "The server refuses a null. The setters of the SDK send none, but a value that a program writes as JSON may \
          hold one. In replies there is only less to cope with.",
    before: r#"{"properties": {"name": {"type": "string", "nullable": true}}}"#,
    after: r#"{"properties": {"name": {"type": "string"}}}"#,
    rust_before: "pub name: Option<String>,",
    rust_after: "pub name: Option<String>,",
    mirror: Some("nullable-added"),
};
