//! The rules about the definition as a whole: information, tags, servers, webhooks, messages.

use crate::changes::{Action, Area, Effect, Rule};

/// All of them.
pub(in crate::changes) const ALL: &[&Rule] = &[
    &API_TITLE_CHANGED,
    &API_DESCRIPTION_CHANGED,
    &TAG_ADDED,
    &TAG_REMOVED,
    &TAG_DESCRIPTION_CHANGED,
    &WEBHOOK_ADDED,
    &WEBHOOK_REMOVED,
    &WEBHOOK_CHANGED,
    &MESSAGE_ADDED,
    &MESSAGE_REMOVED,
    &SERVER_ADDED,
    &SERVER_REMOVED,
    &SERVER_HOST_CHANGED,
    &SERVER_PATH_CHANGED,
    &SERVER_SCHEME_CHANGED,
    &SERVER_SCHEME_ADDED,
    &SERVER_SCHEME_REMOVED,
    &DEFAULT_SERVER_CHANGED,
    &SERVER_DESCRIPTION_CHANGED,
    &SERVER_VARIABLE_DEFAULT_CHANGED,
    &SERVER_VARIABLE_VALUE_ADDED,
    &SERVER_VARIABLE_VALUE_REMOVED,
    &SERVER_VARIABLE_LIMITED,
    &SERVER_VARIABLE_UNLIMITED,
    &PATHS_REBASED,
];

pub(in crate::changes) static API_TITLE_CHANGED: Rule = Rule {
    id: "api-title-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the title of the API is `{new}`, it was `{old}`",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The title is read by people only: it stands in the README and in the documentation of the \
        crate. No request and no reply depends on it.",
    mirror: Some("api-title-changed"),
};

pub(in crate::changes) static API_DESCRIPTION_CHANGED: Rule = Rule {
    id: "api-description-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the description of the API changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The description of the API becomes the documentation of the crate. No request and no reply \
        depends on it.",
    mirror: Some("api-description-changed"),
};

pub(in crate::changes) static TAG_ADDED: Rule = Rule {
    id: "tag-added",
    area: Area::Documentation,
    action: Action::Added,
    sentence: "the tag `{name}` is declared",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The list of tags describes the groups of operations; a group exists as soon as an operation \
        names its tag, declared or not. What changes is the documentation of the handle of the \
        group.",
    mirror: Some("tag-removed"),
};

pub(in crate::changes) static TAG_REMOVED: Rule = Rule {
    id: "tag-removed",
    area: Area::Documentation,
    action: Action::Removed,
    sentence: "the tag `{name}` is no longer declared",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The list of tags describes the groups of operations; a group stays as long as an operation \
        names its tag, declared or not. What changes is the documentation of the handle of the \
        group.",
    mirror: Some("tag-added"),
};

pub(in crate::changes) static TAG_DESCRIPTION_CHANGED: Rule = Rule {
    id: "tag-description-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the description of the tag `{name}` changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The description of a tag becomes the documentation of the handle of its operations. No \
        request and no reply depends on it.",
    mirror: Some("tag-description-changed"),
};

pub(in crate::changes) static WEBHOOK_ADDED: Rule = Rule {
    id: "webhook-added",
    area: Area::Document,
    action: Action::Added,
    sentence: "the webhook `{name}` was added",
    request: Effect::Nothing,
    response: Effect::Offered,
    strict: None,
    why: "The server can now send something on its own account. Nothing is generated for webhooks, \
        but a program that listens for them can use the new one; an old program does not listen for \
        it.",
    mirror: Some("webhook-removed"),
};

pub(in crate::changes) static WEBHOOK_REMOVED: Rule = Rule {
    id: "webhook-removed",
    area: Area::Document,
    action: Action::Removed,
    sentence: "the webhook `{name}` is gone",
    request: Effect::Nothing,
    response: Effect::Lost,
    strict: None,
    why: "The server no longer sends what an old program may be waiting for. Nothing is generated for \
        webhooks, so only this report can say so.",
    mirror: Some("webhook-added"),
};

pub(in crate::changes) static WEBHOOK_CHANGED: Rule = Rule {
    id: "webhook-changed",
    area: Area::Document,
    action: Action::Changed,
    sentence: "the webhook `{name}` changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "Something inside the description of the webhook is different. Nothing is generated for \
        webhooks, so what a listener makes of the difference is for its author to see.",
    mirror: Some("webhook-changed"),
};

pub(in crate::changes) static MESSAGE_ADDED: Rule = Rule {
    id: "message-added",
    area: Area::Document,
    action: Action::Added,
    sentence: "`{name}` travels without an operation now",
    request: Effect::Offered,
    response: Effect::Offered,
    strict: None,
    why: "The schema is a message of its own now, over a socket or to a webhook. An old program neither \
        sends it nor waits for it. What changes in the schema from then on is judged by the way it \
        travels.",
    mirror: Some("message-removed"),
};

pub(in crate::changes) static MESSAGE_REMOVED: Rule = Rule {
    id: "message-removed",
    area: Area::Document,
    action: Action::Removed,
    sentence: "`{name}` no longer travels without an operation",
    request: Effect::Refused,
    response: Effect::Lost,
    strict: None,
    why: "The schema was a message of its own, over a socket or to a webhook. The server no longer \
        takes it from an old program that sends it, or no longer sends what an old program waits for.",
    mirror: Some("message-added"),
};

pub(in crate::changes) static SERVER_ADDED: Rule = Rule {
    id: "server-added",
    area: Area::Document,
    action: Action::Added,
    sentence: "the server `{name}` was added",
    request: Effect::Offered,
    response: Effect::Nothing,
    strict: None,
    why: "The API is served at one more address, which only new programs can know. The old addresses \
        still work.",
    mirror: Some("server-removed"),
};

pub(in crate::changes) static SERVER_REMOVED: Rule = Rule {
    id: "server-removed",
    area: Area::Document,
    action: Action::Removed,
    sentence: "the server `{name}` is gone",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program has the address built in. When the API is no longer served there, its \
        requests reach nobody; whether the old address lives on is not said any more.",
    mirror: Some("server-added"),
};

pub(in crate::changes) static SERVER_HOST_CHANGED: Rule = Rule {
    id: "server-host-changed",
    area: Area::Document,
    action: Action::Changed,
    sentence: "the API is served by another host: `{new}` instead of `{old}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program has the host built in and keeps calling it. Unless the old host lives on, \
        which the definition no longer says, nobody answers.",
    mirror: Some("server-host-changed"),
};

pub(in crate::changes) static SERVER_PATH_CHANGED: Rule = Rule {
    id: "server-path-changed",
    area: Area::Document,
    action: Action::Changed,
    sentence: "the API is served under another path: `{new}` instead of `{old}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program puts the old base path before the path of every operation, and the server \
        answers each request with 404.",
    mirror: Some("server-path-changed"),
};

pub(in crate::changes) static SERVER_SCHEME_CHANGED: Rule = Rule {
    id: "server-scheme-changed",
    area: Area::Document,
    action: Action::Changed,
    sentence: "the API is served by another scheme: `{new}` instead of `{old}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program has the scheme built in. When a server no longer answers over it, the \
        program cannot connect.",
    mirror: Some("server-scheme-changed"),
};

pub(in crate::changes) static SERVER_SCHEME_ADDED: Rule = Rule {
    id: "server-scheme-added",
    area: Area::Document,
    action: Action::Added,
    sentence: "the server also answers at `{name}`",
    request: Effect::Offered,
    response: Effect::Nothing,
    strict: None,
    why: "The same server answers over one more scheme, which only new programs can know. The old \
        scheme still works.",
    mirror: Some("server-scheme-removed"),
};

pub(in crate::changes) static SERVER_SCHEME_REMOVED: Rule = Rule {
    id: "server-scheme-removed",
    area: Area::Document,
    action: Action::Removed,
    sentence: "the server no longer answers at `{name}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "A program that was set up for this scheme can no longer connect, although the server itself \
        is still there.",
    mirror: Some("server-scheme-added"),
};

pub(in crate::changes) static DEFAULT_SERVER_CHANGED: Rule = Rule {
    id: "default-server-changed",
    area: Area::Document,
    action: Action::Changed,
    sentence: "the first server is `{new}`, it was `{old}`",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "The first server is the one that the SDK calls when nobody sets another. An old program \
        keeps calling the old one, which is still listed; a new build calls the other one unless it \
        is told not to.",
    mirror: Some("default-server-changed"),
};

pub(in crate::changes) static SERVER_DESCRIPTION_CHANGED: Rule = Rule {
    id: "server-description-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the description of the server `{name}` changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What is said about a server is read by people only. Its address is the same.",
    mirror: Some("server-description-changed"),
};

pub(in crate::changes) static SERVER_VARIABLE_DEFAULT_CHANGED: Rule = Rule {
    id: "server-variable-default-changed",
    area: Area::Document,
    action: Action::Changed,
    sentence: "the variable `{name}` of the address is `{new}` unless somebody chooses, it was `{old}`",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "The default makes the address that the SDK calls when nobody sets another. An old program \
        keeps calling the address with the old value; if that value is no longer allowed, another \
        rule says so.",
    mirror: Some("server-variable-default-changed"),
};

pub(in crate::changes) static SERVER_VARIABLE_VALUE_ADDED: Rule = Rule {
    id: "server-variable-value-added",
    area: Area::Document,
    action: Action::Added,
    sentence: "the variable of the address may be `{name}`",
    request: Effect::Offered,
    response: Effect::Nothing,
    strict: None,
    why: "The variable of the address has one more value, so the API is served at one more address, \
        which only new programs can know.",
    mirror: Some("server-variable-value-removed"),
};

pub(in crate::changes) static SERVER_VARIABLE_VALUE_REMOVED: Rule = Rule {
    id: "server-variable-value-removed",
    area: Area::Document,
    action: Action::Removed,
    sentence: "the variable of the address may no longer be `{name}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "A program that was set up for this value calls an address at which the API is no longer \
        served.",
    mirror: Some("server-variable-value-added"),
};

pub(in crate::changes) static SERVER_VARIABLE_LIMITED: Rule = Rule {
    id: "server-variable-limited",
    area: Area::Document,
    action: Action::Narrowed,
    sentence: "the variable `{name}` of the address is one of a list now",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "Any value was allowed before, now only those of the list. A program that was set up for \
        another value calls an address at which the API is not served.",
    mirror: Some("server-variable-unlimited"),
};

pub(in crate::changes) static SERVER_VARIABLE_UNLIMITED: Rule = Rule {
    id: "server-variable-unlimited",
    area: Area::Document,
    action: Action::Widened,
    sentence: "the variable `{name}` of the address may be any text",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "The values that were listed are still allowed, and others as well. An old program notices \
        nothing.",
    mirror: Some("server-variable-limited"),
};

pub(in crate::changes) static PATHS_REBASED: Rule = Rule {
    id: "paths-rebased",
    area: Area::Document,
    action: Action::Changed,
    sentence: "the path of the server changed ({name}), and the paths of the operations make up for it",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The path of the server and those of the operations changed together, so that each operation \
        has the address that it had. An old program, which has both built in, notices nothing; who \
        sets the address of the server by hand must set the new one when upgrading.",
    mirror: Some("paths-rebased"),
};
