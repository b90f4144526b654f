//! Rules about what is demanded of values beside their shapes and limits: `contains`, `not`, `if`, `dependentRequired`
//! and the like. No code is generated from them; the server holds what is sent to them.

use crate::changes::{Action, Area, Effect, Rule};

/// A demand that is new or asks for more.
pub static ASSERTION_TIGHTENED: Rule = Rule {
    id: "assertion-tightened",
    area: Area::Limit,
    action: Action::Narrowed,
    sentence: "the value must satisfy {new} now",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "The server refuses values that do not satisfy it, which old programs may send: the SDK checks none of \
          these keywords. In replies such values only come no more.",
    mirror: Some("assertion-loosened"),
};

/// A demand that is gone or asks for less.
pub static ASSERTION_LOOSENED: Rule = Rule {
    id: "assertion-loosened",
    area: Area::Limit,
    action: Action::Widened,
    sentence: "the value need no longer satisfy {old}",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What old programs send is still right, and they can send other values too: the SDK checks none of these \
          keywords. Other values in replies are decoded as before, because the type is the same.",
    mirror: Some("assertion-tightened"),
};

/// Another demand, of which nobody can tell whether it asks for more.
pub static ASSERTION_CHANGED: Rule = Rule {
    id: "assertion-changed",
    area: Area::Limit,
    action: Action::Changed,
    sentence: "the value must satisfy {new} instead of {old}, which may allow less",
    request: Effect::Refused,
    response: Effect::Documented,
    strict: None,
    why: "The keywords do not tell whether every value that satisfied the old demand satisfies the new one, so the \
          server may refuse what old programs send. Where it is known to ask for less, accept the change in `[diff]`.",
    mirror: Some("assertion-changed"),
};

/// No value is allowed in a place any more.
pub static VALUE_FORBIDDEN: Rule = Rule {
    id: "value-forbidden",
    area: Area::Type,
    action: Action::Narrowed,
    sentence: "no value is allowed any more",
    request: Effect::Refused,
    response: Effect::Lost,
    strict: None,
    why: "The schema is `false` now, which nothing fits: the server refuses whatever old programs send there, and \
          sends nothing there itself.",
    mirror: Some("value-permitted"),
};

/// A place in which no value was allowed may have one.
pub static VALUE_PERMITTED: Rule = Rule {
    id: "value-permitted",
    area: Area::Type,
    action: Action::Widened,
    sentence: "a value is allowed now",
    request: Effect::Offered,
    response: Effect::Tolerated,
    strict: None,
    why: "The schema was `false`, so old programs send nothing there. What comes there in replies has no place in \
          what they decode.",
    mirror: Some("value-forbidden"),
};
