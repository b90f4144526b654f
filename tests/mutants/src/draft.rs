//! A definition that is being edited.

use generator_tests::random::Random;
use serde_json::{Map, Value};

use crate::places::{Kind, Place, places};

/// A definition with its places, and the chance that decides among them.
pub struct Draft<'r> {
    /// The document.
    pub definition: Value,
    /// What is decided by chance.
    pub random: &'r mut Random,
    places: Vec<Place>,
}

impl<'r> Draft<'r> {
    /// A definition as it stands.
    pub fn new(definition: &Value, random: &'r mut Random) -> Self {
        Self { definition: definition.clone(), random, places: places(definition) }
    }

    /// A place of this kind at which the condition holds.
    pub fn pick(
        &mut self,
        kind: Kind,
        fits: impl Fn(&Map<String, Value>) -> bool,
    ) -> Option<Place> {
        self.pick_where(kind, |_, value| fits(value))
    }

    /// The same, where the condition is also about the place.
    pub fn pick_where(
        &mut self,
        kind: Kind,
        fits: impl Fn(&Place, &Map<String, Value>) -> bool,
    ) -> Option<Place> {
        let fitting = self.places.iter().filter(|place| place.kind == kind).filter(|place| {
            let value = self.definition.pointer(&place.pointer).and_then(Value::as_object);
            value.is_some_and(|value| fits(place, value))
        });
        let fitting: Vec<&Place> = fitting.collect();
        self.random.pick(&fitting).map(|place| (*place).clone())
    }

    /// The object at a place.
    pub fn at(&mut self, place: &Place) -> Option<&mut Map<String, Value>> {
        self.object(&place.pointer)
    }

    /// The object at a pointer.
    pub fn object(&mut self, pointer: &str) -> Option<&mut Map<String, Value>> {
        self.definition.pointer_mut(pointer)?.as_object_mut()
    }

    /// The list at a pointer.
    pub fn list(&mut self, pointer: &str) -> Option<&mut Vec<Value>> {
        self.definition.pointer_mut(pointer)?.as_array_mut()
    }

    /// A member of an object, drawn by chance, of those that fit.
    pub fn member(&mut self, pointer: &str, fits: impl Fn(&str, &Value) -> bool) -> Option<String> {
        let members = self.definition.pointer(pointer)?.as_object()?;
        let names: Vec<&String> = members
            .iter()
            .filter(|(name, value)| fits(name, value))
            .map(|(name, _)| name)
            .collect();
        self.random.pick(&names).map(|name| (*name).clone())
    }

    /// Whether the document is Swagger 2.0.
    pub fn is_swagger(&self) -> bool {
        self.definition.get("swagger").is_some()
    }

    /// The pointer of the named schemas, which need not be there.
    pub fn models(&self) -> &'static str {
        if self.is_swagger() { "/definitions" } else { "/components/schemas" }
    }

    /// A parameter of this type as the document writes one.
    pub fn parameter(&self, name: &str, location: &str, required: bool, of: &str) -> Value {
        let mut parameter = serde_json::json!({"name": name, "in": location, "required": required});
        if let Some(members) = parameter.as_object_mut() {
            if self.is_swagger() {
                members.insert("type".to_owned(), Value::from(of));
            } else {
                members.insert("schema".to_owned(), serde_json::json!({"type": of}));
            }
        }
        parameter
    }
}

/// Whether a member says this text.
pub fn says(value: &Map<String, Value>, key: &str, text: &str) -> bool {
    value.get(key).and_then(Value::as_str) == Some(text)
}

/// Whether a schema is of this type alone.
pub fn is(value: &Map<String, Value>, of: &str) -> bool {
    says(value, "type", of)
}

/// Whether a schema has known values.
pub fn has_values(value: &Map<String, Value>) -> bool {
    value.get("enum").and_then(Value::as_array).is_some_and(|values| !values.is_empty())
}

/// Whether an object of schemas stands here.
pub fn has_properties(value: &Map<String, Value>) -> bool {
    value.get("properties").and_then(Value::as_object).is_some_and(|all| !all.is_empty())
}

/// The names that a schema requires.
pub fn required(value: &Map<String, Value>) -> Vec<String> {
    let names = value.get("required").and_then(Value::as_array).into_iter().flatten();
    names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

/// Requires a name, or no longer does.
pub fn require(value: &mut Map<String, Value>, name: &str, wanted: bool) {
    let mut names = required(value);
    names.retain(|known| known != name);
    if wanted {
        names.push(name.to_owned());
    }
    if names.is_empty() {
        value.shift_remove("required");
    } else {
        value.insert("required".to_owned(), Value::from(names));
    }
}
