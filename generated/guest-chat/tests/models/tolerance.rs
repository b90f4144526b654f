//! What every model must tolerate, checked with one sample that has every field.

#![allow(dead_code, reason = "an API may have no unions, or nothing else")]

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A value that no version of an enum knows.
const FUTURE: &str = "a.Value-of the future";

/// The same for enums of numbers.
const FUTURE_NUMBER: i64 = -7_654_321;

/// Checks that a variant of a union is read as one of its variants, and written as it came.
pub fn variant<T: DeserializeOwned + Serialize + PartialEq + Debug>(json: &str) {
    let sample: Value = serde_json::from_str(json).expect("the sample is JSON");
    let model: T = decode(&sample, "as it is");
    let shown = format!("{model:?}");
    assert!(!shown.starts_with("Unknown("), "{sample} fits no variant");
    assert!(!shown.contains("a-secret"), "a secret is printed: {shown}");
    let written = serde_json::to_value(&model).expect("the model is written");
    assert_eq!(written, sample, "what was read is not what is written");
}

/// A sample of one model.
pub struct Sample {
    /// The JSON text, with every field.
    pub json: &'static str,
    /// Where in it values of open enums stand.
    pub enums: &'static [&'static str],
    /// Where in it secrets stand that are read and never written back.
    pub read_only_secrets: &'static [&'static str],
    /// Whether fields may be missing or null.
    pub is_lenient: bool,
}

impl Sample {
    /// Checks the model with everything a service may do to the sample.
    pub fn check<T: DeserializeOwned + Serialize + PartialEq + Debug>(&self) {
        let sample: Value = serde_json::from_str(self.json).expect("the sample is JSON");
        let model: T = decode(&sample, "as it is");
        assert!(
            !format!("{model:?}").contains("a-secret"),
            "a secret is printed: {model:?}"
        );
        self.round_trip(&sample, &model);
        self.unknown_values::<T>(&sample);
        for pointer in members(&sample) {
            self.changed_member::<T>(&sample, &pointer);
        }
        let mut more = sample.clone();
        more["aFieldOfTheFuture"] = json!({"any": ["thing"]});
        decode::<T>(&more, "with an unknown field");
    }

    /// What was read is written back unchanged, and read again equal.
    fn round_trip<T: DeserializeOwned + Serialize + PartialEq + Debug>(
        &self,
        sample: &Value,
        model: &T,
    ) {
        let written = serde_json::to_value(model).expect("the model is written");
        let mut expected = sample.clone();
        for pointer in self.read_only_secrets {
            remove(&mut expected, pointer);
        }
        assert_eq!(written, expected, "what was read is not what is written");
        if self.read_only_secrets.is_empty() {
            assert_eq!(&decode::<T>(&written, "written by itself"), model);
        }
    }

    /// An enum keeps a value it does not know.
    fn unknown_values<T: DeserializeOwned + Serialize>(&self, sample: &Value) {
        for pointer in self.enums {
            let mut changed = sample.clone();
            let value = changed
                .pointer_mut(pointer)
                .expect("the pointer leads somewhere");
            let future = if value.is_number() {
                json!(FUTURE_NUMBER)
            } else {
                json!(FUTURE)
            };
            *value = future.clone();
            let model: T = decode(&changed, &format!("with an unknown value at {pointer}"));
            let written = serde_json::to_value(&model).expect("the model is written");
            assert_eq!(
                written.pointer(pointer),
                Some(&future),
                "{pointer} is not kept"
            );
        }
    }

    /// A member may be missing or null in a reply.
    fn changed_member<T: DeserializeOwned>(&self, sample: &Value, pointer: &str) {
        if !self.is_lenient {
            return;
        }
        if !shifts_others(sample, pointer) {
            let mut changed = sample.clone();
            remove(&mut changed, pointer);
            decode::<T>(&changed, &format!("without {pointer}"));
        }
        let mut changed = sample.clone();
        *changed
            .pointer_mut(pointer)
            .expect("the pointer leads somewhere") = Value::Null;
        decode::<T>(&changed, &format!("with null at {pointer}"));
    }
}

fn decode<T: DeserializeOwned>(value: &Value, how: &str) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{how}: {error}"))
}

/// The pointers of all members of all objects and lists of a value.
fn members(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), value)];
    while let Some((pointer, value)) = open.pop() {
        let children: Vec<(String, &Value)> = match value {
            Value::Object(members) => members
                .iter()
                .map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value))
                .collect(),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| (index.to_string(), item))
                .collect(),
            _ => Vec::new(),
        };
        for (key, child) in children {
            let pointer = format!("{pointer}/{key}");
            found.push(pointer.clone());
            open.push((pointer, child));
        }
    }
    found
}

/// Whether without this item of a tuple those after it would stand in the places of others.
fn shifts_others(value: &Value, pointer: &str) -> bool {
    let (parent, key) = pointer.rsplit_once('/').expect("the pointer has a parent");
    let items = value.pointer(parent).and_then(Value::as_array);
    items.is_some_and(|items| key.parse() != Ok(items.len() - 1))
}

fn remove(value: &mut Value, pointer: &str) {
    let (parent, key) = pointer.rsplit_once('/').expect("the pointer has a parent");
    match value.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.remove(&key.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => {
            items.remove(key.parse().expect("an index"));
        }
        _ => panic!("{pointer} leads nowhere"),
    }
}
