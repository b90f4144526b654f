//! A schema in one form, so that two that mean the same are equal: without what is said for people, lists
//! without order sorted, references replaced by what they lead to.

use serde_json::{Map, Value};

use crate::pointer::Pointer;
use crate::reference::locate;

/// How many values a demand may come to before references in it stay as they are.
const MOST_VALUES: usize = 4_000;

/// How deep it may be.
const DEEPEST: usize = 64;

/// Keywords that restrict nothing.
const ANNOTATIONS: &[&str] = &[
    "$comment",
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

/// Brings values into one form.
pub(super) struct Canonical<'a> {
    root: &'a Value,
    values: usize,
    /// The references that are being followed.
    way: Vec<Pointer>,
    targets: Vec<Pointer>,
}

impl<'a> Canonical<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        Self { root, values: 0, way: Vec::new(), targets: Vec::new() }
    }

    /// The places that references led to.
    pub(super) fn targets(self) -> Vec<Pointer> {
        self.targets
    }

    /// A demand: a schema, or a list of words.
    pub(super) fn demand(&mut self, value: &Value) -> Value {
        match value {
            Value::Array(words) => sorted(words.clone()),
            schema => self.schema(schema, 0),
        }
    }

    /// The value of a keyword of a schema.
    fn keyword(&mut self, keyword: &str, value: &Value, depth: usize) -> Value {
        match (Holds::of(keyword), value) {
            (Holds::Schemas { in_order }, Value::Array(items)) => {
                let items = items.iter().map(|item| self.schema(item, depth)).collect();
                if in_order { Value::Array(items) } else { sorted(items) }
            }
            (Holds::Schemas { .. }, schema) => self.schema(schema, depth),
            (Holds::Named, Value::Object(members)) => {
                let member = |(key, value): (&String, &Value)| {
                    let value = match value {
                        Value::Array(words) => sorted(words.clone()),
                        schema => self.schema(schema, depth),
                    };
                    (key.clone(), value)
                };
                Value::Object(members.iter().map(member).collect())
            }
            (Holds::Words, Value::Array(words)) => sorted(words.clone()),
            (_, value) => value.clone(),
        }
    }

    fn schema(&mut self, value: &Value, depth: usize) -> Value {
        self.values += 1;
        let Value::Object(members) = value else { return value.clone() };
        if depth > DEEPEST {
            return value.clone();
        }
        let mut form = Map::new();
        for (key, value) in members {
            if key.starts_with("x-") || ANNOTATIONS.contains(&key.as_str()) {
                continue;
            }
            match (key.as_str(), value) {
                ("$ref", Value::String(text)) => {
                    form.insert(key.clone(), self.reference(text, depth));
                }
                ("const", value) => {
                    form.insert("enum".to_owned(), Value::Array(vec![value.clone()]));
                }
                (key, value) => {
                    form.insert(key.to_owned(), self.keyword(key, value, depth + 1));
                }
            }
        }
        match form.get("$ref") {
            None if form.is_empty() => Value::Bool(true),
            Some(target) if form.len() == 1 && !target.is_string() => target.clone(),
            _ => Value::Object(form),
        }
    }

    /// What a reference leads to, or its text where that would not end.
    fn reference(&mut self, text: &str, depth: usize) -> Value {
        let root = self.root;
        let stays = || Value::from(text);
        let Some(pointer) = locate(root, text) else { return stays() };
        let Some(target) = root.pointer(pointer.as_str()) else { return stays() };
        if self.values > MOST_VALUES || self.way.contains(&pointer) {
            return stays();
        }
        if !self.targets.contains(&pointer) {
            self.targets.push(pointer.clone());
        }
        self.way.push(pointer);
        let form = self.schema(target, depth + 1);
        self.way.pop();
        form
    }
}

/// What a keyword of a schema holds.
#[derive(Clone, Copy)]
enum Holds {
    /// A schema, or a list of them.
    Schemas {
        in_order: bool,
    },
    /// Schemas or lists of words by name.
    Named,
    /// Words in any order.
    Words,
    Other,
}

impl Holds {
    fn of(keyword: &str) -> Self {
        match keyword {
            "allOf" | "anyOf" | "oneOf" => Self::Schemas { in_order: false },
            "additionalItems"
            | "additionalProperties"
            | "contains"
            | "else"
            | "if"
            | "items"
            | "not"
            | "prefixItems"
            | "propertyNames"
            | "then"
            | "unevaluatedItems"
            | "unevaluatedProperties" => Self::Schemas { in_order: true },
            "dependencies" | "dependentRequired" | "dependentSchemas" | "patternProperties"
            | "properties" => Self::Named,
            "enum" | "required" | "type" => Self::Words,
            _ => Self::Other,
        }
    }
}

/// A list whose order means nothing.
pub(super) fn sorted(mut items: Vec<Value>) -> Value {
    items.sort_by_cached_key(Value::to_string);
    items.dedup();
    Value::Array(items)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Canonical;

    fn not(root: &Value) -> Value {
        Canonical::new(root).demand(root.pointer("/not").expect("what is negated"))
    }

    #[test]
    fn words_and_order_mean_nothing() {
        let one = json!({"not": {
            "title": "T", "required": ["b", "a"], "properties": {"title": {"description": "D"}},
        }});
        let other = json!({"not": {"required": ["a", "b"], "properties": {"title": true}}});
        assert_eq!(not(&one), not(&other));
        assert_eq!(not(&json!({"not": {"const": 1}})), json!({"enum": [1]}));
    }

    #[test]
    fn a_reference_is_what_it_leads_to() {
        let root = json!({"not": {"$ref": "#/a"}, "a": {"items": {"$ref": "#/a"}, "title": "A"}});
        assert_eq!(not(&root), json!({"items": {"$ref": "#/a"}}));
        let nowhere = json!({"not": {"$ref": "#/b"}});
        assert_eq!(not(&nowhere), json!({"$ref": "#/b"}));
    }
}
