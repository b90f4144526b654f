//! The type of a value, stated or to be guessed, its format, and the values it is limited to.

use std::collections::BTreeSet;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::{Map, Number, Value};

use super::Reader;
use super::keywords::{type_of, type_of_format};
use crate::media_type::{self, MediaType};
use crate::normalise::part::{Part, as_number, as_text, kind};

/// The types that a schema allows, `null` left out.
pub(super) enum Types {
    /// Nothing is said, and nothing can be guessed.
    Unknown,
    One(&'static str),
    Several(Vec<&'static str>),
}

impl Types {
    /// The type, if there is exactly one.
    pub(super) fn only(&self) -> Option<&'static str> {
        match self {
            Self::One(name) => Some(name),
            Self::Unknown | Self::Several(_) => None,
        }
    }
}

impl Reader<'_> {
    /// Reads `type`, one or a list of them. A `null` among others makes the value nullable; alone it is
    /// the type.
    pub(super) fn types(&mut self, part: Part<'_>, nullable: &mut bool) -> Types {
        let stated = match part.get("type") {
            None => match guess(part) {
                Some(one) => return Types::One(one),
                None => return several_types(part, nullable),
            },
            Some(Value::Array(items)) => items.as_slice(),
            Some(one) => std::slice::from_ref(one),
        };
        let mut types = Vec::new();
        for value in stated {
            match value.as_str().map(str::trim).map(known_type) {
                Some(Ok(Some(name))) if !types.contains(&name) => types.push(name),
                Some(Ok(_)) => {}
                Some(Err(())) | None => {
                    let message = format!("{value} is not a type; any value is accepted here.");
                    self.invalid(&part.place.child("type"), message);
                }
            }
        }
        if types.len() > 1 && types.contains(&"null") {
            types.retain(|name| *name != "null");
            *nullable = true;
        }
        match types.as_slice() {
            [] => Types::Unknown,
            [one] => Types::One(one),
            // An integer is a number.
            ["integer", "number"] | ["number", "integer"] => Types::One("number"),
            _ => Types::Several(types),
        }
    }

    /// A value of several types: a variant for each, with the keywords that are about it.
    pub(super) fn one_variant_per_type(
        &mut self,
        part: Part<'_>,
        types: &[&'static str],
    ) -> AnySchema {
        let list = part.place.child("anyOf");
        let mut variants = Vec::new();
        for (number, name) in types.iter().enumerate() {
            let mut members = Map::new();
            members.insert("type".to_owned(), Value::from(*name));
            for (key, value) in part.members {
                if let Some(value) = restricted_to(name, key, value) {
                    members.insert(key.clone(), value);
                }
            }
            let place = self.moved(&list, &number.to_string(), &part.place.origin);
            let mut ignored = SchemaData::default();
            let part = Part { members: &members, place: &place };
            let any = self.any_schema(part, &Types::One(name), &mut ignored);
            variants.push(ReferenceOr::Item(Schema {
                schema_data: SchemaData { extensions: ignored.extensions, ..SchemaData::default() },
                schema_kind: SchemaKind::Any(any),
            }));
        }
        AnySchema { any_of: variants, ..AnySchema::default() }
    }

    /// The format. What 3.1 says by the encoding of a content is a format in 3.0, and so is a file.
    pub(super) fn format(&mut self, part: Part<'_>) -> Option<String> {
        if let Some(format) = self.text(part, "format").filter(|format| !format.is_empty()) {
            return Some(format);
        }
        if part.get("type").and_then(Value::as_str) == Some("file") {
            return Some("binary".to_owned());
        }
        let media_type = self.text(part, "contentMediaType");
        let is_bytes = |text: &String| MediaType::parse(text).essence() == media_type::OCTET_STREAM;
        match self.text(part, "contentEncoding").as_deref() {
            Some("base64" | "base64url") => Some("byte".to_owned()),
            None if media_type.as_ref().is_some_and(is_bytes) => Some("binary".to_owned()),
            _ => None,
        }
    }

    /// The smallest and largest number. Since 3.1 the exclusive limits are numbers of their own.
    pub(super) fn limits(&mut self, part: Part<'_>, any: &mut AnySchema) {
        let stricter = |this: Option<f64>, that: f64, larger: bool| {
            this.is_none_or(|this| if larger { that >= this } else { that <= this })
        };
        any.minimum = self.number(part, "minimum");
        any.maximum = self.number(part, "maximum");
        match part.get("exclusiveMinimum").map(as_limit) {
            Some(Limit::Number(number)) if stricter(any.minimum, number, true) => {
                (any.minimum, any.exclusive_minimum) = (Some(number), Some(true));
            }
            Some(Limit::Number(_)) | None => {}
            Some(Limit::Other) => any.exclusive_minimum = self.flag(part, "exclusiveMinimum"),
        }
        match part.get("exclusiveMaximum").map(as_limit) {
            Some(Limit::Number(number)) if stricter(any.maximum, number, false) => {
                (any.maximum, any.exclusive_maximum) = (Some(number), Some(true));
            }
            Some(Limit::Number(_)) | None => {}
            Some(Limit::Other) => any.exclusive_maximum = self.flag(part, "exclusiveMaximum"),
        }
    }

    /// Reads `enum`, or `const` as an `enum` of one value. A null among the values makes the schema
    /// nullable; values of another type are converted when that is what was meant.
    pub(super) fn enumeration(&mut self, part: Part<'_>, any: &mut AnySchema, nullable: &mut bool) {
        let (key, stated) = match part.members.get("const") {
            Some(value) => ("const", std::slice::from_ref(value)),
            None => ("enum", self.list(part, "enum").unwrap_or_default()),
        };
        if stated.is_empty() {
            return;
        }
        let mut values = Vec::with_capacity(stated.len());
        let mut known = BTreeSet::new();
        for (number, value) in stated.iter().enumerate() {
            if value.is_null() {
                *nullable = true;
                continue;
            }
            match converted(value, any.typ.as_deref()) {
                Some(value) => {
                    if known.insert(value.to_string()) {
                        values.push(value);
                    }
                }
                None => {
                    let place = part.place.child(key);
                    let place = if key == "enum" { place.child(number) } else { place };
                    let due = any.typ.as_deref().unwrap_or("scalar");
                    let message = format!(
                        "The value is {}, not of the type `{due}`; it is left out.",
                        kind(value)
                    );
                    self.invalid(&place, message);
                }
            }
        }
        // Only null fits, whatever type stands beside it.
        if stated.iter().all(Value::is_null) {
            any.typ = Some("null".to_owned());
        }
        any.enumeration = values;
    }
}

/// Reads the name of a type. `any` is one that allows everything.
fn known_type(name: &str) -> Result<Option<&'static str>, ()> {
    Ok(Some(match name {
        "string" | "file" => "string",
        "integer" | "int" | "long" => "integer",
        "number" | "float" | "double" => "number",
        "boolean" | "bool" => "boolean",
        "array" => "array",
        "object" => "object",
        "null" => "null",
        "any" | "" => return Ok(None),
        _ => return Err(()),
    }))
}

/// The type that the other keywords speak of, when none is stated.
fn guess(part: Part<'_>) -> Option<&'static str> {
    let stated = |key: &&str| part.get(key).is_some();
    let first =
        |keys: &[&'static str]| keys.iter().copied().find(|key| stated(key)).and_then(type_of);
    let values = part.get("enum").and_then(Value::as_array).map(Vec::as_slice);
    let values = part.members.get("const").map(std::slice::from_ref).or(values);
    let is_list = stated(&"items") && !lists_items(part) || stated(&"prefixItems");
    first(&["properties", "additionalProperties", "patternProperties"])
        .or_else(|| is_list.then_some("array"))
        .or_else(|| values.and_then(type_of_values))
        .or_else(|| part.get("format").and_then(Value::as_str).map(type_of_format))
        .or_else(|| {
            first(&["pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType"])
        })
        .or_else(|| first(&["minimum", "maximum", "multipleOf"]))
}

/// Whether `items` has a list of schemas, as no version of OpenAPI allows. It is a tuple where the type says that the value
/// is a list. Where no type is stated, documents that were converted mean a choice by it: `anyOf` was not to be had.
pub(super) fn lists_items(part: Part<'_>) -> bool {
    part.get("prefixItems").is_none() && part.get("items").is_some_and(Value::is_array)
}

/// The types of listed values that are not all of one.
fn several_types(part: Part<'_>, nullable: &mut bool) -> Types {
    let values = part.get("enum").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut types = Vec::new();
    for value in values.iter().filter(|value| !value.is_null()) {
        match type_of_values(std::slice::from_ref(value)) {
            Some(name) if !types.contains(&name) => types.push(name),
            Some(_) => {}
            // A list or an object among them.
            None => return Types::Unknown,
        }
    }
    if types.is_empty() {
        return Types::Unknown;
    }
    *nullable |= values.iter().any(Value::is_null);
    if types.contains(&"number") {
        types.retain(|name| *name != "integer");
    }
    match types.as_slice() {
        [one] => Types::One(one),
        _ => Types::Several(types),
    }
}

/// The type that all values have which are not null.
fn type_of_values(values: &[Value]) -> Option<&'static str> {
    let mut types = values.iter().filter(|value| !value.is_null()).map(|value| match value {
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::Null | Value::Array(_) | Value::Object(_) => "",
    });
    let first = types.next()?;
    let same = !first.is_empty() && types.all(|name| name == first);
    same.then_some(first)
}

/// A keyword as far as it is about the values of one type.
fn restricted_to(name: &str, key: &str, value: &Value) -> Option<Value> {
    match key {
        "enum" => {
            let of_type = |value: &&Value| match type_of_values(std::slice::from_ref(value)) {
                Some("integer") => matches!(name, "integer" | "number"),
                Some(other) => other == name,
                None => false,
            };
            let values: Vec<Value> = value.as_array()?.iter().filter(of_type).cloned().collect();
            (!values.is_empty()).then(|| Value::from(values))
        }
        "format" => {
            let wanted = type_of_format(value.as_str()?);
            let fits = wanted == name || (wanted == "number" && name == "integer");
            fits.then(|| value.clone())
        }
        _ => {
            let wanted = type_of(key)?;
            let fits = wanted == name || (wanted == "number" && name == "integer");
            fits.then(|| value.clone())
        }
    }
}

enum Limit {
    Number(f64),
    Other,
}

fn as_limit(value: &Value) -> Limit {
    match value {
        Value::Number(_) => as_number(value).map_or(Limit::Other, Limit::Number),
        _ => Limit::Other,
    }
}

/// A value of an enumeration in the type of the schema.
pub(super) fn converted(value: &Value, typ: Option<&str>) -> Option<Value> {
    match (typ, value) {
        (Some("string"), _) => as_text(value).map(Value::from),
        (Some("integer" | "number"), Value::Number(_))
        | (Some("boolean"), Value::Bool(_))
        | (Some("array"), Value::Array(_))
        | (Some("object"), Value::Object(_))
        | (None, _) => Some(value.clone()),
        (Some("integer" | "number"), Value::String(text)) => parsed(text.trim()).map(Value::Number),
        (Some("boolean"), Value::String(text)) => text.trim().parse().ok().map(Value::Bool),
        _ => None,
    }
}

fn parsed(text: &str) -> Option<Number> {
    let whole = text.parse::<i64>().ok().map(Number::from);
    whole.or_else(|| text.parse().ok().and_then(Number::from_f64))
}
