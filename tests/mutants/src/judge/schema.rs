//! Schemas of OpenAPI as JSON Schema, for those who check values and for those who read them.

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// Who looks at a value.
#[derive(Clone, Copy)]
enum Eyes {
    /// The server, which checks everything that the definition says.
    Server,
    /// The same server after an edit. Who lets a variant of a `oneOf` take more means that more is taken: what fits
    /// another variant as well by that is not refused.
    Successor,
    /// A program that was built with the SDK: it reads what has the shape that it knows. Members may be missing, null or
    /// unknown, values unknown, limits are not its business, and a union takes what fits none of its variants.
    Program,
}

/// Makes validators of the schemas of a definition.
pub struct Reader<'d> {
    definition: &'d Value,
    eyes: Eyes,
}

/// What a program does not look at.
const UNSEEN: [&str; 24] = [
    "required",
    "enum",
    "const",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "oneOf",
    "anyOf",
    "not",
    "if",
    "contains",
    "dependentRequired",
    "propertyNames",
];

impl<'d> Reader<'d> {
    /// The validators of a server.
    pub fn of_server(definition: &'d Value) -> Self {
        Self { definition, eyes: Eyes::Server }
    }

    pub(super) fn of_successor(definition: &'d Value) -> Self {
        Self { definition, eyes: Eyes::Successor }
    }

    pub(super) fn of_program(definition: &'d Value) -> Self {
        Self { definition, eyes: Eyes::Program }
    }

    /// A validator; nothing where the schema is none that the validator takes.
    pub fn validator(&self, schema: &Value) -> Option<Validator> {
        let mut document = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "allOf": [self.schema(schema)]});
        let members = document.as_object_mut()?;
        for (holder, key) in [("", "definitions"), ("components", "schemas")] {
            let at = if holder.is_empty() { format!("/{key}") } else { format!("/{holder}/{key}") };
            let Some(Value::Object(models)) = self.definition.pointer(&at) else { continue };
            let models: Map<String, Value> =
                models.iter().map(|(name, model)| (name.clone(), self.schema(model))).collect();
            if holder.is_empty() {
                members.insert(key.to_owned(), Value::Object(models));
            } else {
                members.insert(holder.to_owned(), json!({key: models}));
            }
        }
        let options = jsonschema::draft202012::options().should_validate_formats(true);
        options.with_format("byte", is_base64).build(&document).ok()
    }

    fn schema(&self, schema: &Value) -> Value {
        let Value::Object(known) = schema else { return schema.clone() };
        if let Some(reference) = known.get("$ref") {
            return self.or_null(json!({"$ref": reference}), known);
        }
        let mut members = Map::new();
        for (key, value) in known {
            if let Some(value) = self.member(key, value, known) {
                members.insert(key.clone(), value);
            }
        }
        exclusive(&mut members, known);
        if !matches!(self.eyes, Eyes::Program) {
            in_range(&mut members, known);
        }
        if known.contains_key("discriminator") || matches!(self.eyes, Eyes::Successor) {
            told_apart(&mut members, known);
        }
        self.or_null(Value::Object(members), known)
    }

    fn or_null(&self, schema: Value, known: &Map<String, Value>) -> Value {
        let says = |key: &str| known.get(key) == Some(&Value::Bool(true));
        if matches!(self.eyes, Eyes::Program) || says("nullable") || says("x-nullable") {
            return json!({"anyOf": [schema, {"type": "null"}]});
        }
        schema
    }

    /// A member of a schema as JSON Schema has it; nothing for what it does not have, or nobody looks at.
    fn member(&self, key: &str, value: &Value, known: &Map<String, Value>) -> Option<Value> {
        if matches!(self.eyes, Eyes::Program) && UNSEEN.contains(&key) {
            return None;
        }
        Some(match key {
            "properties" | "patternProperties" | "dependentSchemas" => {
                let all = value.as_object()?.iter();
                all.map(|(name, schema)| (name.clone(), self.schema(schema))).collect()
            }
            "items" | "not" | "if" | "then" | "else" | "contains" | "propertyNames" => {
                self.schema(value)
            }
            "allOf" | "oneOf" | "anyOf" | "prefixItems" => {
                value.as_array()?.iter().map(|schema| self.schema(schema)).collect()
            }
            "additionalProperties" if matches!(self.eyes, Eyes::Program) && !value.is_object() => {
                return None;
            }
            "additionalProperties" => self.schema(value),
            // Who sends leaves out what is only received.
            "required" => {
                value.as_array()?.iter().filter(|name| !is_one_way(known, name)).cloned().collect()
            }
            "type" if value == "file" => json!("string"),
            "exclusiveMinimum" | "exclusiveMaximum" if !value.is_number() => return None,
            "type" | "enum" | "const" | "format" | "pattern" | "minLength" | "maxLength"
            | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf"
            | "minItems" | "maxItems" | "uniqueItems" | "minProperties" | "maxProperties"
            | "dependentRequired" => value.clone(),
            _ => return None,
        })
    }
}

/// Limits of which a flag says that they are excluded.
fn exclusive(members: &mut Map<String, Value>, known: &Map<String, Value>) {
    for (flag, limit) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if known.get(flag) == Some(&Value::Bool(true)) {
            let value = members.shift_remove(limit);
            members.extend(value.map(|value| (flag.to_owned(), value)));
        }
    }
}

/// Formats that say which numbers there are, which is no business of theirs in JSON Schema.
fn in_range(members: &mut Map<String, Value>, known: &Map<String, Value>) {
    let (least, most) = match known.get("format").and_then(Value::as_str) {
        Some("int32") => (json!(i32::MIN), json!(i32::MAX)),
        Some("int64") => (json!(i64::MIN), json!(i64::MAX)),
        Some("float") => (json!(f64::from(f32::MIN)), json!(f64::from(f32::MAX))),
        _ => return,
    };
    let parts = members.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(parts) = parts {
        parts.push(json!({"minimum": least, "maximum": most}));
    }
}

/// Nothing is refused because another variant allows it too: a property says which one is meant.
fn told_apart(members: &mut Map<String, Value>, known: &Map<String, Value>) {
    if !known.contains_key("anyOf") {
        let variants = members.shift_remove("oneOf");
        members.extend(variants.map(|variants| ("anyOf".to_owned(), variants)));
    }
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let letters = body.chars().all(|c| c.is_ascii_alphanumeric() || ['+', '/'].contains(&c));
    letters && text.len().is_multiple_of(4) && text.len() - body.len() <= 2
}

/// Whether the property of this name travels one way only.
fn is_one_way(known: &Map<String, Value>, name: &Value) -> bool {
    let property = known.get("properties").zip(name.as_str()).and_then(|(all, name)| all.get(name));
    ["readOnly", "writeOnly"]
        .iter()
        .any(|key| property.and_then(|property| property.get(*key)) == Some(&Value::Bool(true)))
}
