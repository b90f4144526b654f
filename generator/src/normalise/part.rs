//! Lenient access to the members of an object: what can be understood is taken, what cannot is reported
//! and treated as absent. `null` is absent everywhere, as YAML writes a key without a value.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::Reader;
use super::mark::is_mark;
use super::origins::PartPlace;
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;

/// Up to how many members an object is small.
const SMALL: usize = 12;

/// An object of the definition and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) members: &'a Map<String, Value>,
    pub(super) place: &'a PartPlace,
}

impl<'a> Part<'a> {
    /// A member that is there and not null.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        // Most objects are small; comparing their keys is faster than hashing this one.
        let value = if self.members.len() <= SMALL {
            self.members.iter().find_map(|(own, value)| (own == key).then_some(value))
        } else {
            self.members.get(key)
        };
        value.filter(|value| !value.is_null())
    }

    /// The text of a reference, when the part is one.
    pub(super) fn reference(&self) -> Option<&'a str> {
        self.members.get("$ref").and_then(Value::as_str)
    }
}

impl Reader<'_> {
    /// Takes a value as an object.
    pub(super) fn part<'v>(
        &mut self,
        value: &'v Value,
        place: &'v PartPlace,
        what: &str,
    ) -> Option<Part<'v>> {
        if let Value::Object(members) = value {
            return Some(Part { members, place });
        }
        self.invalid(place, format!("Here is {}, but {what} is due; it is left out.", kind(value)));
        None
    }

    pub(super) fn text(&mut self, part: Part<'_>, key: &str) -> Option<String> {
        let value = part.get(key)?;
        let text = as_text(value);
        if text.is_none() {
            self.mismatch(part, key, value, "a text");
        }
        text
    }

    pub(super) fn flag(&mut self, part: Part<'_>, key: &str) -> Option<bool> {
        let value = part.get(key)?;
        let flag = as_flag(value);
        if flag.is_none() {
            self.mismatch(part, key, value, "`true` or `false`");
        }
        flag
    }

    pub(super) fn number(&mut self, part: Part<'_>, key: &str) -> Option<f64> {
        let value = part.get(key)?;
        let number = as_number(value);
        if number.is_none() {
            self.mismatch(part, key, value, "a number");
        }
        number
    }

    pub(super) fn count(&mut self, part: Part<'_>, key: &str) -> Option<usize> {
        let value = part.get(key)?;
        let count = as_count(value);
        if count.is_none() {
            self.mismatch(part, key, value, "a whole number");
        }
        count
    }

    pub(super) fn object<'v>(
        &mut self,
        part: Part<'v>,
        key: &str,
    ) -> Option<&'v Map<String, Value>> {
        let value = part.get(key)?;
        let members = value.as_object();
        if members.is_none() {
            self.mismatch(part, key, value, "an object");
        }
        members
    }

    pub(super) fn list<'v>(&mut self, part: Part<'v>, key: &str) -> Option<&'v [Value]> {
        let value = part.get(key)?;
        let items = value.as_array();
        if items.is_none() {
            self.mismatch(part, key, value, "a list");
        }
        items.map(Vec::as_slice)
    }

    /// A list of texts; one text alone counts as a list of one.
    pub(super) fn texts(&mut self, part: Part<'_>, key: &str) -> Option<Vec<String>> {
        let value = part.get(key)?;
        if let Value::String(text) = value {
            return Some(vec![text.clone()]);
        }
        let items = self.list(part, key)?;
        let mut texts = Vec::with_capacity(items.len());
        for (number, item) in items.iter().enumerate() {
            match as_text(item) {
                Some(text) => texts.push(text),
                None => self.invalid(
                    &part.place.child(key).child(number),
                    format!("Here is {}, but a text is due; it is left out.", kind(item)),
                ),
            }
        }
        Some(texts)
    }

    /// The vendor extensions.
    pub(super) fn extensions(part: Part<'_>) -> IndexMap<String, Value> {
        part.members
            .iter()
            .filter(|(key, _)| key.starts_with("x-") && !is_mark(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    }

    /// Reports the members that the specification does not know.
    pub(super) fn unknown(&mut self, part: Part<'_>, what: &str, known: &[&str]) {
        for key in part.members.keys() {
            if key.starts_with("x-") || known.contains(&key.as_str()) {
                continue;
            }
            let message = format!("`{key}` is not a key of {what}; it is ignored.");
            let help = match nearest(key, known.iter().copied()) {
                Some(name) => format!("Did you mean `{name}`?"),
                None => "Remove it, or start its name with `x-`.".to_owned(),
            };
            let place = part.place.child(key);
            self.diagnostics
                .push(Diagnostic::new(Code::UnknownKey, message).at(&place.origin).help(help));
        }
    }

    pub(super) fn mismatch(&mut self, part: Part<'_>, key: &str, value: &Value, due: &str) {
        let message = format!("`{key}` is {}, but {due} is due; it is ignored.", kind(value));
        self.invalid(&part.place.child(key), message);
    }
}

/// What a value is, in words.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "`true` or `false`",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A scalar as text: YAML makes numbers of versions and truth values of names.
pub(super) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn as_flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
        _ => None,
    }
}

pub(super) fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

fn as_count(value: &Value) -> Option<usize> {
    if let Some(count) = value.as_u64() {
        return usize::try_from(count).ok();
    }
    let number = as_number(value)?;
    // Text keeps the conversion exact: `5.0` is printed as `5`.
    if number.fract() == 0.0 { format!("{number:.0}").parse().ok() } else { None }
}
