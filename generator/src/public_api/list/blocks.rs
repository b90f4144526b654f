//! `impl` blocks as items: the public members of types, and implementations of traits.

use std::collections::BTreeMap;

use super::{Lister, attributed};
use crate::public_api::generics::{Generics, Parameter, Predicate};
use crate::public_api::item::{
    Constant, Function, Implementation, Inherent, Item, Kind, Owner, Receiver,
};
use crate::public_api::read::raw::{RawImplementation, RawMember, RawMemberKind};
use crate::public_api::resolve::{Block, Definition, Place, Space, Substitute, Target};
use crate::public_api::types::{Argument, Arguments, Segment, Type, TypePath};

impl Lister<'_> {
    /// Lists a block, if what it is for is listed. Otherwise it may have to wait for that.
    pub(super) fn block(&mut self, block: &Block) -> bool {
        match &block.of.of_trait {
            None => self.inherent(block),
            Some(of_trait) => self.implementation(block, of_trait),
        }
    }

    /// Lists the public members of a block of a type.
    fn inherent(&mut self, block: &Block) -> bool {
        let given = BTreeMap::new();
        let mut place = Place {
            module: block.module,
            generics: vec![&block.of.generics],
            self_type: None,
            given: &given,
        };
        let Some(id) = self.names.definition(&block.of.for_type, place.module) else {
            return true;
        };
        // The type may have to be mentioned first.
        let Some(path) = self.names.listed(id) else { return false };
        let Some((_, for_type)) = self.names.nominal(&block.of.for_type, &place) else {
            return true;
        };
        place.self_type = Some(&for_type);
        let Generics { parameters, predicates } = self.generics(&block.of.generics, &place);
        let arguments = for_type.as_path().map(|path| path.angle().to_vec()).unwrap_or_default();
        let owner = Inherent { parameters, arguments };
        let tree = self.tree;
        let definition = tree.definitions.get(id);
        for member in block.of.members.iter().filter(|member| is_public(member)) {
            let generics = match &member.kind {
                RawMemberKind::Function(function) => Some(&function.generics),
                _ => None,
            };
            let place = Place {
                generics: generics.into_iter().chain([&block.of.generics]).collect(),
                ..place
            };
            let kind = self.member(member, &place, &owner, &predicates, definition);
            let Some(kind) = kind else { continue };
            let condition = block.condition.and(&member.attributes.condition);
            let path = format!("{path}::{}", member.name);
            self.items.push(attributed(path, kind, &member.attributes, condition));
        }
        true
    }

    fn member(
        &self,
        member: &RawMember,
        place: &Place<'_>,
        owner: &Inherent,
        predicates: &[Predicate],
        definition: Option<&Definition>,
    ) -> Option<Kind> {
        match &member.kind {
            RawMemberKind::Function(function) => {
                let mut function = self.function(function, place);
                let mut owner = owner.clone();
                let mut generics = std::mem::take(&mut function.generics);
                generics.predicates.extend_from_slice(predicates);
                generics.sort();
                function.generics = generics;
                if let Some(mut names) = declared_names(&owner, definition, &function.generics) {
                    function.rewrite(&mut names);
                    owner.rename(&mut names, definition);
                }
                plain_receiver(&mut function, place.self_type);
                owner.order();
                function.owner = Owner::Type(owner);
                Some(Kind::Function(function))
            }
            RawMemberKind::Constant(of, _) => {
                let of = self.names.type_(of, place);
                let mut owner = owner.clone();
                let mut generics =
                    Generics { parameters: Vec::new(), predicates: predicates.to_vec() };
                let mut of = of;
                if let Some(mut names) = declared_names(&owner, definition, &generics) {
                    of.rewrite(&mut names);
                    generics.rewrite(&mut names);
                    owner.rename(&mut names, definition);
                }
                owner.order();
                let predicates = generics.predicates;
                Some(Kind::Constant(Constant { owner: Owner::Type(owner), of, predicates }))
            }
            RawMemberKind::Type(_) | RawMemberKind::TypeIs(..) => None,
        }
    }

    /// Lists an implementation of a trait, unless it is about something that no caller meets.
    fn implementation(&mut self, block: &Block, of_trait: &TypePath) -> bool {
        let given = BTreeMap::new();
        let place = Place {
            module: block.module,
            generics: vec![&block.of.generics],
            self_type: None,
            given: &given,
        };
        let raw = &block.of.for_type;
        let is_private = |id| self.names.listed(id).is_none();
        let head = raw.below_references();
        if self.names.definition(head, place.module).is_some_and(is_private) {
            return false;
        }
        let known = self.names.unnameable.borrow().clone();
        let crates = self.names.crates.borrow().clone();
        let for_type = self.names.nominal(raw, &place).map(|(_, of)| of);
        let for_type = for_type.unwrap_or_else(|| self.names.type_(raw, &place));
        let place = Place { self_type: Some(&for_type), ..place };
        let mut of_trait = self.names.trait_(of_trait, &place);
        if *self.names.unnameable.borrow() != known {
            *self.names.unnameable.borrow_mut() = known;
            // A trait of our own for a type of another crate does not make that crate part of the API.
            *self.names.crates.borrow_mut() = crates;
            return false;
        }
        if self.is_hidden(block, raw) || self.is_hidden_trait(block) {
            return true;
        }
        self.give_types(&block.of, &place, &mut of_trait);
        let item = Implementation {
            generics: self.generics(&block.of.generics, &place),
            negative: block.of.negative,
            is_unsafe: block.of.is_unsafe,
            of_trait,
            for_type: for_type.clone(),
            derived: None,
        };
        let mut item = Item::new(String::new(), Kind::Implementation(item));
        item.condition = block.condition.clone();
        self.items.push(item);
        true
    }

    /// Adds the types that an implementation gives to the path of its trait: `Iterator<Item = T>`.
    fn give_types(&self, of: &RawImplementation, place: &Place<'_>, of_trait: &mut TypePath) {
        let types: Vec<_> = of
            .members
            .iter()
            .filter_map(|member| match &member.kind {
                RawMemberKind::TypeIs(generics, of) => Some((&member.name, generics, of)),
                _ => None,
            })
            .collect();
        let mut given = BTreeMap::new();
        // One of them may be told by another one: `type Future = Boxed<Self::Output>`.
        for _ in 0..types.len().min(3) {
            let resolve = |(name, generics, of): &(&String, &Generics, &Type)| {
                let generics = place.generics.iter().copied().chain([*generics]).collect();
                let place = Place { generics, given: &given, ..*place };
                ((*name).clone(), self.names.type_(of, &place))
            };
            given = types.iter().map(resolve).collect();
        }
        let equal = types.iter().filter_map(|(name, generics, _)| {
            let parameters: Vec<Argument> = generics.parameters.iter().map(as_argument).collect();
            let arguments = match parameters.as_slice() {
                [] => Arguments::None,
                _ => Arguments::Angle(parameters),
            };
            let segment = Segment { name: (*name).clone(), arguments };
            given.get(*name).map(|of| Argument::Equal(segment, of.clone()))
        });
        let mut equal: Vec<Argument> = equal.collect();
        equal.sort();
        if let (Some(last), false) = (of_trait.segments.last_mut(), equal.is_empty()) {
            match &mut last.arguments {
                Arguments::Angle(arguments) => arguments.append(&mut equal),
                other => *other = Arguments::Angle(equal),
            }
        }
    }

    fn is_hidden(&self, block: &Block, of: &Type) -> bool {
        let path = of.below_references().as_path();
        path.is_some_and(|path| self.is_hidden_path(block, path))
    }

    fn is_hidden_trait(&self, block: &Block) -> bool {
        block.of.of_trait.as_ref().is_some_and(|path| self.is_hidden_path(block, path))
    }

    /// Whether a path names something of the crate that is hidden from the documentation.
    fn is_hidden_path(&self, block: &Block, path: &TypePath) -> bool {
        let names: Vec<&str> = path.segments.iter().map(|segment| segment.name.as_str()).collect();
        let found = self.names.lookup.path(block.module, &names, Space::Type);
        let target = found.map(|found| found.target);
        let Some(target @ Target::Definition(_)) = target else { return false };
        self.names.paths.canonical.get(&target).is_some_and(|path| path.hidden)
    }
}

fn is_public(member: &RawMember) -> bool {
    member.public && !member.attributes.hidden
}

fn as_argument(parameter: &Parameter) -> Argument {
    if parameter.is_lifetime() {
        Argument::Lifetime(parameter.name.clone())
    } else {
        Argument::Type(Type::named(&parameter.name))
    }
}

/// `self: &Self` was written with the name of the type.
fn plain_receiver(function: &mut Function, self_type: Option<&Type>) {
    let Some(Receiver::Typed(of)) = &function.receiver else { return };
    let plain = match of {
        of if Some(of) == self_type => Receiver::Value,
        Type::Reference { lifetime, mutable, target } if Some(&**target) == self_type => {
            Receiver::Reference { lifetime: lifetime.clone(), mutable: *mutable }
        }
        _ => return,
    };
    function.receiver = Some(plain);
}

/// The names that the type itself gives to its parameters, in place of those of the block; unless a
/// parameter of the member has one of them.
fn declared_names(
    owner: &Inherent,
    definition: Option<&Definition>,
    member: &Generics,
) -> Option<Substitute> {
    let pairs = pairs(owner, definition)?;
    if pairs.iter().all(|(name, declared)| name == declared)
        || pairs.iter().any(|(_, declared)| member.declares(declared))
    {
        return None;
    }
    Some(Substitute::renaming(pairs))
}

/// The names of the parameters in a block with the names that the type gives to them.
fn pairs(owner: &Inherent, definition: Option<&Definition>) -> Option<Vec<(String, String)>> {
    use crate::public_api::read::raw::RawKind;
    let (RawKind::Struct { generics, .. } | RawKind::Enum { generics, .. }) = &definition?.kind
    else {
        return None;
    };
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (argument, declared) in owner.arguments.iter().zip(&generics.parameters) {
        let name = match argument {
            Argument::Lifetime(name) => name.as_str(),
            Argument::Type(of) => of.as_name()?,
            _ => return None,
        };
        let is_parameter = owner.parameters.iter().any(|parameter| parameter.name == name);
        if !is_parameter || pairs.iter().any(|(known, _)| known == name) {
            return None;
        }
        pairs.push((name.to_owned(), declared.name.clone()));
    }
    (pairs.len() == owner.arguments.len()).then_some(pairs)
}

impl Inherent {
    fn rename(&mut self, names: &mut Substitute, definition: Option<&Definition>) {
        let pairs = pairs(self, definition).unwrap_or_default();
        for parameter in &mut self.parameters {
            if let Some((_, to)) = pairs.iter().find(|(name, _)| *name == parameter.name) {
                parameter.name.clone_from(to);
            }
        }
        self.arguments.iter_mut().for_each(|argument| argument.rewrite(names));
    }

    /// Puts the parameters into the order of the arguments that name them.
    fn order(&mut self) {
        let arguments = &self.arguments;
        self.parameters.sort_by_key(|parameter| {
            let is_it = |argument: &Argument| match argument {
                Argument::Lifetime(name) => *name == parameter.name,
                Argument::Type(of) => of.as_name() == Some(&parameter.name),
                _ => false,
            };
            arguments.iter().position(is_it)
        });
    }
}
