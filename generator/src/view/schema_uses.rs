//! All use sites of an API where a value stands: schemas, what is inside them, parameters and bodies.
//!
//! A list in which a use site comes before those inside it. Naming goes through it, so it also says what the
//! derived name of a use site is made of, and what the last version called the use site.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{
    AdditionalProperties, Api, Direction, Operation, RequestBody, Response, Schema, SchemaId, Shape,
};
use crate::config::Config;
use crate::inherit::{Inheritance, UseSite};
use crate::names::pascal;

use super::external::External;
use super::status_name::status_name;
use super::variants::{VariantName, variant_names};

/// A use site: one position in the definition where a schema stands.
#[derive(Clone, Debug)]
pub(super) struct SchemaUse<'a> {
    /// Which one it is.
    pub site: UseSite,
    /// What configuration and reports call it.
    pub key: String,
    /// What it was in the last version; `None` when it is new. It may be the use site that this one replaces.
    pub was: Option<UseSite>,
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
        let external = External::of_config(config);
        let own = api.schemas.iter().filter(|(id, _)| !external.stands_for(id));
        let (typed, others): (Vec<_>, Vec<_>) = own.partition(|(_, schema)| schema.needs_type());
        for (id, schema) in typed.into_iter().chain(others) {
            let any = Direction { request: true, response: true };
            let root = Root {
                site: UseSite::schema(id.as_str()),
                key: id.to_string(),
                was: inheritance.schema(id.as_str()).map(UseSite::schema),
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

struct Walk<'a> {
    api: &'a Api,
    config: &'a Config,
    text_sites: BTreeSet<&'a str>,
    uses: SchemaUses<'a>,
}

/// A use site that is inside no other.
struct Root<'a> {
    site: UseSite,
    key: String,
    was: Option<UseSite>,
    word: String,
    direction: Direction,
    id: Option<&'a SchemaId>,
}

impl<'a> Walk<'a> {
    fn root(&mut self, root: Root<'a>, schema: &'a Schema) {
        let Root { site, key, was, word, direction, id } = root;
        let (parent, end) = (None, 0);
        self.schema_use(SchemaUse { site, key, was, schema, direction, id, parent, word, end });
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
                    let (step, word) = if beside {
                        (Step::Additional, "AdditionalValue")
                    } else {
                        (Step::Through, "Value")
                    };
                    self.inside(index, step, word.to_owned(), value, direction);
                }
            }
            Shape::Array { items, .. } => {
                self.inside(index, Step::Through, String::new(), items, direction);
            }
            Shape::Tuple { items, .. } => {
                for (number, item) in items.iter().enumerate() {
                    let (key, word) = (number.to_string(), format!("Item{number}"));
                    self.inside(index, Step::Variant(&key), word, item, direction);
                }
            }
            Shape::Union { variants, .. } => {
                for (VariantName { key, word }, variant) in
                    variant_names(variants).into_iter().zip(variants)
                {
                    self.inside(index, Step::Variant(&key), word, variant, direction);
                }
            }
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
            self.inside(owner, Step::Property(wire), pascal(wire), schema, direction);
        }
    }

    /// Adds a use site inside another one.
    fn inside(
        &mut self,
        parent: usize,
        step: Step<'_>,
        word: String,
        schema: &'a Schema,
        direction: Direction,
    ) {
        let Some(around) = self.uses.list.get(parent) else { return };
        let site = step.from(&around.site);
        let was = around.was.as_ref().map(|was| step.from(was));
        let key = match step {
            Step::Through => around.key.clone(),
            Step::Property(wire) => format!("{}.{wire}", around.key),
            Step::Variant(variant) => format!("{}.{variant}", around.key),
            Step::Additional => format!("{}.*", around.key),
        };
        let (id, parent, end) = (None, Some(parent), 0);
        self.schema_use(SchemaUse { site, key, was, schema, direction, id, parent, word, end });
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
        let root = |direction, part: &str, word: String, site: &dyn Fn(&str) -> UseSite| Root {
            site: site(&id),
            key: format!("{id}.{part}"),
            was: was.map(site),
            word: format!("{name}{word}"),
            direction,
            id: None,
        };
        let (mut parts, mut parameters) = (Parts::default(), Parts::default());
        for parameter in &operation.parameters {
            if self.is_text(&format!("parameter:{}", parameter.name)) {
                continue;
            }
            let number = parameters.number(&parameter.name);
            let part = parts.name(&parameter.name);
            let site = |id: &str| UseSite::parameter(id, &parameter.name, number);
            self.root(root(request, &part, pascal(&parameter.name), &site), &parameter.schema);
        }
        let body = operation.body.as_ref().and_then(RequestBody::preferred);
        if let Some(schema) = body.and_then(|content| content.schema.as_ref()) {
            let part = parts.name("body");
            self.root(root(request, &part, "Body".to_owned(), &UseSite::body), schema);
        }
        let schema = |of: &'a Response| of.preferred().and_then(|content| content.schema.as_ref());
        let reply = operation.reply();
        if let Some(schema) = reply.and_then(schema) {
            let part = parts.name("reply");
            self.root(root(response, &part, "Reply".to_owned(), &UseSite::reply), schema);
        }
        let is_reply = |of: &Response| reply.is_some_and(|reply| reply.status == of.status);
        let successes = operation.successes().filter(|of| !is_reply(of)).map(|of| (of, "Reply"));
        let others = successes.chain(operation.failures().map(|of| (of, "Error")));
        for (of, ending) in others {
            let Some(schema) = schema(of) else { continue };
            let part = of.status.to_string();
            let word = format!("{}{ending}", status_name(of.status));
            let site = |id: &str| UseSite::response(id, of.status);
            self.root(root(response, &part, word, &site), schema);
        }
    }
}

/// The way from a use site to one inside it.
#[derive(Clone, Copy)]
enum Step<'a> {
    /// Into a list or a map, which is looked through.
    Through,
    /// To a property.
    Property(&'a str),
    /// To a variant of a union.
    Variant(&'a str),
    /// To the values under keys that an object does not name.
    Additional,
}

impl Step<'_> {
    fn from(self, site: &UseSite) -> UseSite {
        match self {
            Self::Through => site.clone(),
            Self::Property(wire) => site.property(wire),
            Self::Variant(key) => site.variant(key),
            Self::Additional => site.additional(),
        }
    }
}

/// Tells apart the parts of one operation that have the same name.
#[derive(Default)]
struct Parts<'a> {
    seen: BTreeMap<&'a str, usize>,
}

impl<'a> Parts<'a> {
    fn number(&mut self, name: &'a str) -> usize {
        let number = self.seen.entry(name).or_default();
        *number += 1;
        *number
    }

    fn name(&mut self, name: &'a str) -> String {
        let number = self.number(name);
        if number == 1 { name.to_owned() } else { format!("{name}#{number}") }
    }
}

/// What the configuration says of a use site, under its key or under the one that it had.
pub(super) fn chosen<'c>(
    table: &'c BTreeMap<String, String>,
    site: &SchemaUse<'_>,
) -> Option<&'c str> {
    let chosen = table.get(&site.key).or_else(|| table.get(&site.was.as_ref()?.key()));
    chosen.map(String::as_str)
}
