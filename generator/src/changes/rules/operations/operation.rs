//! The rules about operations: where they are, what is said about them, and those about what they are called.

use super::operation_name::{
    OPERATION_ID_ADDED, OPERATION_ID_CHANGED, OPERATION_ID_REMOVED, OPERATION_ID_SHARED,
    OPERATION_ID_UNSHARED, OPERATION_NAME_ADDED, OPERATION_NAME_CHANGED, OPERATION_NAME_REMOVED,
};
use crate::changes::{Action, Area, Effect, Rule};

/// All of them.
pub(in crate::changes) const ALL: &[&Rule] = &[
    &OPERATION_ADDED,
    &OPERATION_REMOVED,
    &DEPRECATED_OPERATION_REMOVED,
    &OPERATION_PATH_CHANGED,
    &OPERATION_METHOD_CHANGED,
    &PATH_PARAMETER_RENAMED,
    &PATH_PARAMETERS_SWAPPED,
    &OPERATION_ID_CHANGED,
    &OPERATION_ID_ADDED,
    &OPERATION_ID_REMOVED,
    &OPERATION_ID_SHARED,
    &OPERATION_ID_UNSHARED,
    &OPERATION_NAME_CHANGED,
    &OPERATION_NAME_ADDED,
    &OPERATION_NAME_REMOVED,
    &OPERATION_DEPRECATED,
    &OPERATION_UNDEPRECATED,
    &OPERATION_SERVER_CHANGED,
    &OPERATION_SUMMARY_CHANGED,
    &OPERATION_DESCRIPTION_CHANGED,
    &OPERATION_GROUP_CHANGED,
    &OPERATION_TAG_ADDED,
    &OPERATION_TAG_REMOVED,
    &SUNSET_ADDED,
    &SUNSET_CHANGED,
    &SUNSET_REMOVED,
    &PERMISSIONS_CHANGED,
    &CALLBACK_ADDED,
    &CALLBACK_REMOVED,
    &CALLBACK_CHANGED,
];

pub(in crate::changes) static OPERATION_ADDED: Rule = Rule {
    id: "operation-added",
    area: Area::Operation,
    action: Action::Added,
    sentence: "`{name}` was added",
    request: Effect::Offered,
    response: Effect::Nothing,
    strict: None,
    why: "Only programs that know the operation call it. Nothing changes for the others.",
    mirror: Some("operation-removed"),
};

pub(in crate::changes) static OPERATION_REMOVED: Rule = Rule {
    id: "operation-removed",
    area: Area::Operation,
    action: Action::Removed,
    sentence: "`{name}` is gone",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program that calls the operation is answered with 404 or 405.",
    mirror: Some("operation-added"),
};

pub(in crate::changes) static DEPRECATED_OPERATION_REMOVED: Rule = Rule {
    id: "deprecated-operation-removed",
    area: Area::Operation,
    action: Action::Removed,
    sentence: "`{name}`, which was deprecated, is gone",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "The end was announced, but an old program that still calls the operation is answered with \
        404 or 405 all the same: announced is not compatible. The opposite edit adds an operation, \
        deprecated or not.",
    mirror: Some("operation-added"),
};

pub(in crate::changes) static OPERATION_PATH_CHANGED: Rule = Rule {
    id: "operation-path-changed",
    area: Area::Operation,
    action: Action::Changed,
    sentence: "the operation moved from `{old}` to `{new}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program calls the old address and is answered with 404, also where only the case of \
        a letter or a slash at the end is different. The SDK keeps the method, so an upgrade is all \
        it takes.",
    mirror: Some("operation-path-changed"),
};

pub(in crate::changes) static OPERATION_METHOD_CHANGED: Rule = Rule {
    id: "operation-method-changed",
    area: Area::Operation,
    action: Action::Changed,
    sentence: "the operation is called by {new}, it was called by {old}",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program uses the old method and is answered with 405. The SDK keeps the method of \
        the handle, so an upgrade is all it takes.",
    mirror: Some("operation-method-changed"),
};

pub(in crate::changes) static PATH_PARAMETER_RENAMED: Rule = Rule {
    id: "path-parameter-renamed",
    area: Area::Parameter,
    action: Action::Renamed,
    sentence: "the placeholder `{old}` of the path is called `{new}`",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "The name of a placeholder does not travel; its value stands in the path as before. In Rust \
        it is the name of an argument, which callers do not write.",
    mirror: Some("path-parameter-renamed"),
};

pub(in crate::changes) static PATH_PARAMETERS_SWAPPED: Rule = Rule {
    id: "path-parameters-swapped",
    area: Area::Parameter,
    action: Action::Changed,
    sentence: "placeholders of the path changed places: `{new}` instead of `{old}`",
    request: Effect::Misread,
    response: Effect::Nothing,
    strict: None,
    why: "A program fills the placeholders in the order of the path. When they change places, each \
        value stands where the server now looks for another one, and nothing in the signature shows \
        it.",
    mirror: Some("path-parameters-swapped"),
};

pub(in crate::changes) static OPERATION_DEPRECATED: Rule = Rule {
    id: "operation-deprecated",
    area: Area::Operation,
    action: Action::Changed,
    sentence: "the operation is deprecated",
    request: Effect::Announced,
    response: Effect::Nothing,
    strict: None,
    why: "The operation works as before, and its end is announced. Rust callers get a warning from \
        the compiler.",
    mirror: Some("operation-undeprecated"),
};

pub(in crate::changes) static OPERATION_UNDEPRECATED: Rule = Rule {
    id: "operation-undeprecated",
    area: Area::Operation,
    action: Action::Changed,
    sentence: "the operation is no longer deprecated",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "The operation works as before, and will go on to. The warning of the compiler is gone.",
    mirror: Some("operation-deprecated"),
};

pub(in crate::changes) static OPERATION_SERVER_CHANGED: Rule = Rule {
    id: "operation-server-changed",
    area: Area::Operation,
    action: Action::Changed,
    sentence: "the operation is served elsewhere: `{new}` instead of `{old}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program calls the operation where it was served when the program was built. Unless it is still served \
        there, which the definition no longer says, nobody answers.",
    mirror: Some("operation-server-changed"),
};

pub(in crate::changes) static OPERATION_SUMMARY_CHANGED: Rule = Rule {
    id: "operation-summary-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the summary of the operation changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The summary is the first line of the documentation of the method. No request and no reply \
        depends on it.",
    mirror: Some("operation-summary-changed"),
};

pub(in crate::changes) static OPERATION_DESCRIPTION_CHANGED: Rule = Rule {
    id: "operation-description-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the description of the operation changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The description is part of the documentation of the method. No request and no reply depends \
        on it, as long as the other parts of the definition say the same as before.",
    mirror: Some("operation-description-changed"),
};

pub(in crate::changes) static OPERATION_GROUP_CHANGED: Rule = Rule {
    id: "operation-group-changed",
    area: Area::Operation,
    action: Action::Changed,
    sentence: "the group of the operation, its first tag, is {new}, it was {old}",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "Tags do not travel. The first one says on which handle the SDK has the method, so that the \
        method moves from one handle to another.",
    mirror: Some("operation-group-changed"),
};

pub(in crate::changes) static OPERATION_TAG_ADDED: Rule = Rule {
    id: "operation-tag-added",
    area: Area::Operation,
    action: Action::Added,
    sentence: "the operation has one more tag, `{name}`",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "Tags do not travel, and the SDK looks at the first one only.",
    mirror: Some("operation-tag-removed"),
};

pub(in crate::changes) static OPERATION_TAG_REMOVED: Rule = Rule {
    id: "operation-tag-removed",
    area: Area::Operation,
    action: Action::Removed,
    sentence: "the operation no longer has the tag `{name}`",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "Tags do not travel, and the SDK looks at the first one only.",
    mirror: Some("operation-tag-added"),
};

pub(in crate::changes) static SUNSET_ADDED: Rule = Rule {
    id: "sunset-added",
    area: Area::Operation,
    action: Action::Added,
    sentence: "the operation ends at a time that is known: `{new}`",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "The day of the end is announced by an extension, which people must read: nothing in the SDK \
        follows from it. The deprecation itself is another change.",
    mirror: Some("sunset-removed"),
};

pub(in crate::changes) static SUNSET_CHANGED: Rule = Rule {
    id: "sunset-changed",
    area: Area::Operation,
    action: Action::Changed,
    sentence: "the operation ends at `{new}`, no longer at `{old}`",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "The day of the end, which an extension announces, was moved. Until then the operation works \
        as before.",
    mirror: Some("sunset-changed"),
};

pub(in crate::changes) static SUNSET_REMOVED: Rule = Rule {
    id: "sunset-removed",
    area: Area::Operation,
    action: Action::Removed,
    sentence: "the time at which the operation would have ended, `{old}`, is no longer stated",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "The day of the end is no longer announced. The operation works as before.",
    mirror: Some("sunset-added"),
};

pub(in crate::changes) static PERMISSIONS_CHANGED: Rule = Rule {
    id: "permissions-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the permissions that the operation asks for changed",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "An extension says which permissions a user needs. Who lacks a new one is answered with 403, \
        but who has which is decided by the service and not by the program, so that no version of \
        the SDK is better off.",
    mirror: Some("permissions-changed"),
};

pub(in crate::changes) static CALLBACK_ADDED: Rule = Rule {
    id: "callback-added",
    area: Area::Operation,
    action: Action::Added,
    sentence: "the callback `{name}` was added",
    request: Effect::Nothing,
    response: Effect::Offered,
    strict: None,
    why: "The server can now call the client in return. Nothing is generated for callbacks, but a \
        program that listens for them can use the new one; an old program does not listen for it.",
    mirror: Some("callback-removed"),
};

pub(in crate::changes) static CALLBACK_REMOVED: Rule = Rule {
    id: "callback-removed",
    area: Area::Operation,
    action: Action::Removed,
    sentence: "the callback `{name}` is gone",
    request: Effect::Nothing,
    response: Effect::Lost,
    strict: None,
    why: "The server no longer makes a call that an old program may be waiting for. Nothing is \
        generated for callbacks, so only this report can say so.",
    mirror: Some("callback-added"),
};

pub(in crate::changes) static CALLBACK_CHANGED: Rule = Rule {
    id: "callback-changed",
    area: Area::Operation,
    action: Action::Changed,
    sentence: "the callback `{name}` changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "Something inside the description of the callback is different. Nothing is generated for \
        callbacks, so what a listener makes of the difference is for its author to see.",
    mirror: Some("callback-changed"),
};
