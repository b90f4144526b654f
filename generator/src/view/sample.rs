//! Sample replies for the tests that the crate ships with: every struct with every field.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::api::{Api, Discriminator, Operation, Property, Schema, SchemaId, Shape};
use crate::names::{Ident, Scope};
use crate::pointer::Pointer;

use super::operation::ApiView;
use super::rust_type::{ModelKind, Type};
use super::text::{Comment, StrLit};
use super::types::{Definition, StructDefinition, Types, UnionDefinition};
use super::variants::names_of;

/// The samples of the structs of one tag.
#[derive(Clone, Debug, Serialize)]
pub struct SampleFileView {
    /// The module.
    pub module: Ident,
    /// What the header says it was made from.
    pub source: Comment,
    /// The samples, by the names of the structs.
    pub samples: Vec<SampleView>,
    /// Those of the unions, by their names.
    pub unions: Vec<UnionSampleView>,
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

/// Samples of the variants of a union.
#[derive(Clone, Debug, Serialize)]
pub struct UnionSampleView {
    /// The name of the test.
    pub test: Ident,
    /// The name.
    pub name: Ident,
    /// A sample of each variant as JSON text.
    pub samples: Vec<StrLit>,
}

/// How deep optional structs inside structs are filled in; required ones always are.
const DEPTH: isize = 3;

/// Where even required structs end: the definition demands a value that contains itself.
const BOTTOM: isize = -32;

/// How many members one sample may have inside its own before only required ones are filled in; those that people
/// write stay far below.
const MANY: usize = 200;

/// How many it may have there at all: structs that require several of their own kind would fill any memory.
const TOO_MANY: usize = 1_000;

/// A sample of every struct, with the first handle whose operations use it. One that no operation uses is in
/// a file of its own.
pub fn sample_files(api: &Api, apis: &[ApiView], types: &Types<'_>) -> Vec<SampleFileView> {
    let mut open: BTreeMap<&Pointer, Vec<(&Ident, &Definition<'_>)>> = BTreeMap::new();
    for (name, definition) in types.definitions() {
        let schema = match definition {
            Definition::Struct(definition) => definition.schema,
            Definition::Union(definition) => definition.schema,
            Definition::Enum(_) | Definition::Text(_) | Definition::Container(_) => continue,
        };
        open.entry(&schema.pointer).or_default().push((name, definition));
    }
    let operations: BTreeMap<&Pointer, &Operation> =
        api.operations.iter().map(|operation| (&operation.pointer, operation)).collect();
    let mut reached = BTreeSet::new();
    let mut modules = Scope::default();
    let mut files = Vec::new();
    let mut sampler = Sampler::new(types);
    for handle in apis {
        let (module, _) = modules.claim(handle.module.clone(), handle.module.as_str());
        let operations = handle.origins.iter().filter_map(|pointer| operations.get(pointer));
        let schemas =
            reach(api, operations.flat_map(|operation| operation.schemas()), &mut reached);
        let of = schemas.iter().filter_map(|schema| open.remove(&schema.pointer));
        let of = of.flatten().collect();
        let module = (module, Some(handle.module.clone()));
        files.push(sampler.file(module, handle.source.clone(), of));
    }
    let (module, _) = modules.claim(Ident::snake("unused", "unused"), "(unused)");
    let source = Comment::new("the schemas that no operation uses");
    let unused = open.into_values().flatten().collect();
    files.push(sampler.file((module, None), source, unused));
    files.retain(|file| !file.samples.is_empty() || !file.unions.is_empty());
    files
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

struct Sampler<'a, 'b> {
    types: &'b Types<'a>,
    /// The members of the structs that were seen.
    members: BTreeMap<(&'a Pointer, Option<&'a Pointer>), Rc<Members<'a>>>,
    enums: Vec<String>,
    /// Secrets that the struct around them never writes.
    secrets: Vec<String>,
    /// How many members the structs inside the sample have so far.
    nested: usize,
    /// Whether a struct in the sample demands its members when it is read.
    is_strict: bool,
}

/// The members of a struct, sorted.
struct Members<'a> {
    all: Vec<(&'a str, &'a Property)>,
    required: Vec<(&'a str, &'a Property)>,
}

impl<'a> Members<'a> {
    fn of(schema: &'a Schema) -> Self {
        let Shape::Object { properties, .. } = &schema.shape else {
            return Self { all: Vec::new(), required: Vec::new() };
        };
        let mut all: Vec<(&str, &Property)> =
            properties.iter().map(|(wire, property)| (wire.as_str(), property)).collect();
        all.sort_by_key(|(wire, _)| *wire);
        let required = all.iter().filter(|(_, property)| property.required).copied().collect();
        Self { all, required }
    }
}

impl<'a, 'b> Sampler<'a, 'b> {
    fn new(types: &'b Types<'a>) -> Self {
        let members = BTreeMap::new();
        Self { types, members, enums: Vec::new(), secrets: Vec::new(), nested: 0, is_strict: false }
    }

    fn file(
        &mut self,
        (module, handle): (Ident, Option<Ident>),
        source: Comment,
        models: BTreeMap<&Ident, &Definition<'a>>,
    ) -> SampleFileView {
        let (mut samples, mut unions) = (Vec::new(), Vec::new());
        for (name, definition) in models {
            match definition {
                Definition::Struct(definition) => samples.push(self.sample(name, definition)),
                Definition::Union(definition) => unions.extend(self.variants(name, definition)),
                _ => {}
            }
        }
        SampleFileView { module, source, samples, unions, handle }
    }

    /// A sample of each variant of a union; `None` where it has none.
    fn variants(
        &mut self,
        name: &Ident,
        definition: &UnionDefinition<'a>,
    ) -> Option<UnionSampleView> {
        let Shape::Union { variants, discriminator, .. } = &definition.schema.shape else {
            return None;
        };
        let mut samples = Vec::with_capacity(variants.len());
        for variant in variants {
            self.nested = 0;
            let value = self.variant(variant, discriminator.as_ref(), "", DEPTH);
            self.enums.clear();
            // What is read and not written back says nothing of the variant.
            if self.secrets.drain(..).count() == 0 {
                samples.push(StrLit::new(&value.to_string()));
            }
        }
        let test = Ident::snake(name.bare(), "model");
        (!samples.is_empty()).then(|| UnionSampleView { test, name: name.clone(), samples })
    }

    fn sample(&mut self, name: &Ident, definition: &StructDefinition<'a>) -> SampleView {
        (self.nested, self.is_strict) = (0, false);
        let value = self.object(definition, "", DEPTH);
        let literals = |pointers: &mut Vec<String>| {
            pointers.drain(..).map(|pointer| StrLit::new(&pointer)).collect()
        };
        SampleView {
            test: Ident::snake(name.bare(), "model"),
            name: name.clone(),
            json: StrLit::new(&value.to_string()),
            enums: literals(&mut self.enums),
            read_only_secrets: literals(&mut self.secrets),
            is_lenient: !self.is_strict && self.types.is_lenient(),
        }
    }

    fn members(&mut self, schema: &'a Schema) -> Rc<Members<'a>> {
        let members = self.members.entry((&schema.pointer, schema.within.as_ref()));
        Rc::clone(members.or_insert_with(|| Rc::new(Members::of(schema))))
    }

    fn object(&mut self, definition: &StructDefinition<'a>, at: &str, depth: isize) -> Value {
        // A schema that nothing uses holds those that are only sent.
        self.is_strict |= !definition.direction.response;
        let members = self.members(definition.schema);
        let mut object = Map::new();
        let mut wanted = if depth > 0 { members.all.iter() } else { members.required.iter() };
        let mut is_full = depth <= 0;
        while let Some((wire, property)) = wanted.next() {
            if depth < BOTTOM || self.nested > TOO_MANY {
                break;
            }
            if !is_full && self.nested > MANY {
                // Only the required ones that follow.
                is_full = true;
                let next = members.required.partition_point(|(required, _)| required < wire);
                wanted = members.required.get(next..).unwrap_or_default().iter();
                continue;
            }
            self.nested += usize::from(depth < DEPTH);
            let escaped = wire.replace('~', "~0").replace('/', "~1");
            let at = format!("{at}/{escaped}");
            let of = self.types.property(definition, wire, &property.schema);
            let is_secret = matches!(of, Type::Secret | Type::Model(_, ModelKind::SecretText));
            if is_secret && !definition.direction.request {
                self.secrets.push(at.clone());
            }
            let constant = match (&of, self.types.api.values(&property.schema)) {
                (Type::Bool | Type::I64 | Type::U64 | Type::F64 | Type::String, [first, ..]) => {
                    Some(first.clone())
                }
                _ => None,
            };
            let value = constant.unwrap_or_else(|| self.value(&of, &at, depth));
            object.insert((*wire).to_owned(), value);
        }
        Value::Object(object)
    }

    fn value(&mut self, of: &Type, at: &str, depth: isize) -> Value {
        match of {
            Type::Bool => json!(true),
            Type::I64 | Type::U64 => json!(7),
            Type::F64 => json!(1.5),
            Type::String | Type::FilePart | Type::RequestBody => json!("text"),
            Type::External(path) => {
                let of = self.types.config.rust_types.get(path);
                of.map(|of| of.example.clone()).unwrap_or_default()
            }
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
            Type::Boxed(inner) | Type::Nullable(inner) => self.value(inner, at, depth),
            Type::Tuple(items) => {
                let values = items.iter().enumerate();
                let values =
                    values.map(|(n, item)| self.value(item, &format!("{at}/{n}"), depth - 1));
                Value::Array(values.collect())
            }
            Type::Model(name, ModelKind::Enum | ModelKind::NumberEnum) => {
                self.known_value(name, at)
            }
            Type::Model(name, ModelKind::Struct) => match self.types.definitions().get(name) {
                Some(Definition::Struct(definition)) => self.object(definition, at, depth - 1),
                _ => json!({}),
            },
            Type::Model(name, ModelKind::Union) => self.union(name, at, depth),
            Type::Model(name, ModelKind::Container) => match self.types.definitions().get(name) {
                // A tuple of tuples of the same kind never ends.
                Some(Definition::Container(definition))
                    if depth > BOTTOM && self.nested < TOO_MANY =>
                {
                    self.nested += 1;
                    let of = self.types.contents(definition.schema);
                    self.value(&of, at, depth)
                }
                _ => Value::Null,
            },
        }
    }

    /// The first variant.
    fn union(&mut self, name: &Ident, at: &str, depth: isize) -> Value {
        let Some(Definition::Union(definition)) = self.types.definitions().get(name) else {
            return json!({});
        };
        let Shape::Union { variants, discriminator, .. } = &definition.schema.shape else {
            return json!({});
        };
        // Deep inside, one that holds nothing else ends the sample.
        let ends = |of: &Type| !matches!(of, Type::Model(_, ModelKind::Struct | ModelKind::Union));
        let end = variants.iter().find(|variant| depth < DEPTH && ends(&self.types.of(variant)));
        let variant = end.or_else(|| variants.first()).filter(|_| depth > BOTTOM);
        let Some(variant) = variant else { return json!({}) };
        self.variant(variant, discriminator.as_ref(), at, depth)
    }

    /// A variant, with the discriminator that names it.
    fn variant(
        &mut self,
        variant: &'a Schema,
        discriminator: Option<&'a Discriminator>,
        at: &str,
        depth: isize,
    ) -> Value {
        let of = self.types.of(variant);
        let mut value = self.value(&of, at, depth - 1);
        // A union has the name of its own variant.
        let is_union = matches!(of, Type::Model(_, ModelKind::Union));
        let discriminator = discriminator.filter(|_| !is_union);
        if let (Value::Object(members), Some(discriminator)) = (&mut value, discriminator) {
            let names = names_of(self.types.api, discriminator, variant);
            if let Some(name) = names.first() {
                members.insert(discriminator.property.clone(), json!(name));
            }
        }
        value
    }

    fn known_value(&mut self, name: &Ident, at: &str) -> Value {
        self.enums.push(at.to_owned());
        match self.types.definitions().get(name) {
            Some(Definition::Enum(definition)) => definition
                .values
                .iter()
                .find(|value| !definition.retired.contains(*value))
                .map_or(Value::Null, |value| definition.value(value)),
            _ => Value::Null,
        }
    }
}
