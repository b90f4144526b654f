//! Sample replies for the tests that the crate ships with: every struct with every field.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::api::{Api, Operation, Schema, SchemaId, Shape};
use crate::names::{Ident, Scope};
use crate::pointer::Pointer;

use super::operation::ApiView;
use super::rust_type::{ModelKind, Type};
use super::text::{Comment, StrLit};
use super::types::{Definition, StructDefinition, Types};

/// The samples of the structs of one tag.
#[derive(Clone, Debug, Serialize)]
pub struct SampleFileView {
    /// The module.
    pub module: Ident,
    /// What the header says it was made from.
    pub source: Comment,
    /// The samples, by the names of the structs.
    pub samples: Vec<SampleView>,
    /// The module of the handle whose operations use the structs.
    #[serde(skip)]
    pub handle: Option<Ident>,
}

/// A sample of one struct.
#[derive(Clone, Debug, Serialize)]
pub struct SampleView {
    /// The name of the test.
    pub test: Ident,
    /// The name.
    pub name: Ident,
    /// The sample as JSON text.
    pub json: StrLit,
    /// JSON pointers of the texts in it that belong to open enums.
    pub enums: Vec<StrLit>,
    /// JSON pointers of the secrets in it that are read and never written back.
    pub read_only_secrets: Vec<StrLit>,
    /// Whether fields may be missing.
    pub is_lenient: bool,
}

/// How deep optional structs inside structs are filled in; required ones always are.
const DEPTH: isize = 3;

/// Where even required structs end: the definition demands a value that contains itself.
const BOTTOM: isize = -32;

/// How many structs one sample may hold before only required ones are filled in; those that people write
/// stay far below.
const MANY: usize = 200;

/// How many it may hold at all: structs that require several of their own kind would fill any memory.
const TOO_MANY: usize = 1_000;

/// A sample of every struct, with the first handle whose operations use it. One that no operation uses is in
/// a file of its own.
pub fn sample_files(api: &Api, apis: &[ApiView], types: &Types<'_>) -> Vec<SampleFileView> {
    let mut open: BTreeMap<&Pointer, Vec<(&Ident, &StructDefinition<'_>)>> = BTreeMap::new();
    for (name, definition) in types.definitions() {
        if let Definition::Struct(definition) = definition {
            open.entry(&definition.schema.pointer).or_default().push((name, definition));
        }
    }
    let operations: BTreeMap<&Pointer, &Operation> =
        api.operations.iter().map(|operation| (&operation.pointer, operation)).collect();
    let mut reached = BTreeSet::new();
    let mut modules = Scope::default();
    let mut files = Vec::new();
    for handle in apis {
        let (module, _) = modules.claim(handle.module.clone(), handle.module.as_str());
        let operations = handle.origins.iter().filter_map(|pointer| operations.get(pointer));
        let schemas =
            reach(api, operations.flat_map(|operation| operation.schemas()), &mut reached);
        let of = schemas.iter().filter_map(|schema| open.remove(&schema.pointer));
        let of = of.flatten().collect();
        files.push(file(types, module, Some(handle.module.clone()), handle.source.clone(), of));
    }
    let (module, _) = modules.claim(Ident::snake("unused", "unused"), "(unused)");
    let source = Comment::new("the schemas that no operation uses");
    files.push(file(types, module, None, source, open.into_values().flatten().collect()));
    files.retain(|file| !file.samples.is_empty());
    files
}

fn file(
    types: &Types<'_>,
    module: Ident,
    handle: Option<Ident>,
    source: Comment,
    structs: BTreeMap<&Ident, &StructDefinition<'_>>,
) -> SampleFileView {
    let samples = structs.into_iter().map(|(name, definition)| sample(types, name, definition));
    SampleFileView { module, source, samples: samples.collect(), handle }
}

/// All schemas that can be reached from some, but for those inside named schemas that were reached before.
fn reach<'a>(
    api: &'a Api,
    roots: impl Iterator<Item = &'a Schema>,
    before: &mut BTreeSet<&'a SchemaId>,
) -> Vec<&'a Schema> {
    let mut open: Vec<&Schema> = roots.collect();
    let mut found = Vec::new();
    while let Some(schema) = open.pop() {
        found.push(schema);
        open.extend(schema.children());
        if let Some(id) = schema.reference().filter(|id| before.insert(id)) {
            open.extend(api.schemas.get(id));
        }
    }
    found
}

fn sample(types: &Types<'_>, name: &Ident, definition: &StructDefinition<'_>) -> SampleView {
    let mut sampler = Sampler { types, enums: Vec::new(), secrets: Vec::new(), structs: 0 };
    let value = sampler.object(definition, "", DEPTH);
    SampleView {
        test: Ident::snake(name.bare(), "model"),
        name: name.clone(),
        json: StrLit::new(&value.to_string()),
        enums: sampler.enums.iter().map(|pointer| StrLit::new(pointer)).collect(),
        read_only_secrets: sampler.secrets.iter().map(|pointer| StrLit::new(pointer)).collect(),
        is_lenient: definition.direction.response && types.is_lenient(),
    }
}

struct Sampler<'a, 'b> {
    types: &'b Types<'a>,
    enums: Vec<String>,
    /// Secrets that the struct around them never writes.
    secrets: Vec<String>,
    /// How many structs the sample holds so far.
    structs: usize,
}

impl Sampler<'_, '_> {
    fn object(&mut self, definition: &StructDefinition<'_>, at: &str, depth: isize) -> Value {
        let Shape::Object { properties, .. } = &definition.schema.shape else { return json!({}) };
        self.structs += 1;
        let mut sorted: Vec<_> = properties.iter().collect();
        sorted.sort_by_key(|(wire, _)| wire.as_str());
        let mut object = Map::new();
        for (wire, property) in sorted {
            let escaped = wire.replace('~', "~0").replace('/', "~1");
            let at = format!("{at}/{escaped}");
            let of = self.types.property(definition, wire, &property.schema);
            let bottom = depth < BOTTOM || self.structs > TOO_MANY;
            if bottom || (!property.required && (depth <= 0 || self.structs > MANY)) {
                continue;
            }
            let is_secret = matches!(of, Type::Secret | Type::Model(_, ModelKind::SecretText));
            if is_secret && !definition.direction.request {
                self.secrets.push(at.clone());
            }
            object.insert(wire.clone(), self.value(&of, &at, depth));
        }
        Value::Object(object)
    }

    fn value(&mut self, of: &Type, at: &str, depth: isize) -> Value {
        match of {
            Type::Bool => json!(true),
            Type::I64 => json!(7),
            Type::F64 => json!(1.5),
            Type::String => json!("text"),
            Type::Timestamp => json!("2026-01-02T03:04:05.678Z"),
            Type::Json => json!({"any": ["json", 1, null]}),
            Type::Secret | Type::Model(_, ModelKind::SecretText) => json!("a-secret"),
            Type::Model(_, ModelKind::Text) => json!("an-id"),
            Type::List(item) => {
                let nested = depth - 1;
                if depth <= 0 {
                    return json!([]);
                }
                json!([self.value(item, &format!("{at}/0"), nested)])
            }
            Type::Map(value) => {
                let nested = depth - 1;
                if depth <= 0 {
                    return json!({});
                }
                json!({"key": self.value(value, &format!("{at}/key"), nested)})
            }
            Type::Boxed(inner) => self.value(inner, at, depth),
            Type::Model(name, ModelKind::Enum) => self.known_value(name, at),
            Type::Model(name, ModelKind::Struct) => match self.types.definitions().get(name) {
                Some(Definition::Struct(definition)) => {
                    let definition = definition.clone();
                    self.object(&definition, at, depth - 1)
                }
                _ => json!({}),
            },
        }
    }

    fn known_value(&mut self, name: &Ident, at: &str) -> Value {
        self.enums.push(at.to_owned());
        match self.types.definitions().get(name) {
            Some(Definition::Enum(definition)) => definition
                .values
                .iter()
                .find(|value| !definition.retired.contains(*value))
                .map_or(Value::Null, |value| json!(value)),
            _ => Value::Null,
        }
    }
}
