//! Where a definition has its parts, for edits and for other walks of the tests.

use generator::pointer::Pointer;
use serde_json::{Map, Value};

/// The methods of a path item.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The parts of a definition by kind; references are not followed and not listed.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Operations.
    pub operations: Vec<Pointer>,
    /// Parameters of operations that are neither bodies nor form fields nor references.
    pub parameters: Vec<Pointer>,
    /// Responses of operations.
    pub responses: Vec<Pointer>,
    /// Schemas in any place, with those inside them.
    pub schemas: Vec<Pointer>,
    /// Places of references to schemas.
    pub references: Vec<Pointer>,
    /// Named schemas.
    pub models: Vec<Pointer>,
}

impl Places {
    /// Finds the parts of a definition.
    pub fn of(document: &Value) -> Self {
        let mut places = Self::default();
        let root = Pointer::root();
        for holder in [root.child("definitions"), root.child("components").child("schemas")] {
            for (name, schema) in members(document, &holder) {
                let pointer = holder.child(name);
                places.models.push(pointer.clone());
                places.schema(schema, &pointer);
            }
        }
        let paths = root.child("paths");
        for (path, item) in members(document, &paths) {
            for method in METHODS {
                if let Some(operation) = item.get(method) {
                    places.operation(operation, &paths.child(path).child(method));
                }
            }
        }
        places
    }

    fn operation(&mut self, operation: &Value, pointer: &Pointer) {
        self.operations.push(pointer.clone());
        let list = pointer.child("parameters");
        let parameters = operation.get("parameters").and_then(Value::as_array);
        for (number, parameter) in parameters.into_iter().flatten().enumerate() {
            let pointer = list.child(number);
            if let Some(schema) = parameter.get("schema") {
                self.schema(schema, &pointer.child("schema"));
            }
            let location = parameter.get("in").and_then(Value::as_str);
            if matches!(location, Some("query" | "header" | "path" | "cookie")) {
                self.parameters.push(pointer);
            }
        }
        let body = pointer.child("requestBody").child("content");
        self.contents(operation.pointer("/requestBody/content"), &body);
        let responses = operation.get("responses").and_then(Value::as_object);
        for (status, response) in responses.into_iter().flatten() {
            let pointer = pointer.child("responses").child(status);
            if response.get("$ref").is_some() || status.starts_with("x-") {
                continue;
            }
            if let Some(schema) = response.get("schema") {
                self.schema(schema, &pointer.child("schema"));
            }
            self.contents(response.get("content"), &pointer.child("content"));
            self.responses.push(pointer);
        }
    }

    fn contents(&mut self, contents: Option<&Value>, pointer: &Pointer) {
        for (media_type, content) in contents.and_then(Value::as_object).into_iter().flatten() {
            if let Some(schema) = content.get("schema") {
                self.schema(schema, &pointer.child(media_type).child("schema"));
            }
        }
    }

    fn schema(&mut self, schema: &Value, pointer: &Pointer) {
        let Some(members) = schema.as_object() else { return };
        if members.contains_key("$ref") {
            self.references.push(pointer.clone());
            return;
        }
        self.schemas.push(pointer.clone());
        for (name, property) in
            members.get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            self.schema(property, &pointer.child("properties").child(name));
        }
        for key in ["items", "additionalProperties"] {
            if let Some(inner) = members.get(key) {
                self.schema(inner, &pointer.child(key));
            }
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            let list = members.get(key).and_then(Value::as_array);
            for (number, inner) in list.into_iter().flatten().enumerate() {
                self.schema(inner, &pointer.child(key).child(number));
            }
        }
    }
}

/// The members of an object; none when there is no object.
pub fn members<'a>(
    document: &'a Value,
    pointer: &Pointer,
) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let object = document.pointer(pointer.as_str()).and_then(Value::as_object);
    object.into_iter().flat_map(Map::iter)
}
