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
    why: "The SDK takes every status from 200 to 299 for a success and decodes the body as that of \
        the first one listed, of which an unknown field is ignored and a missing one is `None`. New \
        programs can tell the statuses apart.",
    before: r#"{"responses": {"200": {"description": "200"}}}"#,
    after: r#"{"responses": {"200": {"description": "200"}, "202": {"description": "202"}}}"#,
    rust_before: "",
    rust_after: "",
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
    before: r#"{"responses": {"200": {"description": "200"}, "202": {"description": "202"}}}"#,
    after: r#"{"responses": {"200": {"description": "200"}}}"#,
    rust_before: "",
    rust_after: "",
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
    before: r#"{"responses": {"200": {"schema": {"type": "string"}}}}"#,
    after: r#"{"responses": {"404": {}}}"#,
    rust_before: "pub async fn send(self) -> Result<Pet, Error>",
    rust_after: "pub async fn send(self) -> Result<(), Error>",
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
    before: r#"{"responses": {"200": {"description": "200"}}}"#,
    after: r#"{"responses": {"201": {"description": "201"}}}"#,
    rust_before: "",
    rust_after: "",
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
    before: r#"{"responses": {"200": {"description": "200"}}}"#,
    after: r#"{"responses": {"200": {"description": "200"}, "409": {"description": "409"}}}"#,
    rust_before: "/// # Errors",
    rust_after: "/// # Errors\n\
        ///\n\
        /// - `409`: The pet is sold.",
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
    before: r#"{"responses": {"200": {"description": "200"}, "409": {"description": "409"}}}"#,
    after: r#"{"responses": {"200": {"description": "200"}}}"#,
    rust_before: "/// # Errors\n\
        ///\n\
        /// - `409`: The pet is sold.",
    rust_after: "/// # Errors",
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
    before: r#"{"responses": {"200": {"description": "OK"}}}"#,
    after: r#"{"responses": {"200": {"description": "The pets."}}}"#,
    rust_before: "/// - `200`: OK",
    rust_after: "/// - `200`: The pets.",
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
    before: r#"{"responses": {"200": {"description": "200"}}}"#,
    after: r#"{"responses": {"200": {"schema": {"type": "string"}}}}"#,
    rust_before: "pub async fn send(self) -> Result<(), Error>",
    rust_after: "pub async fn send(self) -> Result<Pet, Error>",
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
    before: r#"{"responses": {"200": {"schema": {"type": "string"}}}}"#,
    after: r#"{"responses": {"200": {"description": "200"}}}"#,
    rust_before: "pub async fn send(self) -> Result<Pet, Error>",
    rust_after: "pub async fn send(self) -> Result<(), Error>",
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
    before: r#"{"200": {"content": {"application/json": {}}}}"#,
    after: r#"{"200": {"content": {"application/json": {}, "text/csv": {}}}}"#,
    rust_before: "",
    rust_after: "",
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
    before: r#"{"200": {"content": {"application/json": {}, "text/csv": {}}}}"#,
    after: r#"{"200": {"content": {"application/json": {}}}}"#,
    rust_before: "",
    rust_after: "",
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
    before: r#"{"200": {"content": {"application/json": {}}}}"#,
    after: r#"{"200": {"content": {"text/csv": {}}}}"#,
    rust_before: r#"accept: "application/json","#,
    rust_after: r#"accept: "text/csv","#,
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
    before: r#"{"200": {"content": {"application/json": {}}}}"#,
    after: r#"{"200": {"content": {"application/json": {"schema": {"type": "object"}}}}}"#,
    rust_before: "pub async fn send(self) -> Result<Value, Error>",
    rust_after: "pub async fn send(self) -> Result<Pet, Error>",
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
    before: r#"{"200": {"content": {"application/json": {"schema": {"type": "object"}}}}}"#,
    after: r#"{"200": {"content": {"application/json": {}}}}"#,
    rust_before: "pub async fn send(self) -> Result<Pet, Error>",
    rust_after: "pub async fn send(self) -> Result<Value, Error>",
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
    before: r#"{"responses": {"200": {"headers": {}}}}"#,
    after: r#"{"responses": {"200": {"headers": {"X-Total": {"type": "integer"}}}}}"#,
    rust_before: "",
    rust_after: "",
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
    before: r#"{"responses": {"200": {"headers": {"X-Total": {"type": "integer"}}}}}"#,
    after: r#"{"responses": {"200": {"headers": {}}}}"#,
    rust_before: "",
    rust_after: "",
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
    before: r#"{"responses": {"200": {"headers": {"X-Total": {"required": false}}}}}"#,
    after: r#"{"responses": {"200": {"headers": {"X-Total": {"required": true}}}}}"#,
    rust_before: "",
    rust_after: "",
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
    before: r#"{"responses": {"200": {"headers": {"X-Total": {"required": true}}}}}"#,
    after: r#"{"responses": {"200": {"headers": {"X-Total": {"required": false}}}}}"#,
    rust_before: "",
    rust_after: "",
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
    before: r#"{"responses": {"200": {"headers": {"X-Total": {"description": "Number"}}}}}"#,
    after: r#"{"responses": {"200": {"headers": {"X-Total": {"description": "The number of pets."}}}}}"#,
    rust_before: "",
    rust_after: "",
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
    before: r#"{"responses": {"404": {"x-error-codes": {}}}}"#,
    after: r#"{"responses": {"404": {"x-error-codes": {"pet.sold": "It is sold."}}}}"#,
    rust_before: "/// - `404`: `not.found`",
    rust_after: "/// - `404`: `not.found`, `pet.sold`",
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
    before: r#"{"responses": {"404": {"x-error-codes": {"pet.sold": "It is sold."}}}}"#,
    after: r#"{"responses": {"404": {"x-error-codes": {}}}}"#,
    rust_before: "/// - `404`: `not.found`, `pet.sold`",
    rust_after: "/// - `404`: `not.found`",
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
    before: r#"{"responses": {"404": {"x-error-codes": {"pet.sold": "Sold."}}}}"#,
    after: r#"{"responses": {"404": {"x-error-codes": {"pet.sold": "The pet is sold."}}}}"#,
    rust_before: "",
    rust_after: "",
    mirror: Some("error-codes-changed"),
};
