//! The views of unions: open enums of values of several shapes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde::Serialize;
use serde_json::Value;

use crate::api::{AdditionalProperties, Discriminator, Schema, Shape};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::markdown::block;
use crate::names::{Ident, Scope, quoted};
use crate::pointer::Pointer;

use super::facts;
use super::model::code_span;
use super::rust_type::{Imports, ModelKind, Place, Type};
use super::text::{Code as RustCode, Comment, DocText, StrLit, ident};
use super::types::{ALIAS_DEPTH, Types, UnionDefinition};
use super::variants::{names_of, variant_names};

/// How many values of a member are compared to tell objects apart.
const MOST_VALUES: usize = 16;

/// A union.
#[derive(Clone, Debug, Serialize)]
pub struct UnionView {
    /// What the header says it was made from.
    pub source: Comment,
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// `use` paths, in groups.
    pub imports: Vec<Vec<String>>,
    /// The property that names the variant.
    pub discriminator: Option<StrLit>,
    /// The variants, in the order of the definition.
    pub variants: Vec<UnionVariantView>,
    /// The types that can be converted into it.
    pub conversions: Vec<ConversionView>,
    /// Where the definition says it.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// A variant of a union.
#[derive(Clone, Debug, Serialize)]
pub struct UnionVariantView {
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// The type of its value.
    pub rust_type: RustCode,
    /// What it accepts, as a value of `union::Accepts`.
    pub accepts: RustCode,
    /// The expression that makes the variant of `value`, as it was read.
    pub value: RustCode,
    /// The value of the discriminator that is written with it.
    pub written_name: Option<StrLit>,
    /// Whether it is a secret, which is written only where that is asked for by name.
    pub is_secret: bool,
    /// What tells it from the others, whatever their order.
    #[serde(skip)]
    pub key: String,
    /// The type of its value.
    #[serde(skip)]
    pub of: Type,
    /// Where the definition says it.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// A type that can be converted into a union.
#[derive(Clone, Debug, Serialize)]
pub struct ConversionView {
    /// The type.
    pub from: RustCode,
    /// The expression that makes the union of `value`.
    pub value: RustCode,
}

/// The view of a union.
pub(super) fn union_view(
    types: &Types<'_>,
    name: &Ident,
    definition: &UnionDefinition<'_>,
    diagnostics: &mut Diagnostics,
) -> UnionView {
    let schema = definition.schema;
    let (variants, discriminator) = match &schema.shape {
        Shape::Union { variants, discriminator, .. } => {
            (variants.as_slice(), discriminator.as_ref())
        }
        _ => (Default::default(), None),
    };
    let shared = shared_names(types, variants, discriminator);
    let mut file =
        UnionFile { types, variants, discriminator, shared, imports: Imports::default() };
    let names = file.names(name, definition, diagnostics);
    let views = names.into_iter().zip(variants);
    let views: Vec<UnionVariantView> =
        views.map(|((key, name), variant)| file.variant(key, name, variant)).collect();
    file.imports.add("serde_json::Value");
    let word = definition.key.rsplit('.').next().unwrap_or(&definition.key);
    UnionView {
        source: Comment::new(&format!("the schema {}", definition.key)),
        name: name.clone(),
        docs: DocText::new(&block(facts::description(schema, word).unwrap_or_default())),
        imports: file.imports.groups(Some(name)),
        discriminator: discriminator.map(|discriminator| StrLit::new(&discriminator.property)),
        conversions: conversions(&views),
        variants: views,
        origins: vec![schema.pointer.clone()],
    }
}

struct UnionFile<'a, 'b> {
    types: &'b Types<'a>,
    variants: &'a [Schema],
    discriminator: Option<&'a Discriminator>,
    /// The names that the discriminator gives to several variants: what else is in an object tells those apart.
    shared: BTreeSet<&'a str>,
    imports: Imports,
}

fn shared_names<'a>(
    types: &Types<'a>,
    variants: &'a [Schema],
    discriminator: Option<&'a Discriminator>,
) -> BTreeSet<&'a str> {
    let (mut once, mut shared) = (BTreeSet::new(), BTreeSet::new());
    // A union among the variants may have the names of the others for variants of its own.
    let is_union = |of: &Schema| matches!(types.of(of), Type::Model(_, ModelKind::Union));
    let has_union = variants.iter().any(is_union);
    for variant in variants {
        let names = discriminator.map(|of| names_of(types.api, of, variant));
        let names = names.unwrap_or_default().into_iter();
        shared.extend(names.filter(|name| !once.insert(*name) || has_union));
    }
    shared
}

impl<'a> UnionFile<'a, '_> {
    /// Key and name of each variant. A name that the last version gave out stays.
    fn names(
        &self,
        of: &Ident,
        definition: &UnionDefinition<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(String, Ident)> {
        let locked = definition.locked.map(|locked| &locked.variants);
        let mut scope = Scope::reserving(self.types.reserved.variants.iter().map(String::as_str));
        let names = variant_names(self.variants);
        for name in &names {
            if let Some(kept) = locked.and_then(|locked| locked.get(&name.key)) {
                scope.keep(kept, &name.key);
            }
        }
        let mut found = Vec::with_capacity(names.len());
        for (name, variant) in names.into_iter().zip(self.variants) {
            // A schema with a type of its own: what the type is called.
            let wanted = match self.value_type(variant) {
                Type::Model(model, _) if variant.reference().is_some() => model,
                _ => Ident::pascal(&name.word, "Variant"),
            };
            let (claimed, holder) = scope.claim(wanted, &name.key);
            if let Some(holder) = holder {
                let message = format!(
                    "The variant {} of `{of}` would get the same name as {}; it is `{claimed}`.",
                    code_span(&name.key),
                    quoted(&holder)
                );
                let problem = Diagnostic::new(Code::NameCollision, message);
                diagnostics.push(problem.at(&variant.pointer));
            }
            found.push((name.key, claimed));
        }
        found
    }

    /// The type of the value of a variant, before it is boxed.
    fn value_type(&self, variant: &Schema) -> Type {
        self.types.of(variant)
    }

    fn variant(&mut self, key: String, name: Ident, schema: &'a Schema) -> UnionVariantView {
        let inner = self.value_type(schema);
        let is_boxed = matches!(inner, Type::Model(_, ModelKind::Struct));
        let names = self.discriminator.map(|of| names_of(self.types.api, of, schema));
        let names = names.unwrap_or_default();
        let accepts = self.accepts(schema, &names, ALIAS_DEPTH);
        let (variant, value) = (ident(&name), ident(&Ident::snake("value", "value")));
        let value = if is_boxed { quote!(Box::new(#value)) } else { quote!(#value) };
        let is_object = matches!(inner, Type::Model(_, ModelKind::Struct) | Type::Map(_));
        let is_secret = inner.holds_secret();
        let mut origins = vec![schema.pointer.clone()];
        origins.extend(self.types.origins(&inner));
        inner.imports(&mut self.imports);
        let of = if is_boxed { Type::Boxed(Box::new(inner)) } else { inner };
        UnionVariantView {
            docs: DocText::new(&self.docs(schema, &names)),
            rust_type: RustCode::new(of.tokens(Place::Models)),
            accepts: RustCode::new(accepts),
            value: RustCode::new(quote!(Self::#variant(#value))),
            is_secret,
            written_name: names.first().filter(|_| is_object).map(|name| StrLit::new(name)),
            key,
            name,
            of,
            origins,
        }
    }

    fn docs(&self, schema: &Schema, names: &[&str]) -> String {
        let mut docs = String::new();
        if schema.reference().is_none() {
            docs.push_str(&block(schema.description.as_deref().unwrap_or_default()));
        }
        if let (Some(discriminator), false) = (self.discriminator, names.is_empty()) {
            let gap = if docs.is_empty() { "" } else { "\n\n" };
            let names: Vec<String> = names.iter().map(|name| code_span(name)).collect();
            let (property, names) = (code_span(&discriminator.property), names.join(" or "));
            let _ = write!(docs, "{gap}Where {property} is {names}.");
        }
        docs
    }

    /// What a schema accepts, as a value of `union::Accepts`.
    fn accepts(&self, schema: &'a Schema, names: &[&str], depth: usize) -> TokenStream {
        let any = quote!(crate::union::Accepts::Any);
        let Some(depth) = depth.checked_sub(1) else { return any };
        let target = self.types.api.target(schema);
        let kind = match self.types.of(schema) {
            Type::Bool => quote!(Boolean),
            Type::I64 | Type::U64 => quote!(Integer),
            Type::Model(_, ModelKind::NumberEnum) => {
                let values = target.enumeration.iter().filter_map(Value::as_i64);
                let values = values.map(Literal::i64_unsuffixed);
                quote!(Integers(&[#(#values),*]))
            }
            Type::F64 => quote!(Number),
            Type::Model(_, ModelKind::Enum) => {
                let values = target.enumeration.iter().filter_map(Value::as_str);
                quote!(Texts(&[#(#values),*]))
            }
            Type::String
            | Type::Timestamp
            | Type::Secret
            | Type::FilePart
            | Type::RequestBody
            | Type::Model(_, ModelKind::Text | ModelKind::SecretText) => quote!(Text),
            Type::Model(name, ModelKind::Union) => {
                let name = ident(&name);
                quote!(Union(crate::union::fit::<#name>))
            }
            Type::Model(_, ModelKind::Struct) => {
                let members = self.members(target, names);
                quote!(Object(#members))
            }
            Type::List(_) => match &target.shape {
                Shape::Array { items, .. } => {
                    let items = self.accepts(items, &[], depth);
                    quote!(List(&#items))
                }
                _ => quote!(List(&#any)),
            },
            Type::Map(_) => match &target.shape {
                Shape::Object { additional: AdditionalProperties::Typed(value), .. } => {
                    let value = self.accepts(value, &[], depth);
                    quote!(Map(&#value))
                }
                _ => quote!(Map(&#any)),
            },
            Type::Tuple(_) => quote!(List(&#any)),
            Type::Model(_, ModelKind::Container) => match &target.shape {
                Shape::Object { .. } => quote!(Map(&#any)),
                _ => quote!(List(&#any)),
            },
            Type::External(_) => match &target.shape {
                Shape::String { .. } => quote!(Text),
                Shape::Integer { .. } => quote!(Integer),
                Shape::Number { .. } => quote!(Number),
                _ => return any,
            },
            Type::Json | Type::Boxed(_) | Type::Nullable(_) => match &target.shape {
                Shape::Tuple { .. } => quote!(List(&#any)),
                Shape::File => quote!(Text),
                _ => return any,
            },
        };
        quote!(crate::union::Accepts::#kind)
    }

    /// What tells an object from others. Where the discriminator is a member of all of them, nothing else does.
    fn members(&self, schema: &Schema, names: &[&str]) -> TokenStream {
        let api = self.types.api;
        let Shape::Object { properties, .. } = &schema.shape else {
            return quote!(crate::union::Members {
                names: &[],
                required: &[],
                values: &[],
                known: &[]
            });
        };
        let is_named = !names.is_empty()
            && !names.iter().any(|name| self.shared.contains(name))
            && self.discriminator.is_some_and(|of| properties.contains_key(&of.property));
        let mut sorted: Vec<_> = properties.iter().filter(|_| !is_named).collect();
        sorted.sort_by_key(|(name, _)| name.as_str());
        let known = sorted.iter().map(|(name, _)| name.as_str());
        let required = sorted
            .iter()
            .filter(|(_, property)| property.required && !api.is_write_only(&property.schema));
        let required = required.map(|(name, _)| name.as_str());
        let values = sorted.iter().filter_map(|(name, property)| {
            let values = api.values(&property.schema);
            let few = !values.is_empty() && values.len() <= MOST_VALUES;
            let values = values.iter().map(ToString::to_string);
            few.then(|| quote!((#name, &[#(#values),*])))
        });
        quote! {
            crate::union::Members {
                names: &[#(#names),*],
                required: &[#(#required),*],
                values: &[#(#values),*],
                known: &[#(#known),*],
            }
        }
    }
}

/// Each type that only one variant has can be converted; a text also from a `&str`.
fn conversions(variants: &[UnionVariantView]) -> Vec<ConversionView> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let code = |variant: &UnionVariantView| variant.rust_type.as_str().to_owned();
    for variant in variants {
        *counts.entry(code(variant)).or_default() += 1;
    }
    let mut found = Vec::new();
    for variant in variants.iter().filter(|variant| counts.get(&code(variant)) == Some(&1)) {
        let name = ident(&variant.name);
        let from = match &variant.of {
            Type::Boxed(inner) => inner.tokens(Place::Models),
            of => of.tokens(Place::Models),
        };
        let value = variant.value.clone();
        found.push(ConversionView { from: RustCode::new(from), value });
        if variant.of == Type::String {
            let value = RustCode::new(quote!(Self::#name(value.to_owned())));
            found.push(ConversionView { from: RustCode::new(quote!(&str)), value });
        }
    }
    found
}

/// A value of JSON as the code of a field of this type; `None` where it is of another type.
pub(super) fn literal(value: &Value, of: &Type) -> Option<TokenStream> {
    match (of, value) {
        (Type::Bool, Value::Bool(value)) => Some(quote!(#value)),
        (Type::I64, Value::Number(number)) => {
            let number = Literal::i64_unsuffixed(number.as_i64()?);
            Some(quote!(#number))
        }
        (Type::U64, Value::Number(number)) => {
            let number = Literal::u64_unsuffixed(number.as_u64()?);
            Some(quote!(#number))
        }
        (Type::F64, Value::Number(number)) => {
            let number =
                Literal::f64_unsuffixed(number.as_f64().filter(|number| number.is_finite())?);
            Some(quote!(#number))
        }
        (Type::String, Value::String(text)) => Some(quote!(#text.to_owned())),
        (Type::Model(_, ModelKind::Enum | ModelKind::Text), Value::String(text)) => {
            Some(quote!(#text.into()))
        }
        (Type::Model(_, ModelKind::NumberEnum), Value::Number(number)) => {
            let number = Literal::i64_suffixed(number.as_i64()?);
            Some(quote!(#number.into()))
        }
        _ => None,
    }
}
