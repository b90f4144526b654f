//! Members of traits and implementations, read without their bodies.

use syn::parse::{ParseStream, Parser as _};
use syn::{Ident, Token};

use super::attributes;
use super::items::{constant, visibility};
use super::macros::{is_macro_call, macro_call};
use super::raw::{Attributes, RawMember, RawMemberKind, Visibility};
use super::skip::{body, skip_function, skip_value};
use super::types;
use crate::public_api::condition::Condition;
use crate::public_api::item::{AssociatedType, Owner};

/// The attributes of something that syn has parsed as a whole.
pub(super) fn attributes_of(list: &[syn::Attribute]) -> syn::Result<Attributes> {
    if list.is_empty() {
        return Ok(Attributes::default());
    }
    let tokens = quote::quote!(#(#list)*);
    attributes::outer.parse2(tokens)
}

/// The members of a trait.
pub(super) fn of_trait(input: ParseStream<'_>) -> syn::Result<Vec<RawMember>> {
    members(input, |input, attributes| {
        if is_constant(input) {
            let (name, of, has_value) = constant(input)?;
            let kind = RawMemberKind::Constant(of, has_value);
            return Ok(Some(RawMember { name, public: true, attributes, kind }));
        }
        if input.peek(Token![type]) {
            return associated_type(input, attributes).map(Some);
        }
        let signature: syn::Signature = input.parse()?;
        let provided = !input.peek(Token![;]);
        body(input)?;
        let mut function = types::function(&signature);
        function.owner = Owner::Trait { provided };
        let kind = RawMemberKind::Function(function);
        let name = signature.ident.to_string();
        Ok(Some(RawMember { name, public: true, attributes, kind }))
    })
}

/// The members of an implementation that are its own: of a trait's the types, of a type's what is public.
pub(super) fn of_implementation(
    input: ParseStream<'_>,
    of_trait: bool,
) -> syn::Result<Vec<RawMember>> {
    members(input, |input, attributes| {
        let public = visibility(&input.parse()?) == Visibility::Public;
        if input.peek(Token![type]) {
            return given_type(input, public, attributes).map(Some);
        }
        if is_constant(input) {
            let (name, of, _) = constant(input)?;
            let kind = RawMemberKind::Constant(of, true);
            return Ok(Some(RawMember { name, public, attributes, kind }));
        }
        if of_trait || !public {
            skip_function(input)?;
            return Ok(None);
        }
        let signature: syn::Signature = input.parse()?;
        body(input)?;
        let kind = RawMemberKind::Function(types::function(&signature));
        let name = signature.ident.to_string();
        Ok(Some(RawMember { name, public, attributes, kind }))
    })
}

fn members(
    input: ParseStream<'_>,
    member: impl Fn(ParseStream<'_>, Attributes) -> syn::Result<Option<RawMember>>,
) -> syn::Result<Vec<RawMember>> {
    attributes::skip_inner(input)?;
    let mut members = Vec::new();
    while !input.is_empty() {
        let attributes = attributes::outer(input)?;
        if is_macro_call(input) {
            macro_call(input, attributes)?;
            continue;
        }
        let never = attributes.condition == Condition::Never;
        let member = member(input, attributes)?;
        members.extend(member.filter(|_| !never));
    }
    Ok(members)
}

fn is_constant(input: ParseStream<'_>) -> bool {
    input.peek(Token![const]) && input.peek2(Ident) && !input.peek3(Token![fn])
}

/// `type Name<T>: A + B where …;`
fn associated_type(input: ParseStream<'_>, attributes: Attributes) -> syn::Result<RawMember> {
    input.parse::<Token![type]>()?;
    let name = input.parse::<Ident>()?.to_string();
    let mut generics: syn::Generics = input.parse()?;
    let mut bounds: Vec<syn::TypeParamBound> = Vec::new();
    if input.parse::<Option<Token![:]>>()?.is_some() {
        while !input.peek(Token![where]) && !input.peek(Token![;]) && !input.peek(Token![=]) {
            bounds.push(input.parse()?);
            input.parse::<Option<Token![+]>>()?;
        }
    }
    generics.where_clause = input.parse()?;
    skip_value(input)?;
    let generics = types::generics(&generics);
    let kind = RawMemberKind::Type(AssociatedType { generics, bounds: types::bounds(&bounds) });
    Ok(RawMember { name, public: true, attributes, kind })
}

/// `type Name<T> = Type where …;`
fn given_type(
    input: ParseStream<'_>,
    public: bool,
    attributes: Attributes,
) -> syn::Result<RawMember> {
    input.parse::<Token![type]>()?;
    let name = input.parse::<Ident>()?.to_string();
    let generics: syn::Generics = input.parse()?;
    input.parse::<Option<syn::WhereClause>>()?;
    input.parse::<Token![=]>()?;
    let of = types::type_(&input.parse()?);
    input.parse::<Option<syn::WhereClause>>()?;
    input.parse::<Token![;]>()?;
    let kind = RawMemberKind::TypeIs(types::generics(&generics), of);
    Ok(RawMember { name, public, attributes, kind })
}
