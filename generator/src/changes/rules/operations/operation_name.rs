//! The rules about what operations are called.

use crate::changes::{Action, Area, Effect, Rule};

pub(in crate::changes) static OPERATION_ID_CHANGED: Rule = Rule {
    id: "operation-id-changed",
    area: Area::Operation,
    action: Action::Renamed,
    sentence: "the id of the operation is `{new}`, it was `{old}`",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "The id does not travel. The SDK names the method after it, unless an extension or the \
        configuration names it otherwise, and can keep the old name as a deprecated one.",
    mirror: Some("operation-id-changed"),
};

pub(in crate::changes) static OPERATION_ID_ADDED: Rule = Rule {
    id: "operation-id-added",
    area: Area::Operation,
    action: Action::Added,
    sentence: "the operation has an id now, `{name}`",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "The id does not travel. Without one the SDK names the method after the path, so that the \
        method may be called otherwise now.",
    mirror: Some("operation-id-removed"),
};

pub(in crate::changes) static OPERATION_ID_REMOVED: Rule = Rule {
    id: "operation-id-removed",
    area: Area::Operation,
    action: Action::Removed,
    sentence: "the operation has no id any more, it was `{name}`",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "The id does not travel. Without one the SDK names the method after the path, so that the \
        method may be called otherwise now.",
    mirror: Some("operation-id-added"),
};

pub(in crate::changes) static OPERATION_ID_SHARED: Rule = Rule {
    id: "operation-id-shared",
    area: Area::Operation,
    action: Action::Changed,
    sentence: "the id of the operation, `{name}`, is that of another operation too and names neither",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "The id does not travel. One that several operations have cannot name a method, so that the SDK \
        names each of them after its path, and the method may be called otherwise now.",
    mirror: Some("operation-id-unshared"),
};

pub(in crate::changes) static OPERATION_ID_UNSHARED: Rule = Rule {
    id: "operation-id-unshared",
    area: Area::Operation,
    action: Action::Changed,
    sentence: "the operation has an id of its own now, `{name}`",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "The id does not travel. While several operations had it, the SDK named the method after the \
        path, so that it may be called otherwise now.",
    mirror: Some("operation-id-shared"),
};

pub(in crate::changes) static OPERATION_NAME_CHANGED: Rule = Rule {
    id: "operation-name-changed",
    area: Area::Operation,
    action: Action::Renamed,
    sentence: "an extension names the operation `{new}`, it was `{old}`",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "The extension does not travel. It says how SDKs call the operation, and where the \
        configuration follows it, the method of the SDK gets the new name.",
    mirror: Some("operation-name-changed"),
};

pub(in crate::changes) static OPERATION_NAME_ADDED: Rule = Rule {
    id: "operation-name-added",
    area: Area::Operation,
    action: Action::Added,
    sentence: "an extension names the operation `{name}`",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "The extension does not travel. It says how SDKs call the operation, and where the \
        configuration follows it, the method of the SDK gets that name.",
    mirror: Some("operation-name-removed"),
};

pub(in crate::changes) static OPERATION_NAME_REMOVED: Rule = Rule {
    id: "operation-name-removed",
    area: Area::Operation,
    action: Action::Removed,
    sentence: "no extension names the operation any more, it was `{name}`",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "The extension does not travel. It said how SDKs call the operation; without it the method \
        is named after the id.",
    mirror: Some("operation-name-added"),
};
