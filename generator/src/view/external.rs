//! Which values have a type of the configuration: those of a format, and those of a schema.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::api::{Api, Operation, Schema, SchemaId, Shape};
use crate::config::{Config, Requirement};

use super::Runtime;
use super::extension::{DependencyView, Layer};
use super::text::{Code as RustCode, Comment, TomlStr};

/// The crate that every generated one depends on for its times, and that has types which callers like to use.
const TIME_CRATE: &str = "jiff";

/// The types of the configuration that stand in place of others, and the crates that they are in.
#[derive(Clone, Debug, Serialize)]
pub struct ExternalView {
    /// The types, as code.
    pub types: Vec<RustCode>,
    /// The crates, without those that the crate depends on anyway.
    pub dependencies: Vec<DependencyView>,
    /// What is needed of the crate `jiff`, which every crate depends on.
    pub jiff_features: Vec<TomlStr>,
}

impl ExternalView {
    /// Those of these paths.
    pub(super) fn of(paths: &[&str], config: &Config, layers: &[Layer], runtime: &Runtime) -> Self {
        let mut needed: BTreeMap<&str, &Requirement> = BTreeMap::new();
        for path in paths {
            let of = config.rust_types.get_key_value(*path);
            needed.extend(of.and_then(|(path, of)| of.requirement(path)));
        }
        let of_jiff = needed.remove(TIME_CRATE).map(|of| of.features.iter());
        let of_jiff: BTreeSet<&String> = of_jiff.into_iter().flatten().collect();
        let is_there = |name: &str| {
            let mut of_layers = layers.iter().map(|layer| &layer.extension.dependencies);
            runtime.dependencies.contains(name) || of_layers.any(|own| own.contains_key(name))
        };
        let others = needed.into_iter().filter(|(name, _)| !is_there(name));
        Self {
            types: paths
                .iter()
                .map(|path| RustCode::new(path.parse().unwrap_or_default()))
                .collect(),
            dependencies: others.map(dependency).collect(),
            jiff_features: of_jiff.into_iter().map(|name| TomlStr::new(name)).collect(),
        }
    }
}

/// The types whose crate every generated crate depends on anyway, each with that crate.
pub(super) fn needless_crates<'c>(
    config: &'c Config,
    runtime: &'c Runtime,
) -> impl Iterator<Item = (&'c str, &'c str)> {
    let needed = config.rust_types.iter().filter_map(|(path, of)| {
        let (name, _) = of.requirement(path)?;
        Some((path.as_str(), name))
    });
    needed.filter(|(_, name)| *name != TIME_CRATE && runtime.dependencies.contains(*name))
}

fn dependency((name, of): (&str, &Requirement)) -> DependencyView {
    DependencyView {
        name: Comment::new(name),
        version: TomlStr::new(&of.version),
        features: of.features.iter().map(|name| TomlStr::new(name)).collect(),
        is_bare: !of.default_features,
        is_optional: false,
    }
}

/// The paths of the types, by what they stand for.
pub(super) struct External<'c> {
    formats: BTreeMap<&'c str, &'c str>,
    schemas: BTreeMap<&'c str, &'c str>,
}

impl<'c> External<'c> {
    /// Those that the configuration names.
    pub(super) fn of_config(config: &'c Config) -> Self {
        let types = || config.rust_types.iter();
        let formats =
            types().flat_map(|(path, of)| of.formats.iter().map(move |name| (name, path)));
        let schemas =
            types().flat_map(|(path, of)| of.schemas.iter().map(move |name| (name, path)));
        Self {
            formats: formats.map(|(name, path)| (name.as_str(), path.as_str())).collect(),
            schemas: schemas.map(|(name, path)| (name.as_str(), path.as_str())).collect(),
        }
    }

    /// Whether a type stands for a whole schema.
    pub(super) fn stands_for(&self, id: &SchemaId) -> bool {
        self.schemas.contains_key(id.as_str())
    }

    /// The path of the type that a value has, if it is one of the configuration. A list of known values is an enum
    /// whatever its format.
    pub(super) fn of(&self, schema: &Schema) -> Option<&'c str> {
        if let Shape::Reference { id } = &schema.shape {
            return self.schemas.get(id.as_str()).copied();
        }
        let format = self.format(schema)?;
        self.formats.get(format).copied()
    }

    fn format<'s>(&self, schema: &'s Schema) -> Option<&'s str> {
        if self.formats.is_empty() || !schema.enumeration.is_empty() {
            return None;
        }
        match &schema.shape {
            Shape::String { format } | Shape::Integer { format } | Shape::Number { format } => {
                format.as_deref()
            }
            _ => None,
        }
    }

    /// The paths of the types that some value has, sorted, and what names nothing in the definition.
    pub(super) fn used(&self, api: &Api) -> (Vec<&'c str>, Vec<String>) {
        let mut unused = Vec::new();
        let mut used: Vec<&str> = Vec::new();
        let mut sort = |is_used: bool, path: &'c str, kind: &str, name: &str| {
            if is_used {
                used.push(path);
            } else {
                unused.push(format!("The {kind} `{name}` of `[rust-types.{path:?}]`"));
            }
        };
        for (name, path) in &self.schemas {
            let is_there = api.schemas.keys().any(|id| id.as_str() == *name);
            sort(is_there, path, "schema", name);
        }
        if !self.formats.is_empty() {
            let found = self.formats_of(api);
            for (name, path) in &self.formats {
                sort(found.contains(name), path, "format", name);
            }
        }
        used.sort_unstable();
        used.dedup();
        (used, unused)
    }

    /// The formats of the configuration that occur.
    fn formats_of(&self, api: &Api) -> Vec<&'c str> {
        let own = api.schemas.iter().filter(|(id, _)| !self.stands_for(id));
        let in_operations = api.operations.iter().flat_map(Operation::schemas);
        let mut open: Vec<&Schema> = own.map(|(_, schema)| schema).chain(in_operations).collect();
        let mut found = Vec::new();
        while let Some(schema) = open.pop() {
            let known = self.format(schema).and_then(|format| self.formats.get_key_value(format));
            if let Some((format, _)) = known.filter(|(format, _)| !found.contains(*format)) {
                found.push(*format);
            }
            open.extend(schema.children());
        }
        found
    }
}
