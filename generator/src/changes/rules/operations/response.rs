//! The rules about responses, their bodies, headers and error codes.

use crate::changes::{Action, Area, Effect, Rule};

/// All of them.
pub(in crate::changes) const ALL: &[&Rule] = &[
    &SUCCESS_RESPONSE_ADDED,
    &SUCCESS_RESPONSE_REMOVED,
    &ONLY_SUCCESS_RESPONSE_REMOVED,
    &SUCCESS_STATUS_CHANGED,
    &ERROR_RESPONSE_ADDED,
    &ERROR_RESPONSE_REMOVED,
    &RESPONSE_DESCRIPTION_CHANGED,
    &RESPONSE_BODY_ADDED,
    &RESPONSE_BODY_REMOVED,
    &RESPONSE_MEDIA_TYPE_ADDED,
    &RESPONSE_MEDIA_TYPE_REMOVED,
    &RESPONSE_MEDIA_TYPE_CHANGED,
    &RESPONSE_SCHEMA_ADDED,
    &RESPONSE_SCHEMA_REMOVED,
    &RESPONSE_HEADER_ADDED,
    &RESPONSE_HEADER_REMOVED,
    &RESPONSE_HEADER_BECAME_REQUIRED,
    &RESPONSE_HEADER_BECAME_OPTIONAL,
    &RESPONSE_HEADER_DESCRIPTION_CHANGED,
    &ERROR_CODES_ADDED,
    &ERROR_CODES_REMOVED,
    &ERROR_CODES_CHANGED,
];

pub(in crate::changes) static SUCCESS_RESPONSE_ADDED: Rule = Rule {
    id: "success-response-added",
    area: Area::Response,
    action: Action::Added,
    sentence: "the success response {name} was added",
    request: Effect::Nothing,
    response: Effect::Offered,
    strict: None,
    why: "The SDK takes every status from 200 to 299 for a success. One that it does not know it \
        decodes like those that it knows, or keeps as it came where it tells statuses apart already. New \
        programs can tell the statuses apart; where that needs another type, the public items say so.",
    mirror: Some("success-response-removed"),
};

pub(in crate::changes) static SUCCESS_RESPONSE_REMOVED: Rule = Rule {
    id: "success-response-removed",
    area: Area::Response,
    action: Action::Removed,
    sentence: "the success response {name} is no longer listed",
    request: Effect::Nothing,
    response: Effect::Documented,
    strict: None,
    why: "The SDK takes every status from 200 to 299 for a success, so that an old program does not \
        miss one of several, or one that had no body.",
    mirror: Some("success-response-added"),
};

pub(in crate::changes) static ONLY_SUCCESS_RESPONSE_REMOVED: Rule = Rule {
    id: "only-success-response-removed",
    area: Area::Response,
    action: Action::Removed,
    sentence: "the only success response, {name}, is no longer listed, and what it returned with it",
    request: Effect::Nothing,
    response: Effect::Lost,
    strict: None,
    why: "The definition no longer says that the operation returns anything, so that an old program \
        may not get what it reads. The opposite edit adds a success.",
    mirror: Some("success-response-added"),
};

pub(in crate::changes) static SUCCESS_STATUS_CHANGED: Rule = Rule {
    id: "success-status-changed",
    area: Area::Response,
    action: Action::Changed,
    sentence: "a success has the status {new}, it had {old}",
    request: Effect::Nothing,
    response: Effect::Documented,
    strict: None,
    why: "The SDK takes every status from 200 to 299 for a success, so that an old program notices \
        only if it looks at the number. What comes with the status is compared as well.",
    mirror: Some("success-status-changed"),
};

pub(in crate::changes) static ERROR_RESPONSE_ADDED: Rule = Rule {
    id: "error-response-added",
    area: Area::Response,
    action: Action::Added,
    sentence: "the error response {name} was added",
    request: Effect::Nothing,
    response: Effect::Documented,
    strict: None,
    why: "The SDK returns an error for every status outside 200 to 299, whether it is listed or not. \
        The documentation lists one more.",
    mirror: Some("error-response-removed"),
};

pub(in crate::changes) static ERROR_RESPONSE_REMOVED: Rule = Rule {
    id: "error-response-removed",
    area: Area::Response,
    action: Action::Removed,
    sentence: "the error response {name} is no longer listed",
    request: Effect::Nothing,
    response: Effect::Documented,
    strict: None,
    why: "The SDK returns an error for every status outside 200 to 299, whether it is listed or not. \
        The documentation lists one less.",
    mirror: Some("error-response-added"),
};

pub(in crate::changes) static RESPONSE_DESCRIPTION_CHANGED: Rule = Rule {
    id: "response-description-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the description of the response {name} changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The description is part of the documentation of the method. No reply depends on it.",
    mirror: Some("response-description-changed"),
};

pub(in crate::changes) static RESPONSE_BODY_ADDED: Rule = Rule {
    id: "response-body-added",
    area: Area::Response,
    action: Action::Added,
    sentence: "the response {name} has a body now",
    request: Effect::Nothing,
    response: Effect::Offered,
    strict: None,
    why: "An old program does not look at a body where it expects none. New programs can read it: the \
        method returns a type in place of `()`.",
    mirror: Some("response-body-removed"),
};

pub(in crate::changes) static RESPONSE_BODY_REMOVED: Rule = Rule {
    id: "response-body-removed",
    area: Area::Response,
    action: Action::Removed,
    sentence: "the response {name} has no body any more",
    request: Effect::Nothing,
    response: Effect::Lost,
    strict: None,
    why: "An old program decodes a body that does not come any more. The method returns `()` in place \
        of a type.",
    mirror: Some("response-body-added"),
};

pub(in crate::changes) static RESPONSE_MEDIA_TYPE_ADDED: Rule = Rule {
    id: "response-media-type-added",
    area: Area::Response,
    action: Action::Added,
    sentence: "the response may be `{name}`",
    request: Effect::Nothing,
    response: Effect::Documented,
    strict: None,
    why: "The server can send one more type of body. It is sent to those who ask for it; an old \
        program asks for the type that it knows.",
    mirror: Some("response-media-type-removed"),
};

pub(in crate::changes) static RESPONSE_MEDIA_TYPE_REMOVED: Rule = Rule {
    id: "response-media-type-removed",
    area: Area::Response,
    action: Action::Removed,
    sentence: "the response is no longer `{name}`",
    request: Effect::Nothing,
    response: Effect::Undecodable,
    strict: None,
    why: "A program that asks for this type is answered with 406, or with a type that it cannot \
        decode.",
    mirror: Some("response-media-type-added"),
};

pub(in crate::changes) static RESPONSE_MEDIA_TYPE_CHANGED: Rule = Rule {
    id: "response-media-type-changed",
    area: Area::Response,
    action: Action::Changed,
    sentence: "the response is `{new}`, it was `{old}`",
    request: Effect::Nothing,
    response: Effect::Undecodable,
    strict: None,
    why: "An old program asks for the old type, which the server no longer has: it is answered with \
        406, or with a body that it cannot decode.",
    mirror: Some("response-media-type-changed"),
};

pub(in crate::changes) static RESPONSE_SCHEMA_ADDED: Rule = Rule {
    id: "response-schema-added",
    area: Area::Response,
    action: Action::Narrowed,
    sentence: "the response `{name}` has a schema now",
    request: Effect::Nothing,
    response: Effect::Documented,
    strict: None,
    why: "The definition now says what the body holds. An old program takes any JSON, and gets what \
        it got.",
    mirror: Some("response-schema-removed"),
};

pub(in crate::changes) static RESPONSE_SCHEMA_REMOVED: Rule = Rule {
    id: "response-schema-removed",
    area: Area::Response,
    action: Action::Widened,
    sentence: "the response `{name}` has no schema any more",
    request: Effect::Nothing,
    response: Effect::Lost,
    strict: None,
    why: "The definition no longer says what the body holds, so that an old program may not find in \
        it what it reads.",
    mirror: Some("response-schema-added"),
};

pub(in crate::changes) static RESPONSE_HEADER_ADDED: Rule = Rule {
    id: "response-header-added",
    area: Area::Response,
    action: Action::Added,
    sentence: "the header `{name}` was added",
    request: Effect::Nothing,
    response: Effect::Offered,
    strict: None,
    why: "The server sends something more, which an old program does not look at. New programs can \
        read it.",
    mirror: Some("response-header-removed"),
};

pub(in crate::changes) static RESPONSE_HEADER_REMOVED: Rule = Rule {
    id: "response-header-removed",
    area: Area::Response,
    action: Action::Removed,
    sentence: "the header `{name}` is gone",
    request: Effect::Nothing,
    response: Effect::Lost,
    strict: None,
    why: "A program that reads the header no longer finds it. The SDK passes headers on as they come, \
        so that no type shows it.",
    mirror: Some("response-header-added"),
};

pub(in crate::changes) static RESPONSE_HEADER_BECAME_REQUIRED: Rule = Rule {
    id: "response-header-became-required",
    area: Area::Response,
    action: Action::Narrowed,
    sentence: "the header `{name}` is always there",
    request: Effect::Nothing,
    response: Effect::Documented,
    strict: None,
    why: "The server promises to send what it may have left out before. A program that copes without \
        the header works as before.",
    mirror: Some("response-header-became-optional"),
};

pub(in crate::changes) static RESPONSE_HEADER_BECAME_OPTIONAL: Rule = Rule {
    id: "response-header-became-optional",
    area: Area::Response,
    action: Action::Widened,
    sentence: "the header `{name}` may be missing",
    request: Effect::Nothing,
    response: Effect::Documented,
    strict: None,
    why: "The server no longer promises to send the header. The SDK gives every header as an \
        `Option`, so that a program has to cope without it anyhow.",
    mirror: Some("response-header-became-required"),
};

pub(in crate::changes) static RESPONSE_HEADER_DESCRIPTION_CHANGED: Rule = Rule {
    id: "response-header-description-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the description of the header `{name}` changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What is said about a header is read by people only.",
    mirror: Some("response-header-description-changed"),
};

pub(in crate::changes) static ERROR_CODES_ADDED: Rule = Rule {
    id: "error-codes-added",
    area: Area::Documentation,
    action: Action::Added,
    sentence: "the error codes {name} were added",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "An extension of the response lists the codes that the server may give as a reason. An old \
        program takes a code that it does not know for any other error of the same status; the \
        documentation lists more.",
    mirror: Some("error-codes-removed"),
};

pub(in crate::changes) static ERROR_CODES_REMOVED: Rule = Rule {
    id: "error-codes-removed",
    area: Area::Documentation,
    action: Action::Removed,
    sentence: "the error codes {name} are no longer listed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "An extension of the response lists the codes that the server may give as a reason. An old \
        program waits in vain for one that is no longer given, which does no harm; the \
        documentation lists less.",
    mirror: Some("error-codes-added"),
};

pub(in crate::changes) static ERROR_CODES_CHANGED: Rule = Rule {
    id: "error-codes-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the error codes {name} are explained in other words",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "An extension of the response explains the codes that the server may give as a reason. The \
        codes are the same.",
    mirror: Some("error-codes-changed"),
};
