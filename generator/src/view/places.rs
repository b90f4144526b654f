//! All places of an API where a value stands: schemas, what is inside them, parameters and bodies.
//!
//! A list in which a place comes before those inside it. Naming goes through it, so it also says what the
//! derived name of a place is made of, and what the last version called the place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::api::{AdditionalProperties, Api, Direction, Operation, Schema, SchemaId, Shape};
use crate::config::Config;
use crate::inherit::Inheritance;
use crate::names::pascal;

/// A place.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    /// What configuration, lock and reports call it.
    pub key: String,
    /// What the last version called it; `None` when it is new. It may be the place that this one replaces.
    pub was: Option<String>,
    /// What stands there.
    pub schema: &'a Schema,
    /// Which way it travels.
    pub direction: Direction,
    /// The name of the schema, for a schema that has one.
    pub id: Option<&'a SchemaId>,
    /// The place around it.
    pub parent: Option<usize>,
    /// What its derived name adds to that of the place around it.
    pub word: String,
    /// The first place in the list that is not inside it.
    pub end: usize,
}

/// The places of an API.
pub(super) struct Places<'a> {
    pub list: Vec<Place<'a>>,
    /// The configured places of `[types]` that were met.
    pub texts: Vec<&'a str>,
}

impl<'a> Places<'a> {
    /// Named schemas by name, those that need a type first; then the operations.
    pub fn find(
        api: &'a Api,
        config: &'a Config,
        directions: &BTreeMap<SchemaId, Direction>,
        inheritance: &Inheritance,
    ) -> Self {
        let text_places = config.types.values().flat_map(|text| &text.at).map(String::as_str);
        let mut walk = Walk {
            config,
            text_places: text_places.collect(),
            places: Self { list: Vec::new(), texts: Vec::new() },
        };
        let (typed, others): (Vec<_>, Vec<_>) =
            api.schemas.iter().partition(|(_, schema)| needs_type(schema));
        for (id, schema) in typed.into_iter().chain(others) {
            let any = Direction { request: true, response: true };
            let root = Root {
                key: id.to_string(),
                was: inheritance.schema(id.as_str()).map(str::to_owned),
                word: pascal(id.as_str().rsplit('/').next().unwrap_or_default()),
                direction: directions.get(id).copied().unwrap_or(any),
                id: Some(id),
            };
            walk.root(root, schema);
        }
        for operation in &api.operations {
            walk.operation(operation, inheritance.operation(&operation.identity()));
        }
        walk.places
    }
}

/// Whether a schema becomes a type of its own: an object with properties, or a list of texts to choose
/// from.
pub(super) fn needs_type(schema: &Schema) -> bool {
    match &schema.shape {
        Shape::Object { properties, .. } => !properties.is_empty(),
        Shape::String { .. } => {
            !schema.enumeration.is_empty() && schema.enumeration.iter().all(Value::is_string)
        }
        _ => false,
    }
}

struct Walk<'a> {
    config: &'a Config,
    text_places: BTreeSet<&'a str>,
    places: Places<'a>,
}

/// A place that is inside no other.
struct Root<'a> {
    key: String,
    was: Option<String>,
    word: String,
    direction: Direction,
    id: Option<&'a SchemaId>,
}

impl<'a> Walk<'a> {
    fn root(&mut self, root: Root<'a>, schema: &'a Schema) {
        let Root { key, was, word, direction, id } = root;
        self.place(Place { key, was, schema, direction, id, parent: None, word, end: 0 });
    }

    /// Adds a place and everything inside it.
    fn place(&mut self, place: Place<'a>) {
        let index = self.places.list.len();
        let schema = place.schema;
        self.places.list.push(place);
        match &schema.shape {
            Shape::Object { properties, additional } => {
                let mut sorted: Vec<_> = properties.iter().collect();
                sorted.sort_by_key(|(wire, _)| wire.as_str());
                for (wire, property) in sorted {
                    self.property(index, wire, &property.schema);
                }
                if let AdditionalProperties::Typed(value) = additional {
                    let beside = !properties.is_empty();
                    let (step, word) =
                        if beside { (".*", "AdditionalValue") } else { ("", "Value") };
                    self.inside(index, step, word.to_owned(), value);
                }
            }
            Shape::Array { items, .. } => self.inside(index, "", String::new(), items),
            _ => {}
        }
        let end = self.places.list.len();
        if let Some(place) = self.places.list.get_mut(index) {
            place.end = end;
        }
    }

    /// Adds a property, unless it has a configured type.
    fn property(&mut self, owner: usize, wire: &str, schema: &'a Schema) {
        let key = self.places.list.get(owner).map(|owner| format!("{}.{wire}", owner.key));
        if !key.is_some_and(|key| self.is_text(&key)) {
            self.inside(owner, &format!(".{wire}"), pascal(wire), schema);
        }
    }

    /// Adds a place inside another one.
    fn inside(&mut self, parent: usize, step: &str, word: String, schema: &'a Schema) {
        let Some(around) = self.places.list.get(parent) else { return };
        let key = format!("{}{step}", around.key);
        let was = around.was.as_ref().map(|was| format!("{was}{step}"));
        let direction = around.direction;
        let parent = Some(parent);
        self.place(Place { key, was, schema, direction, id: None, parent, word, end: 0 });
    }

    fn is_text(&mut self, key: &str) -> bool {
        let Some(place) = self.text_places.get(key) else { return false };
        self.places.texts.push(place);
        true
    }

    fn operation(&mut self, operation: &'a Operation, was: Option<&str>) {
        let request = Direction { request: true, response: false };
        let response = Direction { request: false, response: true };
        let id = operation.identity();
        let name = pascal(self.config.names.operations.get(&id).unwrap_or(&id));
        let place = |direction, part: &str, word: String| Root {
            key: format!("{id}.{part}"),
            was: was.map(|was| format!("{was}.{part}")),
            word: format!("{name}{word}"),
            direction,
            id: None,
        };
        let mut parts = Parts::default();
        for parameter in &operation.parameters {
            if self.is_text(&format!("parameter:{}", parameter.name)) {
                continue;
            }
            let part = parts.name(&parameter.name);
            self.root(place(request, &part, pascal(&parameter.name)), &parameter.schema);
        }
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        for schema in bodies.take(1).filter_map(|content| content.schema.as_ref()) {
            self.root(place(request, &parts.name("body"), "Body".to_owned()), schema);
        }
        let replies = operation.responses.iter().filter(|reply| reply.status.is_success());
        for schema in replies.filter_map(|reply| reply.contents.first()?.schema.as_ref()) {
            self.root(place(response, &parts.name("reply"), "Reply".to_owned()), schema);
        }
    }
}

/// Tells apart the parts of one operation that have the same name.
#[derive(Default)]
struct Parts<'a> {
    seen: BTreeMap<&'a str, usize>,
}

impl<'a> Parts<'a> {
    fn name(&mut self, name: &'a str) -> String {
        let number = self.seen.entry(name).or_default();
        *number += 1;
        if *number == 1 { name.to_owned() } else { format!("{name}#{number}") }
    }
}
