//! The rules about security schemes and about what a caller must present.

use crate::changes::{Action, Area, Effect, Rule};

/// All of them.
pub(in crate::changes) const ALL: &[&Rule] = &[
    &SECURITY_SCHEME_ADDED,
    &SECURITY_SCHEME_REMOVED,
    &SECURITY_SCHEME_RENAMED,
    &SECURITY_SCHEME_TYPE_CHANGED,
    &API_KEY_LOCATION_CHANGED,
    &API_KEY_NAME_CHANGED,
    &OAUTH_FLOW_ADDED,
    &OAUTH_FLOW_REMOVED,
    &OAUTH_FLOW_CHANGED,
    &OAUTH_URL_CHANGED,
    &OAUTH_SCOPE_ADDED,
    &OAUTH_SCOPE_REMOVED,
    &OAUTH_SCOPE_DESCRIPTION_CHANGED,
    &OPENID_URL_CHANGED,
    &SECURITY_SCHEME_DESCRIPTION_CHANGED,
    &SECURITY_REQUIRED,
    &SECURITY_NO_LONGER_REQUIRED,
    &SECURITY_ALTERNATIVE_ADDED,
    &SECURITY_ALTERNATIVE_REMOVED,
    &SECURITY_ALTERNATIVE_REPLACED,
    &SECURITY_SCHEME_REQUIRED_AS_WELL,
    &SECURITY_SCHEME_NO_LONGER_REQUIRED,
    &SECURITY_SCOPE_REQUIRED,
    &SECURITY_SCOPE_NO_LONGER_REQUIRED,
];

pub(in crate::changes) static SECURITY_SCHEME_ADDED: Rule = Rule {
    id: "security-scheme-added",
    area: Area::Security,
    action: Action::Added,
    sentence: "the security scheme `{name}` was added",
    request: Effect::Offered,
    response: Effect::Nothing,
    strict: None,
    why: "There is one more way to identify oneself, and a setter for its credential. Which \
        operations ask for it is a change of those operations.",
    mirror: Some("security-scheme-removed"),
};

pub(in crate::changes) static SECURITY_SCHEME_REMOVED: Rule = Rule {
    id: "security-scheme-removed",
    area: Area::Security,
    action: Action::Removed,
    sentence: "the security scheme `{name}` is gone",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "The server no longer knows this kind of credential, so that a program that presents it is \
        refused. A scheme that no operation asks for is missed by nobody on the wire.",
    mirror: Some("security-scheme-added"),
};

pub(in crate::changes) static SECURITY_SCHEME_RENAMED: Rule = Rule {
    id: "security-scheme-renamed",
    area: Area::Security,
    action: Action::Renamed,
    sentence: "the security scheme `{old}` is called `{new}`",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "The name of a scheme is known to the definition only; the credential travels as before. The \
        setter of the SDK takes its name from it, which is a change for Rust callers.",
    mirror: Some("security-scheme-renamed"),
};

pub(in crate::changes) static SECURITY_SCHEME_TYPE_CHANGED: Rule = Rule {
    id: "security-scheme-type-changed",
    area: Area::Security,
    action: Action::Changed,
    sentence: "the security scheme `{name}` is {new}, it was {old}",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "The server expects another kind of credential than an old program presents, and refuses the \
        one it gets.",
    mirror: Some("security-scheme-type-changed"),
};

pub(in crate::changes) static API_KEY_LOCATION_CHANGED: Rule = Rule {
    id: "api-key-location-changed",
    area: Area::Security,
    action: Action::Changed,
    sentence: "the key `{name}` travels in the {new}, it travelled in the {old}",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program puts the key where the server no longer looks for it, and is refused as if \
        it had none.",
    mirror: Some("api-key-location-changed"),
};

pub(in crate::changes) static API_KEY_NAME_CHANGED: Rule = Rule {
    id: "api-key-name-changed",
    area: Area::Security,
    action: Action::Renamed,
    sentence: "the key `{name}` travels as `{new}`, it travelled as `{old}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "An old program sends the key under a name that the server no longer looks at, and is \
        refused as if it had none.",
    mirror: Some("api-key-name-changed"),
};

pub(in crate::changes) static OAUTH_FLOW_ADDED: Rule = Rule {
    id: "oauth-flow-added",
    area: Area::Security,
    action: Action::Added,
    sentence: "tokens can be got by the flow `{name}`",
    request: Effect::Offered,
    response: Effect::Nothing,
    strict: None,
    why: "There is one more way to get a token, which only new programs know. The token itself is \
        sent as before.",
    mirror: Some("oauth-flow-removed"),
};

pub(in crate::changes) static OAUTH_FLOW_REMOVED: Rule = Rule {
    id: "oauth-flow-removed",
    area: Area::Security,
    action: Action::Removed,
    sentence: "tokens can no longer be got by the flow `{name}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "A program that gets its tokens this way is refused when it asks for the next one.",
    mirror: Some("oauth-flow-added"),
};

pub(in crate::changes) static OAUTH_FLOW_CHANGED: Rule = Rule {
    id: "oauth-flow-changed",
    area: Area::Security,
    action: Action::Changed,
    sentence: "tokens are got by the flow `{new}`, no longer by `{old}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "The only way to get a token was replaced by another one. A program that still goes the old \
        way gets no token.",
    mirror: Some("oauth-flow-changed"),
};

pub(in crate::changes) static OAUTH_URL_CHANGED: Rule = Rule {
    id: "oauth-url-changed",
    area: Area::Security,
    action: Action::Changed,
    sentence: "`{name}` is `{new}`, it was `{old}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "Tokens are issued at another address. A program that has the old one built in gets no \
        token, unless the old address lives on, which the definition no longer says.",
    mirror: Some("oauth-url-changed"),
};

pub(in crate::changes) static OAUTH_SCOPE_ADDED: Rule = Rule {
    id: "oauth-scope-added",
    area: Area::Security,
    action: Action::Added,
    sentence: "the scope `{name}` was added",
    request: Effect::Offered,
    response: Effect::Nothing,
    strict: None,
    why: "A token can be asked for one more permission. Which operations need it is a change of those \
        operations.",
    mirror: Some("oauth-scope-removed"),
};

pub(in crate::changes) static OAUTH_SCOPE_REMOVED: Rule = Rule {
    id: "oauth-scope-removed",
    area: Area::Security,
    action: Action::Removed,
    sentence: "the scope `{name}` is gone",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "Who asks for a token with a scope that does not exist is refused, and so is an old program \
        that names this one.",
    mirror: Some("oauth-scope-added"),
};

pub(in crate::changes) static OAUTH_SCOPE_DESCRIPTION_CHANGED: Rule = Rule {
    id: "oauth-scope-description-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the description of the scope `{name}` changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What is said about a scope is read by people only; it permits what it permitted.",
    mirror: Some("oauth-scope-description-changed"),
};

pub(in crate::changes) static OPENID_URL_CHANGED: Rule = Rule {
    id: "openid-url-changed",
    area: Area::Security,
    action: Action::Changed,
    sentence: "the OpenID Connect document of `{name}` is at `{new}`, it was at `{old}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "The document says where tokens are issued. A program that has the old address built in \
        finds it no more, unless it lives on there, which the definition no longer says.",
    mirror: Some("openid-url-changed"),
};

pub(in crate::changes) static SECURITY_SCHEME_DESCRIPTION_CHANGED: Rule = Rule {
    id: "security-scheme-description-changed",
    area: Area::Documentation,
    action: Action::Changed,
    sentence: "the description of the security scheme `{name}` changed",
    request: Effect::Documented,
    response: Effect::Documented,
    strict: None,
    why: "What is said about a scheme is read by people only; the credential travels as before.",
    mirror: Some("security-scheme-description-changed"),
};

pub(in crate::changes) static SECURITY_REQUIRED: Rule = Rule {
    id: "security-required",
    area: Area::Security,
    action: Action::Narrowed,
    sentence: "a caller must present {name}",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "The operation was open to everybody. An old program may call it without a credential, and \
        is answered with 401 now.",
    mirror: Some("security-no-longer-required"),
};

pub(in crate::changes) static SECURITY_NO_LONGER_REQUIRED: Rule = Rule {
    id: "security-no-longer-required",
    area: Area::Security,
    action: Action::Widened,
    sentence: "a caller need no longer present {name}",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "The operation is open to everybody now. What an old program presents is not looked at.",
    mirror: Some("security-required"),
};

pub(in crate::changes) static SECURITY_ALTERNATIVE_ADDED: Rule = Rule {
    id: "security-alternative-added",
    area: Area::Security,
    action: Action::Added,
    sentence: "a caller may also present {name}",
    request: Effect::Offered,
    response: Effect::Nothing,
    strict: None,
    why: "The server takes one more credential in place of those that it took. Who presents one of \
        the old ones is let in as before.",
    mirror: Some("security-alternative-removed"),
};

pub(in crate::changes) static SECURITY_ALTERNATIVE_REMOVED: Rule = Rule {
    id: "security-alternative-removed",
    area: Area::Security,
    action: Action::Removed,
    sentence: "a caller may no longer present {name}",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "The server took this credential in place of another one. A program that presents it is \
        refused.",
    mirror: Some("security-alternative-added"),
};

pub(in crate::changes) static SECURITY_ALTERNATIVE_REPLACED: Rule = Rule {
    id: "security-alternative-replaced",
    area: Area::Security,
    action: Action::Changed,
    sentence: "a caller must present {new}, no longer {old}",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "The server asks for another credential than an old program presents, and refuses the one it \
        gets.",
    mirror: Some("security-alternative-replaced"),
};

pub(in crate::changes) static SECURITY_SCHEME_REQUIRED_AS_WELL: Rule = Rule {
    id: "security-scheme-required-as-well",
    area: Area::Security,
    action: Action::Narrowed,
    sentence: "a caller must present {new}, where {old} was enough",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "What an old program presents is no longer enough: one more credential is needed beside it.",
    mirror: Some("security-scheme-no-longer-required"),
};

pub(in crate::changes) static SECURITY_SCHEME_NO_LONGER_REQUIRED: Rule = Rule {
    id: "security-scheme-no-longer-required",
    area: Area::Security,
    action: Action::Widened,
    sentence: "a caller need only present {new}, no longer {old}",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "Less is asked for than before. What an old program presents holds all that is needed.",
    mirror: Some("security-scheme-required-as-well"),
};

pub(in crate::changes) static SECURITY_SCOPE_REQUIRED: Rule = Rule {
    id: "security-scope-required",
    area: Area::Security,
    action: Action::Narrowed,
    sentence: "the token must have the scope `{name}`",
    request: Effect::Refused,
    response: Effect::Nothing,
    strict: None,
    why: "A token that was got without this scope is answered with 403. A program that does not ask \
        for the scope must be changed.",
    mirror: Some("security-scope-no-longer-required"),
};

pub(in crate::changes) static SECURITY_SCOPE_NO_LONGER_REQUIRED: Rule = Rule {
    id: "security-scope-no-longer-required",
    area: Area::Security,
    action: Action::Widened,
    sentence: "the token need no longer have the scope `{name}`",
    request: Effect::Documented,
    response: Effect::Nothing,
    strict: None,
    why: "A token may have more scopes than are asked for, so that those of an old program are good \
        as before.",
    mirror: Some("security-scope-required"),
};
