//! `[responses]`, `[errors]`, `[security]`, `[paging]` and `[settings]`: what calls send, and what replies become.

use std::collections::BTreeMap;

use serde::Deserialize;

/// How replies are decoded.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Responses {
    /// Whether a reply may omit what the definition calls required.
    #[serde(default)]
    pub required: RequiredInReplies,
    /// The header that identifies a call in the service's own logs.
    pub correlation_id_header: Option<String>,
    /// The headers that tell how much of a rate limit is used.
    pub rate_limit_headers: Option<RateLimitHeaders>,
}

/// Whether a reply may omit what the definition calls required.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequiredInReplies {
    /// It may: fields of replies are `Option`.
    #[default]
    Lenient,
    /// It may not: decoding fails when a required field is missing.
    Strict,
}

/// The headers that tell how much of a rate limit is used.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RateLimitHeaders {
    /// How many calls the window allows.
    pub allowed: String,
    /// How many have been made in it.
    pub count: String,
    /// Seconds until the window ends.
    pub reset: String,
}

/// Where error replies keep what.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Errors {
    /// The schema of error replies; found from the operations otherwise.
    pub schema: Option<String>,
    /// The property of that schema that holds the code.
    pub code: Option<String>,
    /// The property of that schema that holds the message for people; found by its name otherwise.
    pub message: Option<String>,
    /// Whether errors keep that message out of what they print, because it may name people.
    #[serde(default)]
    pub hide_message: bool,
    /// The extension of responses that lists the codes: an object from code to text.
    pub catalogue_extension: Option<String>,
}

/// How the credential of a security scheme is presented.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Security {
    /// The name of the setter, `snake_case`.
    pub name: String,
    /// The secret type of `[types]` that holds the credential; a generic secret otherwise.
    #[serde(rename = "type")]
    pub text_type: Option<String>,
    /// A word before the credential, such as `Bearer`, where the definition cannot say so.
    pub prefix: Option<String>,
}

/// How the list of an operation goes on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Paging {
    /// Whether it is no list in pages, whatever it looks like.
    #[serde(default)]
    pub off: bool,
    /// The parameters that take a cursor, where a reply gives a cursor and no address. The first whose condition
    /// holds is used.
    #[serde(default)]
    pub cursors: Vec<Cursor>,
}

/// A parameter that takes a cursor.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Cursor {
    /// The query parameter.
    pub parameter: String,
    /// The condition; none if it always takes the cursor.
    pub when: Option<CursorCondition>,
}

/// The condition that another query parameter of the call has a value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CursorCondition {
    /// The other query parameter.
    pub parameter: String,
    /// The value.
    pub value: String,
}

/// The keys of the settings that clients read from files and variables.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// What the names of variables begin with; made from the name of the crate otherwise.
    pub variables: Option<String>,
    /// Section → key → what it sets, such as `log-level`. Without any, those of the extensions are used, and without those
    /// keys of our own.
    #[serde(default)]
    pub keys: BTreeMap<String, BTreeMap<String, String>>,
}
