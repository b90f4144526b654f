//! The views of the files in `models/`: structs, open enums and text types.

mod views;

use quote::quote;
use serde_json::Value;

pub use self::views::{
    ArgumentView, ContainerView, FieldView, ModelView, SetterView, StructView, TextView,
};
use crate::api::{AdditionalProperties, Property, Schema, Shape};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::markdown::block;
use crate::names::{Ident, Scope, quoted};
use crate::parallel;

use crate::view::facts;
use crate::view::member::Member;
use crate::view::open_enum::enum_view;
use crate::view::optionality::{Absence, Optionality, optionality};
use crate::view::rust_type::{Imports, ModelKind, Place, Type};
use crate::view::text::{Code as RustCode, Comment, DocText, StrLit, ident};
use crate::view::types::{
    ContainerDefinition, Definition, StructDefinition, TextDefinition, Types,
};
use crate::view::union::{literal, union_view};

/// The private field that remembers which members were made null.
const NULLS: &str = "null_members";

/// The most arguments that Clippy accepts.
pub const MANY_ARGUMENTS: usize = 7;

/// What is written of a field or a value, in bytes, about.
const PART: usize = 256;

/// The views of all models, by type name.
pub fn models(types: &Types<'_>, config: &Config, diagnostics: &mut Diagnostics) -> Vec<ModelView> {
    let parts = |definition: &Definition<'_>| match definition {
        Definition::Struct(definition) => definition.schema.children().len(),
        Definition::Enum(definition) => definition.values.len(),
        Definition::Union(definition) => definition.schema.children().len(),
        Definition::Text(_) | Definition::Container(_) => 1,
    };
    let size = |(_, definition): &(&Ident, &Definition<'_>)| parts(definition) * PART;
    let made = parallel::map(types.definitions().iter().collect(), size, |(name, definition)| {
        let mut problems = Diagnostics::default();
        let view = match definition {
            Definition::Struct(definition) => {
                let view = struct_view(types, config, name, definition, &mut problems);
                ModelView::Struct(Box::new(view))
            }
            Definition::Enum(definition) => {
                ModelView::Enum(enum_view(name, definition, types.reserved, &mut problems))
            }
            Definition::Text(definition) => ModelView::Text(text_view(types, name, definition)),
            Definition::Container(definition) => {
                ModelView::Container(container_view(types, name, definition))
            }
            Definition::Union(definition) => {
                ModelView::Union(union_view(types, name, definition, &mut problems))
            }
        };
        (view, problems)
    });
    let (views, problems): (Vec<ModelView>, Vec<Diagnostics>) = made.into_iter().unzip();
    diagnostics.extend(problems.into_iter().flatten());
    views
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

fn container_view(
    types: &Types<'_>,
    name: &Ident,
    definition: &ContainerDefinition<'_>,
) -> ContainerView {
    let of = types.contents(definition.schema);
    let mut imports = Imports::default();
    of.imports(&mut imports);
    let docs = facts::description(definition.schema, &definition.key).unwrap_or_default();
    ContainerView {
        source: Comment::new(&format!("the schema {}", definition.key)),
        name: name.clone(),
        docs: DocText::new(&block(docs)),
        imports: imports.groups(Some(name)),
        rust_type: RustCode::new(of.tokens(Place::Models)),
        of,
        origins: vec![definition.schema.pointer.clone()],
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

    let required = config.responses.required;
    let decided =
        |property: &Property| optionality(types.api, property, definition.direction, required);
    let is_object = properties.iter().all(|(_, property)| decided(property).is_optional);
    let nulls = properties.iter().any(|(_, property)| decided(property).absence == Absence::Either);
    let nulls = nulls.then(|| Ident::snake(NULLS, NULLS));
    let (methods, arguments) = (&types.reserved.model_methods, &types.reserved.model_arguments);
    let mut file = StructFile {
        types,
        config,
        name,
        definition,
        is_object,
        imports: Imports::default(),
        fields: Scope::reserving(
            std::iter::once("additional_properties").chain(nulls.iter().map(Ident::as_str)),
        ),
        setters: Scope::reserving(methods.iter().map(String::as_str)),
        values: Scope::reserving(arguments.iter().map(String::as_str)),
        arguments: Vec::new(),
    };
    file.keep_names(&properties);
    let fields: Vec<FieldView> =
        properties.iter().map(|(wire, property)| file.field(wire, property, diagnostics)).collect();
    let additional = additional.and_then(|additional| file.additional(additional));
    let is_request = definition.direction.request;
    let is_given = |field: &FieldView| field.is_argument || field.preset.is_some();
    let sets_all = fields.iter().all(is_given) && additional.is_none();
    let starts_blank = is_object && !fields.iter().any(is_given);
    let has_blank_rest = is_object && !sets_all && !starts_blank;
    let is_set = |field: &&FieldView| is_given(field) || !is_object;
    let initials = fields.iter().chain(&additional).filter(is_set);
    let mut initials: Vec<RustCode> = initials.map(|field| field.initial.clone()).collect();
    if let Some(nulls) = nulls.as_ref().filter(|_| !has_blank_rest) {
        let nulls = ident(nulls);
        initials.push(RustCode::new(quote!(#nulls: Nulls::default())));
    }
    let is_written_by_table = nulls.is_some() && !is_object;
    let blank = is_request && (starts_blank || has_blank_rest);
    file.imports.add(match (is_object, blank, nulls.is_some()) {
        (true, true, true) => "crate::object::{Nulls, blank, object}",
        (true, true, false) => "crate::object::{blank, object}",
        (true, false, true) => "crate::object::{Nulls, object}",
        (true, false, false) => "crate::object::object",
        (false, _, true) => "crate::object::{Nulls, sent_object}",
        (false, _, false) => "serde::{Deserialize, Serialize}",
    });
    if is_written_by_table {
        file.imports.add("serde::Deserialize");
    }
    StructView {
        source: Comment::new(&format!("the schema {}", definition.key)),
        name: name.clone(),
        docs: struct_docs(definition),
        imports: file.imports.groups(Some(name)),
        is_object,
        is_written_by_table,
        nulls,
        is_request,
        starts_blank,
        initials,
        has_blank_rest,
        fields,
        has_default: is_request && file.arguments.is_empty(),
        has_many_arguments: file.arguments.len() > MANY_ARGUMENTS,
        arguments: file.arguments,
        additional,
        origins: vec![definition.schema.pointer.clone()],
    }
}

/// What the definition says of a struct. Whether it is sent or received shows in its methods, and what that
/// means is said once, for all models.
fn struct_docs(definition: &StructDefinition<'_>) -> DocText {
    let schema = definition.schema;
    let word = definition.key.rsplit('.').next().unwrap_or(&definition.key);
    let mut docs = block(facts::description(schema, word).unwrap_or_default());
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
    /// Whether it is an `object!`, whose fields have no attributes.
    is_object: bool,
    imports: Imports,
    fields: Scope,
    setters: Scope,
    /// The names of arguments.
    values: Scope,
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
            self.setters.keep(setter, wire);
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
        let Optionality { is_optional: optional, is_argument: required, absence } =
            optionality(self.types.api, property, direction, self.config.responses.required);
        let name = self.field_name(&key, wire, schema, diagnostics);
        let tokens = inner.tokens(Place::Models);
        let rust_type = if optional { quote!(Option<#tokens>) } else { tokens };
        let given = self.values.claim(name.clone(), wire).0;
        let (argument, field) = (ident(&given), ident(&name));
        let (argument_type, value) = inner.argument(&argument, Place::Models);
        let some = |value| if optional { quote!(Some(#value)) } else { value };
        let value = some(value);
        let preset = self.preset(wire, property, required);
        let preset = preset.and_then(|preset| Some((literal(&preset, &inner)?, preset)));
        let required = required && preset.is_none();
        let initial = match &preset {
            Some((literal, _)) => some(literal.clone()),
            None if required => value.clone(),
            None => quote!(None),
        };
        let shorthand = initial.to_string() == field.to_string();
        let initial = if shorthand { initial } else { quote!(#field: #initial) };
        let argument_type = RustCode::new(argument_type);
        let member = Member {
            name: name.bare(),
            wire,
            of: &inner,
            is_optional: optional,
            is_request: direction.request,
            is_response: direction.response,
            absence,
        };
        let setter = self.setter_name(&name, wire);
        let null_setter = (absence != Absence::Omitted).then(|| {
            let wanted = Ident::snake(&format!("{}_null", setter.bare()), "null");
            self.setters.claim(wanted, &format!("{wire} (null)")).0
        });
        if required {
            let argument_type = argument_type.clone();
            self.arguments.push(ArgumentView { name: given.clone(), argument_type });
        }
        FieldView {
            docs: DocText::new(&facts::property_docs(
                wire,
                property,
                &self.types.unused_values(schema),
            )),
            rust_type: RustCode::new(rust_type),
            attribute: (!self.is_object).then(|| member.attribute()).flatten(),
            member: StrLit::new(wire),
            mark: member.mark(),
            initial: RustCode::new(initial),
            is_argument: required,
            preset: preset.map(|(_, preset)| preset),
            setter: SetterView {
                name: setter,
                docs: DocText::default(),
                argument: given,
                argument_type,
                value: RustCode::new(value),
            },
            null_setter,
            is_noted: absence == Absence::Either,
            wire: wire.to_owned(),
            boxed: is_edge.then_some(boxed),
            origins,
            name,
            of: inner,
            is_optional: optional,
        }
    }

    /// The value that a property of what is sent always has: it names the variant of a union that the struct is, or
    /// it is required and there is no other. What the last version asked for or did not is asked for or not.
    fn preset(&self, wire: &str, property: &Property, required: bool) -> Option<Value> {
        let values = self.types.api.values(&property.schema);
        let only = match values {
            // Null would be the other one.
            [only] if required && !self.types.api.is_nullable(&property.schema) => {
                Some(only.clone())
            }
            _ => None,
        };
        let known = self.types.discriminated.value(self.definition.id, wire).map(Value::from);
        let preset = known.or(only);
        match self.definition.locked {
            Some(locked) if locked.fields.contains_key(wire) => {
                let kept = locked.presets.get(wire)?;
                let kept: Value = serde_json::from_str(kept).ok()?;
                (preset.as_ref() == Some(&kept) || values.contains(&kept)).then_some(kept)
            }
            _ => preset,
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
            let message = format!(
                "`{key}` would get the same Rust name as {}; it is `{name}`.",
                quoted(&holder)
            );
            let help = format!("Choose a name: `[names.fields]` `\"{key}\" = \"…\"`.");
            diagnostics
                .push(Diagnostic::new(Code::NameCollision, message).at(&schema.pointer).help(help));
        }
        name
    }

    /// The field's own name, unless the struct has another method of that name.
    fn setter_name(&mut self, field: &Ident, wire: &str) -> Ident {
        let second = Ident::snake(&format!("with_{}", field.bare()), "field");
        self.setters.claim_either(field.clone(), second, wire).0
    }

    fn additional(&mut self, additional: &AdditionalProperties) -> Option<FieldView> {
        let value = match additional {
            AdditionalProperties::Typed(schema) => self.types.item(schema),
            AdditionalProperties::Any => Type::Json,
            AdditionalProperties::Unspecified | AdditionalProperties::Forbidden => return None,
        };
        let map = Type::Map(Box::new(value));
        map.imports(&mut self.imports);
        let is_secret = map.holds_secret();
        let exposed =
            is_secret.then(|| quote!(, serialize_with = "crate::secret::serialize_exposed"));
        let name = Ident::snake("additional_properties", "field");
        let (argument_type, value) = map.argument(&ident(&name), Place::Models);
        Some(FieldView {
            docs: DocText::new("Members that the definition does not name."),
            rust_type: RustCode::new(map.tokens(Place::Models)),
            attribute: (!self.is_object).then(|| {
                RustCode::new(quote! {
                    #[serde(flatten, deserialize_with = "crate::containers::rest" #exposed)]
                })
            }),
            member: StrLit::new("*"),
            mark: is_secret.then(|| RustCode::new(quote!(secret_rest))),
            is_argument: false,
            preset: None,
            initial: RustCode::new(quote!(additional_properties: BTreeMap::new())),
            setter: SetterView {
                name: self.setters.claim(name.clone(), "(additional)").0,
                docs: DocText::default(),
                argument: name.clone(),
                argument_type: RustCode::new(argument_type),
                value: RustCode::new(value),
            },
            null_setter: None,
            is_noted: false,
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
