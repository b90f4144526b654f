//! The views of the files in `models/`: structs, open enums and text types.

use quote::quote;
use serde::Serialize;

use crate::api::{AdditionalProperties, Property, Schema, Shape};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names::{Ident, Scope};
use crate::pointer::Pointer;

use super::facts;
use super::open_enum::{EnumView, enum_view};
use super::rust_type::{Imports, ModelKind, Place, Type};
use super::text::{Code as RustCode, Comment, DocText, ident};
use super::types::{Definition, StructDefinition, TextDefinition, Types};

/// One file of `models/`.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum ModelView {
    /// `{struct}.rs.tera`
    Struct(Box<StructView>),
    /// `{enum}.rs.tera`
    Enum(EnumView),
    /// `{text}.rs.tera`, or `{secret}.rs.tera`
    Text(TextView),
}

impl ModelView {
    /// The name of the type.
    pub fn name(&self) -> &Ident {
        match self {
            Self::Struct(view) => &view.name,
            Self::Enum(view) => &view.name,
            Self::Text(view) => &view.name,
        }
    }
}

/// A struct.
#[derive(Clone, Debug, Serialize)]
pub struct StructView {
    /// What the header says it was made from.
    pub source: Comment,
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// `use` paths, in groups.
    pub imports: Vec<Vec<String>>,
    /// The fields, by wire name.
    pub fields: Vec<FieldView>,
    /// Whether callers build it: then it has `new` and setters.
    pub is_request: bool,
    /// What `new` takes.
    pub arguments: Vec<ArgumentView>,
    /// Members that the definition does not name.
    pub additional: Option<FieldView>,
    /// Whether `new` takes nothing.
    pub has_default: bool,
    /// Whether `new` takes more than Clippy likes.
    pub has_many_arguments: bool,
    /// Where the definition says it.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// A field.
#[derive(Clone, Debug, Serialize)]
pub struct FieldView {
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// The whole type, `Option` included.
    pub rust_type: RustCode,
    /// The `#[serde(…)]` attribute, if it needs one.
    pub attribute: Option<RustCode>,
    /// How `new` initialises it: `name: value`, or the name alone.
    pub initial: RustCode,
    /// Its setter.
    pub setter: SetterView,
    /// The name on the wire.
    #[serde(skip)]
    pub wire: String,
    /// The type, without `Option`.
    #[serde(skip)]
    pub of: Type,
    /// Whether it is an `Option`.
    #[serde(skip)]
    pub is_optional: bool,
    /// Whether it holds another struct: in a box, or by value.
    #[serde(skip)]
    pub boxed: Option<bool>,
    /// Where the definition says it: the property, then its type.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// The setter of a field or parameter.
#[derive(Clone, Debug, Serialize)]
pub struct SetterView {
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// The argument.
    pub argument: Ident,
    /// The type of the argument.
    pub argument_type: RustCode,
    /// What is stored.
    pub value: RustCode,
}

/// An argument of a function.
#[derive(Clone, Debug, Serialize)]
pub struct ArgumentView {
    /// The name.
    pub name: Ident,
    /// The type of the argument.
    pub argument_type: RustCode,
}

/// A text with a type of its own.
#[derive(Clone, Debug, Serialize)]
pub struct TextView {
    /// What the header says it was made from.
    pub source: Comment,
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// Whether it must never be shown.
    pub is_secret: bool,
    /// The values that have this type.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// The most arguments that Clippy accepts.
pub const MANY_ARGUMENTS: usize = 7;

/// Names that a struct's methods may not have, because it has them already.
const METHODS: &[&str] = &[
    "new",
    "clone",
    "clone_from",
    "eq",
    "ne",
    "fmt",
    "serialize",
    "deserialize",
    "into",
    "try_into",
    "from",
    "try_from",
    "borrow",
    "borrow_mut",
    "type_id",
    "to_owned",
    "clone_into",
];

/// The views of all models, by type name.
pub fn models(types: &Types<'_>, config: &Config, diagnostics: &mut Diagnostics) -> Vec<ModelView> {
    let views = types.definitions().iter().map(|(name, definition)| match definition {
        Definition::Struct(definition) => {
            ModelView::Struct(Box::new(struct_view(types, config, name, definition, diagnostics)))
        }
        Definition::Enum(definition) => ModelView::Enum(enum_view(name, definition)),
        Definition::Text(definition) => ModelView::Text(text_view(types, name, definition)),
    });
    views.collect()
}

fn text_view(types: &Types<'_>, name: &Ident, definition: &TextDefinition) -> TextView {
    TextView {
        origins: types.text_origins(name),
        source: Comment::new(&format!("the configuration, [types.{name}]")),
        name: name.clone(),
        docs: DocText::new(&definition.description),
        is_secret: definition.secret,
    }
}

/// A value as a code span, for documentation.
pub fn code_span(value: &str) -> String {
    let harmless: String = value.chars().map(|c| if c == '`' { '\'' } else { c }).collect();
    let harmless = harmless.replace(['\n', '\r'], " ");
    if harmless.trim().is_empty() { "(an empty text)".to_owned() } else { format!("`{harmless}`") }
}

fn struct_view(
    types: &Types<'_>,
    config: &Config,
    name: &Ident,
    definition: &StructDefinition<'_>,
    diagnostics: &mut Diagnostics,
) -> StructView {
    let (properties, additional) = match &definition.schema.shape {
        Shape::Object { properties, additional } => (properties.iter().collect(), Some(additional)),
        _ => (Vec::new(), None),
    };
    let mut properties: Vec<(&String, &Property)> = properties;
    properties.sort_by_key(|(wire, _)| wire.as_str());

    let mut file = StructFile {
        types,
        config,
        name,
        definition,
        imports: Imports::default(),
        fields: Scope::reserving(["additional_properties"]),
        setters: Scope::default(),
        arguments: Vec::new(),
    };
    file.keep_names(&properties);
    let fields: Vec<FieldView> =
        properties.iter().map(|(wire, property)| file.field(wire, property, diagnostics)).collect();
    let additional = additional.and_then(|additional| file.additional(additional));
    file.imports.add("serde::{Deserialize, Serialize}");
    StructView {
        source: Comment::new(&format!("the schema {}", definition.key)),
        name: name.clone(),
        docs: struct_docs(definition),
        imports: file.imports.groups(Some(name)),
        fields,
        is_request: definition.direction.request,
        has_default: definition.direction.request && file.arguments.is_empty(),
        has_many_arguments: file.arguments.len() > MANY_ARGUMENTS,
        arguments: file.arguments,
        additional,
        origins: vec![definition.schema.pointer.clone()],
    }
}

fn struct_docs(definition: &StructDefinition<'_>) -> DocText {
    let schema = definition.schema;
    let mut docs = schema
        .description
        .clone()
        .or_else(|| schema.title.clone())
        .unwrap_or_else(|| format!("The object `{}` of the API.", definition.key));
    let direction = match (definition.direction.request, definition.direction.response) {
        (true, false) => "Sent to the service.",
        (false, true) => "Received from the service: any field may be absent.",
        _ => "Sent to and received from the service: in a reply, any field may be absent.",
    };
    docs.push_str("\n\n");
    docs.push_str(direction);
    if schema.deprecated {
        docs.push_str("\n\nDeprecated: new code should not use it.");
    }
    DocText::new(&docs)
}

/// What is known while the fields of one struct are made.
struct StructFile<'a, 'b> {
    types: &'b Types<'a>,
    config: &'b Config,
    name: &'b Ident,
    definition: &'b StructDefinition<'a>,
    imports: Imports,
    fields: Scope,
    setters: Scope,
    arguments: Vec<ArgumentView>,
}

impl StructFile<'_, '_> {
    /// Keeps the names that the last version gave out, unless the configuration chooses others.
    fn keep_names(&mut self, properties: &[(&String, &Property)]) {
        let Some(locked) = self.definition.locked else { return };
        for (wire, _) in properties {
            let Some(name) = locked.fields.get(*wire) else { continue };
            let chosen = self.config.names.fields.get(&format!("{}.{wire}", self.definition.key));
            if chosen.is_some_and(|chosen| chosen != name.as_str()) {
                continue;
            }
            self.fields.keep(name, wire);
            let setter = locked.setters.get(*wire).unwrap_or(name);
            if !METHODS.contains(&setter.bare()) {
                self.setters.keep(setter, wire);
            }
        }
    }

    fn field(
        &mut self,
        wire: &str,
        property: &Property,
        diagnostics: &mut Diagnostics,
    ) -> FieldView {
        let key = format!("{}.{wire}", self.definition.key);
        let schema = &property.schema;
        let inner = self.types.property(self.definition, wire, schema);
        let mut origins = vec![schema.pointer.clone()];
        origins.extend(self.types.origins(&inner));
        let boxed = self.types.is_boxed(self.name, wire);
        let is_edge = matches!(inner, Type::Model(_, ModelKind::Struct));
        let inner = if boxed { Type::Boxed(Box::new(inner)) } else { inner };
        inner.imports(&mut self.imports);

        let direction = self.definition.direction;
        let required = property.required && !schema.read_only;
        let tolerant = direction.response && self.types.is_lenient();
        let optional = !required || schema.nullable || tolerant;
        let name = self.field_name(&key, wire, schema, diagnostics);
        let tokens = inner.tokens(Place::Models);
        let rust_type = if optional { quote!(Option<#tokens>) } else { tokens };
        let argument = ident(&name);
        let (argument_type, value) = inner.argument(&argument, Place::Models);
        let value = if optional { quote!(Some(#value)) } else { value };
        let initial = if required { value.clone() } else { quote!(None) };
        let shorthand = initial.to_string() == argument.to_string();
        let initial = if shorthand { argument.clone() } else { quote!(#argument: #initial) };
        let argument_type = RustCode::new(argument_type);
        if required {
            let argument_type = argument_type.clone();
            self.arguments.push(ArgumentView { name: name.clone(), argument_type });
        }
        FieldView {
            docs: DocText::new(&facts::property_docs(
                wire,
                property,
                &self.types.unused_values(schema),
            )),
            rust_type: RustCode::new(rust_type),
            attribute: attribute(
                &name,
                wire,
                &inner,
                optional,
                direction.request,
                direction.response,
            ),
            initial: RustCode::new(initial),
            setter: SetterView {
                name: self.setter_name(&name, wire),
                docs: DocText::new(&format!("Sets `{}`.", name.bare())),
                argument: name.clone(),
                argument_type,
                value: RustCode::new(value),
            },
            wire: wire.to_owned(),
            boxed: is_edge.then_some(boxed),
            origins,
            name,
            of: inner,
            is_optional: optional,
        }
    }

    fn field_name(
        &mut self,
        key: &str,
        wire: &str,
        schema: &Schema,
        diagnostics: &mut Diagnostics,
    ) -> Ident {
        let chosen = self.config.names.fields.get(key).and_then(|chosen| Ident::chosen(chosen));
        let wanted = chosen.unwrap_or_else(|| Ident::snake(wire, "field"));
        let (name, holder) = self.fields.claim(wanted, wire);
        if let Some(holder) = holder {
            let message =
                format!("`{key}` would get the same Rust name as `{holder}`; it is `{name}`.");
            let help = format!("Choose a name: `[names.fields]` `\"{key}\" = \"…\"`.");
            diagnostics
                .push(Diagnostic::new(Code::NameCollision, message).at(&schema.pointer).help(help));
        }
        name
    }

    /// The field's own name, unless the struct has another method of that name.
    fn setter_name(&mut self, field: &Ident, wire: &str) -> Ident {
        let taken = METHODS.contains(&field.bare());
        let prefixed = || Ident::snake(&format!("with_{}", field.bare()), "field");
        let wanted = if taken { prefixed() } else { field.clone() };
        self.setters.claim(wanted, wire).0
    }

    fn additional(&mut self, additional: &AdditionalProperties) -> Option<FieldView> {
        let value = match additional {
            AdditionalProperties::Typed(schema) => self.types.of(schema),
            AdditionalProperties::Any => Type::Json,
            AdditionalProperties::Unspecified | AdditionalProperties::Forbidden => return None,
        };
        let map = Type::Map(Box::new(value));
        map.imports(&mut self.imports);
        let name = Ident::snake("additional_properties", "field");
        let (argument_type, value) = map.argument(&ident(&name), Place::Models);
        Some(FieldView {
            docs: DocText::new("Members that the definition does not name."),
            rust_type: RustCode::new(map.tokens(Place::Models)),
            attribute: Some(RustCode::new(quote! {
                #[serde(flatten, deserialize_with = "crate::containers::rest")]
            })),
            initial: RustCode::new(quote!(additional_properties: BTreeMap::new())),
            setter: SetterView {
                name: self.setters.claim(name.clone(), "(additional)").0,
                docs: DocText::new("Sets the members that the definition does not name."),
                argument: name.clone(),
                argument_type: RustCode::new(argument_type),
                value: RustCode::new(value),
            },
            wire: "*".to_owned(),
            boxed: None,
            origins: [self.definition.schema.pointer.clone()]
                .into_iter()
                .chain(self.definition.schema.additional_at.clone())
                .collect(),
            name,
            of: map,
            is_optional: false,
        })
    }
}

/// The `#[serde(…)]` attribute of a field.
fn attribute(
    name: &Ident,
    wire: &str,
    inner: &Type,
    optional: bool,
    is_request: bool,
    is_response: bool,
) -> Option<RustCode> {
    let mut parts = Vec::new();
    if name.bare() != wire {
        parts.push(quote!(rename = #wire));
    }
    if let Some(function) = lenient(inner).filter(|_| optional && is_response) {
        parts.push(quote!(default, deserialize_with = #function));
    }
    let hidden = secret_owner(inner).is_some() && !is_request;
    if optional && !hidden {
        parts.push(quote!(skip_serializing_if = "Option::is_none"));
    }
    if let Some(owner) = secret_owner(inner) {
        let suffix = if optional { "_option" } else { "" };
        let function = format!("{owner}::serialize_exposed{suffix}");
        let written = quote!(serialize_with = #function);
        parts.push(if is_request { written } else { quote!(skip_serializing) });
    }
    (!parts.is_empty()).then(|| RustCode::new(quote!(#[serde(#(#parts),*)])))
}

/// Where the functions that write a secret are, for the types that are secret.
fn secret_owner(inner: &Type) -> Option<String> {
    match inner {
        Type::Secret => Some("crate::secret".to_owned()),
        Type::Model(name, ModelKind::SecretText) => Some(name.to_string()),
        _ => None,
    }
}

/// The function that decodes an optional field of a reply more tolerantly than the type would.
fn lenient(inner: &Type) -> Option<&'static str> {
    match inner {
        Type::I64 => Some("crate::lenient::i64"),
        Type::F64 => Some("crate::lenient::f64"),
        Type::List(item) => Some(match **item {
            Type::List(_) => "crate::containers::list_of_lists",
            Type::Map(_) => "crate::containers::list_of_maps",
            _ => "crate::containers::list",
        }),
        Type::Map(value) => Some(match **value {
            Type::List(_) => "crate::containers::map_of_lists",
            Type::Map(_) => "crate::containers::map_of_maps",
            _ => "crate::containers::map",
        }),
        _ => None,
    }
}
