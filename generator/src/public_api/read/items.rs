//! Items of a source file, read without their bodies.
//!
//! The grammar is that of `syn::File`, made of the parsers of syn, but bodies of functions and values of
//! constants are passed over as they stand: they are most of the text and no part of an API.

use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Ident, Token, token};

use super::attributes;
use super::macros::{is_macro_call, macro_call};
use super::members;
use super::raw::{
    Attributes, Import, RawField, RawImplementation, RawItem, RawKind, RawVariant, Visibility,
};
use super::skip::{body, is_constant, skip_value, skip_value_item};
use super::types::{self, code};
use crate::public_api::condition::Condition;
use crate::public_api::item::{Alias, Shape, Trait};
use crate::public_api::types::Type;

/// Reads the items of a file or an inline module.
pub(super) fn items(input: ParseStream<'_>) -> syn::Result<Vec<RawItem>> {
    attributes::skip_inner(input)?;
    let mut items = Vec::new();
    while !input.is_empty() {
        if input.parse::<Option<Token![;]>>()?.is_some() {
            continue;
        }
        let attributes = attributes::outer(input)?;
        let never = attributes.condition == Condition::Never;
        let first = items.len();
        item(input, attributes, &mut items)?;
        if never {
            items.truncate(first);
        }
    }
    Ok(items)
}

/// Reads one item.
fn item(
    input: ParseStream<'_>,
    attributes: Attributes,
    items: &mut Vec<RawItem>,
) -> syn::Result<()> {
    if is_macro_call(input) {
        items.push(macro_call(input, attributes)?);
        return Ok(());
    }
    let visibility = visibility(&input.parse()?);
    refuse_unlistable(input)?;
    let is_unsafe = input.peek(Token![unsafe]);
    let is_next = |plain: bool, after_unsafe: bool| if is_unsafe { after_unsafe } else { plain };
    let (name, kind) = if input.peek(Token![use]) {
        (String::new(), use_(input)?)
    } else if input.peek(Token![mod]) {
        module(input, attributes.condition == Condition::Never)?
    } else if input.peek(Token![struct]) {
        structure(input)?
    } else if input.peek(Token![enum]) {
        enumeration(input)?
    } else if input.peek(Token![type]) {
        alias(input)?
    } else if is_next(input.peek(Token![trait]), input.peek2(Token![trait])) {
        trait_(input, is_unsafe)?
    } else if is_next(input.peek(Token![impl]), input.peek2(Token![impl])) {
        (String::new(), implementation(input, is_unsafe)?)
    } else if visibility != Visibility::Public {
        // Of functions and values only the public ones are of interest.
        return skip_value_item(input);
    } else if input.peek(Token![static]) {
        static_(input)?
    } else if input.peek(Token![const]) && is_constant(input) {
        let (name, of, _) = constant(input)?;
        (name, RawKind::Constant(of))
    } else {
        let signature: syn::Signature = input.parse()?;
        body(input)?;
        (signature.ident.to_string(), RawKind::Function(types::function(&signature)))
    };
    items.push(RawItem { name, visibility, attributes, kind });
    Ok(())
}

/// The parts of the crate are not told apart.
pub(super) fn visibility(of: &syn::Visibility) -> Visibility {
    match of {
        syn::Visibility::Public(_) => Visibility::Public,
        syn::Visibility::Restricted(of) if of.path.is_ident("self") => Visibility::Private,
        syn::Visibility::Restricted(_) => Visibility::Crate,
        syn::Visibility::Inherited => Visibility::Private,
    }
}

fn is_union(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    let word = ahead.call(Ident::parse_any);
    word.is_ok_and(|word| word == "union") && ahead.peek(Ident)
}

fn use_(input: ParseStream<'_>) -> syn::Result<RawKind> {
    input.parse::<Token![use]>()?;
    let leading = input.parse::<Option<Token![::]>>()?.is_some();
    let tree: syn::UseTree = input.parse()?;
    input.parse::<Token![;]>()?;
    let mut imports = Vec::new();
    let mut path = if leading { vec![String::new()] } else { Vec::new() };
    imports_of(&tree, &mut path, &mut imports);
    Ok(RawKind::Use(imports))
}

fn imports_of(tree: &syn::UseTree, path: &mut Vec<String>, imports: &mut Vec<Import>) {
    match tree {
        syn::UseTree::Path(of) => {
            path.push(of.ident.to_string());
            imports_of(&of.tree, path, imports);
            path.pop();
        }
        syn::UseTree::Group(of) => {
            of.items.iter().for_each(|tree| imports_of(tree, path, imports));
        }
        syn::UseTree::Glob(_) => imports.push(Import { path: path.clone(), name: None }),
        syn::UseTree::Name(of) => import(&of.ident, &of.ident, path, imports),
        syn::UseTree::Rename(of) => import(&of.ident, &of.rename, path, imports),
    }
}

/// `use a::b::{self as c}` brings in `a::b`.
fn import(item: &Ident, name: &Ident, path: &[String], imports: &mut Vec<Import>) {
    let mut path = path.to_vec();
    let mut name = name.to_string();
    if item != "self" || path.is_empty() {
        path.push(item.to_string());
    } else if name == "self" {
        name = path.last().cloned().unwrap_or_default();
    }
    imports.push(Import { path, name: Some(name) });
}

fn module(input: ParseStream<'_>, never: bool) -> syn::Result<(String, RawKind)> {
    input.parse::<Token![mod]>()?;
    let name = input.call(Ident::parse_any)?.to_string();
    if never || input.peek(Token![;]) {
        body(input)?;
        return Ok((name, RawKind::Module(None)));
    }
    let content;
    syn::braced!(content in input);
    Ok((name, RawKind::Module(Some(items(&content)?))))
}

fn structure(input: ParseStream<'_>) -> syn::Result<(String, RawKind)> {
    input.parse::<Token![struct]>()?;
    let name = input.parse::<Ident>()?.to_string();
    let mut generics: syn::Generics = input.parse()?;
    generics.where_clause = input.parse()?;
    let (shape, list) = if input.peek(token::Brace) {
        let list: syn::FieldsNamed = input.parse()?;
        (Shape::Named, fields(&list.named)?)
    } else if input.peek(token::Paren) {
        let list: syn::FieldsUnnamed = input.parse()?;
        generics.where_clause = input.parse()?;
        input.parse::<Token![;]>()?;
        (Shape::Tuple, fields(&list.unnamed)?)
    } else {
        input.parse::<Token![;]>()?;
        (Shape::Unit, Vec::new())
    };
    let generics = types::generics(&generics);
    Ok((name, RawKind::Struct { generics, shape, fields: list }))
}

fn fields(list: &Punctuated<syn::Field, Token![,]>) -> syn::Result<Vec<RawField>> {
    let mut fields = Vec::new();
    for (index, field) in list.iter().enumerate() {
        let attributes = members::attributes_of(&field.attrs)?;
        if attributes.condition != Condition::Never {
            fields.push(RawField {
                name: field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string),
                public: visibility(&field.vis) == Visibility::Public,
                attributes,
                of: types::type_(&field.ty),
            });
        }
    }
    Ok(fields)
}

fn enumeration(input: ParseStream<'_>) -> syn::Result<(String, RawKind)> {
    input.parse::<Token![enum]>()?;
    let name = input.parse::<Ident>()?.to_string();
    let mut generics: syn::Generics = input.parse()?;
    generics.where_clause = input.parse()?;
    let content;
    syn::braced!(content in input);
    let mut variants = Vec::new();
    for variant in Punctuated::<syn::Variant, Token![,]>::parse_terminated(&content)? {
        let attributes = members::attributes_of(&variant.attrs)?;
        let (shape, list) = match &variant.fields {
            syn::Fields::Unit => (Shape::Unit, Vec::new()),
            syn::Fields::Unnamed(list) => (Shape::Tuple, fields(&list.unnamed)?),
            syn::Fields::Named(list) => (Shape::Named, fields(&list.named)?),
        };
        if attributes.condition != Condition::Never {
            let name = variant.ident.to_string();
            let discriminant = variant.discriminant.as_ref().map(|(_, value)| code(value));
            variants.push(RawVariant { name, attributes, shape, fields: list, discriminant });
        }
    }
    Ok((name, RawKind::Enum { generics: types::generics(&generics), variants }))
}

fn alias(input: ParseStream<'_>) -> syn::Result<(String, RawKind)> {
    input.parse::<Token![type]>()?;
    let name = input.parse::<Ident>()?.to_string();
    let mut generics: syn::Generics = input.parse()?;
    generics.where_clause = input.parse()?;
    input.parse::<Token![=]>()?;
    let target = types::type_(&input.parse()?);
    if let Some(late) = input.parse::<Option<syn::WhereClause>>()? {
        generics.where_clause = Some(late);
    }
    input.parse::<Token![;]>()?;
    Ok((name, RawKind::Alias(Alias { generics: types::generics(&generics), target })))
}

fn static_(input: ParseStream<'_>) -> syn::Result<(String, RawKind)> {
    input.parse::<Token![static]>()?;
    let mutable = input.parse::<Option<Token![mut]>>()?.is_some();
    let name = input.parse::<Ident>()?.to_string();
    input.parse::<Token![:]>()?;
    let of = types::type_(&input.parse()?);
    skip_value(input)?;
    Ok((name, RawKind::Static { of, mutable }))
}

/// The name and type of a constant, and whether it has a value.
pub(super) fn constant(input: ParseStream<'_>) -> syn::Result<(String, Type, bool)> {
    input.parse::<Token![const]>()?;
    let name = input.call(Ident::parse_any)?.to_string();
    input.parse::<Token![:]>()?;
    let of = types::type_(&input.parse()?);
    let has_value = input.peek(Token![=]);
    skip_value(input)?;
    Ok((name, of, has_value))
}

fn trait_(input: ParseStream<'_>, is_unsafe: bool) -> syn::Result<(String, RawKind)> {
    input.parse::<Option<Token![unsafe]>>()?;
    input.parse::<Option<Token![auto]>>()?;
    input.parse::<Token![trait]>()?;
    let name = input.parse::<Ident>()?.to_string();
    let mut generics: syn::Generics = input.parse()?;
    let mut supertraits: Vec<syn::TypeParamBound> = Vec::new();
    if input.parse::<Option<Token![:]>>()?.is_some() {
        while !input.peek(token::Brace) && !input.peek(Token![where]) {
            supertraits.push(input.parse()?);
            input.parse::<Option<Token![+]>>()?;
        }
    }
    generics.where_clause = input.parse()?;
    let content;
    syn::braced!(content in input);
    let generics = types::generics(&generics);
    let supertraits = types::bounds(&supertraits);
    let item = Trait { generics, supertraits, is_unsafe, sealed: false };
    Ok((name, RawKind::Trait { item, members: members::of_trait(&content)? }))
}

fn implementation(input: ParseStream<'_>, is_unsafe: bool) -> syn::Result<RawKind> {
    input.parse::<Option<Token![unsafe]>>()?;
    input.parse::<Token![impl]>()?;
    let mut generics: syn::Generics = input.parse()?;
    let negative = input.parse::<Option<Token![!]>>()?.is_some();
    let mut for_type = types::type_(&input.parse()?);
    let mut of_trait = None;
    if input.parse::<Option<Token![for]>>()?.is_some() {
        let Type::Path(path) = for_type else {
            return Err(input.error("expected a trait before `for`"));
        };
        of_trait = Some(path);
        for_type = types::type_(&input.parse()?);
    }
    generics.where_clause = input.parse()?;
    let content;
    syn::braced!(content in input);
    Ok(RawKind::Implementation(Box::new(RawImplementation {
        generics: types::generics(&generics),
        negative,
        is_unsafe,
        for_type,
        members: members::of_implementation(&content, of_trait.is_some())?,
        of_trait,
    })))
}

/// Refuses what no generated crate has, so that it is never passed over in silence: `format` lets no template
/// render it, and the runtime is written without it.
fn refuse_unlistable(input: ParseStream<'_>) -> syn::Result<()> {
    let ahead = input.fork();
    ahead.parse::<Option<Token![unsafe]>>()?;
    let what = if input.peek(Token![extern]) && input.peek2(Token![crate]) {
        "an `extern crate`"
    } else if ahead.peek(Token![extern])
        && ahead.parse::<syn::Abi>().is_ok()
        && ahead.peek(token::Brace)
    {
        "an `extern` block"
    } else if is_union(input) {
        "a union"
    } else {
        return Ok(());
    };
    Err(input.error(format!("{what} cannot be listed")))
}
