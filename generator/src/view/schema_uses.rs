//! All use sites of an API where a value stands: schemas, what is inside them, parameters and bodies.
//!
//! A list in which a use site comes before those inside it. Naming goes through it, so it also says what the
//! derived name of a use site is made of, and what the last version called the use site.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::api::{
    AdditionalProperties, Api, Direction, Operation, RequestBody, Response, Schema, SchemaId, Shape,
};
use crate::config::Config;
use crate::inherit::Inheritance;
use crate::names::pascal;

/// A use site: one position in the definition where a schema stands.
#[derive(Clone, Debug)]
pub(super) struct SchemaUse<'a> {
    /// What configuration, lock and reports call it.
    pub key: String,
    /// What the last version called it; `None` when it is new. It may be the use site that this one replaces.
    pub was: Option<String>,
    /// What stands there.
    pub schema: &'a Schema,
    /// Which way it travels.
    pub direction: Direction,
    /// The name of the schema, for a schema that has one.
    pub id: Option<&'a SchemaId>,
    /// The use site around it.
    pub parent: Option<usize>,
    /// What its derived name adds to that of the use site around it.
    pub word: String,
    /// The first use site in the list that is not inside it.
    pub end: usize,
}

/// The use sites of an API.
pub(super) struct SchemaUses<'a> {
    pub list: Vec<SchemaUse<'a>>,
    /// The configured use sites of `[types]` that were met.
    pub texts: Vec<&'a str>,
}

impl<'a> SchemaUses<'a> {
    /// Named schemas by name, those that need a type first; then the operations.
    pub fn find(
        api: &'a Api,
        config: &'a Config,
        directions: &BTreeMap<SchemaId, Direction>,
        inheritance: &Inheritance,
    ) -> Self {
        let text_sites = config.types.values().flat_map(|text| &text.at).map(String::as_str);
        let mut walk = Walk {
            api,
            config,
            text_sites: text_sites.collect(),
            uses: Self { list: Vec::new(), texts: Vec::new() },
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
        walk.uses
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
    api: &'a Api,
    config: &'a Config,
    text_sites: BTreeSet<&'a str>,
    uses: SchemaUses<'a>,
}

/// A use site that is inside no other.
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
        self.schema_use(SchemaUse { key, was, schema, direction, id, parent: None, word, end: 0 });
    }

    /// Adds a use site and everything inside it.
    fn schema_use(&mut self, site: SchemaUse<'a>) {
        let index = self.uses.list.len();
        let (schema, direction) = (site.schema, site.direction);
        self.uses.list.push(site);
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
                    self.inside(index, step, word.to_owned(), value, direction);
                }
            }
            Shape::Array { items, .. } => self.inside(index, "", String::new(), items, direction),
            _ => {}
        }
        let end = self.uses.list.len();
        if let Some(site) = self.uses.list.get_mut(index) {
            site.end = end;
        }
    }

    /// Adds a property, unless it has a configured type.
    fn property(&mut self, owner: usize, wire: &str, schema: &'a Schema) {
        let Some(around) = self.uses.list.get(owner) else { return };
        let own = self.api.direction_of_property(around.direction, schema);
        // What should travel neither way is read as leniently as what is around it, if it comes all the same.
        let travels = own.request || own.response;
        let direction = if travels { own } else { around.direction };
        let key = format!("{}.{wire}", around.key);
        if !self.is_text(&key) {
            self.inside(owner, &format!(".{wire}"), pascal(wire), schema, direction);
        }
    }

    /// Adds a use site inside another one.
    fn inside(
        &mut self,
        parent: usize,
        step: &str,
        word: String,
        schema: &'a Schema,
        direction: Direction,
    ) {
        let Some(around) = self.uses.list.get(parent) else { return };
        let key = format!("{}{step}", around.key);
        let was = around.was.as_ref().map(|was| format!("{was}{step}"));
        let parent = Some(parent);
        self.schema_use(SchemaUse { key, was, schema, direction, id: None, parent, word, end: 0 });
    }

    fn is_text(&mut self, key: &str) -> bool {
        let Some(site) = self.text_sites.get(key) else { return false };
        self.uses.texts.push(site);
        true
    }

    fn operation(&mut self, operation: &'a Operation, was: Option<&str>) {
        let request = Direction { request: true, response: false };
        let response = Direction { request: false, response: true };
        let id = operation.identity();
        let name = pascal(self.config.names.operations.get(&id).unwrap_or(&id));
        let site = |direction, part: &str, word: String| Root {
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
            self.root(site(request, &part, pascal(&parameter.name)), &parameter.schema);
        }
        let body = operation.body.as_ref().and_then(RequestBody::preferred);
        if let Some(schema) = body.and_then(|content| content.schema.as_ref()) {
            self.root(site(request, &parts.name("body"), "Body".to_owned()), schema);
        }
        let reply = operation.reply().and_then(Response::preferred);
        if let Some(schema) = reply.and_then(|content| content.schema.as_ref()) {
            self.root(site(response, &parts.name("reply"), "Reply".to_owned()), schema);
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
