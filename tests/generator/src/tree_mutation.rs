//! Mutations of definitions as trees: what is left is JSON, and mostly still a definition, though not one that anybody
//! would write.

use serde_json::{Map, Value, json};

use crate::random::Random;

/// Keys whose members are named freely.
const MAPS: [&str; 9] = [
    "schemas",
    "definitions",
    "properties",
    "paths",
    "parameters",
    "responses",
    "securitySchemes",
    "content",
    "securityDefinitions",
];

/// Mutates at a random place; `None` when the definition has no such place.
type Operator = fn(&mut Value, &mut Random) -> Option<()>;

/// One mutation at a random place; what was done, or nothing when the definition has no such place.
pub fn mutate(definition: &mut Value, random: &mut Random) -> Option<&'static str> {
    let operators: [(&'static str, Operator); 12] = [
        ("operation id to schema name", operation_id_to_schema),
        ("one operation id for two", share_operation_id),
        ("parameter name to property name", parameter_to_property),
        ("tag to another name", tag_to_name),
        ("enum value to another", unify_enum_values),
        ("rename a member to collide", rename_to_collide),
        ("copy a member under another name", duplicate_member),
        ("swap two subtrees", swap),
        ("delete a member", delete),
        ("change a type", change_type),
        ("add an enum", add_enum),
        ("reference another schema", refer),
    ];
    let (name, operator) = *random.pick(&operators)?;
    operator(definition, random).map(|()| name)
}

/// The pointers of all values that satisfy a condition, in document order.
fn places(definition: &Value, fits: impl Fn(&[String], &Value) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), Vec::new(), definition)];
    while let Some((pointer, path, value)) = open.pop() {
        if fits(&path, value) {
            found.push(pointer.clone());
        }
        let mut inside = |key: &str, member| {
            let token = key.replace('~', "~0").replace('/', "~1");
            let path = path.iter().cloned().chain([key.to_owned()]).collect();
            open.push((format!("{pointer}/{token}"), path, member));
        };
        match value {
            Value::Object(members) => members.iter().for_each(|(key, member)| inside(key, member)),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(n, item)| inside(&n.to_string(), item));
            }
            _ => {}
        }
    }
    found.sort();
    found
}

fn last(path: &[String]) -> &str {
    path.last().map_or("", String::as_str)
}

/// The names that a definition gives: of schemas, properties, parameters, tags and operations.
fn names(definition: &Value) -> Vec<String> {
    let maps = places(definition, |path, _| MAPS.contains(&last(path)));
    let mut names: Vec<String> = Vec::new();
    for map in maps {
        let members = definition.pointer(&map).and_then(Value::as_object);
        names.extend(members.into_iter().flat_map(Map::keys).cloned());
    }
    let texts = places(definition, |path, _| matches!(last(path), "name" | "operationId"));
    names.extend(texts.iter().filter_map(|at| Some(definition.pointer(at)?.as_str()?.to_owned())));
    names.sort();
    names.dedup();
    names
}

fn set(definition: &mut Value, pointer: &str, value: Value) -> Option<()> {
    *definition.pointer_mut(pointer)? = value;
    Some(())
}

fn operation_id_to_schema(definition: &mut Value, random: &mut Random) -> Option<()> {
    let ids = places(definition, |path, _| last(path) == "operationId");
    let schemas = places(definition, |path, _| matches!(last(path), "schemas" | "definitions"));
    let schemas = definition.pointer(random.pick(&schemas)?)?.as_object()?;
    let schemas: Vec<String> = schemas.keys().cloned().collect();
    let name = random.pick(&schemas)?.clone();
    set(definition, random.pick(&ids)?, json!(name))
}

fn share_operation_id(definition: &mut Value, random: &mut Random) -> Option<()> {
    let ids = places(definition, |path, _| last(path) == "operationId");
    let id = definition.pointer(random.pick(&ids)?)?.clone();
    set(definition, random.pick(&ids)?, id)
}

fn parameter_to_property(definition: &mut Value, random: &mut Random) -> Option<()> {
    let parameters = places(definition, |path, value| last(path) == "name" && value.is_string());
    let name = random.pick(&names(definition))?.clone();
    set(definition, random.pick(&parameters)?, json!(name))
}

fn tag_to_name(definition: &mut Value, random: &mut Random) -> Option<()> {
    let operations = places(definition, |_, value| value.get("responses").is_some());
    let name = random.pick(&names(definition))?.clone();
    let operation = definition.pointer_mut(random.pick(&operations)?)?.as_object_mut()?;
    operation.insert("tags".to_owned(), json!([name]));
    Some(())
}

fn unify_enum_values(definition: &mut Value, random: &mut Random) -> Option<()> {
    let values = places(definition, |path, value| {
        value.is_string() && path.len() > 1 && path[path.len() - 2] == "enum"
    });
    let value = definition.pointer(random.pick(&values)?)?.as_str()?.to_owned();
    let changed = match random.below(4) {
        0 => value,
        1 => value.to_uppercase(),
        2 => value.to_lowercase(),
        _ => format!("{value}_"),
    };
    set(definition, random.pick(&values)?, json!(changed))
}

fn rename_to_collide(definition: &mut Value, random: &mut Random) -> Option<()> {
    let maps = places(definition, |path, value| MAPS.contains(&last(path)) && value.is_object());
    let all = names(definition);
    let other = random.pick(&all)?.clone();
    let members = definition.pointer_mut(random.pick(&maps)?)?.as_object_mut()?;
    let keys: Vec<String> = members.keys().cloned().collect();
    let key = random.pick(&keys)?;
    let renamed = match random.below(6) {
        0 => key.to_uppercase(),
        1 => format!("{key}_"),
        2 => format!("{key}.{other}"),
        3 => key.replace(['_', '-'], ""),
        _ => other,
    };
    let member = members.shift_remove(key)?;
    members.insert(renamed, member);
    Some(())
}

fn duplicate_member(definition: &mut Value, random: &mut Random) -> Option<()> {
    let maps = places(definition, |path, value| MAPS.contains(&last(path)) && value.is_object());
    let all = names(definition);
    let other = random.pick(&all)?.clone();
    let members = definition.pointer_mut(random.pick(&maps)?)?.as_object_mut()?;
    let keys: Vec<String> = members.keys().cloned().collect();
    let key = random.pick(&keys)?;
    let member = members.get(key)?.clone();
    let name = if random.one_in(2) { other } else { format!("{key}2") };
    members.insert(name, member);
    Some(())
}

fn swap(definition: &mut Value, random: &mut Random) -> Option<()> {
    let all = places(definition, |path, value| path.len() > 2 && value.is_object());
    let (one, other) = (random.pick(&all)?, random.pick(&all)?);
    let (a, b) = (definition.pointer(one)?.clone(), definition.pointer(other)?.clone());
    set(definition, one, b)?;
    // It may have stood inside the first one, and be gone.
    let _ = set(definition, other, a);
    Some(())
}

fn delete(definition: &mut Value, random: &mut Random) -> Option<()> {
    let all = places(definition, |path, value| path.len() > 2 && value.is_object());
    let members = definition.pointer_mut(random.pick(&all)?)?.as_object_mut()?;
    let keys: Vec<String> = members.keys().cloned().collect();
    members.shift_remove(random.pick(&keys)?)?;
    Some(())
}

fn change_type(definition: &mut Value, random: &mut Random) -> Option<()> {
    let types = places(definition, |path, _| last(path) == "type");
    let words = ["string", "integer", "number", "boolean", "array", "object", "null", "file"];
    let word = *random.pick(&words)?;
    set(definition, random.pick(&types)?, json!(word))
}

fn add_enum(definition: &mut Value, random: &mut Random) -> Option<()> {
    let texts = places(definition, |_, value| value.get("type") == Some(&json!("string")));
    let lists = [json!(["a", "b"]), json!(["a", "A", "a_"]), json!(["", " "]), json!(["asc"])];
    let list = random.pick(&lists)?.clone();
    let schema = definition.pointer_mut(random.pick(&texts)?)?.as_object_mut()?;
    schema.insert("enum".to_owned(), list);
    Some(())
}

fn refer(definition: &mut Value, random: &mut Random) -> Option<()> {
    let references = places(definition, |path, _| last(path) == "$ref");
    let target = definition.pointer(random.pick(&references)?)?.clone();
    let schemas = places(definition, |path, value| {
        value.is_object() && path.len() > 1 && path[path.len() - 2] == "properties"
    });
    let place = if random.one_in(2) { random.pick(&references)? } else { random.pick(&schemas)? };
    let is_reference = references.contains(place);
    set(definition, place, if is_reference { target } else { json!({"$ref": target}) })
}
