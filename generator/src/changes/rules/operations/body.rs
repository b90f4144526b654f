//! The rules about request bodies.

use crate::changes::{Action, Area, Effect, Rule};

/// All of them.
pub(in crate::changes) const ALL: &[&Rule] = &[
    &BODY_ADDED_OPTIONAL,
    &BODY_ADDED_REQUIRED,
    &BODY_REMOVED,
    &BODY_BECAME_REQUIRED,
    &BODY_BECAME_OPTIONAL,
    &BODY_DESCRIPTION_CHANGED,
    &REQUEST_MEDIA_TYPE_ADDED,
    &REQUEST_MEDIA_TYPE_REMOVED,
    &REQUEST_MEDIA_TYPE_CHANGED,
    &BODY_SCHEMA_ADDED,
    &BODY_SCHEMA_REMOVED,
];

pub(in crate::changes) static BODY_ADDED_OPTIONAL: Rule = Rule {
    id: "body-added-optional",
    area: Area::Body,
    action: Action::Added,
    sentence: "an optional {name} was added",
    request: Effect::Offered,
    response: Effect::Nothing,
    strict: None,
    why: "An old program sends no body, and the server does what it did without it. New programs can \
        send one: the SDK has one more setter.",
    mirror: Some("body-removed"),
};

pub(in crate::changes) static BODY_ADDED_REQUIRED: Rule = Rule {
    id: "body-added-required",
    area: Area::Body,
    action: Action::Added,
    sentence: "a required {name} was added",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program sends no body and is answered with 400. The SDK takes it as one more \
        argument, so that Rust callers notice.",
    mirror: Some("body-removed"),
};

pub(in crate::changes) static BODY_REMOVED: Rule = Rule {
    id: "body-removed",
    area: Area::Body,
    action: Action::Removed,
    sentence: "the {name} is gone",
    request: Effect::Misread,
    response: Effect::Nothing,
    strict: None,
    why: "What an old program sends in the body is ignored, so that it does not do what the program \
        meant; strict servers answer with 400. The opposite edit adds a body, optional or required.",
    mirror: Some("body-added-optional"),
};

pub(in crate::changes) static BODY_BECAME_REQUIRED: Rule = Rule {
    id: "body-became-required",
    area: Area::Body,
    action: Action::Narrowed,
    sentence: "the {name} is required",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program may send no body and is answered with 400 then. The SDK takes it as an \
        argument instead of by a setter.",
    mirror: Some("body-became-optional"),
};

pub(in crate::changes) static BODY_BECAME_OPTIONAL: Rule = Rule {
    id: "body-became-optional",
    area: Area::Body,
    action: Action::Widened,
    sentence: "the {name} is optional",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "An old program always sends one, and the server takes it as before. In the SDK it is a \
        setter instead of an argument.",
    mirror: Some("body-became-required"),
};

pub(in crate::changes) static BODY_DESCRIPTION_CHANGED: Rule = Rule {
    id: "body-description-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the description of the {name} changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What is said about the body is read by people only.",
    mirror: Some("body-description-changed"),
};

pub(in crate::changes) static REQUEST_MEDIA_TYPE_ADDED: Rule = Rule {
    id: "request-media-type-added",
    area: Area::Body,
    action: Action::Added,
    sentence: "the body may be `{name}`",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "The server reads one more type of body. The SDK keeps sending the one that it prefers, and \
        an old program the one that it knows.",
    mirror: Some("request-media-type-removed"),
};

pub(in crate::changes) static REQUEST_MEDIA_TYPE_REMOVED: Rule = Rule {
    id: "request-media-type-removed",
    area: Area::Body,
    action: Action::Removed,
    sentence: "the body may no longer be `{name}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "A program that sends bodies of this type is answered with 415.",
    mirror: Some("request-media-type-added"),
};

pub(in crate::changes) static REQUEST_MEDIA_TYPE_CHANGED: Rule = Rule {
    id: "request-media-type-changed",
    area: Area::Body,
    action: Action::Changed,
    sentence: "the body is `{new}`, it was `{old}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "The only type of body that the server read was replaced by another one, and what an old \
        program sends is answered with 415. A form that became JSON, or the other way round, is the \
        usual case.",
    mirror: Some("request-media-type-changed"),
};

pub(in crate::changes) static BODY_SCHEMA_ADDED: Rule = Rule {
    id: "body-schema-added",
    area: Area::Body,
    action: Action::Narrowed,
    sentence: "the body `{name}` has a schema now",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "Anything was allowed in the body before, now only what the schema says. A program that \
        sends something else is answered with 400.",
    mirror: Some("body-schema-removed"),
};

pub(in crate::changes) static BODY_SCHEMA_REMOVED: Rule = Rule {
    id: "body-schema-removed",
    area: Area::Body,
    action: Action::Widened,
    sentence: "the body `{name}` has no schema any more",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "The definition no longer says what the body holds, so that what an old program sends is \
        allowed. The SDK takes any JSON in place of a type.",
    mirror: Some("body-schema-added"),
};
