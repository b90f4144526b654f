//! Replies: what a service may send, and what a crate makes of it.
//!
//! In: the schema of a reply. Out: an instance, the same as careless services write it, and one with a value of another type.
//! The crate of one SDK stands for all: what reads a reply is the same in each.

use generator_tests::random::Random;
use purecloud_guest_chat_client::models;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// The definition of that crate, from the root of the repository.
pub(crate) const DEFINITION: &str = "swagger/guest-chat/definition.json";

/// The schemas of replies, and what becomes of them.
const REPLIES: &[(&str, Check)] = &[
    ("CreateWebChatConversationResponse", check::<models::CreateWebChatConversationResponse>),
    ("ErrorBody", check::<models::ErrorBody>),
    ("WebChatConversation", check::<models::WebChatConversation>),
    ("WebChatGuestMediaRequest", check::<models::WebChatGuestMediaRequest>),
    ("WebChatGuestMediaRequestEntityList", check::<models::WebChatGuestMediaRequestEntityList>),
    ("WebChatMemberInfo", check::<models::WebChatMemberInfo>),
    ("WebChatMemberInfoEntityList", check::<models::WebChatMemberInfoEntityList>),
    ("WebChatMessage", check::<models::WebChatMessage>),
    ("WebChatMessageEntityList", check::<models::WebChatMessageEntityList>),
    ("WebChatTyping", check::<models::WebChatTyping>),
];

/// Objects are not nested deeper: schemas may contain themselves.
const DEEPEST: usize = 5;

/// What texts say.
const MARK: &str = "~told";

/// What is wrong with what a crate makes of an instance, of the same as careless services write it, and of one with a value of
/// another type; otherwise whether it reads the last one too.
type Check = fn(&Value, &Value, &Value) -> Result<bool, String>;

/// One reply of a random kind. `inputs` are the instances.
pub(crate) fn try_one(
    definition: &Value,
    random: &mut Random,
    inputs: &mut Vec<String>,
) -> Result<bool, String> {
    let Some((name, check)) = random.pick(REPLIES).copied() else { return Ok(false) };
    let schema = json!({"$ref": format!("#/definitions/{name}")});
    let mut writer = Writer { definition, random };
    let plain = writer.instance(&schema, 0);
    let careless = writer.careless(&schema, &plain);
    let mut wrong = plain.clone();
    spoil(&mut wrong, writer.random);
    inputs.extend([&plain, &careless, &wrong].map(|value| format!("{name}: {value}")));
    check(&plain, &careless, &wrong)
}

fn check<T: DeserializeOwned + PartialEq>(
    plain: &Value,
    careless: &Value,
    wrong: &Value,
) -> Result<bool, String> {
    let read = |value: &Value| serde_json::from_str::<T>(&value.to_string());
    let plain = read(plain).map_err(|error| format!("an instance is not read: {error}"))?;
    match read(careless) {
        Ok(careless) if careless == plain => {}
        Ok(_) => return Err("nulls and unknown members make it another value".to_owned()),
        Err(error) => return Err(format!("nulls and unknown members are not read: {error}")),
    }
    Ok(read(wrong).is_ok())
}

struct Writer<'d, 'r> {
    definition: &'d Value,
    random: &'r mut Random,
}

impl<'d> Writer<'d, '_> {
    /// The schema itself, or the one that it refers to.
    fn resolved<'s>(&self, schema: &'s Value) -> &'s Value
    where
        'd: 's,
    {
        let reference = schema.get("$ref").and_then(Value::as_str);
        let pointer = reference.and_then(|text| text.strip_prefix('#'));
        pointer.and_then(|pointer| self.definition.pointer(pointer)).unwrap_or(schema)
    }

    /// A value that fits a schema.
    fn instance(&mut self, schema: &Value, depth: usize) -> Value {
        let schema = self.resolved(schema);
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return self.random.pick(values).cloned().unwrap_or_default();
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("boolean") => Value::Bool(self.random.one_in(2)),
            Some("integer") => json!(self.random.below(1 << 40)),
            Some("number") => json!(self.random.below(1_000)),
            Some("string") => self.text(schema),
            Some("array") => {
                let items = schema.get("items").unwrap_or(&Value::Null);
                let count = if depth < DEEPEST { self.random.below(4) } else { 0 };
                (0..count).map(|_| self.instance(items, depth + 1)).collect()
            }
            Some("object") if depth < DEEPEST => self.object(schema, depth),
            _ => Value::Object(Map::new()),
        }
    }

    fn text(&mut self, schema: &Value) -> Value {
        match schema.get("format").and_then(Value::as_str) {
            Some("date-time") => {
                json!(format!("2026-11-29T12:{:02}:00.000Z", self.random.below(60)))
            }
            _ => json!(format!("{MARK} {} \u{202e}\u{1f600}\n", self.random.below(1_000))),
        }
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let mut members = Map::new();
        for (name, member) in properties(schema) {
            if !self.random.one_in(4) {
                members.insert(name.clone(), self.instance(member, depth + 1));
            }
        }
        if let Some(values) = schema.get("additionalProperties").filter(|values| values.is_object())
        {
            for number in 0..self.random.below(4) {
                members.insert(format!("key {number}"), self.instance(values, depth + 1));
            }
        }
        Value::Object(members)
    }

    /// The same value as a careless service writes it: members that it does not have are null or nobody knows them, and
    /// lists and maps have nulls in between.
    fn careless(&mut self, schema: &Value, value: &Value) -> Value {
        let schema = self.resolved(schema);
        match value {
            Value::Array(items) => {
                let of_items = schema.get("items").unwrap_or(&Value::Null);
                let mut list = Vec::new();
                for item in items {
                    if self.random.one_in(3) {
                        list.push(Value::Null);
                    }
                    list.push(self.careless(of_items, item));
                }
                Value::Array(list)
            }
            Value::Object(members) => {
                let rest = schema.get("additionalProperties").filter(|values| values.is_object());
                let own: Vec<(&String, &Value)> = properties(schema).collect();
                let mut written = Map::new();
                for (name, member) in members {
                    let known = own.iter().find(|(known, _)| *known == name);
                    let of_member =
                        known.map(|(_, schema)| *schema).or(rest).unwrap_or(&Value::Null);
                    written.insert(name.clone(), self.careless(of_member, member));
                }
                for (name, _) in own {
                    if !members.contains_key(name) && self.random.one_in(2) {
                        written.insert(name.clone(), Value::Null);
                    }
                }
                if rest.is_some() {
                    written.insert("null key".to_owned(), Value::Null);
                } else if schema.get("properties").is_some() {
                    written
                        .insert("unknownMember".to_owned(), json!({"a": [null, 1, {"b": MARK}]}));
                }
                Value::Object(written)
            }
            other => other.clone(),
        }
    }
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema.get("properties").and_then(Value::as_object).into_iter().flatten()
}

/// Puts a value of another type somewhere.
fn spoil(value: &mut Value, random: &mut Random) {
    let inner = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(members) => members.values_mut().collect(),
        _ => Vec::new(),
    };
    let count = inner.len();
    let chosen = inner.into_iter().nth(random.below(count.max(1)));
    if let Some(inner) = chosen.filter(|_| !random.one_in(4)) {
        spoil(inner, random);
        return;
    }
    let others = [json!(MARK), json!([MARK]), json!({MARK: MARK}), json!(1.5e300), json!(true)];
    *value = random.pick(&others).cloned().unwrap_or_default();
}
