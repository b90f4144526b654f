//! What several keys of a schema say together, whatever the version of the specification and however the
//! author put it: `nullable`, a `null` among the types and a null among the values are one statement.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::media_type::{self, MediaType};

/// What keys of a schema say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Facet {
    Types,
    Nullable,
    Format,
    Values,
    Minimum,
    Maximum,
    Example,
    Required,
}

/// What a facet says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FacetValue {
    Flag(bool),
    Texts(BTreeSet<String>),
    Limit(Option<(f64, bool)>),
    Value(Option<Value>),
}

type Members = Map<String, Value>;

impl Facet {
    pub(super) const ALL: [Self; 8] = [
        Self::Types,
        Self::Nullable,
        Self::Format,
        Self::Values,
        Self::Minimum,
        Self::Maximum,
        Self::Example,
        Self::Required,
    ];

    /// The keys by which it is said.
    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Types => &["type"],
            Self::Nullable => &["nullable", "x-nullable"],
            Self::Format => &["format", "contentEncoding", "contentMediaType"],
            Self::Values => &["enum", "const"],
            Self::Minimum => &["minimum", "exclusiveMinimum"],
            Self::Maximum => &["maximum", "exclusiveMaximum"],
            Self::Example => &["example", "examples"],
            Self::Required => &["required"],
        }
    }

    /// Whether what it says may hang on a key.
    pub(super) fn depends_on(self, key: &str) -> bool {
        match key {
            "type" => matches!(self, Self::Types | Self::Nullable | Self::Format),
            "enum" | "const" => matches!(self, Self::Values | Self::Nullable | Self::Types),
            "format" | "contentEncoding" | "contentMediaType" => {
                matches!(self, Self::Format | Self::Types)
            }
            _ => self.keys().contains(&key),
        }
    }

    /// What it says in a schema.
    pub(super) fn said(self, schema: &Members) -> FacetValue {
        match self {
            Self::Types => FacetValue::Texts(types(schema)),
            Self::Nullable => FacetValue::Flag(nullable(schema)),
            Self::Format => FacetValue::Texts(format(schema).into_iter().collect()),
            Self::Values => {
                FacetValue::Texts(values(schema).iter().map(|value| word(value)).collect())
            }
            Self::Minimum => {
                FacetValue::Limit(limit(schema, "minimum", "exclusiveMinimum", f64::ge))
            }
            Self::Maximum => {
                FacetValue::Limit(limit(schema, "maximum", "exclusiveMaximum", f64::le))
            }
            Self::Example => FacetValue::Value(example(schema)),
            Self::Required => FacetValue::Texts(required(schema)),
        }
    }
}

/// The member of a key, where null stands for none.
fn get<'a>(members: &'a Members, key: &str) -> Option<&'a Value> {
    members.get(key).filter(|value| !value.is_null())
}

/// A scalar as text, or anything else as JSON.
pub(super) fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn list<'a>(members: &'a Members, key: &str) -> &'a [Value] {
    get(members, key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The types without null, those that other keys give away when none is stated.
fn types(schema: &Members) -> BTreeSet<String> {
    let stated = match get(schema, "type") {
        Some(Value::Array(types)) => types.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => return guess(schema).into_iter().map(str::to_owned).collect(),
    };
    let words = stated.iter().filter_map(Value::as_str).map(str::trim);
    let known = words.filter(|word| !matches!(*word, "null" | "any" | ""));
    let mut known: BTreeSet<String> = known.map(str::to_owned).collect();
    if known.contains("number") {
        known.remove("integer");
    }
    known
}

/// The type that the other keys speak of.
fn guess(schema: &Members) -> Option<&'static str> {
    let has = |keys: &[&str]| keys.iter().any(|key| get(schema, key).is_some());
    if has(&["properties", "additionalProperties", "patternProperties"]) {
        return Some("object");
    }
    if has(&["items", "prefixItems"]) {
        return Some("array");
    }
    let mut words = values(schema).into_iter().map(|value| match value {
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        _ => "",
    });
    if let Some(first) = words.next().filter(|first| words.all(|other| other == *first)) {
        return Some(first).filter(|word| !word.is_empty());
    }
    let text = ["pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType"];
    match get(schema, "format").and_then(Value::as_str) {
        Some("int32" | "int64") => Some("integer"),
        Some("float" | "double" | "decimal") => Some("number"),
        Some(_) => Some("string"),
        None if has(&text) => Some("string"),
        None if has(&["minimum", "maximum", "multipleOf"]) => Some("number"),
        None => None,
    }
}

fn nullable(schema: &Members) -> bool {
    let flag = |key: &str| get(schema, key).map(|value| word(value).eq_ignore_ascii_case("true"));
    let types = list(schema, "type").iter().any(|word| word == "null");
    let values = schema.get("const").is_some_and(Value::is_null)
        || list(schema, "enum").iter().any(Value::is_null);
    flag("nullable").or_else(|| flag("x-nullable")).unwrap_or(false) || types || values
}

fn format(schema: &Members) -> Option<String> {
    let text = |key: &str| get(schema, key).map(word).filter(|text| !text.is_empty());
    let binary = text("contentMediaType")
        .is_some_and(|text| MediaType::parse(&text).essence() == media_type::OCTET_STREAM);
    let file = get(schema, "type").is_some_and(|word| word == "file");
    text("format").or_else(|| match text("contentEncoding").as_deref() {
        _ if file => Some("binary".to_owned()),
        Some("base64" | "base64url") => Some("byte".to_owned()),
        None if binary => Some("binary".to_owned()),
        _ => None,
    })
}

/// The values without null.
fn values(schema: &Members) -> Vec<&Value> {
    let stated = match schema.get("const") {
        Some(value) => std::slice::from_ref(value),
        None => list(schema, "enum"),
    };
    stated.iter().filter(|value| !value.is_null()).collect()
}

/// A limit, and whether it is itself excluded; since 3.1 that is a limit of its own.
fn limit(
    schema: &Members,
    key: &str,
    exclusive: &str,
    stricter: fn(&f64, &f64) -> bool,
) -> Option<(f64, bool)> {
    let number = |value: &Value| value.as_f64().or_else(|| word(value).trim().parse().ok());
    let own = get(schema, key).and_then(number);
    match get(schema, exclusive) {
        Some(value @ Value::Number(_)) => match (own, number(value)) {
            (Some(own), Some(other)) if !stricter(&other, &own) => Some((own, false)),
            (own, other) => other.map(|other| (other, true)).or(own.map(|own| (own, false))),
        },
        other => own.map(|own| (own, other.is_some_and(|value| word(value) == "true"))),
    }
}

fn example(schema: &Members) -> Option<Value> {
    let first = match get(schema, "examples") {
        Some(Value::Array(examples)) => examples.first().cloned(),
        Some(Value::Object(examples)) => {
            examples.values().next().map(|e| e.get("value").unwrap_or(e).clone())
        }
        _ => None,
    };
    get(schema, "example").cloned().or(first)
}

/// The names of a list; a truth value is a statement about the object around.
fn required(schema: &Members) -> BTreeSet<String> {
    match get(schema, "required") {
        Some(Value::Array(names)) => names.iter().map(word).collect(),
        Some(Value::Bool(false)) | None => BTreeSet::new(),
        Some(other) => BTreeSet::from([word(other)]),
    }
}
