//! Rules about properties: which there are, what they are called, and which way they travel.

use crate::changes::{Action, Area, Effect, Rule};

/// A new property that may be absent.
pub static PROPERTY_ADDED_OPTIONAL: Rule = Rule {
    id: "property-added-optional",
    area: Area::Property,
    action: Action::Added,
    sentence: "the property `{name}` is new",
    request: Effect::Offered,
    response: Effect::Tolerated,
    strict: None,
    why: "A request without it is as good as before, and a reply with it is decoded as before: members that the old \
          SDK does not know are left out. Structs are not exhaustive, so one more field is no break for callers.",
    mirror: Some("property-removed-optional"),
};

/// A new property that every request must have.
pub static PROPERTY_ADDED_REQUIRED: Rule = Rule {
    id: "property-added-required",
    area: Area::Property,
    action: Action::Added,
    sentence: "the property `{name}` is new and required",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "Old programs do not send it, and the server refuses what lacks it. In a reply it is one more member, which \
          the old SDK leaves out.",
    mirror: Some("property-removed-required"),
};

/// A new property that is required, and for which the server assumes a value.
pub static PROPERTY_ADDED_REQUIRED_WITH_DEFAULT: Rule = Rule {
    id: "property-added-required-with-default",
    area: Area::Property,
    action: Action::Added,
    sentence: "the property `{name}` is new and required, with a default",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "The definition contradicts itself: what is required must be sent, and a default is for what is not. Some \
          servers fill it in, others refuse the request. Ask the maintainers of the API, and accept the change in \
          the policy file when the server fills it in.",
    mirror: Some("property-removed-required"),
};

/// A property that might be absent is gone.
pub static PROPERTY_REMOVED_OPTIONAL: Rule = Rule {
    id: "property-removed-optional",
    area: Area::Property,
    action: Action::Removed,
    sentence: "the property `{name}` is gone",
    request: Effect::Misread,
    response: Effect::Lost,
    strict: None,
    why: "A server that no longer knows it ignores what old programs send in it, or refuses the request. A program \
          that reads it decodes every reply as before and finds nothing in it from now on.",
    mirror: Some("property-added-optional"),
};

/// A property that was always there is gone.
pub static PROPERTY_REMOVED_REQUIRED: Rule = Rule {
    id: "property-removed-required",
    area: Area::Property,
    action: Action::Removed,
    sentence: "the property `{name}`, which was required, is gone",
    request: Effect::Misread,
    response: Effect::Lost,
    strict: Some(Effect::Undecodable),
    why: "The server ignores, or refuses, what old programs send in it. In replies a lenient SDK finds nothing in it \
          from now on; a strict one, whose field is no `Option`, cannot decode the reply any more.",
    mirror: Some("property-added-required"),
};

/// A property that goes by another name.
pub static PROPERTY_RENAMED: Rule = Rule {
    id: "property-renamed",
    area: Area::Property,
    action: Action::Renamed,
    sentence: "the property `{old}` is called `{new}` now",
    request: Effect::Misread,
    response: Effect::Lost,
    strict: None,
    why: "The names of properties do travel. The server does not find what old programs send under the old name, and \
          they find nothing under it in a reply. The two are taken for one because one is gone, the other is new, \
          they are of the same shape, and their names or positions are alike.",
    mirror: Some("property-renamed"),
};

/// A property whose name is written in another case.
pub static PROPERTY_CASE_CHANGED: Rule = Rule {
    id: "property-case-changed",
    area: Area::Property,
    action: Action::Renamed,
    sentence: "the property `{old}` is written `{new}` now",
    request: Effect::Misread,
    response: Effect::Lost,
    strict: None,
    why: "JSON names are compared letter by letter, so for the server and for the decoder these are two different \
          properties. Rust names are often the same for both, and then every program still compiles and silently \
          reads nothing.",
    mirror: Some("property-case-changed"),
};

/// A property that might be absent is required.
pub static PROPERTY_BECAME_REQUIRED: Rule = Rule {
    id: "property-became-required",
    area: Area::Property,
    action: Action::Narrowed,
    sentence: "the property `{name}` is required now",
    request: Effect::Refused,
    response: Effect::Tolerated,
    strict: None,
    why: "Requests of old programs that leave it out are refused. In replies it only comes more often: an old SDK has \
          an `Option` there and copes.",
    mirror: Some("property-became-optional"),
};

/// A property that was required may be absent.
pub static PROPERTY_BECAME_OPTIONAL: Rule = Rule {
    id: "property-became-optional",
    area: Area::Property,
    action: Action::Widened,
    sentence: "the property `{name}` is no longer required",
    request: Effect::Documented,
    response: Effect::Tolerated,
    strict: Some(Effect::Undecodable),
    why: "Old programs always send it, which is still right. A reply may lack it from now on: a lenient SDK has an \
          `Option` there whatever the definition says, a strict one cannot decode the reply.",
    mirror: Some("property-became-required"),
};

/// A property that only the server may send.
pub static READ_ONLY_ADDED: Rule = Rule {
    id: "read-only-added",
    area: Area::Property,
    action: Action::Narrowed,
    sentence: "only the server sends it now",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The specification tells clients not to send such a property, and servers to ignore it when they do: old \
          programs go on working, though what they send there has no effect. Replies are the same as before.",
    mirror: Some("read-only-removed"),
};

/// A property that clients may send again.
pub static READ_ONLY_REMOVED: Rule = Rule {
    id: "read-only-removed",
    area: Area::Property,
    action: Action::Widened,
    sentence: "clients may send it now",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "The server looks at what it ignored before. A request without it is as good as ever, and the SDK had a \
          setter for it all along.",
    mirror: Some("read-only-added"),
};

/// A required property that only the server sent, and that clients must send from now on.
pub static READ_ONLY_REMOVED_FROM_REQUIRED: Rule = Rule {
    id: "read-only-removed-from-required",
    area: Area::Property,
    action: Action::Narrowed,
    sentence: "clients must send it now",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "While it was read-only, `required` was a promise about replies only. Now it is a demand on requests too, \
          and those of old programs do not have it.",
    mirror: Some("read-only-added"),
};

/// A property that only clients may send.
pub static WRITE_ONLY_ADDED: Rule = Rule {
    id: "write-only-added",
    area: Area::Property,
    action: Action::Narrowed,
    sentence: "only clients send it now",
    request: Effect::Documented,
    response: Effect::Lost,
    strict: None,
    why: "Replies no longer have it, so a program that reads it finds nothing. Requests are the same as before.",
    mirror: Some("write-only-removed"),
};

/// A property that the server sends too.
pub static WRITE_ONLY_REMOVED: Rule = Rule {
    id: "write-only-removed",
    area: Area::Property,
    action: Action::Widened,
    sentence: "the server sends it too now",
    request: Effect::Documented,
    response: Effect::Tolerated,
    strict: None,
    why: "Replies have one more member. The SDK had a field for it all along, so old programs decode it and new ones \
          may read it.",
    mirror: Some("write-only-added"),
};
