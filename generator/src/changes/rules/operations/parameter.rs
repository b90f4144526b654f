//! The rules about parameters.

use crate::changes::{Action, Area, Effect, Rule};

/// All of them.
pub(in crate::changes) const ALL: &[&Rule] = &[
    &PARAMETER_ADDED_OPTIONAL,
    &PARAMETER_ADDED_REQUIRED,
    &PARAMETER_REMOVED_OPTIONAL,
    &PARAMETER_REMOVED_REQUIRED,
    &PARAMETER_RENAMED,
    &PARAMETER_LOCATION_CHANGED,
    &PARAMETER_BECAME_REQUIRED,
    &PARAMETER_BECAME_OPTIONAL,
    &PARAMETER_STYLE_CHANGED,
    &PARAMETER_MEDIA_TYPE_CHANGED,
    &PARAMETER_EMPTY_VALUE_ALLOWED,
    &PARAMETER_EMPTY_VALUE_REFUSED,
    &PARAMETER_DEPRECATED,
    &PARAMETER_UNDEPRECATED,
    &PARAMETER_DESCRIPTION_CHANGED,
];

pub(in crate::changes) static PARAMETER_ADDED_OPTIONAL: Rule = Rule {
    id: "parameter-added-optional",
    area: Area::Parameter,
    action: Action::Added,
    sentence: "the optional parameter `{name}` was added",
    request: Effect::Offered,
    response: Effect::Nothing,
    strict: None,
    why: "An old program does not send it, and the server does what it did without it. New programs \
        can use it: the SDK has one more setter.",
    mirror: Some("parameter-removed-optional"),
};

pub(in crate::changes) static PARAMETER_ADDED_REQUIRED: Rule = Rule {
    id: "parameter-added-required",
    area: Area::Parameter,
    action: Action::Added,
    sentence: "the required parameter `{name}` was added",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program does not send it and is answered with 400. The SDK takes it as one more \
        argument, so that Rust callers notice.",
    mirror: Some("parameter-removed-required"),
};

pub(in crate::changes) static PARAMETER_REMOVED_OPTIONAL: Rule = Rule {
    id: "parameter-removed-optional",
    area: Area::Parameter,
    action: Action::Removed,
    sentence: "the optional parameter `{name}` is gone",
    request: Effect::Misread,
    response: Effect::Nothing,
    strict: None,
    why: "Most servers ignore what they do not know, so that a filter that an old program still sets \
        has no effect and the reply holds more than was asked for. Strict servers answer with 400.",
    mirror: Some("parameter-added-optional"),
};

pub(in crate::changes) static PARAMETER_REMOVED_REQUIRED: Rule = Rule {
    id: "parameter-removed-required",
    area: Area::Parameter,
    action: Action::Removed,
    sentence: "the required parameter `{name}` is gone",
    request: Effect::Misread,
    response: Effect::Nothing,
    strict: None,
    why: "Every old program sends it. Most servers ignore what they do not know, so that what it \
        selected is not selected any more; strict servers answer with 400.",
    mirror: Some("parameter-added-required"),
};

pub(in crate::changes) static PARAMETER_RENAMED: Rule = Rule {
    id: "parameter-renamed",
    area: Area::Parameter,
    action: Action::Renamed,
    sentence: "the parameter `{old}` is called `{new}`",
    request: Effect::Misread,
    response: Effect::Nothing,
    strict: None,
    why: "An old program sends the value under the old name, which most servers silently ignore: a \
        filter has no effect. If the parameter is required, the server answers with 400. The two \
        are taken for one because they travel in the same place, look the same and are both \
        required or both optional.",
    mirror: Some("parameter-renamed"),
};

pub(in crate::changes) static PARAMETER_LOCATION_CHANGED: Rule = Rule {
    id: "parameter-location-changed",
    area: Area::Parameter,
    action: Action::Changed,
    sentence: "the parameter `{name}` travels in the {new}, it travelled in the {old}",
    request: Effect::Misread,
    response: Effect::Nothing,
    strict: None,
    why: "An old program puts the value where the server no longer looks for it: it is ignored, or \
        the request is refused as if it were missing.",
    mirror: Some("parameter-location-changed"),
};

pub(in crate::changes) static PARAMETER_BECAME_REQUIRED: Rule = Rule {
    id: "parameter-became-required",
    area: Area::Parameter,
    action: Action::Narrowed,
    sentence: "the parameter `{name}` is required",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program may leave it out and is answered with 400 then. The SDK takes it as an \
        argument instead of by a setter.",
    mirror: Some("parameter-became-optional"),
};

pub(in crate::changes) static PARAMETER_BECAME_OPTIONAL: Rule = Rule {
    id: "parameter-became-optional",
    area: Area::Parameter,
    action: Action::Widened,
    sentence: "the parameter `{name}` is optional",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "An old program always sends it, and the server takes it as before. In the SDK it is a \
        setter instead of an argument.",
    mirror: Some("parameter-became-required"),
};

pub(in crate::changes) static PARAMETER_STYLE_CHANGED: Rule = Rule {
    id: "parameter-style-changed",
    area: Area::Parameter,
    action: Action::Changed,
    sentence: "the values of `{name}` are written `{new}`, no longer `{old}`",
    request: Effect::Misread,
    response: Effect::Nothing,
    strict: None,
    why: "The server cuts what an old program sends in another place than the program meant: `a,b` \
        becomes one value, or only the last of several is seen. No type shows it.",
    mirror: Some("parameter-style-changed"),
};

pub(in crate::changes) static PARAMETER_MEDIA_TYPE_CHANGED: Rule = Rule {
    id: "parameter-media-type-changed",
    area: Area::Parameter,
    action: Action::Changed,
    sentence: "the value of `{name}` is written as {new}, it was written as {old}",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "The value became a document of its own inside the parameter, or stopped being one. What an \
        old program writes cannot be read by the server.",
    mirror: Some("parameter-media-type-changed"),
};

pub(in crate::changes) static PARAMETER_EMPTY_VALUE_ALLOWED: Rule = Rule {
    id: "parameter-empty-value-allowed",
    area: Area::Parameter,
    action: Action::Widened,
    sentence: "the parameter `{name}` may be empty",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "The server takes the parameter without a value as well. What an old program sends is good \
        as before.",
    mirror: Some("parameter-empty-value-refused"),
};

pub(in crate::changes) static PARAMETER_EMPTY_VALUE_REFUSED: Rule = Rule {
    id: "parameter-empty-value-refused",
    area: Area::Parameter,
    action: Action::Narrowed,
    sentence: "the parameter `{name}` may no longer be empty",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program may send the parameter without a value, which the server may answer with 400 \
        now.",
    mirror: Some("parameter-empty-value-allowed"),
};

pub(in crate::changes) static PARAMETER_DEPRECATED: Rule = Rule {
    id: "parameter-deprecated",
    area: Area::Parameter,
    action: Action::Changed,
    sentence: "the parameter `{name}` is deprecated",
    request: Effect::Announced,
    response: Effect::Nothing,
    strict: None,
    why: "The parameter works as before, and its end is announced. The documentation of its setter \
        says so.",
    mirror: Some("parameter-undeprecated"),
};

pub(in crate::changes) static PARAMETER_UNDEPRECATED: Rule = Rule {
    id: "parameter-undeprecated",
    area: Area::Parameter,
    action: Action::Changed,
    sentence: "the parameter `{name}` is no longer deprecated",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "The parameter works as before, and will go on to.",
    mirror: Some("parameter-deprecated"),
};

pub(in crate::changes) static PARAMETER_DESCRIPTION_CHANGED: Rule = Rule {
    id: "parameter-description-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the description of the parameter `{name}` changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The description is the documentation of the setter. No request depends on it.",
    mirror: Some("parameter-description-changed"),
};
