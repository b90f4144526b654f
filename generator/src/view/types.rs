//! Which Rust type stands for which schema.
//!
//! [`Types::build`] gives every schema that needs a type of its own a name, wherever it stands, and
//! remembers all as definitions. After that, [`Types::of`] answers for any schema of the [`Api`]. What the
//! last version gave out stays; other names are given in sorted order of the wire names, so the order of
//! keys in the definition does not matter.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{AdditionalProperties, Api, Schema, SchemaId, Shape};
use crate::config::{Config, RequiredInReplies};
use crate::diagnostic::Diagnostics;
use crate::inherit::{Inheritance, TypeAlias, TypeKind, UseSite};
use crate::names::{Ident, Modules, Reserved};
use crate::pointer::Pointer;

use super::cycles::{Field, boxed};
pub use super::definition::{
    ContainerDefinition, Definition, EnumDefinition, StructDefinition, TextDefinition,
    UnionDefinition,
};
use super::external::External;
use super::files;
use super::naming;
use super::rust_type::{ModelKind, Type};
use super::schema_uses::SchemaUse;
use super::type_assignment::kind;
use super::variants::Discriminated;

/// How deep aliases of aliases are followed before the value is taken as free-form.
pub(super) const ALIAS_DEPTH: usize = 32;

/// All types of the `models` module, and the Rust type of every schema.
pub struct Types<'a> {
    pub(super) api: &'a Api,
    pub(super) config: &'a Config,
    /// Named schema → the name of its type, for those that have one of their own.
    pub(super) named: BTreeMap<&'a SchemaId, Ident>,
    /// Where an inline schema is used, and what kind of type it needs → the name of its type. A schema of several types
    /// is a union whose variants stand where it does itself.
    pub(super) inline: BTreeMap<InlinePlace<'a>, Ident>,
    /// Where schemas that stay plain texts are used.
    pub(super) plain: BTreeSet<&'a str>,
    pub(super) definitions: BTreeMap<Ident, Definition<'a>>,
    /// Configured text type → the name of its type.
    pub(super) texts: BTreeMap<&'a str, Ident>,
    /// Configured text types by the use site they apply to.
    pub(super) text_sites: BTreeMap<&'a str, &'a str>,
    pub(super) used_sites: BTreeSet<&'a str>,
    /// Which values have types of the configuration.
    pub(super) external: External<'a>,
    /// All use sites, for what is to be remembered of them.
    pub(super) uses: Vec<SchemaUse<'a>>,
    /// Old name of a type → its name.
    pub(super) aliases: BTreeMap<Ident, TypeAlias>,
    /// Configured text type → the values that have it.
    text_origins: BTreeMap<Ident, Vec<Pointer>>,
    boxed: BTreeSet<(Ident, String)>,
    /// Where the schemas of files in forms of parts stand.
    files: BTreeSet<&'a str>,
    /// What the code of the crate needs for itself.
    pub(super) reserved: &'a Reserved,
    /// What schemas are known by in unions.
    pub(super) discriminated: Discriminated<'a>,
    /// The modules of the definitions, by type name.
    modules: BTreeMap<Ident, Ident>,
}

impl<'a> Types<'a> {
    /// Names and collects the types of an API.
    pub fn build(
        api: &'a Api,
        config: &'a Config,
        inheritance: &'a Inheritance,
        reserved: &'a Reserved,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let text_sites = config
            .types
            .iter()
            .flat_map(|(name, text)| text.at.iter().map(move |at| (at.as_str(), name.as_str())))
            .collect();
        let types = Self {
            api,
            config,
            named: BTreeMap::new(),
            inline: BTreeMap::new(),
            plain: BTreeSet::new(),
            definitions: BTreeMap::new(),
            texts: BTreeMap::new(),
            text_sites,
            used_sites: BTreeSet::new(),
            external: External::of_config(config),
            uses: Vec::new(),
            aliases: BTreeMap::new(),
            text_origins: BTreeMap::new(),
            boxed: BTreeSet::new(),
            files: files::find(api),
            reserved,
            discriminated: Discriminated::of(api),
            modules: BTreeMap::new(),
        };
        let mut types = naming::name(types, inheritance, diagnostics);
        types.place_files();
        types.break_cycles();
        types.find_text_origins();
        types
    }

    /// The definitions, by type name.
    pub fn definitions(&self) -> &BTreeMap<Ident, Definition<'a>> {
        &self.definitions
    }

    /// The module of a definition.
    pub fn module(&self, name: &Ident) -> Ident {
        self.modules.get(name).unwrap_or(name).clone()
    }

    /// Gives every definition a file.
    fn place_files(&mut self) {
        // A type without a capital, which a configuration may ask for, would meet a module of its name.
        let without_capital = self.definitions.keys().chain(self.aliases.keys()).map(Ident::bare);
        let without_capital = without_capital.filter(|name| !name.contains(char::is_uppercase));
        let reserved = self.reserved.model_modules.iter().map(String::as_str);
        let mut modules = Modules::reserving(reserved.chain(without_capital));
        for name in self.definitions.keys() {
            self.modules.insert(name.clone(), modules.claim(name, name.as_str()));
        }
    }

    /// The configured use sites of `[types]` that matched something.
    pub fn used_sites(&self) -> &BTreeSet<&'a str> {
        &self.used_sites
    }

    /// The type of a parameter, in which no item can be null; `key` is `parameter:name`.
    pub fn at(&self, key: &str, schema: &Schema) -> Type {
        match self.text_sites.get(key) {
            Some(name) => self.text_type(name),
            None => self.of(schema).without_null_items(),
        }
    }

    /// The type of a property.
    pub fn property(&self, owner: &StructDefinition<'_>, wire: &str, schema: &Schema) -> Type {
        match self.text_site(owner, wire) {
            Some((_, name)) => self.text_type(name),
            None => self.of(schema),
        }
    }

    /// The configured use site that a property is, by its key or by the one that it had.
    pub(super) fn text_site(
        &self,
        owner: &StructDefinition<'_>,
        wire: &str,
    ) -> Option<(&'a str, &'a str)> {
        if self.text_sites.is_empty() {
            return None;
        }
        let keys = [Some(owner.key.clone()), owner.was.as_ref().map(UseSite::key)];
        let mut uses = keys.into_iter().flatten().map(|key| format!("{key}.{wire}"));
        uses.find_map(|key| {
            self.text_sites.get_key_value(key.as_str()).map(|(at, name)| (*at, *name))
        })
    }

    fn text_type(&self, name: &str) -> Type {
        let secret = self.config.types.get(name).is_some_and(|text| text.secret);
        let kind = if secret { ModelKind::SecretText } else { ModelKind::Text };
        let named = self.texts.get(name).cloned();
        Type::Model(named.unwrap_or_else(|| Ident::pascal(name, "Text")), kind)
    }

    /// Where the definition describes the type that a value has, or holds.
    pub fn origins(&self, of: &Type) -> Vec<Pointer> {
        match of {
            Type::Model(name, _) => match self.definitions.get(name) {
                Some(Definition::Struct(definition)) => vec![definition.schema.pointer.clone()],
                Some(Definition::Union(definition)) => vec![definition.schema.pointer.clone()],
                Some(Definition::Container(of)) => vec![of.schema.pointer.clone()],
                Some(Definition::Enum(definition)) => {
                    definition.schemas.iter().map(|schema| schema.pointer.clone()).collect()
                }
                Some(Definition::Text(_)) | None => Vec::new(),
            },
            other => other.inner().iter().flat_map(|inner| self.origins(inner)).collect(),
        }
    }

    /// The places of a schema that has no type of its own, of what it stands for, and of what is inside of that.
    pub(super) fn places(&self, schema: &Schema) -> Vec<Pointer> {
        let mut found = Vec::new();
        let mut open = vec![(schema, 0)];
        while let Some((schema, depth)) = open.pop() {
            let is_model = matches!(self.of(schema), Type::Model(..));
            if depth > ALIAS_DEPTH || is_model {
                continue;
            }
            found.push(schema.pointer.clone());
            let target = schema.reference().and_then(|id| self.api.schemas.get(id));
            let inside = schema.children().into_iter().chain(target);
            open.extend(inside.map(|inner| (inner, depth + 1)));
        }
        found
    }

    /// The values that have a configured text type.
    pub fn text_origins(&self, name: &Ident) -> Vec<Pointer> {
        self.text_origins.get(name).cloned().unwrap_or_default()
    }

    fn find_text_origins(&mut self) {
        if self.text_sites.is_empty() {
            return;
        }
        let mut found: BTreeMap<Ident, Vec<Pointer>> = BTreeMap::new();
        let mut add = |of: Type, pointer: &Pointer| {
            if let Type::Model(name, ModelKind::Text | ModelKind::SecretText) = of {
                found.entry(name).or_default().push(pointer.clone());
            }
        };
        for definition in self.definitions.values() {
            let Definition::Struct(definition) = definition else { continue };
            let Shape::Object { properties, .. } = &definition.schema.shape else { continue };
            for (wire, property) in properties {
                let of = self.property(definition, wire, &property.schema);
                add(of, &property.schema.pointer);
            }
        }
        for parameter in self.api.operations.iter().flat_map(|operation| &operation.parameters) {
            let of = self.at(&format!("parameter:{}", parameter.name), &parameter.schema);
            add(of, &parameter.pointer);
        }
        self.text_origins = found;
    }

    /// The values that the definition lists for a text that has stayed a text, lists looked through.
    pub fn unused_values<'s>(&'s self, schema: &'s Schema) -> Vec<&'s str> {
        let mut schema = schema;
        let mut is_plain = false;
        for _ in 0..ALIAS_DEPTH {
            is_plain |= self.plain.contains(schema.pointer.as_str());
            match &schema.shape {
                Shape::Array { items, .. } => schema = items,
                Shape::Reference { id } => match self.api.schemas.get(id) {
                    Some(target) => schema = target,
                    None => break,
                },
                _ => break,
            }
        }
        let values = schema.enumeration.iter().filter(|_| is_plain);
        values.filter_map(serde_json::Value::as_str).collect()
    }

    /// The type of the value at a use site.
    pub(super) fn at_use(&self, site: &SchemaUse<'_>) -> Type {
        match site.id.and_then(|id| self.named.get(id)) {
            Some(name) => self.model(name),
            None => self.of(site.schema),
        }
    }

    /// The type of a schema.
    pub fn of(&self, schema: &Schema) -> Type {
        self.of_at_depth(schema, 0)
    }

    /// The type of an item of a list, or of a value of a map: null stands among them where the definition says so.
    pub fn item(&self, schema: &Schema) -> Type {
        self.item_at_depth(schema, 0)
    }

    fn item_at_depth(&self, schema: &Schema, depth: usize) -> Type {
        let of = self.of_at_depth(schema, depth);
        // Free-form JSON may be null by itself.
        if of != Type::Json && self.api.is_nullable(schema) {
            return Type::Nullable(Box::new(of));
        }
        of
    }

    fn of_at_depth(&self, schema: &Schema, depth: usize) -> Type {
        if depth > ALIAS_DEPTH {
            return Type::Json;
        }
        if self.files.contains(schema.pointer.as_str()) {
            return Type::FilePart;
        }
        if let Some(name) = self.inline.get(&inline_place(schema)) {
            return self.model(name);
        }
        if self.plain.contains(schema.pointer.as_str()) {
            let target = self.api.target(schema);
            let is_number = matches!(target.shape, Shape::Integer { .. });
            return if is_number { Type::I64 } else { Type::String };
        }
        self.of_shape(schema, depth)
    }

    /// What a list or a map that has a name of its own holds. A secret in there is a text: nothing tells what is shown
    /// of it from what is sent.
    pub(super) fn contents(&self, schema: &Schema) -> Type {
        self.of_shape(schema, 0).without_secrets()
    }

    fn of_shape(&self, schema: &Schema, depth: usize) -> Type {
        if let Some(path) = self.external.of(schema) {
            return Type::External(path.to_owned());
        }
        match &schema.shape {
            Shape::Boolean => Type::Bool,
            Shape::Integer { format } => Type::integer(format.as_deref(), &schema.constraints),
            Shape::Number { .. } => Type::F64,
            Shape::String { format } => match format.as_deref() {
                Some("date-time" | "datetime") => Type::Timestamp,
                Some("password") => Type::Secret,
                _ => Type::String,
            },
            Shape::Array { items, .. } => {
                Type::List(Box::new(self.item_at_depth(items, depth + 1)))
            }
            Shape::Object { properties, additional } if properties.is_empty() => {
                let value = match additional {
                    AdditionalProperties::Typed(schema) => self.item_at_depth(schema, depth + 1),
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
            Shape::Tuple { items, rest } => {
                self.tuple(items, rest.as_deref(), depth).unwrap_or(Type::Json)
            }
            Shape::Any | Shape::File | Shape::Object { .. } | Shape::Union { .. } => Type::Json,
        }
    }

    /// The type of a list of so many items, each with a shape of its own. Definitions seldom say that there are no more
    /// items, and mean it. `None` for one that is too long, has items after those, or holds a secret, which would be
    /// written with the others, or not at all.
    fn tuple(&self, items: &[Schema], rest: Option<&Schema>, depth: usize) -> Option<Type> {
        let is_open = |rest: &Schema| matches!(rest.shape, Shape::Any);
        if !(1..=LONGEST_TUPLE).contains(&items.len()) || !rest.is_none_or(is_open) {
            return None;
        }
        let item = |schema| match self.item_at_depth(schema, depth + 1) {
            // A tuple has its items by value, so that one of them could contain it.
            of @ Type::Model(_, ModelKind::Struct | ModelKind::Union | ModelKind::Container) => {
                Type::Boxed(Box::new(of))
            }
            of => of,
        };
        let of = Type::Tuple(items.iter().map(item).collect());
        (!of.holds_secret()).then_some(of)
    }

    pub(super) fn model(&self, name: &Ident) -> Type {
        let kind = match self.definitions.get(name) {
            Some(Definition::Enum(of)) if of.is_of_numbers => ModelKind::NumberEnum,
            Some(Definition::Enum(_)) => ModelKind::Enum,
            Some(Definition::Union(_)) => ModelKind::Union,
            Some(Definition::Container(_)) => ModelKind::Container,
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

    /// Finds the fields through which a struct would contain itself, and has them boxed. What was not
    /// boxed before comes first, then the other fields in sorted order: only a field that closes a cycle is
    /// boxed, or was boxed already.
    fn break_cycles(&mut self) {
        let edges = self.edges();
        let numbers: BTreeMap<&Ident, usize> =
            self.definitions.keys().enumerate().map(|(number, owner)| (owner, number)).collect();
        let number = |owner: &Ident| numbers.get(owner).copied().unwrap_or_default();
        let fields = edges.iter().map(|edge| Field {
            owner: number(&edge.owner),
            target: number(&edge.target),
            before: edge.before,
        });
        let boxed = boxed(numbers.len(), &fields.collect::<Vec<_>>());
        let edges = edges.into_iter().zip(boxed).filter(|(_, boxed)| *boxed);
        self.boxed = edges.map(|(edge, _)| (edge.owner, edge.wire)).collect();
    }

    /// The fields that hold a struct by value, by the names of their owners and their wire names.
    fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (owner, definition) in &self.definitions {
            let Definition::Struct(definition) = definition else { continue };
            let Shape::Object { properties, .. } = &definition.schema.shape else { continue };
            let mut sorted: Vec<_> = properties.iter().collect();
            sorted.sort_by_key(|(wire, _)| wire.as_str());
            for (wire, property) in sorted {
                let of = self.property(definition, wire, &property.schema);
                let Type::Model(target, ModelKind::Struct) = of else { continue };
                let before = definition.locked.and_then(|locked| {
                    let boxed = locked.boxed.contains(wire);
                    (boxed || locked.unboxed.contains(wire)).then_some(boxed)
                });
                edges.push(Edge { owner: owner.clone(), wire: wire.clone(), target, before });
            }
        }
        edges
    }
}

/// The longest tuple that has a type: those for which the standard library and serde have what a type needs.
const LONGEST_TUPLE: usize = 12;

/// A field that holds a struct by value.
struct Edge {
    owner: Ident,
    wire: String,
    target: Ident,
    /// Whether the last version had it boxed; `None` when it did not have it.
    before: Option<bool>,
}

/// Where an inline schema stands, and what kind of type it needs.
pub(super) type InlinePlace<'a> = (&'a str, Option<&'a str>, Option<TypeKind>);

pub(super) fn inline_place(schema: &Schema) -> InlinePlace<'_> {
    (schema.pointer.as_str(), schema.within.as_ref().map(Pointer::as_str), kind(schema))
}
