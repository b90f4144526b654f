//! Instances of schemas: not all of them fit, because facts that are stated in several places are not weighed against each
//! other; who asks validates them.

use generator_tests::random::Random;
use serde_json::{Map, Number, Value, json};

use crate::places::resolved;

/// Values are not nested deeper: schemas may contain themselves.
const DEEPEST: usize = 6;

/// What must be there and contains itself has no instance; it ends here.
const ABYSS: usize = 3 * DEEPEST;

/// Whole numbers up to this are many that 32 bits do not hold.
const BEYOND_INT32: f64 = 1e12;

/// So many times a half is more than any number of 32 bits.
const BEYOND_FLOAT: f64 = 1e300;

/// Writes instances of the schemas of a definition.
pub(super) struct Writer<'d, 'r> {
    definition: &'d Value,
    random: &'r mut Random,
    /// The word for members that do not travel this way.
    absent: &'static str,
}

/// How much of what may be left out is there.
#[derive(Clone, Copy)]
enum Extent {
    Least,
    Most,
    Some,
}

impl<'d, 'r> Writer<'d, 'r> {
    pub(super) fn new(definition: &'d Value, random: &'r mut Random, absent: &'static str) -> Self {
        Self { definition, random, absent }
    }

    /// The instance of a number: first one with nothing that may be left out, then one with everything, then what chance
    /// gives.
    pub(super) fn instance(&mut self, schema: &Value, number: usize) -> Value {
        let extent = match number {
            0 => Extent::Least,
            1..4 => Extent::Most,
            _ => Extent::Some,
        };
        self.whole(schema, extent, 0)
    }

    /// A value that is no part of a composition: an object of which nothing is known may hold anything.
    fn whole(&mut self, schema: &Value, extent: Extent, depth: usize) -> Value {
        let value = self.value(schema, extent, depth);
        let is_empty = value.as_object().is_some_and(Map::is_empty);
        let may_hold = depth < DEEPEST && !matches!(extent, Extent::Least);
        if is_empty && may_hold && self.is_free(schema) {
            return json!({"key0": "anything", "key1": "anything"});
        }
        value
    }

    /// Whether a schema is that of an object with any members.
    fn is_free(&self, schema: &Value) -> bool {
        let Some(schema) = self.behind(schema) else { return false };
        let shapes = ["properties", "allOf", "oneOf", "anyOf"];
        let is_open =
            schema.get("additionalProperties").is_none_or(|others| *others == json!(true));
        let is_object = schema.get("type") == Some(&json!("object"));
        is_object && is_open && !shapes.iter().any(|key| schema.get(*key).is_some())
    }

    /// What a reference leads to; anything else is itself.
    fn behind<'s>(&self, schema: &'s Value) -> Option<&'s Value>
    where
        'd: 's,
    {
        let Some(Value::String(reference)) = schema.get("$ref") else { return Some(schema) };
        let at = reference.strip_prefix('#').and_then(|at| resolved(self.definition, at))?;
        self.definition.pointer(&at)
    }

    fn value(&mut self, schema: &Value, extent: Extent, depth: usize) -> Value {
        if depth > ABYSS {
            return Value::Null;
        }
        let schema = self.behind(schema).unwrap_or(&Value::Null);
        let is_null =
            ["nullable", "x-nullable"].iter().any(|key| schema.get(*key) == Some(&json!(true)));
        if is_null && self.random.one_in(4) {
            return Value::Null;
        }
        if let Some(Value::Array(values)) = schema.get("enum") {
            return self.random.pick(values).cloned().unwrap_or_default();
        }
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        for list in ["oneOf", "anyOf"] {
            if let Some(Value::Array(variants)) = schema.get(list) {
                let variant = self.random.pick(variants).cloned().unwrap_or_default();
                let value = self.value(&variant, extent, depth + 1);
                return self.completed(schema, value, extent, depth);
            }
        }
        self.of_type(schema, extent, depth)
    }

    /// A value of a variant, with what the schema around the variants says of all of them.
    fn completed(&mut self, schema: &Value, value: Value, extent: Extent, depth: usize) -> Value {
        if schema.get("properties").is_none() && schema.get("allOf").is_none() {
            return value;
        }
        match (self.object(schema, extent, depth), value) {
            (Value::Object(mut all), Value::Object(own)) => {
                all.extend(own);
                Value::Object(all)
            }
            (_, value) => value,
        }
    }

    fn of_type(&mut self, schema: &Value, extent: Extent, depth: usize) -> Value {
        let of = match schema.get("type") {
            Some(Value::Array(types)) => self.random.pick(types).cloned().unwrap_or_default(),
            Some(of) => of.clone(),
            None if schema.get("items").is_some() => json!("array"),
            None => json!("object"),
        };
        match of.as_str().unwrap_or_default() {
            "null" => Value::Null,
            "boolean" => json!(self.random.one_in(2)),
            "integer" => self.integer(schema),
            "number" => self.number(schema),
            "string" | "file" => self.text(schema),
            "array" => self.list(schema, extent, depth),
            _ => self.object(schema, extent, depth),
        }
    }

    fn integer(&mut self, schema: &Value) -> Value {
        let limit = |key: &str| schema.get(key).and_then(Value::as_f64);
        let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
        let unsigned = format.starts_with("uint").then_some(0.0);
        let least =
            limit("minimum").or(limit("exclusiveMinimum").map(|least| least + 1.0)).or(unsigned);
        let most = limit("maximum").or(limit("exclusiveMaximum").map(|most| most - 1.0));
        let step = limit("multipleOf").unwrap_or(1.0).max(1.0);
        let (least, most) = match (least, most) {
            (Some(least), Some(most)) => (least, most),
            (Some(least), None) => (least, least + 1000.0),
            (None, Some(most)) => (most - 1000.0, most),
            (None, None) if is_format(schema, "int64") => (-3.0, BEYOND_INT32),
            (None, None) => (-3.0, 997.0),
        };
        let (least, most) = ((least / step).ceil(), (most / step).floor());
        let between = least + fraction(self.random, most - least).floor();
        let chosen = match self.random.below(4) {
            0 => least,
            1 => most,
            _ => between,
        };
        let value = chosen * step;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "limits of whole numbers are whole numbers"
        )]
        let value = value as i64;
        json!(value)
    }

    fn number(&mut self, schema: &Value) -> Value {
        let whole = self.integer(schema);
        if self.random.one_in(2) || schema.get("multipleOf").is_some() {
            return whole;
        }
        let limits = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
        let is_free = !limits.iter().any(|key| schema.get(*key).is_some());
        let scale = if is_free && is_format(schema, "double") { BEYOND_FLOAT } else { 1.0 };
        let value = (whole.as_f64().unwrap_or_default() + 0.5) * scale;
        Number::from_f64(value).map_or(whole, Value::Number)
    }

    fn text(&mut self, schema: &Value) -> Value {
        match schema.get("format").and_then(Value::as_str) {
            Some("date-time") => {
                return json!(format!("2026-11-29T12:{:02}:00Z", self.random.below(60)));
            }
            Some("date") => return json!(format!("2026-11-{:02}", 1 + self.random.below(28))),
            Some("uuid") => {
                return json!(format!(
                    "3fa85f64-5717-4562-b3fc-{:012x}",
                    self.random.below(1 << 30)
                ));
            }
            _ => {}
        }
        let limit = |key: &str| {
            schema.get(key).and_then(Value::as_u64).and_then(|it| usize::try_from(it).ok())
        };
        let least = limit("minLength").unwrap_or(0);
        let most = limit("maxLength").unwrap_or(least + 12).clamp(least, least + 400);
        let length = match self.random.below(4) {
            0 => least,
            1 => most,
            _ => least + self.random.below(most - least + 1),
        };
        // Patterns of real definitions mostly want letters, digits, or both.
        let letters = *self.random.pick(&["abcdef", "0123456789", "XYZ", "a1-_B2"]).unwrap_or(&"a");
        let letters: Vec<char> = letters.chars().collect();
        (0..length).filter_map(|_| self.random.pick(&letters).copied()).collect::<String>().into()
    }

    fn list(&mut self, schema: &Value, extent: Extent, depth: usize) -> Value {
        let limit = |key: &str| {
            schema.get(key).and_then(Value::as_u64).and_then(|it| usize::try_from(it).ok())
        };
        let places =
            schema.get("prefixItems").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        // A tuple has its items and no others, whether the definition says so or not.
        let least = limit("minItems").unwrap_or(0).max(places.len());
        let others = if places.is_empty() { 3 } else { 0 };
        let most = limit("maxItems").unwrap_or(least + others).clamp(least, least + 8);
        let count = match extent {
            _ if depth >= DEEPEST => least,
            Extent::Least => least,
            Extent::Most => most,
            Extent::Some => least + self.random.below(most - least + 1),
        };
        let items =
            schema.get("items").filter(|items| items.is_object()).cloned().unwrap_or(json!({}));
        let item = self.whole(&items, extent, depth + 1);
        let unique = schema.get("uniqueItems") == Some(&json!(true));
        // Doubles are what a list without them does not take.
        let repeats = !unique && self.random.one_in(3);
        let next = |_| if repeats { item.clone() } else { self.whole(&items, extent, depth + 1) };
        let mut list: Vec<Value> = (0..count).map(next).collect();
        for (item, schema) in list.iter_mut().zip(places) {
            *item = self.whole(schema, extent, depth + 1);
        }
        Value::Array(list)
    }

    fn object(&mut self, schema: &Value, extent: Extent, depth: usize) -> Value {
        let mut members = Map::new();
        for base in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            match self.value(base, extent, depth + 1) {
                Value::Object(inherited) => members.extend(inherited),
                other if schema.get("properties").is_none() => return other,
                _ => {}
            }
        }
        let required = schema.get("required").and_then(Value::as_array);
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            if property.get(self.absent) == Some(&json!(true)) {
                continue;
            }
            let must = required.is_some_and(|names| names.contains(&json!(name)));
            let may = match extent {
                Extent::Least => false,
                Extent::Most => true,
                Extent::Some => !self.random.one_in(3),
            };
            if must || (may && depth < DEEPEST) {
                members.insert(name.clone(), self.whole(property, extent, depth + 1));
            }
        }
        let others = schema.get("additionalProperties").filter(|others| others.is_object());
        if let Some(others) = others.filter(|_| depth < DEEPEST && !matches!(extent, Extent::Least))
        {
            for number in 0..2 {
                members.insert(format!("key{number}"), self.whole(others, extent, depth + 1));
            }
        }
        Value::Object(members)
    }
}

fn is_format(schema: &Value, format: &str) -> bool {
    schema.get("format").and_then(Value::as_str) == Some(format)
}

/// A number from zero up to a bound.
fn fraction(random: &mut Random, bound: f64) -> f64 {
    let part = u32::try_from(random.below(10_001)).map_or(0.0, f64::from);
    bound.max(0.0) * part / 10_000.0
}
