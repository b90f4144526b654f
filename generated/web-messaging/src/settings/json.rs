//! Reads JSON: an object of sections, which are objects of keys.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::entry::{Entry, Place, Scalar};
use super::problem::Problem;

/// The members of an object in their order, repeated ones too.
struct Members<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Members<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
            type Value = Members<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder(std::marker::PhantomData))
    }
}

/// The entries of a text, in their order.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Problem> {
    let sections: Members<Members<Value>> = serde_json::from_str(text).map_err(|error| {
        // The words of the parser may repeat a value.
        let what = if error.is_data() {
            "the file must be an object of sections, which are objects of keys"
        } else {
            "the file is not valid JSON"
        };
        Problem::new(Place::Line(error.line(), error.column()), what)
    })?;
    let mut places = Places { text, offset: 0 };
    let mut entries = Vec::new();
    for (section, members) in sections.0 {
        places.next(&section);
        for (key, value) in members.0 {
            let place = places.next(&key);
            entries.push(Entry {
                section: section.clone(),
                key,
                value: scalar(value),
                place,
            });
        }
    }
    Ok(entries)
}

fn scalar(value: Value) -> Scalar {
    match value {
        Value::Null => Scalar::Nothing,
        Value::Bool(flag) => Scalar::Flag(flag),
        Value::Number(number) => number.as_u64().map_or(Scalar::Other, Scalar::Number),
        Value::String(text) => Scalar::Text(text),
        Value::Array(_) | Value::Object(_) => Scalar::Other,
    }
}

/// Finds names in the order in which they stand in a text.
struct Places<'t> {
    text: &'t str,
    offset: usize,
}

impl Places<'_> {
    /// The place of the next name like this; near it, if the text spells it with escapes.
    fn next(&mut self, name: &str) -> Place {
        let rest = self.text.get(self.offset..).unwrap_or_default();
        let quoted = format!("\"{name}\"");
        let is_name = |(at, found): &(usize, &str)| {
            let after = rest.get(at + found.len()..).unwrap_or_default();
            after.trim_start().starts_with(':')
        };
        let found = rest.match_indices(&quoted).find(is_name);
        if let Some((at, _)) = found {
            let place = Place::of(self.text, self.offset + at);
            self.offset += at + quoted.len();
            return place;
        }
        Place::of(self.text, self.offset)
    }
}
