//! Turns parameter values into the text of a path, a query or a cookie.
//!
//! In: values as the caller gave them. Out: text in which everything but unreserved characters is
//! percent-encoded, so that a value can never change the structure of the request. What cannot be
//! sent safely is refused with a message that names the parameter only.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// One query parameter with its value.
#[derive(Clone)]
pub(crate) struct QueryParameter {
    pub(crate) name: Cow<'static, str>,
    pub(crate) value: QueryValue,
}

#[derive(Clone)]
pub(crate) enum QueryValue {
    /// A text, not yet encoded.
    One(String),
    /// The pairs that it consists of, encoded, which may be none: `name=a&name=b`.
    Written(String),
}

/// The value of a path parameter.
#[derive(Clone)]
pub(crate) enum PathValue {
    /// A text, not yet encoded.
    One(String),
    /// A text in the style of the parameter, encoded.
    Written(String),
}

/// The unreserved characters of RFC 3986 stay, all others are encoded.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Percent-encodes everything but unreserved characters.
pub(crate) fn encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

/// Those of the reserved characters that would end a value, or say something else in a form, and all that are not
/// reserved.
const STRUCTURAL: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';');

/// Percent-encodes what would change the structure of a query, and leaves other reserved characters.
pub(crate) fn encode_but_reserved(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, STRUCTURAL)
}

/// The path of an operation with its parameters filled in for `{name}`; the error is the message for the caller.
pub(crate) fn path(template: &str, values: &[(&'static str, PathValue)]) -> Result<String, String> {
    let values_length: usize = values.iter().map(|(_, value)| value.text().len()).sum();
    let mut path = String::with_capacity(template.len() + values_length);
    let mut rest = template;
    while let Some((literal, (name, after))) = next_parameter(rest) {
        let value = values.iter().find(|(given, _)| *given == name);
        let text = value.map(|(_, value)| value.text()).unwrap_or_default();
        let encoded = match value {
            Some((_, PathValue::Written(_))) => Cow::from(text),
            _ => Cow::from(encode(text)),
        };
        check_segment(name, text, &encoded)?;
        path.push_str(literal);
        path.push_str(&encoded);
        rest = after;
    }
    path.push_str(rest);
    Ok(path)
}

/// What stands before the next `{name}`, the name, and what comes after it.
fn next_parameter(template: &str) -> Option<(&str, (&str, &str))> {
    let (literal, rest) = template.split_once('{')?;
    Some((literal, rest.split_once('}')?))
}

/// Refuses values that would not stay one path segment. Encoding does not help against dots: URL
/// parsers read `%2e%2e` as `..` too.
fn check_segment(name: &str, value: &str, encoded: &str) -> Result<(), String> {
    let flaw = match value {
        "" => "must not be empty",
        "." | ".." => "must not be `.` or `..`",
        // Control characters are always encoded; ids have nothing that is.
        _ if encoded == value => return Ok(()),
        _ if value.chars().any(char::is_control) => "must not contain control characters",
        _ => return Ok(()),
    };
    Err(format!("the path parameter `{name}` {flaw}"))
}

/// Writes the parameters as a query, without the leading `?`.
pub(crate) fn query<'a>(parameters: impl IntoIterator<Item = &'a QueryParameter>) -> String {
    let mut query = String::new();
    for parameter in parameters {
        match &parameter.value {
            QueryValue::One(value) => push_pair(&mut query, &parameter.name, encode(value)),
            QueryValue::Written(pairs) if pairs.is_empty() => {}
            QueryValue::Written(pairs) => {
                if !query.is_empty() {
                    query.push('&');
                }
                query.push_str(pairs);
            }
        }
    }
    query
}

impl PathValue {
    fn text(&self) -> &str {
        match self {
            Self::One(text) | Self::Written(text) => text,
        }
    }
}

fn push_pair<'a>(query: &mut String, name: &str, value: impl IntoIterator<Item = &'a str>) {
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(encode(name));
    query.push('=');
    query.extend(value);
}
