//! What a service may send: instances of the models that replies are made of.

use std::collections::{BTreeMap, BTreeSet};

use generator_tests::random::Random;
use serde_json::{Value, json};

use super::exchange::exchanges;
use super::instance::Writer;
use super::schema::Reader;
use crate::places::{name, token};

/// Instances of each model that a reply of success leads to, by the name of its schema; each is valid.
pub fn received(
    definition: &Value,
    count: usize,
    random: &mut Random,
) -> BTreeMap<String, Vec<Value>> {
    let holder =
        if definition.get("swagger").is_some() { "/definitions" } else { "/components/schemas" };
    let mut found = BTreeMap::new();
    for model in reached(definition, holder) {
        let schema = json!({"$ref": format!("#{holder}/{}", token(&model))});
        let Some(validator) = Reader::of_server(definition).validator(&schema) else { continue };
        let mut writer = Writer::new(definition, random, "writeOnly");
        let instances = (0..count).map(|number| writer.instance(&schema, number));
        // Null stands for a model only where it is used.
        let is_one = |value: &Value| !value.is_null() && validator.is_valid(value);
        let instances: Vec<Value> = instances.filter(is_one).collect();
        found.insert(model, instances);
    }
    found
}

/// The models below a pointer that replies refer to, themselves or through others.
fn reached(definition: &Value, holder: &str) -> BTreeSet<String> {
    let replies = exchanges(definition).into_values().flat_map(|exchange| exchange.replies);
    let mut open: Vec<Value> = replies.map(|(_, schema)| schema).collect();
    let mut found = BTreeSet::new();
    while let Some(value) = open.pop() {
        let reference = value.get("$ref").and_then(Value::as_str);
        let model = reference.and_then(|text| text.strip_prefix('#')?.strip_prefix(holder));
        if let Some(model) = model.and_then(|rest| rest.strip_prefix('/')) {
            let model = name(model);
            let schema = definition.pointer(holder).and_then(|all| all.get(&model));
            if let Some(schema) = schema.filter(|_| found.insert(model)) {
                open.push(schema.clone());
            }
        }
        match value {
            Value::Object(members) => open.extend(members.into_iter().map(|(_, value)| value)),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    found
}
