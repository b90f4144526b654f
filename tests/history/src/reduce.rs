//! From a published history to one that the repository may hold: its facts, without its sentences.
//!
//! Everything that a program could depend on stays as it is: paths, names, types, formats, enums, defaults, error codes,
//! deprecation. Every text for people becomes `text 17`, one number per text throughout the history, so that a changed
//! text is still a change, and the official lines that quote texts still follow from the definitions. What is a fact is
//! listed, not what is a text: a keyword that nobody thought of loses its text and leaks nothing.

use std::collections::{BTreeMap, BTreeSet};

use generator::config::Config;
use generator::{legacy, source};
use serde_json::{Map, Value};

use crate::{Definition, History, Official, Version};

/// Keywords whose value, and all that is in it, is a fact.
const FACTS: [&str; 41] = [
    "$ref",
    "authorizationUrl",
    "basePath",
    "bearerFormat",
    "collectionFormat",
    "const",
    "consumes",
    "contentMediaType",
    "contentEncoding",
    "default",
    "enum",
    "flow",
    "format",
    "host",
    "in",
    "mapping",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "name",
    "openapi",
    "openIdConnectUrl",
    "operationId",
    "operationRef",
    "pattern",
    "produces",
    "propertyName",
    "refreshUrl",
    "required",
    "scheme",
    "schemes",
    "security",
    "style",
    "swagger",
    "tags",
    "tokenUrl",
    "type",
    "version",
];

/// Keywords whose value has no facts in it, only texts and addresses.
const TEXTS: [&str; 5] = ["contact", "example", "examples", "externalDocs", "license"];

/// Keywords whose value maps names to parts of a definition: below them `default` or `name` is a name like any other.
const NAMED: [&str; 14] = [
    "callbacks",
    "definitions",
    "headers",
    "parameters",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "scopes",
    "securityDefinitions",
    "securitySchemes",
    "variables",
];

/// Reduces a history to its facts.
pub fn reduce(history: &History, config: &Config) -> Result<History, String> {
    let mut texts = Texts::new(config);
    let mut definitions = Vec::new();
    for definition in &history.definitions {
        let text = texts.definition(definition)?;
        definitions.push(Definition { name: definition.name.clone(), text });
    }
    let versions = history.versions.iter().map(|version| Version {
        official: version.official.as_ref().map(|official| texts.official(official)),
        ..version.clone()
    });
    Ok(History { definitions, versions: versions.collect() })
}

/// The texts of a history, each with its number.
struct Texts<'a> {
    config: &'a Config,
    numbers: BTreeMap<String, usize>,
}

impl<'a> Texts<'a> {
    fn new(config: &'a Config) -> Self {
        Self { config, numbers: BTreeMap::new() }
    }

    /// The facts of a definition: what the official rules look at, which is all that the generator looks at too, and
    /// the tags of its operations.
    fn definition(&mut self, definition: &Definition) -> Result<String, String> {
        let document = source::parse(&definition.name, &definition.text)
            .map_err(|problems| problems.to_string())?;
        let version = source::version(&document).map_err(|problems| problems.to_string())?;
        let mut value = legacy::definition(document.value(), version, &self.config.prune);
        let used = used_tags(&value);
        if let Some(tags) = value.get_mut("tags").and_then(Value::as_array_mut) {
            tags.retain(|tag| name(tag).is_some_and(|name| used.contains(name)));
        }
        let facts = self.node(&value);
        let text = serde_json::to_string_pretty(&facts).map_err(|error| error.to_string())?;
        Ok(text + "\n")
    }

    /// A part of a definition, whose keys are keywords.
    fn node(&mut self, value: &Value) -> Value {
        match value {
            Value::Object(members) => sorted(members, |key, value| self.member(key, value)),
            Value::Array(items) => items.iter().map(|item| self.node(item)).collect(),
            Value::String(text) => self.marker(text).into(),
            fact => fact.clone(),
        }
    }

    /// What stands at a keyword.
    fn member(&mut self, key: &str, value: &Value) -> Value {
        let is_name = self.config.names.operation_extension.as_deref() == Some(key);
        match value {
            // The list of tags of a definition has descriptions; that of an operation has names.
            Value::Array(tags) if key == "tags" && tags.iter().all(Value::is_object) => {
                self.node(value)
            }
            _ if is_name || FACTS.contains(&key) => value.clone(),
            _ if key.starts_with("x-") || TEXTS.contains(&key) => self.marked(value),
            Value::Object(members) if NAMED.contains(&key) => {
                sorted(members, |_, value| self.node(value))
            }
            _ => self.node(value),
        }
    }

    /// A value that has no keywords: its texts are replaced, whatever its keys are.
    fn marked(&mut self, value: &Value) -> Value {
        match value {
            Value::Object(members) => sorted(members, |_, value| self.marked(value)),
            Value::Array(items) => items.iter().map(|item| self.marked(item)).collect(),
            other => self.node(other),
        }
    }

    /// What stands for a text. None is none also here: rules ask whether there is one.
    fn marker(&mut self, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let next = self.numbers.len() + 1;
        marker(*self.numbers.entry(text.to_owned()).or_insert(next))
    }

    /// What was said of a step, with markers in place of the texts that it quotes.
    fn official(&self, official: &Official) -> Official {
        // Texts of one word could be names. Longer ones come first, because they can hold shorter ones.
        let mut texts: Vec<_> =
            self.numbers.iter().filter(|(text, _)| text.contains(' ')).collect();
        texts.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        let change = |line: &String| {
            texts.iter().fold(line.clone(), |line, (text, number)| {
                line.replace(text.as_str(), &marker(**number))
            })
        };
        let mut changes: Vec<String> = official.changes.iter().map(change).collect();
        changes.sort();
        Official { changes, in_order: false, ..official.clone() }
    }
}

fn marker(number: usize) -> String {
    format!("text {number}")
}

/// An object with sorted keys.
fn sorted(members: &Map<String, Value>, mut change: impl FnMut(&str, &Value) -> Value) -> Value {
    let order: BTreeMap<&String, &Value> = members.iter().collect();
    order.into_iter().map(|(key, value)| (key.clone(), change(key, value))).collect()
}

fn name(tag: &Value) -> Option<&str> {
    tag.get("name").and_then(Value::as_str)
}

/// The tags of all operations.
fn used_tags(definition: &Value) -> BTreeSet<String> {
    let members = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let paths = definition.get("paths").map(members).unwrap_or_default();
    let operations = paths.values().flat_map(|item| members(item).into_iter());
    let tags = operations.filter_map(|(_, operation)| operation.get("tags")?.as_array().cloned());
    tags.flatten().filter_map(|tag| tag.as_str().map(str::to_owned)).collect()
}
