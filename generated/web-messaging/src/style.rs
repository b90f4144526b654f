//! Writes values into paths, queries, headers, cookies and forms, in the style that the definition gives them.
//!
//! In: a name, a value as JSON, and how it is written ([`Writing`]). Out: the text of a path segment or of a
//! header, or the pairs of a query, of cookies or of a form. Null is not written, and neither is a list or an
//! object of which nothing is left. Where a style says nothing of what is inside a list or an object, lists
//! are joined by commas, and objects are texts of JSON.

#![allow(
    dead_code,
    reason = "which styles are used depends on the operations of the API"
)]

use serde_json::Value;

use crate::encode::{encode, encode_but_reserved};

/// Where the parts of a value stand, and what is between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `a,b`, in paths and headers.
    Simple,
    /// `.a,b`, in paths.
    Label,
    /// `;name=a,b`, in paths.
    Matrix,
    /// `name=a,b`
    Form,
    /// `name=a%20b`
    SpaceDelimited,
    /// `name=a%7Cb`
    PipeDelimited,
    /// `name=a%09b`
    TabDelimited,
    /// `name[key]=a`, and `name[0]=a` for lists, however deep.
    DeepObject,
    /// A text of JSON.
    Json,
}

/// How one parameter, or one field of a form, is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Writing {
    style: Style,
    explode: bool,
    keeps_reserved: bool,
    allows_empty: bool,
}

impl Writing {
    /// In this style, a list or an object as one text.
    pub(crate) const fn of(style: Style) -> Self {
        Self {
            style,
            explode: false,
            keeps_reserved: false,
            allows_empty: false,
        }
    }

    /// Each item of a list, and each member of an object, by itself.
    pub(crate) const fn exploded(self) -> Self {
        Self {
            explode: true,
            ..self
        }
    }

    /// Reserved characters (`/`, `:`, `,` …) stay as they are, but for those that would end the value.
    pub(crate) const fn with_reserved(self) -> Self {
        Self {
            keeps_reserved: true,
            ..self
        }
    }

    /// A list or an object without anything in it is sent as an empty value.
    pub(crate) const fn or_empty(self) -> Self {
        Self {
            allows_empty: true,
            ..self
        }
    }

    fn encoder(self) -> fn(&str) -> String {
        if self.keeps_reserved {
            |text| encode_but_reserved(text).to_string()
        } else {
            |text| encode(text).to_string()
        }
    }
}

/// The text of a path parameter, percent-encoded; `None` when there is nothing to write.
pub(crate) fn segment(name: &str, value: &Value, writing: Writing) -> Option<String> {
    whole(name, value, writing, writing.encoder())
}

/// The text of a header, as it is; `None` when there is nothing to write.
pub(crate) fn header(value: &Value, writing: Writing) -> Option<String> {
    whole("", value, writing, str::to_owned)
}

fn whole(
    name: &str,
    value: &Value,
    writing: Writing,
    encoder: fn(&str) -> String,
) -> Option<String> {
    let explode = writing.explode;
    match writing.style {
        _ if value.is_null() => None,
        Style::Json => Some(encoder(&value.to_string())),
        Style::Label => {
            let separator = if explode { "." } else { "," };
            Some(format!(
                ".{}",
                Parts::of(value, encoder)?.joined(separator, explode)
            ))
        }
        Style::Matrix => Some(matrix(&encoder(name), Parts::of(value, encoder)?, explode)),
        Style::Simple
        | Style::Form
        | Style::SpaceDelimited
        | Style::PipeDelimited
        | Style::TabDelimited
        | Style::DeepObject => {
            let separator = separator(writing.style, encoder);
            Some(Parts::of(value, encoder)?.joined(&separator, explode))
        }
    }
}

/// A path parameter in the style of matrix: one without a value is its name alone.
fn matrix(name: &str, parts: Parts, explode: bool) -> String {
    let one = |name: &str, value: &str| match value {
        "" => format!(";{name}"),
        value => format!(";{name}={value}"),
    };
    match parts {
        Parts::Items(items) if explode => items.iter().map(|item| one(name, item)).collect(),
        Parts::Members(members) if explode => {
            members.iter().map(|(key, value)| one(key, value)).collect()
        }
        parts => one(name, &parts.joined(",", false)),
    }
}

/// The pairs of a query, of cookies or of a form: names and values, both percent-encoded.
pub(crate) fn pairs(name: &str, value: &Value, writing: Writing) -> Vec<(String, String)> {
    let encoder = writing.encoder();
    let found = match writing.style {
        _ if value.is_null() => Vec::new(),
        Style::Json => vec![(encode(name).to_string(), encoder(&value.to_string()))],
        Style::DeepObject => {
            let mut pairs = Vec::new();
            deep(name, value, encoder, &mut pairs);
            pairs
        }
        _ => flat(name, value, writing),
    };
    if found.is_empty() && writing.allows_empty && !value.is_null() {
        return vec![(encode(name).to_string(), String::new())];
    }
    found
}

fn flat(name: &str, value: &Value, writing: Writing) -> Vec<(String, String)> {
    let encoder = writing.encoder();
    let name = || encode(name).to_string();
    match Parts::of(value, encoder) {
        None => Vec::new(),
        Some(Parts::Items(items)) if writing.explode => {
            items.into_iter().map(|item| (name(), item)).collect()
        }
        Some(Parts::Members(members)) if writing.explode => members,
        Some(parts) => vec![(
            name(),
            parts.joined(&separator(writing.style, encoder), false),
        )],
    }
}

/// A pair for each value inside of a value, with the way to it as its name.
fn deep(name: &str, value: &Value, encoder: fn(&str) -> String, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                deep(&format!("{name}[{number}]"), item, encoder, pairs);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                deep(&format!("{name}[{key}]"), member, encoder, pairs);
            }
        }
        value => {
            if let Some(text) = scalar(value) {
                pairs.push((encode(name).to_string(), encoder(&text)));
            }
        }
    }
}

/// A form: the members of an object as pairs. `fields` says of some how they are written; of the others, a list is
/// a pair per item, and an object is a text of JSON. `None` when the value is no object.
pub(crate) fn form(value: &Value, fields: &[(&str, Writing)]) -> Option<String> {
    let mut form = String::new();
    for (name, value) in value.as_object()? {
        let stated = fields.iter().find(|(field, _)| field == name);
        let writing = stated.map_or_else(|| usual(value), |(_, writing)| *writing);
        push_pairs(&mut form, &pairs(name, value, writing), "&");
    }
    Some(form)
}

fn usual(value: &Value) -> Writing {
    match value {
        Value::Object(_) => Writing::of(Style::Json),
        _ => Writing::of(Style::Form).exploded(),
    }
}

/// Adds `name=value` for each pair.
pub(crate) fn push_pairs(text: &mut String, pairs: &[(String, String)], separator: &str) {
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push_str(separator);
        }
        text.push_str(name);
        text.push('=');
        text.push_str(value);
    }
}

/// What stands between two parts of one text.
fn separator(style: Style, encoder: fn(&str) -> String) -> String {
    match style {
        Style::SpaceDelimited => encoder(" "),
        Style::TabDelimited => encoder("\t"),
        Style::PipeDelimited => encoder("|"),
        _ => ",".to_owned(),
    }
}

/// A value as the texts that it consists of, each encoded.
enum Parts {
    One(String),
    Items(Vec<String>),
    Members(Vec<(String, String)>),
}

impl Parts {
    /// The parts of a value; `None` when it has none.
    fn of(value: &Value, encoder: fn(&str) -> String) -> Option<Self> {
        match value {
            Value::Array(items) => {
                let items: Vec<String> = items
                    .iter()
                    .filter_map(|item| part(item, encoder))
                    .collect();
                (!items.is_empty()).then_some(Self::Items(items))
            }
            Value::Object(members) => {
                let members = members.iter();
                let members: Vec<(String, String)> = members
                    .filter_map(|(name, value)| Some((encoder(name), part(value, encoder)?)))
                    .collect();
                (!members.is_empty()).then_some(Self::Members(members))
            }
            value => scalar(value).map(|text| Self::One(encoder(&text))),
        }
    }

    /// All parts as one text. `explode` writes members as `key=value`.
    fn joined(self, separator: &str, explode: bool) -> String {
        match self {
            Self::One(text) => text,
            Self::Items(items) => items.join(separator),
            Self::Members(members) => {
                let between = if explode { "=" } else { separator };
                let members = members.into_iter();
                let members = members.map(|(name, value)| [name, value].join(between));
                members.collect::<Vec<String>>().join(separator)
            }
        }
    }
}

/// What is inside of a list or an object.
fn part(value: &Value, encoder: fn(&str) -> String) -> Option<String> {
    match value {
        Value::Array(items) => {
            let items = items.iter().filter_map(|item| part(item, encoder));
            Some(items.collect::<Vec<String>>().join(","))
        }
        Value::Object(_) => Some(encoder(&value.to_string())),
        value => scalar(value).map(|text| encoder(&text)),
    }
}

/// A value that has no parts as text; `None` for null. A number is written as Rust does it, like one that is a
/// parameter by itself.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if number.is_f64() => Some(
            number
                .as_f64()
                .map_or_else(|| number.to_string(), |number| number.to_string()),
        ),
        value => Some(value.to_string()),
    }
}

/// Whether a text inside of a value has control characters.
pub(crate) fn has_controls(value: &Value) -> bool {
    match value {
        Value::String(text) => text.chars().any(char::is_control),
        Value::Array(items) => items.iter().any(has_controls),
        Value::Object(members) => {
            let keys = |name: &String| name.chars().any(char::is_control);
            members
                .iter()
                .any(|(name, value)| keys(name) || has_controls(value))
        }
        _ => false,
    }
}
