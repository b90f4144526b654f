//! Which places keep the type that the last version gave them.
//!
//! A type belongs to the place that it was made for. That place keeps it, a place that replaces it takes it
//! over (an object that was written inline and is a schema now, or the other way round), and a place that
//! only used it goes on using it while it fits. Everything else is fresh. Nothing is named here.

use std::collections::BTreeMap;

use crate::api::{Api, Schema, SchemaId, Shape};
use crate::config::Config;
use crate::inherit::{GivenType, Inheritance, TypeKind};
use crate::names::Ident;

use super::places::{Place, Places, needs_type};
use super::structure::is_same;
use super::types::{RESERVED, chosen};

/// What a place gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Settlement {
    /// What its schema needs, under a name yet to be found.
    Fresh,
    /// A type of its own, under this name that it had.
    Keep(Ident),
    /// The type of this name, which belongs to another place.
    Join(Ident),
    /// A plain text, as before.
    Text,
}

/// What all places get.
pub(super) struct Settled<'a> {
    /// The places; some know better now what they were.
    pub places: Places<'a>,
    /// What each of them gets.
    pub of: Vec<Settlement>,
    /// Old name of a type → the place whose type has another name now.
    pub renamed: BTreeMap<Ident, usize>,
}

impl Settled<'_> {
    /// What a place gets.
    pub fn get(&self, index: usize) -> &Settlement {
        self.of.get(index).unwrap_or(&Settlement::Fresh)
    }
}

/// Settles all places.
pub(super) fn settle<'a>(
    api: &'a Api,
    config: &Config,
    inheritance: &Inheritance,
    places: Places<'a>,
) -> Settled<'a> {
    let of = vec![Settlement::Fresh; places.list.len()];
    let settled = Settled { places, of, renamed: BTreeMap::new() };
    let mut settler = Settler { api, config, inheritance, settled, held: BTreeMap::new() };
    if inheritance.given().types.is_empty() && inheritance.given().places.is_empty() {
        return settler.settled;
    }
    let all = 0..settler.settled.of.len();
    all.clone().for_each(|index| settler.owner(index));
    settler.schemas_that_were_inline();
    all.clone().for_each(|index| settler.user(index));
    all.for_each(|index| settler.former_owner(index));
    settler.same_pointers();
    settler.settled
}

struct Settler<'a, 'b> {
    api: &'a Api,
    config: &'b Config,
    inheritance: &'b Inheritance,
    settled: Settled<'a>,
    /// Type → the place it belongs to.
    held: BTreeMap<Ident, usize>,
}

impl<'a> Settler<'a, '_> {
    fn place(&self, index: usize) -> Option<&Place<'a>> {
        self.settled.places.list.get(index)
    }

    fn set(&mut self, index: usize, settlement: Settlement) {
        if let Settlement::Keep(name) = &settlement {
            self.held.insert(name.clone(), index);
        }
        if let Some(slot) = self.settled.of.get_mut(index) {
            *slot = settlement;
        }
    }

    /// The key of a place in the last version, unless the configuration asks for a new type.
    fn was(&self, index: usize) -> Option<&str> {
        let place = self.place(index)?;
        let renewed = self.config.inherit.renew.contains(&place.key);
        place.was.as_deref().filter(|_| !renewed)
    }

    /// The name that the configuration chooses for a place.
    fn chosen(&self, place: &Place<'_>) -> Option<Ident> {
        Ident::chosen(chosen(&self.config.names.schemas, place)?)
    }

    /// A place that had a type of its own, or was a plain text.
    fn owner(&mut self, index: usize) {
        let (Some(place), Some(was)) = (self.place(index), self.was(index)) else { return };
        if self.inheritance.was_text(was) && self.is_enum(place.schema) {
            self.set(index, Settlement::Text);
            return;
        }
        let Some((name, given)) = self.inheritance.owned(was) else { return };
        let kind = kind(place.schema);
        if kind.is_none() && !(given.kind == TypeKind::Enum && is_plain_text(place.schema)) {
            return;
        }
        let name = name.clone();
        let renamed = place.id.is_some_and(|id| id.as_str() != was);
        let derived = renamed.then(|| Ident::pascal(&place.word, "Model"));
        let wanted = self.chosen(place).or(derived);
        if wanted.is_some_and(|wanted| wanted != name) || RESERVED.contains(&name.as_str()) {
            if kind == Some(given.kind) {
                self.settled.renamed.entry(name).or_insert(index);
            }
        } else if !self.held.contains_key(&name) {
            self.set(index, Settlement::Keep(name));
        } else if given.kind == TypeKind::Enum && kind != Some(TypeKind::Struct) {
            self.set(index, Settlement::Join(name));
        }
    }

    /// A new schema that stands where something inline stood takes over its type.
    fn schemas_that_were_inline(&mut self) {
        let mut references: BTreeMap<&SchemaId, Vec<usize>> = BTreeMap::new();
        for (index, place) in self.settled.places.list.iter().enumerate() {
            if let Shape::Reference { id } = &place.schema.shape {
                references.entry(id).or_default().push(index);
            }
        }
        for index in 0..self.settled.of.len() {
            let Some(id) = self.place(index).and_then(|place| place.id) else { continue };
            if *self.settled.get(index) != Settlement::Fresh || self.is_known(index) {
                continue;
            }
            let references = references.get(id).into_iter().flatten();
            if let Some(user) = references.copied().find(|user| self.may_replace(index, *user)) {
                let was = self.was(user).unwrap_or_default().to_owned();
                self.take_over(index, &was);
            }
        }
    }

    /// Whether the last version knew a place.
    fn is_known(&self, index: usize) -> bool {
        let was = self.place(index).and_then(|place| place.was.as_deref());
        was.is_some_and(|was| self.inheritance.owned(was).is_some())
    }

    /// Whether a schema may take the type that the place which refers to it had inline.
    fn may_replace(&self, schema: usize, user: usize) -> bool {
        let (Some(place), Some(was)) = (self.place(schema), self.was(user)) else { return false };
        self.inheritance.owned(was).is_some_and(|(name, given)| {
            let wanted = self.chosen(place).is_none_or(|wanted| wanted == *name);
            let free = !self.held.contains_key(name) && !given.is_schema;
            wanted && free && self.covers(place.schema, given)
        })
    }

    /// Lets a place be what another place was in the last version, with everything inside it.
    fn take_over(&mut self, index: usize, was: &str) {
        let Some(place) = self.place(index) else { return };
        let (key, end) = (place.key.clone(), place.end);
        let Some((name, _)) = self.inheritance.owned(was) else { return };
        self.set(index, Settlement::Keep(name.clone()));
        for inner in index..end {
            if let Some(place) = self.settled.places.list.get_mut(inner) {
                let rest = place.key.strip_prefix(&key).unwrap_or_default();
                place.was = Some(format!("{was}{rest}"));
            }
            if inner > index {
                self.owner(inner);
            }
        }
    }

    /// A place that used a type which belongs, or belonged, to another place.
    fn user(&mut self, index: usize) {
        let Some(place) = self.place(index) else { return };
        if place.id.is_some() || *self.settled.get(index) != Settlement::Fresh {
            return;
        }
        let Some((name, given)) = self.was(index).and_then(|was| self.inheritance.found(was))
        else {
            return;
        };
        let is_text = given.kind == TypeKind::Enum && self.is_text(place.schema);
        let fits = kind(place.schema) == Some(given.kind) || is_text;
        let wanted = self.chosen(place).is_none_or(|wanted| wanted == *name);
        if !fits || !wanted || RESERVED.contains(&name.as_str()) {
            return;
        }
        let (name, schema) = (name.clone(), place.schema);
        let holder = self.held.get(&name).and_then(|holder| self.place(*holder));
        if let Some(holder) = holder {
            if given.kind == TypeKind::Enum || is_same(self.api, holder.schema, schema) {
                self.set(index, Settlement::Join(name));
            }
        } else if self.covers(schema, given) {
            match given.places.first() {
                Some(was) => self.take_over(index, &was.clone()),
                None => self.set(index, Settlement::Keep(name)),
            }
        }
    }

    /// A place that had a type of its own and refers to a schema now: the old name may stand for that.
    fn former_owner(&mut self, index: usize) {
        let Some(place) = self.place(index) else { return };
        let Shape::Reference { id } = &place.schema.shape else { return };
        let owned = self.was(index).and_then(|was| self.inheritance.owned(was));
        let Some((name, given)) = owned.filter(|(name, _)| !self.held.contains_key(*name)) else {
            return;
        };
        let target = self.api.schemas.get(id);
        if target.is_some_and(|target| self.covers(target, given)) {
            self.settled.renamed.entry(name.clone()).or_insert(index);
        }
    }

    /// One schema may stand in several places (shared responses, inherited properties): if one of them
    /// keeps a type, the others join it.
    fn same_pointers(&mut self) {
        let mut kept: BTreeMap<&str, &Ident> = BTreeMap::new();
        for (place, settlement) in self.settled.places.list.iter().zip(&self.settled.of) {
            if let (Settlement::Keep(name), None) = (settlement, place.id) {
                kept.entry(place.schema.pointer.as_str()).or_insert(name);
            }
        }
        let joins: Vec<(usize, Ident)> = self
            .settled
            .places
            .list
            .iter()
            .zip(&self.settled.of)
            .enumerate()
            .filter(|(_, (place, of))| **of == Settlement::Fresh && place.id.is_none())
            .filter_map(|(index, (place, _))| {
                Some((index, (*kept.get(place.schema.pointer.as_str())?).clone()))
            })
            .collect();
        for (index, name) in joins {
            self.set(index, Settlement::Join(name));
        }
    }

    /// Whether the schema has everything that the type has.
    fn covers(&self, schema: &Schema, given: &GivenType) -> bool {
        match (given.kind, &schema.shape) {
            (TypeKind::Struct, Shape::Object { properties, .. }) => {
                given.fields.keys().all(|wire| properties.contains_key(wire))
            }
            (TypeKind::Enum, _) if needs_type(schema) => {
                let has = |value: &String| schema.enumeration.iter().any(|known| known == value);
                given.variants.keys().filter(|value| !given.retired.contains(*value)).all(has)
            }
            (TypeKind::Enum, _) => self.is_text(schema),
            _ => false,
        }
    }

    /// Whether a schema, or what it refers to, is a text with known values.
    fn is_enum(&self, schema: &Schema) -> bool {
        let target = self.target(schema);
        target.is_some_and(|schema| kind(schema) == Some(TypeKind::Enum))
    }

    /// Whether a schema, or what it refers to, is any text.
    fn is_text(&self, schema: &Schema) -> bool {
        self.target(schema).is_some_and(is_plain_text)
    }

    /// What a schema refers to, however often.
    fn target<'s>(&'s self, schema: &'s Schema) -> Option<&'s Schema> {
        let mut schema = schema;
        for _ in 0..super::types::ALIAS_DEPTH {
            match &schema.shape {
                Shape::Reference { id } => schema = self.api.schemas.get(id)?,
                _ => return Some(schema),
            }
        }
        None
    }
}

/// What kind of type a schema needs; `None` when it needs none.
pub(super) fn kind(schema: &Schema) -> Option<TypeKind> {
    needs_type(schema).then_some(match schema.shape {
        Shape::String { .. } => TypeKind::Enum,
        _ => TypeKind::Struct,
    })
}

/// Whether a schema is any text, without a type that its format asks for.
fn is_plain_text(schema: &Schema) -> bool {
    match &schema.shape {
        Shape::String { format } => {
            let special =
                matches!(format.as_deref(), Some("date-time" | "datetime" | "password" | "binary"));
            !special && !needs_type(schema)
        }
        _ => false,
    }
}
