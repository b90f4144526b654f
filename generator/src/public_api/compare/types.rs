//! Structs and enums compared: how they are constructed and matched, their fields and variants,
//! their layout, their inherent members.

use std::collections::BTreeMap;

use super::bounds::Relation;
use super::normal::Names;
use super::{Comparison, Rule, arrow, rule};
use crate::public_api::item::{
    Constant, Enum, Inherent, Item, Kind, Owner, Shape, Struct, Variant, VariantField,
};
use crate::public_api::types::{Argument, TypePath};

/// The members of a type that have a name, old and new.
pub(super) type Members<'s> = BTreeMap<(u8, &'s str), (Vec<&'s Item>, Vec<&'s Item>)>;

impl<'s> Comparison<'s> {
    /// Compares structs, and their members if they are to be compared here.
    pub fn structure(
        &mut self,
        (old, new): (&'s Item, &'s Item),
        (was, is): (&Struct, &Struct),
        members: bool,
    ) {
        let members = if members { self.members(old, new) } else { Members::new() };
        let lost_a_field = members.values().any(|(old, new)| {
            new.is_empty() && old.iter().any(|item| matches!(item.kind, Kind::Field(_)))
        });
        self.repr(old, new);
        let is_open = !was.private_fields && !was.non_exhaustive;
        if was.shape != is.shape && is_open {
            self.report(&rule::STRUCT_KIND_CHANGED, Some(old), Some(new));
        } else {
            if was.shape != is.shape {
                self.report(&rule::OPAQUE_SHAPE_CHANGED, Some(old), Some(new));
            }
            let rules = [exhaustiveness(was, is), privacy(was, is, lost_a_field)];
            for rule in rules.into_iter().flatten() {
                self.report(rule, Some(old), Some(new));
            }
        }
        let same_shape = was.shape == is.shape || !is_open;
        let closed = !is_open || is.non_exhaustive;
        let names = super::generics::names(&was.generics, &is.generics);
        for (old, new) in members.into_values() {
            let is_field = |item: &&Item| matches!(item.kind, Kind::Field(_));
            if old.iter().chain(&new).any(is_field) {
                if same_shape {
                    self.fields((&old, &new), closed, &names);
                }
            } else {
                self.inherent(&old, &new);
            }
        }
    }

    fn fields(&mut self, (old, new): (&[&'s Item], &[&'s Item]), closed: bool, names: &Names) {
        match (old.first(), new.first()) {
            (Some(old), None) => self.report(&rule::FIELD_REMOVED, Some(old), None),
            (None, Some(new)) => {
                let rule = if closed {
                    &rule::FIELD_ADDED
                } else {
                    &rule::FIELD_ADDED_TO_EXHAUSTIVE_STRUCT
                };
                self.report(rule, None, Some(new));
            }
            (Some(old), Some(new)) => {
                self.attributes(old, new);
                if let (Kind::Field(was), Kind::Field(is)) = (&old.kind, &new.kind)
                    && !self.is_same(was, is, names)
                {
                    self.report(&rule::FIELD_TYPE_CHANGED, Some(old), Some(new));
                }
            }
            (None, None) => {}
        }
    }

    /// Compares enums, and their members if they are to be compared here.
    pub fn enumeration(
        &mut self,
        (old, new): (&'s Item, &'s Item),
        (was, is): (&Enum, &Enum),
        members: bool,
    ) {
        self.repr(old, new);
        let rule = match (was.non_exhaustive, is.non_exhaustive) {
            (false, true) => Some(&rule::ENUM_NON_EXHAUSTIVE_ADDED),
            (true, false) => Some(&rule::ENUM_NON_EXHAUSTIVE_REMOVED),
            _ => None,
        };
        if let Some(rule) = rule {
            self.report(rule, Some(old), Some(new));
        }
        let closed = was.non_exhaustive || is.non_exhaustive;
        let names = super::generics::names(&was.generics, &is.generics);
        let members = if members { self.members(old, new) } else { Members::new() };
        for (old, new) in members.into_values() {
            let is_variant = |item: &&Item| matches!(item.kind, Kind::Variant(_));
            if !old.iter().chain(&new).any(is_variant) {
                self.inherent(&old, &new);
                continue;
            }
            match (old.first(), new.first()) {
                (Some(old), None) => self.report(&rule::ENUM_VARIANT_REMOVED, Some(old), None),
                (None, Some(new)) if closed => {
                    self.report(&rule::ENUM_VARIANT_ADDED, None, Some(new));
                }
                (None, Some(new)) => {
                    self.report(&rule::ENUM_VARIANT_ADDED_EXHAUSTIVE, None, Some(new));
                }
                (Some(old), Some(new)) => self.variant(old, new, &names),
                (None, None) => {}
            }
        }
    }

    fn variant(&mut self, old: &Item, new: &Item, names: &Names) {
        self.attributes(old, new);
        let (Kind::Variant(was), Kind::Variant(is)) = (&old.kind, &new.kind) else { return };
        if let (Some(was), Some(is)) = (&was.discriminant, &is.discriminant)
            && was != is
        {
            self.report(&rule::DISCRIMINANT_CHANGED, Some(old), Some(new));
        }
        if was.shape != is.shape {
            if !was.non_exhaustive {
                self.report(&rule::VARIANT_KIND_CHANGED, Some(old), Some(new));
                return;
            }
            self.report(&rule::OPAQUE_SHAPE_CHANGED, Some(old), Some(new));
        }
        let rule = match (was.non_exhaustive, is.non_exhaustive) {
            (false, true) => Some(&rule::VARIANT_NON_EXHAUSTIVE_ADDED),
            (true, false) => Some(&rule::VARIANT_NON_EXHAUSTIVE_REMOVED),
            _ => None,
        };
        if let Some(rule) = rule {
            self.report(rule, Some(old), Some(new));
        }
        self.variant_fields((old, new), (was, is), names);
    }

    fn variant_fields(
        &mut self,
        (old, new): (&Item, &Item),
        (was, is): (&Variant, &Variant),
        names: &Names,
    ) {
        let find = |variant: &Variant, name: &str| -> Option<VariantField> {
            variant.fields.iter().find(|field| field.name == name).cloned()
        };
        for field in &was.fields {
            let (rule, detail) = match find(is, &field.name) {
                None => (&rule::VARIANT_FIELD_REMOVED, format!("field: `{}`", field.name)),
                Some(now) if !self.is_same(&field.of, &now.of, names) => {
                    let detail = arrow("field", &field, &now);
                    (&rule::VARIANT_FIELD_TYPE_CHANGED, detail)
                }
                Some(_) => continue,
            };
            self.report_part(rule, Some(old), Some(new), Some(detail));
        }
        for field in is.fields.iter().filter(|field| find(was, &field.name).is_none()) {
            let rule = if was.non_exhaustive || is.non_exhaustive {
                &rule::VARIANT_FIELD_ADDED_TO_NON_EXHAUSTIVE
            } else {
                &rule::VARIANT_FIELD_ADDED
            };
            let detail = format!("field: `{field}`");
            self.report_part(rule, Some(old), Some(new), Some(detail));
        }
    }

    /// The members of two types by kind and name, implementations of traits left out.
    pub fn members(&self, old: &'s Item, new: &'s Item) -> Members<'s> {
        let mut members = Members::new();
        let is_named = |item: &&Item| !matches!(item.kind, Kind::Implementation(_));
        for item in self.old.public_api.members(&old.path).filter(is_named) {
            members.entry((item.rank(), item.name())).or_default().0.push(item);
        }
        for item in self.new.public_api.members(&new.path).filter(is_named) {
            members.entry((item.rank(), item.name())).or_default().1.push(item);
        }
        members
    }

    /// Compares the functions or constants of one name that two types have.
    fn inherent(&mut self, old: &[&'s Item], new: &[&'s Item]) {
        // Blocks for different arguments may have functions of one name: `Request<ListPets>::limit` and
        // `Request<ListShops>::limit` have nothing to do with each other. A block for any argument can
        // take the place of one for a single argument, and the other way round.
        let mut left: Vec<&'s Item> = new.to_vec();
        let mut pairs: Vec<(&'s Item, Option<&'s Item>)> =
            old.iter().map(|old| (*old, None)).collect();
        let tests: [fn(&Self, &Item, &Item) -> bool; 3] = [
            |_, old, new| arguments(old) == arguments(new),
            Self::has_same_arguments,
            |_, old, new| is_for_any(old) || is_for_any(new),
        ];
        for test in tests {
            for (old, new) in pairs.iter_mut().filter(|(_, new)| new.is_none()) {
                let at = left.iter().position(|candidate| test(self, old, candidate));
                *new = at.map(|at| left.swap_remove(at));
            }
        }
        for (old, new) in pairs {
            match new {
                Some(new) => self.inherent_pair(old, new),
                // What is said of the argument itself covers what only it has.
                None if type_arguments(old)
                    .any(|path| self.old.has_type(&path) && self.is_gone(&path)) => {}
                None => self.report(member_rule(old, false), Some(old), None),
            }
        }
        for new in left {
            let is_new = |path: String| self.new.has_type(&path) && self.old.find(&path).is_none();
            if !type_arguments(new).any(is_new) {
                self.report(member_rule(new, true), None, Some(new));
            }
        }
    }

    /// Whether two members are of blocks for the same arguments, whatever those are called now.
    fn has_same_arguments(&self, old: &Item, new: &Item) -> bool {
        let names = super::normal::Names::default();
        let (was, is) = (arguments(old), arguments(new));
        was.len() == is.len()
            && was.iter().zip(is).all(|pair| match pair {
                (Argument::Type(was), Argument::Type(is)) => self.is_same(was, is, &names),
                (was, is) => was == is,
            })
    }

    fn inherent_pair(&mut self, old: &'s Item, new: &'s Item) {
        self.attributes(old, new);
        match (&old.kind, &new.kind) {
            (Kind::Function(was), Kind::Function(is)) => {
                let names = Self::inherent_names(&was.owner, &is.owner);
                self.report_relation(self.relate_blocks(old, new), old, new);
                self.function((old, new), (was, is), &names);
            }
            (Kind::Constant(was), Kind::Constant(is)) => {
                self.inherent_constant((old, new), (was, is));
            }
            _ => self.report(&rule::ITEM_KIND_CHANGED, Some(old), Some(new)),
        }
    }

    fn inherent_constant(&mut self, (old, new): (&Item, &Item), (was, is): (&Constant, &Constant)) {
        let names = Self::inherent_names(&was.owner, &is.owner);
        if !self.is_same(&was.of, &is.of, &names) {
            self.report(&rule::CONSTANT_TYPE_CHANGED, Some(old), Some(new));
        }
        let relation = self.relate_demands(&was.predicates, &is.predicates, &names, &|_| true);
        self.report_relation(relation, old, new);
    }

    /// How the arguments of the type for which a member is there relate to those for which it was.
    fn relate_blocks(&self, old: &Item, new: &Item) -> Relation {
        let (Some(was), Some(is)) = (block(old), block(new)) else { return Relation::Same };
        let is_parameter = |inherent: &Inherent, argument: &Argument| {
            let Argument::Type(of) = argument else { return false };
            let name = of.as_name();
            inherent.parameters.iter().any(|parameter| Some(parameter.name.as_str()) == name)
        };
        let (mut wider, mut narrower) = (false, false);
        for (one, two) in was.arguments.iter().zip(&is.arguments) {
            match (is_parameter(was, one), is_parameter(is, two)) {
                (true, true) => {}
                (false, true) => wider = true,
                (true, false) => narrower = true,
                (false, false) => {
                    if let (Argument::Type(one), Argument::Type(two)) = (one, two) {
                        let names = super::normal::Names {
                            old: super::functions::block_names(was),
                            new: super::functions::block_names(is),
                        };
                        narrower |= !self.is_same(one, two, &names);
                    }
                }
            }
        }
        match (narrower, wider) {
            (true, _) => Relation::Tighter,
            (false, true) => Relation::Looser,
            (false, false) => Relation::Same,
        }
    }
}

fn exhaustiveness(was: &Struct, is: &Struct) -> Option<&'static Rule> {
    match (was.non_exhaustive, is.non_exhaustive) {
        (false, true) if was.private_fields => Some(&rule::NON_EXHAUSTIVE_WITHOUT_EFFECT),
        (false, true) => Some(&rule::STRUCT_NON_EXHAUSTIVE_ADDED),
        (true, false) if is.private_fields => Some(&rule::NON_EXHAUSTIVE_WITHOUT_EFFECT),
        (true, false) => Some(&rule::STRUCT_NON_EXHAUSTIVE_REMOVED),
        _ => None,
    }
}

/// What it means that a struct got its first private field, or lost its last one. A public field that is
/// private now is reported as removed, which says it all.
fn privacy(was: &Struct, is: &Struct, lost_a_field: bool) -> Option<&'static Rule> {
    match (was.private_fields, is.private_fields) {
        (false, true) if lost_a_field || was.shape == Shape::Unit => None,
        (false, true) if was.non_exhaustive => Some(&rule::PRIVATE_FIELD_WITHOUT_EFFECT),
        (false, true) => Some(&rule::FIRST_PRIVATE_FIELD_ADDED),
        (true, false) if is.non_exhaustive => Some(&rule::PRIVATE_FIELD_WITHOUT_EFFECT),
        (true, false) => Some(&rule::PRIVATE_FIELDS_REMOVED),
        _ => None,
    }
}

/// The block that a member stands in.
fn block(item: &Item) -> Option<&Inherent> {
    let owner = match &item.kind {
        Kind::Function(function) => &function.owner,
        Kind::Constant(constant) => &constant.owner,
        _ => return None,
    };
    match owner {
        Owner::Type(inherent) => Some(inherent),
        _ => None,
    }
}

/// For which arguments of its type a member is there.
fn arguments(item: &Item) -> &[Argument] {
    block(item).map_or(&[], |block| &block.arguments)
}

/// Whether a member is there for any argument, or for any that meets some demand.
fn is_for_any(item: &Item) -> bool {
    block(item).is_none_or(|block| !block.parameters.is_empty())
}

/// The paths of the types for which alone a member is there.
fn type_arguments(item: &Item) -> impl Iterator<Item = String> {
    arguments(item).iter().filter_map(|argument| match argument {
        Argument::Type(of) => of.as_path().map(TypePath::own),
        _ => None,
    })
}

fn member_rule(item: &Item, added: bool) -> &'static Rule {
    match (&item.kind, added) {
        (Kind::Constant(_), true) => &rule::ASSOCIATED_CONSTANT_ADDED,
        (Kind::Constant(_), false) => &rule::ASSOCIATED_CONSTANT_REMOVED,
        (_, true) => &rule::METHOD_ADDED,
        (_, false) => &rule::METHOD_REMOVED,
    }
}
