//! Which Rust type stands for which schema.
//!
//! [`Types::build`] gives every named schema that needs a type of its own a name, finds the schemas
//! inside them (and inside parameters) that need one too, and remembers all as definitions. After
//! that, [`Types::of`] answers for any schema of the [`Api`]. Names are given in sorted order of the
//! wire names, so the order of keys in the definition does not matter.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::api::{AdditionalProperties, Api, Direction, Schema, SchemaId, Shape, directions};
use crate::config::{Config, RequiredInReplies};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names::{Ident, Scope, pascal};

use super::cycles::boxed_fields;
use super::rust_type::{ModelKind, Type};

/// A type of the `models` module.
#[derive(Clone, Debug)]
pub enum Definition<'a> {
    /// A struct.
    Struct(StructDefinition<'a>),
    /// An open enum of texts.
    Enum(EnumDefinition),
    /// A text with a type of its own.
    Text(TextDefinition),
}

/// A struct: an object with properties.
#[derive(Clone, Debug)]
pub struct StructDefinition<'a> {
    /// The wire name, for the header and for configuration keys (`Schema` or `Schema.property`).
    pub key: String,
    /// The schema.
    pub schema: &'a Schema,
    /// Which way it travels.
    pub direction: Direction,
}

/// An open enum.
#[derive(Clone, Debug)]
pub struct EnumDefinition {
    /// The wire names of the places that use it.
    pub keys: Vec<String>,
    /// One line for the registry.
    pub description: Option<String>,
    /// The known values, in document order, without repetitions.
    pub values: Vec<String>,
}

/// A text with a type of its own.
#[derive(Clone, Debug)]
pub struct TextDefinition {
    /// One line for the registry.
    pub description: String,
    /// Whether it must never be shown.
    pub secret: bool,
}

/// Names that the generated files use for other things: a schema of this name gets `Model` after it.
pub const RESERVED: &[&str] = &[
    "ApiErrorBody",
    "AsRef",
    "BTreeMap",
    "Box",
    "BoxFuture",
    "Bytes",
    "Call",
    "Client",
    "ClientBuilder",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "Display",
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Error",
    "ErrorCode",
    "ErrorKind",
    "Formatter",
    "From",
    "FromStr",
    "Hash",
    "HeaderName",
    "HeaderValue",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "ListStyle",
    "Method",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "PathPart",
    "Region",
    "Response",
    "Result",
    "RetryConfig",
    "Secret",
    "Send",
    "Serialize",
    "Serializer",
    "Some",
    "String",
    "Sync",
    "Timestamp",
    "ToOwned",
    "ToString",
    "UnknownValue",
    "Value",
    "Vec",
];

/// How deep aliases of aliases are followed before the value is taken as free-form.
const ALIAS_DEPTH: usize = 32;

/// All types of the `models` module, and the Rust type of every schema.
pub struct Types<'a> {
    api: &'a Api,
    config: &'a Config,
    directions: BTreeMap<SchemaId, Direction>,
    scope: Scope,
    /// Named schema → the name of its type, for those that have one of their own.
    named: BTreeMap<&'a SchemaId, Ident>,
    /// Place of an inline schema → the name of its type.
    inline: BTreeMap<&'a str, Ident>,
    definitions: BTreeMap<Ident, Definition<'a>>,
    /// Configured text types by the place they apply to.
    text_places: BTreeMap<&'a str, &'a str>,
    used_places: BTreeSet<&'a str>,
    boxed: BTreeSet<(Ident, String)>,
}

impl<'a> Types<'a> {
    /// Names and collects the types of an API.
    pub fn build(api: &'a Api, config: &'a Config, diagnostics: &mut Diagnostics) -> Self {
        let text_places = config
            .types
            .iter()
            .flat_map(|(name, text)| text.at.iter().map(move |at| (at.as_str(), name.as_str())))
            .collect();
        let mut types = Self {
            api,
            config,
            directions: directions(api),
            scope: Scope::default(),
            named: BTreeMap::new(),
            inline: BTreeMap::new(),
            definitions: BTreeMap::new(),
            text_places,
            used_places: BTreeSet::new(),
            boxed: BTreeSet::new(),
        };
        types.name_texts(diagnostics);
        types.name_schemas(diagnostics);
        types.collect_schemas(diagnostics);
        types.collect_operations(diagnostics);
        types.break_cycles();
        types
    }

    /// The definitions, by type name.
    pub fn definitions(&self) -> &BTreeMap<Ident, Definition<'a>> {
        &self.definitions
    }

    /// The configured places of `[types]` that matched something.
    pub fn used_places(&self) -> &BTreeSet<&'a str> {
        &self.used_places
    }

    /// The direction of a named schema; one that no operation reaches may travel both ways.
    fn direction(&self, id: &SchemaId) -> Direction {
        self.directions.get(id).copied().unwrap_or(Direction { request: true, response: true })
    }

    /// The type of the value at a place: `key` is `Schema.property` or `parameter:name`.
    pub fn at(&self, key: &str, schema: &Schema) -> Type {
        match self.text_places.get(key) {
            Some(name) => self.text_type(name),
            None => self.of(schema),
        }
    }

    fn text_type(&self, name: &str) -> Type {
        let secret = self.config.types.get(name).is_some_and(|text| text.secret);
        let kind = if secret { ModelKind::SecretText } else { ModelKind::Text };
        Type::Model(Ident::pascal(name, "Text"), kind)
    }

    /// The type of a schema.
    pub fn of(&self, schema: &Schema) -> Type {
        self.of_at_depth(schema, 0)
    }

    fn of_at_depth(&self, schema: &Schema, depth: usize) -> Type {
        if depth > ALIAS_DEPTH {
            return Type::Json;
        }
        if let Some(name) = self.inline.get(schema.pointer.as_str()) {
            return self.model(name);
        }
        match &schema.shape {
            Shape::Boolean => Type::Bool,
            Shape::Integer { .. } => Type::I64,
            Shape::Number { .. } => Type::F64,
            Shape::String { format } => match format.as_deref() {
                Some("date-time" | "datetime") => Type::Timestamp,
                Some("password") => Type::Secret,
                _ => Type::String,
            },
            Shape::Array { items, .. } => Type::List(Box::new(self.of_at_depth(items, depth + 1))),
            Shape::Object { properties, additional } if properties.is_empty() => {
                let value = match additional {
                    AdditionalProperties::Typed(schema) => self.of_at_depth(schema, depth + 1),
                    _ => Type::Json,
                };
                Type::Map(Box::new(value))
            }
            Shape::Reference { id } => match self.named.get(id) {
                Some(name) => self.model(name),
                None => match self.api.schemas.get(id) {
                    Some(target) => self.of_at_depth(target, depth + 1),
                    None => Type::Json,
                },
            },
            Shape::Any
            | Shape::File
            | Shape::Tuple { .. }
            | Shape::Object { .. }
            | Shape::Union { .. } => Type::Json,
        }
    }

    fn model(&self, name: &Ident) -> Type {
        let kind = match self.definitions.get(name) {
            Some(Definition::Enum(_)) => ModelKind::Enum,
            Some(Definition::Text(text)) if text.secret => ModelKind::SecretText,
            Some(Definition::Text(_)) => ModelKind::Text,
            Some(Definition::Struct(_)) | None => ModelKind::Struct,
        };
        Type::Model(name.clone(), kind)
    }

    /// Whether the field of this wire name must be boxed, because the struct would contain itself.
    pub fn is_boxed(&self, owner: &Ident, property: &str) -> bool {
        self.boxed.contains(&(owner.clone(), property.to_owned()))
    }

    /// Whether replies may omit what the definition calls required.
    pub fn is_lenient(&self) -> bool {
        self.config.responses.required == RequiredInReplies::Lenient
    }

    fn name_texts(&mut self, diagnostics: &mut Diagnostics) {
        for (name, text) in &self.config.types {
            let chosen = Ident::chosen(name).filter(|chosen| pascal(name) == chosen.as_str());
            let Some(chosen) = chosen else {
                diagnostics.push(invalid_name(name, "a type in PascalCase"));
                continue;
            };
            let (chosen, _) = self.scope.claim(chosen, &format!("[types.{name}]"));
            let definition =
                TextDefinition { description: text.description.clone(), secret: text.secret };
            self.definitions.insert(chosen, Definition::Text(definition));
        }
    }

    fn name_schemas(&mut self, diagnostics: &mut Diagnostics) {
        let api = self.api;
        for (id, schema) in &api.schemas {
            if !needs_type(schema) {
                continue;
            }
            let fallback = id.as_str().rsplit('/').next().unwrap_or_default();
            let (name, _) = self.claim(id.as_str(), fallback, schema, diagnostics);
            self.named.insert(id, name);
        }
    }

    /// Claims the name of a type: the configured one, or one made of `derived`. The second value says
    /// whether a type of that name exists already and shall be shared.
    fn claim(
        &mut self,
        key: &str,
        derived: &str,
        schema: &Schema,
        diagnostics: &mut Diagnostics,
    ) -> (Ident, bool) {
        let wanted = match self.config.names.schemas.get(key) {
            Some(chosen) => match Ident::chosen(chosen) {
                Some(chosen) => {
                    let shared = matches!(self.definitions.get(&chosen), Some(Definition::Enum(_)));
                    if shared && !schema.enumeration.is_empty() {
                        return (chosen, true);
                    }
                    chosen
                }
                None => {
                    diagnostics.push(invalid_name(chosen, "a type").at(&schema.pointer));
                    Ident::pascal(derived, "Model")
                }
            },
            None => Ident::pascal(derived, "Model"),
        };
        let reserved = RESERVED.contains(&wanted.as_str());
        let wanted = if reserved { wanted.with_suffix("Model") } else { wanted };
        let (name, holder) = self.scope.claim(wanted, key);
        if let Some(holder) = holder {
            diagnostics.push(collision(key, &holder, &name).at(&schema.pointer));
        }
        (name, false)
    }

    /// Makes the definitions of the named schemas, then of everything inside them.
    fn collect_schemas(&mut self, diagnostics: &mut Diagnostics) {
        let api = self.api;
        let named: Vec<(&SchemaId, Ident)> =
            self.named.iter().map(|(id, name)| (*id, name.clone())).collect();
        for (id, name) in named {
            let Some(schema) = api.schemas.get(id) else { continue };
            let direction = self.direction(id);
            self.define(&name, id.to_string(), schema, direction, diagnostics);
        }
        for (id, schema) in &api.schemas {
            if !self.named.contains_key(id) {
                let direction = self.direction(id);
                let name = pascal(id.as_str().rsplit('/').next().unwrap_or_default());
                self.collect(schema, &name, id.as_str(), direction, diagnostics);
            }
        }
    }

    fn collect_operations(&mut self, diagnostics: &mut Diagnostics) {
        let request = Direction { request: true, response: false };
        let response = Direction { request: false, response: true };
        for operation in &self.api.operations {
            let id = super::operation::operation_id(operation);
            let chosen = self.config.names.operations.get(&id);
            let name = pascal(chosen.unwrap_or(&id));
            for parameter in &operation.parameters {
                let place = format!("parameter:{}", parameter.name);
                if let Some((place, _)) = self.text_places.get_key_value(place.as_str()) {
                    self.used_places.insert(place);
                    continue;
                }
                let key = format!("{id}.{}", parameter.name);
                let derived = format!("{name}{}", pascal(&parameter.name));
                self.inline(&parameter.schema, &derived, &key, request, diagnostics);
            }
            for content in operation.body.iter().flat_map(|body| &body.contents).take(1) {
                if let Some(schema) = &content.schema {
                    let (derived, key) = (format!("{name}Body"), format!("{id}.body"));
                    self.inline(schema, &derived, &key, request, diagnostics);
                }
            }
            for reply in operation.responses.iter().filter(|reply| reply.status.is_success()) {
                for schema in reply.contents.iter().take(1).filter_map(|c| c.schema.as_ref()) {
                    let (derived, key) = (format!("{name}Reply"), format!("{id}.reply"));
                    self.inline(schema, &derived, &key, response, diagnostics);
                }
            }
        }
    }

    /// Adds one definition and looks inside it.
    fn define(
        &mut self,
        name: &Ident,
        key: String,
        schema: &'a Schema,
        direction: Direction,
        diagnostics: &mut Diagnostics,
    ) {
        if !schema.enumeration.is_empty() {
            self.add_enum(name, key, schema);
            return;
        }
        let definition = StructDefinition { key: key.clone(), schema, direction };
        self.definitions.insert(name.clone(), Definition::Struct(definition));
        self.collect(schema, name.bare(), &key, direction, diagnostics);
    }

    fn add_enum(&mut self, name: &Ident, key: String, schema: &Schema) {
        let values = schema.enumeration.iter().filter_map(Value::as_str).map(str::to_owned);
        let new = || EnumDefinition {
            keys: Vec::new(),
            description: schema.description.clone(),
            values: Vec::new(),
        };
        let entry = self.definitions.entry(name.clone()).or_insert_with(|| Definition::Enum(new()));
        if let Definition::Enum(definition) = entry {
            definition.keys.push(key);
            for value in values {
                if !definition.values.contains(&value) {
                    definition.values.push(value);
                }
            }
        }
    }

    /// Finds the schemas inside a schema that need a type of their own.
    fn collect(
        &mut self,
        schema: &'a Schema,
        name: &str,
        key: &str,
        direction: Direction,
        diagnostics: &mut Diagnostics,
    ) {
        let Shape::Object { properties, additional } = &schema.shape else {
            self.collect_items(schema, name, key, direction, diagnostics);
            return;
        };
        let mut sorted: Vec<_> = properties.iter().collect();
        sorted.sort_by_key(|(wire, _)| wire.as_str());
        for (wire, property) in sorted {
            let key = format!("{key}.{wire}");
            if let Some((place, _)) = self.text_places.get_key_value(key.as_str()) {
                self.used_places.insert(place);
                continue;
            }
            let derived = format!("{name}{}", pascal(wire));
            self.inline(&property.schema, &derived, &key, direction, diagnostics);
        }
        if let AdditionalProperties::Typed(value) = additional {
            let suffix = if properties.is_empty() { "Value" } else { "AdditionalValue" };
            self.inline(value, &format!("{name}{suffix}"), key, direction, diagnostics);
        }
    }

    fn collect_items(
        &mut self,
        schema: &'a Schema,
        name: &str,
        key: &str,
        direction: Direction,
        diagnostics: &mut Diagnostics,
    ) {
        match &schema.shape {
            Shape::Array { items, .. } => {
                self.inline(items, name, key, direction, diagnostics);
            }
            Shape::Union { .. } | Shape::Tuple { .. } => {
                let what = "has a shape that depends on its content.";
                diagnostics.push(
                    Diagnostic::new(Code::UnsupportedSchema, format!("`{key}` {what}"))
                        .at(&schema.pointer)
                        .help("It becomes `serde_json::Value`; read and write it as JSON."),
                );
            }
            _ => {}
        }
    }

    /// Gives an inline schema a type if it needs one, and looks inside it.
    fn inline(
        &mut self,
        schema: &'a Schema,
        derived: &str,
        key: &str,
        direction: Direction,
        diagnostics: &mut Diagnostics,
    ) {
        if !needs_type(schema) {
            self.collect(schema, derived, key, direction, diagnostics);
            return;
        }
        let (name, shared) = self.claim(key, derived, schema, diagnostics);
        self.inline.insert(schema.pointer.as_str(), name.clone());
        if shared {
            self.add_enum(&name, key.to_owned(), schema);
        } else {
            self.define(&name, key.to_owned(), schema, direction, diagnostics);
        }
    }

    /// Finds the fields through which a struct would contain itself, and has them boxed. Fields are
    /// looked at in sorted order; only the one that closes a cycle is boxed.
    fn break_cycles(&mut self) {
        let numbers: BTreeMap<&Ident, usize> = self.definitions.keys().zip(0..).collect();
        let mut fields: Vec<(&Ident, &str)> = Vec::new();
        let mut graph: Vec<Vec<usize>> = Vec::with_capacity(numbers.len());
        for (owner, definition) in &self.definitions {
            let mut targets = Vec::new();
            for (wire, target) in self.structs_in(definition) {
                if let Some(number) = numbers.get(&target) {
                    fields.push((owner, wire));
                    targets.push(*number);
                }
            }
            graph.push(targets);
        }
        let boxed = boxed_fields(&graph).into_iter().flatten();
        let boxed = fields.into_iter().zip(boxed).filter(|(_, boxed)| *boxed);
        self.boxed = boxed.map(|((owner, wire), _)| (owner.clone(), wire.to_owned())).collect();
    }

    /// The properties of a struct that are structs themselves, in sorted order.
    fn structs_in(&self, definition: &Definition<'a>) -> Vec<(&'a str, Ident)> {
        let Definition::Struct(definition) = definition else { return Vec::new() };
        let Shape::Object { properties, .. } = &definition.schema.shape else { return Vec::new() };
        let mut sorted: Vec<_> = properties.iter().collect();
        sorted.sort_by_key(|(wire, _)| wire.as_str());
        let target = |wire: &str, schema: &Schema| match self
            .at(&format!("{}.{wire}", definition.key), schema)
        {
            Type::Model(target, ModelKind::Struct) => Some(target),
            _ => None,
        };
        let structs = sorted
            .into_iter()
            .filter_map(|(wire, property)| Some((wire.as_str(), target(wire, &property.schema)?)));
        structs.collect()
    }
}

/// Whether a schema becomes a type of its own: an object with properties, or a list of texts to choose
/// from.
fn needs_type(schema: &Schema) -> bool {
    match &schema.shape {
        Shape::Object { properties, .. } => !properties.is_empty(),
        Shape::String { .. } => {
            !schema.enumeration.is_empty() && schema.enumeration.iter().all(Value::is_string)
        }
        _ => false,
    }
}

fn invalid_name(name: &str, what: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidName, format!("`{name}` cannot be the name of {what}."))
        .help("Use letters, digits and underscores, not a keyword, in the case Rust expects.")
}

fn collision(key: &str, holder: &str, name: &Ident) -> Diagnostic {
    let message = format!("`{key}` would get the same Rust name as `{holder}`; it is `{name}`.");
    Diagnostic::new(Code::NameCollision, message)
        .help(format!("Choose a name: `[names.schemas]` `\"{key}\" = \"…\"`."))
}
