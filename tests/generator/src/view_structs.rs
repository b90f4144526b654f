//! What templates are given: the structs of the view as serde writes them, read from their source.

use std::collections::BTreeMap;

use syn::{Attribute, Expr, Fields, GenericArgument, Item, Lit, Meta, PathArguments, Type};

/// A struct, or an enum of structs, of which a template sees one.
#[derive(Clone, Debug)]
pub struct Viewed {
    /// What it is for.
    pub docs: String,
    /// Its members in the order of the source.
    pub fields: Vec<Member>,
    /// For an enum: the struct of each variant.
    pub variants: BTreeMap<String, String>,
}

/// A member of a struct.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name in templates.
    pub name: String,
    /// What it is.
    pub docs: String,
    /// The type, as it is written in the source, without references and paths.
    pub shape: String,
    /// The struct in it, if there is one.
    pub inner: Option<String>,
}

/// All types of some files that templates may be given, by name.
pub fn viewed(files: &[(String, String)]) -> BTreeMap<String, Viewed> {
    let mut found = BTreeMap::new();
    let mut flattened = Vec::new();
    for (path, text) in files {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        for item in file.items {
            match item {
                Item::Struct(item) if serializes(&item.attrs) => {
                    let Fields::Named(fields) = &item.fields else { continue };
                    let mut members = Vec::new();
                    for field in &fields.named {
                        let words = serde_words(&field.attrs);
                        let name = field.ident.as_ref().map(ToString::to_string);
                        let (Some(name), false) = (name, words.contains(&"skip".to_owned())) else {
                            continue;
                        };
                        let shape = shape(&field.ty);
                        if words.contains(&"flatten".to_owned()) {
                            flattened.push((item.ident.to_string(), shape));
                            continue;
                        }
                        let docs = docs(&field.attrs);
                        members.push(Member { name, docs, shape, inner: None });
                    }
                    let docs = docs(&item.attrs);
                    let viewed = Viewed { docs, fields: members, variants: BTreeMap::new() };
                    found.insert(item.ident.to_string(), viewed);
                }
                Item::Enum(item) if serializes(&item.attrs) => {
                    let variants = item.variants.iter().filter_map(|variant| {
                        let Fields::Unnamed(fields) = &variant.fields else { return None };
                        let inner = fields.unnamed.first()?;
                        Some((variant.ident.to_string(), shape(&inner.ty)))
                    });
                    let variants: BTreeMap<String, String> = variants.collect();
                    if !variants.is_empty() {
                        let docs = docs(&item.attrs);
                        let viewed = Viewed { docs, fields: Vec::new(), variants };
                        found.insert(item.ident.to_string(), viewed);
                    }
                }
                _ => {}
            }
        }
    }
    for (holder, inner) in flattened {
        let fields = found.get(&inner).map(|viewed| viewed.fields.clone()).unwrap_or_default();
        if let Some(holder) = found.get_mut(&holder) {
            holder.fields.extend(fields);
        }
    }
    let names: Vec<String> = found.keys().cloned().collect();
    for viewed in found.values_mut() {
        for field in &mut viewed.fields {
            let words: Vec<&str> =
                field.shape.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            field.inner = names.iter().find(|name| words.contains(&name.as_str())).cloned();
        }
    }
    found
}

fn serializes(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("derive") => {
            list.tokens.to_string().contains("Serialize")
        }
        _ => false,
    })
}

/// The words in `#[serde(…)]`.
fn serde_words(attributes: &[Attribute]) -> Vec<String> {
    let lists = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("serde") => Some(list.tokens.to_string()),
        _ => None,
    });
    lists
        .flat_map(|list| list.split(',').map(|word| word.trim().to_owned()).collect::<Vec<_>>())
        .collect()
}

/// The documentation up to the first empty line, as one line.
fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A type without references, lifetimes and paths: `Option<Vec<FieldView>>`.
fn shape(wanted: &Type) -> String {
    match wanted {
        Type::Reference(reference) => shape(&reference.elem),
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return String::new() };
            let name = last.ident.to_string();
            let PathArguments::AngleBracketed(arguments) = &last.arguments else { return name };
            let inner: Vec<String> = arguments
                .args
                .iter()
                .filter_map(|argument| match argument {
                    GenericArgument::Type(inner) => Some(shape(inner)),
                    _ => None,
                })
                .collect();
            match inner.as_slice() {
                [] => name,
                [inner] if name == "Box" => inner.clone(),
                several => format!("{name}<{}>", several.join(", ")),
            }
        }
        Type::Slice(slice) => format!("Vec<{}>", shape(&slice.elem)),
        Type::Array(array) => format!("Vec<{}>", shape(&array.elem)),
        Type::Tuple(tuple) => {
            let parts: Vec<String> = tuple.elems.iter().map(shape).collect();
            format!("({})", parts.join(", "))
        }
        _ => String::new(),
    }
}
