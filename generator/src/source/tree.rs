//! Builds the tree from any serde format, with the limits and the key rules that both formats share.
//!
//! The seeds here replace the `Deserialize` of `serde_json::Value`, which takes the last of two equal
//! keys without a word, knows no merge keys, and leaves depth and size to the parser.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use super::Problem;
use crate::diagnostic::{Code, Diagnostic};
use crate::limit::{Found, Limit, Limits};

/// The key under which YAML keeps mappings to be merged into the one that has it.
pub(super) const MERGE: &str = "<<";

/// What has too much of something.
pub(super) const SUBJECT: &str = "The definition";

/// A finished tree.
pub(super) struct Tree {
    pub(super) value: Value,
    /// Whether some object stated a key twice.
    pub(super) repeated_keys: bool,
}

/// What the seeds share while one text is read.
pub(super) struct Building {
    limits: Limits,
    merges: bool,
    depth: Cell<usize>,
    values: Cell<usize>,
    /// The length of the keys on the way to the value that is being read.
    keys: Cell<usize>,
    repeated_keys: Cell<bool>,
    stopped: Cell<Option<Stop>>,
}

/// What stopped the parser, if it was not the parser itself.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stop {
    /// There is more than this limit allows.
    Limit(Limit, Found),
    /// A number that JSON does not have.
    NoNumber,
}

impl Building {
    /// For JSON, where `<<` is a key like any other.
    pub(super) fn json(limits: Limits) -> Self {
        Self {
            limits,
            merges: false,
            depth: Cell::default(),
            values: Cell::default(),
            keys: Cell::default(),
            repeated_keys: Cell::default(),
            stopped: Cell::default(),
        }
    }

    /// For YAML, where `<<` merges.
    pub(super) fn yaml(limits: Limits) -> Self {
        Self { merges: true, ..Self::json(limits) }
    }

    /// The seed of the outermost value.
    pub(super) fn root(&self) -> Node<'_> {
        Node { building: self }
    }

    /// Wraps the outermost value up.
    pub(super) fn finish(&self, value: Value) -> Tree {
        Tree { value, repeated_keys: self.repeated_keys.get() }
    }

    /// The problem that stopped the parser, if it was one of ours.
    pub(super) fn stopped(&self) -> Option<Problem> {
        Some(match self.stopped.get()? {
            Stop::Limit(limit, found) => {
                Problem::of(self.limits.exceeded(Code::InputTooLarge, limit, SUBJECT, found))
            }
            Stop::NoNumber => {
                let message = "Infinite numbers and `.nan` have no place in a definition.";
                let help = "Write a number, or leave the key away where there is no limit.";
                Problem::of(Diagnostic::new(Code::SyntaxError, message).help(help))
            }
        })
    }

    fn stop<E: serde::de::Error>(&self, stop: Stop) -> E {
        self.stopped.set(Some(stop));
        E::custom("stopped")
    }

    /// Refuses a count that is above a limit.
    fn keep<E: serde::de::Error>(&self, limit: Limit, count: usize, found: Found) -> Result<(), E> {
        if count > self.limits.of(limit) {
            return Err(self.stop(Stop::Limit(limit, found)));
        }
        Ok(())
    }

    fn count<E: serde::de::Error>(&self) -> Result<(), E> {
        self.values.set(self.values.get() + 1);
        self.keep(Limit::Values, self.values.get(), Found::More)
    }

    fn enter<E: serde::de::Error>(&self) -> Result<(), E> {
        self.depth.set(self.depth.get() + 1);
        self.keep(Limit::Depth, self.depth.get(), Found::More)
    }

    fn leave(&self) {
        self.depth.set(self.depth.get().saturating_sub(1));
    }

    /// Goes on to the value of a key; gives the length of the keys before it, to come back to.
    fn descend<E: serde::de::Error>(&self, key: &str) -> Result<usize, E> {
        let before = self.keys.get();
        self.keys.set(before.saturating_add(key.len()));
        let length = self.keys.get();
        self.keep(Limit::Pointer, length, Found::Exactly(length)).map(|()| before)
    }
}

/// The seed of one value.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    building: &'a Building,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.building.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    #[expect(clippy::cast_precision_loss, reason = "JSON parsers read such numbers as floats too")]
    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "JSON parsers read such numbers as floats too")]
    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        match Number::from_f64(value) {
            Some(number) => Ok(Value::Number(number)),
            None => Err(self.building.stop(Stop::NoNumber)),
        }
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    /// YAML tags come as enums: the tag is dropped, the value stays.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_tag, content): (serde::de::IgnoredAny, _) = data.variant()?;
        content.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.building.enter()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        self.building.leave();
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        self.building.enter()?;
        let mut map = Map::new();
        let mut merged = Vec::new();
        while let Some(key) = members.next_key_seed(Key)? {
            let before = self.building.descend(&key)?;
            let value = members.next_value_seed(self)?;
            self.building.keys.set(before);
            if self.building.merges && key == MERGE {
                merged.push(value);
            } else if map.insert(key, value).is_some() {
                self.building.repeated_keys.set(true);
            }
        }
        for value in merged {
            merge(&mut map, value);
        }
        self.building.leave();
        Ok(Value::Object(map))
    }
}

/// Adds the members of a merge key, or of each of a list of them, that the object does not state itself.
fn merge(map: &mut Map<String, Value>, value: Value) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                map.entry(key).or_insert(member);
            }
        }
        Value::Array(list) => {
            for item in list.into_iter().filter(Value::is_object) {
                merge(map, item);
            }
        }
        other => {
            map.entry(MERGE).or_insert(other);
        }
    }
}

/// The seed of a key: its text as it is written, so that `200:` is `200` and `1.10:` is `1.10`.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text as the key")
    }

    fn visit_str<E>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E>(self, value: String) -> Result<String, E> {
        Ok(value)
    }
}
