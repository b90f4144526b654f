//! Small definitions out of large ones: a few operations, and all that they refer to.

use serde_json::{Map, Value};

use crate::places::{self, METHODS};
use generator_tests::random::Random;

/// Most operations of a slice.
const OPERATIONS: usize = 3;

/// Most schemas of a slice, so that its crate is compiled in a second.
const SCHEMAS: usize = 25;

/// A slice of a definition, or nothing where the operations that were drawn need too much.
pub fn slice(definition: &Value, random: &mut Random) -> Option<Value> {
    let paths = definition.get("paths")?.as_object()?;
    let mut operations: Vec<(&String, &str)> = Vec::new();
    for (path, item) in paths {
        let own = METHODS.iter().filter(|method| item.get(**method).is_some());
        operations.extend(own.map(|method| (path, *method)));
    }
    let wanted = 1 + random.below(OPERATIONS);
    let first = random.below(operations.len());
    // Neighbours share models, which is what makes changes reach far.
    let chosen: Vec<_> = operations.into_iter().skip(first).take(wanted).collect();
    let mut slice = without_parts(definition)?;
    let mut kept = Map::new();
    for (path, item) in paths {
        let mut item = item.as_object()?.clone();
        let is_chosen = |method: &str| chosen.contains(&(path, method));
        item.retain(|key, _| !METHODS.contains(&key.as_str()) || is_chosen(key));
        if METHODS.iter().any(|method| item.contains_key(*method)) {
            kept.insert(path.clone(), Value::Object(item));
        }
    }
    slice.insert("paths".to_owned(), Value::Object(kept));
    let mut slice = Value::Object(slice);
    complete(&mut slice, definition)?;
    let models = slice.get("definitions").or_else(|| slice.pointer("/components/schemas"));
    let count = models.and_then(Value::as_object).map_or(0, Map::len);
    (count <= SCHEMAS).then_some(slice)
}

/// The document without what only references lead to. Security schemes are referred to by name.
fn without_parts(definition: &Value) -> Option<Map<String, Value>> {
    let mut slice = definition.as_object()?.clone();
    slice.retain(|key, _| {
        !["definitions", "parameters", "responses", "webhooks", "x-webhooks", "tags"]
            .contains(&key.as_str())
    });
    if let Some(Value::Object(components)) = slice.get_mut("components") {
        components.retain(|key, _| key == "securitySchemes");
    }
    Some(slice)
}

/// Takes over what is referred to, until nothing is missing.
fn complete(slice: &mut Value, definition: &Value) -> Option<()> {
    let mut open = Vec::new();
    references(slice, &mut open);
    while let Some(pointer) = open.pop() {
        if slice.pointer(&pointer).is_some() {
            continue;
        }
        // A reference into the middle of something takes the whole of it.
        let steps: Vec<&str> = pointer.split('/').skip(1).collect();
        let depth = if steps.first() == Some(&"components") { 3 } else { 2 };
        let steps = steps.get(..depth)?;
        let part = definition.pointer(&format!("/{}", steps.join("/")))?.clone();
        references(&part, &mut open);
        let mut at = &mut *slice;
        for step in steps {
            let holder = at.as_object_mut()?;
            at = holder.entry(places::name(step)).or_insert_with(|| Value::Object(Map::new()));
        }
        *at = part;
    }
    Some(())
}

/// The pointers that the references in a value name, those of discriminators included.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.values().for_each(|value| references(value, found)),
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        Value::String(text) => found.extend(text.strip_prefix("#/").map(|rest| format!("/{rest}"))),
        _ => {}
    }
}
