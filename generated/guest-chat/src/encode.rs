//! Turns parameter values into the text of a path, a query or a cookie.
//!
//! In: values as the caller gave them. Out: text in which everything but unreserved characters is
//! percent-encoded, so that a value can never change the structure of the request. What cannot be
//! sent safely is refused with a message that names the parameter only.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// How the values of a list parameter are written into a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    dead_code,
    reason = "which styles are used depends on the operations of the API"
)]
pub(crate) enum ListStyle {
    /// `name=a,b`
    Csv,
    /// `name=a%20b`
    Ssv,
    /// `name=a%09b`
    Tsv,
    /// `name=a%7Cb`
    Pipes,
    /// `name=a&name=b`
    Multi,
}

/// One query parameter with its value or values.
#[derive(Clone)]
pub(crate) struct QueryParameter {
    pub(crate) name: Cow<'static, str>,
    pub(crate) value: QueryValue,
}

#[derive(Clone)]
pub(crate) enum QueryValue {
    One(String),
    List(Vec<String>, ListStyle),
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

/// The path of an operation with its parameters filled in for `{name}`; the error is the message for the caller.
pub(crate) fn path(template: &str, values: &[(&'static str, String)]) -> Result<String, String> {
    let values_length: usize = values.iter().map(|(_, value)| value.len()).sum();
    let mut path = String::with_capacity(template.len() + values_length);
    let mut rest = template;
    while let Some((literal, (name, after))) = next_parameter(rest) {
        let value = values.iter().find(|(given, _)| *given == name);
        let text = value.map(|(_, text)| text.as_str()).unwrap_or_default();
        let encoded = Cow::from(encode(text));
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

/// Writes the parameters as a query, without the leading `?`. A list without values is left out.
pub(crate) fn query<'a>(parameters: impl IntoIterator<Item = &'a QueryParameter>) -> String {
    let mut query = String::new();
    for parameter in parameters {
        match &parameter.value {
            QueryValue::One(value) => push_pair(&mut query, &parameter.name, encode(value)),
            QueryValue::List(values, style) => match style.delimiter() {
                None => values
                    .iter()
                    .for_each(|value| push_pair(&mut query, &parameter.name, encode(value))),
                Some(_) if values.is_empty() => {}
                Some(delimiter) => {
                    let encoded: Vec<String> = values
                        .iter()
                        .map(|value| encode(value).to_string())
                        .collect();
                    push_pair(&mut query, &parameter.name, [&*encoded.join(delimiter)]);
                }
            },
        }
    }
    query
}

impl ListStyle {
    /// What stands between two values of one pair; `None` when each value has its own pair.
    fn delimiter(self) -> Option<&'static str> {
        match self {
            Self::Csv => Some(","),
            Self::Ssv => Some("%20"),
            Self::Tsv => Some("%09"),
            Self::Pipes => Some("%7C"),
            Self::Multi => None,
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
