//! Definitions as items: types with their fields and variants, traits with theirs, functions, constants.

use std::collections::BTreeMap;

use super::{Lister, attributed};
use crate::public_api::generics::Generics;
use crate::public_api::item::{
    Alias, AssociatedType, Constant, Enum, Function, FunctionArgument, Item, Kind, Owner, Receiver,
    Shape, Struct, Trait, Variant, VariantField,
};
use crate::public_api::read::raw::{RawField, RawKind, RawMember, RawMemberKind, RawVariant};
use crate::public_api::resolve::{Definition, DefinitionId, Place, PublicPath};
use crate::public_api::rewrite::{Rewrite, rewrite_bounds};
use crate::public_api::types::Type;

/// No types are given outside of implementations.
const NONE: &BTreeMap<String, Type> = &BTreeMap::new();

impl Lister<'_> {
    /// Lists a definition, its members and what it derives.
    pub(super) fn definition(&mut self, id: DefinitionId, at: &PublicPath) {
        let tree = self.tree;
        let Some(definition) = tree.definitions.get(id) else { return };
        let path = at.path.as_str();
        let kind = match &definition.kind {
            RawKind::Struct { generics, shape, fields } => {
                Kind::Struct(self.structure(definition, path, generics, *shape, fields))
            }
            RawKind::Enum { generics, variants } => {
                Kind::Enum(self.enumeration(definition, path, generics, variants))
            }
            RawKind::Trait { item, members } => {
                Kind::Trait(self.trait_(definition, path, item, members))
            }
            RawKind::Function(function) => {
                let place = place(definition, vec![&function.generics]);
                Kind::Function(self.function(function, &place))
            }
            RawKind::Constant(of) => {
                let of = self.names.type_(of, &place(definition, Vec::new()));
                Kind::Constant(Constant { owner: Owner::Module, of, predicates: Vec::new() })
            }
            RawKind::Static { of, mutable } => {
                let of = self.names.type_(of, &place(definition, Vec::new()));
                Kind::Static { of, mutable: *mutable }
            }
            RawKind::Alias(alias) => {
                let place = place(definition, vec![&alias.generics]);
                let generics = self.generics(&alias.generics, &place);
                Kind::Alias(Alias { generics, target: self.names.type_(&alias.target, &place) })
            }
            RawKind::Module(_)
            | RawKind::Use(_)
            | RawKind::Implementation(_)
            | RawKind::Macro { .. }
            | RawKind::Call(_) => return,
        };
        self.derives(definition, path, &at.condition);
        let condition = at.condition.clone();
        self.items.push(attributed(path.to_owned(), kind, &definition.attributes, condition));
    }

    fn structure(
        &mut self,
        definition: &Definition,
        path: &str,
        generics: &Generics,
        shape: Shape,
        fields: &[RawField],
    ) -> Struct {
        let place = place(definition, vec![generics]);
        let is_public = |field: &&RawField| field.public && !field.attributes.hidden;
        for field in fields.iter().filter(is_public) {
            let kind = Kind::Field(self.names.type_(&field.of, &place));
            let attributes = &field.attributes;
            let condition = attributes.condition.clone();
            let path = format!("{path}.{}", field.name);
            self.items.push(attributed(path, kind, attributes, condition));
        }
        Struct {
            generics: self.generics(generics, &place),
            shape,
            private_fields: !fields.iter().all(|field| is_public(&field)),
            non_exhaustive: definition.attributes.non_exhaustive,
            repr: definition.attributes.repr.clone(),
        }
    }

    fn enumeration(
        &mut self,
        definition: &Definition,
        path: &str,
        generics: &Generics,
        variants: &[RawVariant],
    ) -> Enum {
        let place = place(definition, vec![generics]);
        let numbers = Discriminants::of(definition, variants);
        for (variant, number) in variants.iter().zip(numbers.list) {
            let attributes = &variant.attributes;
            if attributes.hidden {
                continue;
            }
            let is_public = |field: &&RawField| !field.attributes.hidden;
            let field = |field: &RawField| VariantField {
                name: field.name.clone(),
                of: self.names.type_(&field.of, &place),
            };
            let mut fields: Vec<_> = variant.fields.iter().filter(is_public).map(field).collect();
            if variant.shape == Shape::Named {
                fields.sort();
            }
            let non_exhaustive = attributes.non_exhaustive || fields.len() < variant.fields.len();
            let discriminant = number.filter(|_| numbers.visible);
            let kind = Kind::Variant(Variant {
                shape: variant.shape,
                fields,
                non_exhaustive,
                discriminant,
            });
            let path = format!("{path}::{}", variant.name);
            self.items.push(attributed(path, kind, attributes, attributes.condition.clone()));
        }
        let has_hidden = variants.iter().any(|variant| variant.attributes.hidden);
        Enum {
            generics: self.generics(generics, &place),
            non_exhaustive: definition.attributes.non_exhaustive || has_hidden,
            repr: definition.attributes.repr.clone(),
        }
    }

    fn trait_(
        &mut self,
        definition: &Definition,
        path: &str,
        item: &Trait,
        members: &[RawMember],
    ) -> Trait {
        for member in members.iter().filter(|member| !member.attributes.hidden) {
            let kind = match &member.kind {
                RawMemberKind::Function(function) => {
                    let place = place(definition, vec![&item.generics, &function.generics]);
                    Kind::Function(self.function(function, &place))
                }
                RawMemberKind::Constant(of, provided) => {
                    let of = self.names.type_(of, &place(definition, vec![&item.generics]));
                    let owner = Owner::Trait { provided: *provided };
                    Kind::Constant(Constant { owner, of, predicates: Vec::new() })
                }
                RawMemberKind::Type(of) => {
                    let place = place(definition, vec![&item.generics, &of.generics]);
                    let generics = self.generics(&of.generics, &place);
                    let mut bounds = of.bounds.clone();
                    self.names.each(&place, |with| rewrite_bounds(&mut bounds, with));
                    Kind::AssociatedType(AssociatedType { generics, bounds })
                }
                RawMemberKind::TypeIs(..) => continue,
            };
            let attributes = &member.attributes;
            let condition = attributes.condition.clone();
            let path = format!("{path}::{}", member.name);
            self.items.push(attributed(path, kind, attributes, condition));
        }
        let place = place(definition, vec![&item.generics]);
        let mut supertraits = item.supertraits.clone();
        self.names.each(&place, |with| rewrite_bounds(&mut supertraits, with));
        let generics = self.generics(&item.generics, &place);
        let sealed = members.iter().any(|member| member.attributes.hidden && is_required(member));
        Trait { generics, supertraits, is_unsafe: item.is_unsafe, sealed }
    }

    /// A signature with its names resolved.
    pub(super) fn function(&self, of: &Function, place: &Place<'_>) -> Function {
        let mut function = of.clone();
        self.names.each(place, |with| function.rewrite(with));
        function
    }

    /// Generics with their names resolved.
    pub(super) fn generics(&self, of: &Generics, place: &Place<'_>) -> Generics {
        let mut generics = of.clone();
        self.names.each(place, |with| generics.rewrite(with));
        generics
    }
}

/// A place in the module of a definition.
fn place<'p>(definition: &Definition, generics: Vec<&'p Generics>) -> Place<'p> {
    Place { module: definition.module, generics, self_type: None, given: NONE }
}

impl Function {
    /// Changes every type of a signature.
    pub(in crate::public_api) fn rewrite(&mut self, with: &mut dyn Rewrite) {
        if let Some(Receiver::Typed(of)) = &mut self.receiver {
            of.rewrite(with);
        }
        for FunctionArgument { of, .. } in &mut self.arguments {
            of.rewrite(with);
        }
        self.output.rewrite(with);
        self.generics.rewrite(with);
    }
}

/// The numbers of the variants of an enum.
struct Discriminants {
    list: Vec<Option<String>>,
    /// Whether a user of the crate can find them out: by `as`, or because the layout is promised.
    visible: bool,
}

impl Discriminants {
    fn of(definition: &Definition, variants: &[RawVariant]) -> Self {
        let has_layout = definition
            .attributes
            .repr
            .iter()
            .any(|word| word == "C" || word.starts_with(['i', 'u']));
        let is_plain = |variant: &RawVariant| {
            variant.shape == Shape::Unit && !variant.attributes.non_exhaustive
        };
        let castable = !definition.attributes.non_exhaustive && variants.iter().all(is_plain);
        // A number that is not written is the one before it plus one.
        let (mut base, mut offset) = (Some("0".to_owned()), 0_i128);
        let mut list = Vec::new();
        for variant in variants {
            if let Some(code) = &variant.discriminant {
                (base, offset) = match number(code) {
                    Some(number) => (None, number),
                    None => (Some(code.clone()), 0),
                };
            }
            list.push(Some(match &base {
                Some(code) if code == "0" => offset.to_string(),
                Some(code) if offset == 0 => code.clone(),
                Some(code) => format!("{code} + {offset}"),
                None => offset.to_string(),
            }));
            offset = offset.saturating_add(1);
        }
        Self { list, visible: castable || has_layout }
    }
}

/// The number that a literal is, perhaps after a minus.
fn number(code: &str) -> Option<i128> {
    let code = code.replace([' ', '_'], "");
    let (negative, digits) = match code.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, code.as_str()),
    };
    let digits = digits.split(['i', 'u']).next()?;
    let number = match digits.get(..2) {
        Some("0x") => i128::from_str_radix(digits.get(2..)?, 16),
        Some("0b") => i128::from_str_radix(digits.get(2..)?, 2),
        Some("0o") => i128::from_str_radix(digits.get(2..)?, 8),
        _ => digits.parse(),
    };
    number.ok().map(|number| if negative { -number } else { number })
}

impl Item {
    /// The shape, when it is a struct or a variant.
    pub fn shape(&self) -> Option<Shape> {
        match &self.kind {
            Kind::Struct(item) => Some(item.shape),
            Kind::Variant(item) => Some(item.shape),
            _ => None,
        }
    }
}

/// Whether everybody who implements the trait must write this member.
fn is_required(member: &RawMember) -> bool {
    match &member.kind {
        RawMemberKind::Function(function) => function.owner == Owner::Trait { provided: false },
        RawMemberKind::Constant(_, provided) => !provided,
        RawMemberKind::Type(_) => true,
        RawMemberKind::TypeIs(..) => false,
    }
}
