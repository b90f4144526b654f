//! What `#[derive(…)]` implements, bounds included.

use super::Lister;
use crate::public_api::condition::Condition;
use crate::public_api::generics::{Generics, Parameter, ParameterKind, Predicate, Subject};
use crate::public_api::item::{Implementation, Item, Kind};
use crate::public_api::read::raw::{RawKind, RawVariant};
use crate::public_api::resolve::{Definition, Place, Space, derived_trait};
use crate::public_api::types::{Argument, Arguments, Bound, Type, TypePath};

/// The lifetime of the derived `Deserialize`.
const DE: &str = "'de";

impl Lister<'_> {
    /// Lists the derived implementations of a type.
    pub(super) fn derives(&mut self, definition: &Definition, path: &str, whole: &Condition) {
        let (RawKind::Struct { generics, .. } | RawKind::Enum { generics, .. }) = &definition.kind
        else {
            return;
        };
        let given = std::collections::BTreeMap::new();
        let place = Place {
            module: definition.module,
            generics: vec![generics],
            self_type: None,
            given: &given,
        };
        let resolved = self.generics(generics, &place);
        for (condition, names) in &definition.attributes.derives {
            let of_trait = self.derived(names, &place);
            let mut item = implementation(of_trait, path, &resolved);
            item.derived = order(&item.of_trait.names(), definition);
            let mut item = Item::new(path, Kind::Implementation(item));
            item.condition = whole.and(condition);
            self.items.push(item);
        }
    }

    /// The trait that a derive implements: by custom the one of its name.
    fn derived(&self, names: &[String], place: &Place<'_>) -> TypePath {
        let found = match names {
            [name] => self.names.lookup.name(place.module, Space::Type, name),
            _ => None,
        };
        match (names, found) {
            ([name], None) if derived_trait(name).is_some() => {
                TypePath::named(derived_trait(name).unwrap_or(name))
            }
            _ => self.names.trait_(&TypePath::named(&names.join("::")), place),
        }
    }
}

/// `impl<T: Trait> Trait for Type<T>`; every derive that is widely used demands the trait of each type.
fn implementation(mut of_trait: TypePath, path: &str, generics: &Generics) -> Implementation {
    let mut generics = generics.clone();
    if of_trait.names() == "serde::Deserialize" {
        let de = Parameter { name: DE.to_owned(), kind: ParameterKind::Lifetime };
        generics.parameters.insert(0, de);
        if let Some(last) = of_trait.segments.last_mut() {
            last.arguments = Arguments::Angle(vec![Argument::Lifetime(DE.to_owned())]);
        }
    }
    let mut arguments = Vec::new();
    let mut demands = Vec::new();
    for parameter in generics.parameters.iter_mut().filter(|parameter| parameter.name != DE) {
        let named = Type::named(&parameter.name);
        match &mut parameter.kind {
            ParameterKind::Lifetime => {
                arguments.push(Argument::Lifetime(parameter.name.clone()));
                continue;
            }
            ParameterKind::Type { default } => {
                *default = None;
                let subject = Subject::Type(named.clone());
                let bounds = vec![Bound::of(of_trait.clone())];
                demands.push(Predicate { subject, binder: Vec::new(), bounds });
            }
            ParameterKind::Constant { default, .. } => *default = None,
        }
        arguments.push(Argument::Type(named));
    }
    for demand in demands {
        generics.demand(demand);
    }
    generics.sort();
    let mut for_type = TypePath::named(path);
    if let (Some(last), false) = (for_type.segments.last_mut(), arguments.is_empty()) {
        last.arguments = Arguments::Angle(arguments);
    }
    Implementation {
        generics,
        negative: false,
        is_unsafe: false,
        of_trait,
        for_type: Type::Path(for_type),
        derived: None,
    }
}

/// What a derived comparison promises beside the trait.
fn order(of_trait: &str, definition: &Definition) -> Option<Vec<String>> {
    match (of_trait, &definition.kind) {
        ("PartialEq", _) => Some(Vec::new()),
        ("PartialOrd", RawKind::Struct { fields, .. }) => {
            let public = fields.iter().filter(|field| field.public && !field.attributes.hidden);
            Some(public.map(|field| field.name.clone()).collect())
        }
        ("PartialOrd", RawKind::Enum { variants, .. }) => {
            let public = |variant: &&RawVariant| !variant.attributes.hidden;
            let name = |variant: &RawVariant| variant.name.clone();
            Some(variants.iter().filter(public).map(name).collect())
        }
        _ => None,
    }
}
