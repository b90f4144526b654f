//! Which use sites keep the type that the last version gave them.
//!
//! A type belongs to the use site that it was made for. That use site keeps it, a use site that replaces it takes it
//! over (an object that was written inline and is a schema now, or the other way round), and a use site that
//! only used it goes on using it while it fits. Everything else is fresh. Nothing is named here.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Api, Schema, SchemaId, Shape};
use crate::config::Config;
use crate::inherit::{Inheritance, LockedType, TypeKind, UseSite};
use crate::names::{Ident, Reserved};

use super::definition::value_text;
use super::schema_uses::{SchemaUse, SchemaUses, chosen};
use super::structure::is_same;
use super::types::{InlinePlace, Types, inline_place};
use super::variants::variant_names;

/// What a use site gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Assignment {
    /// What its schema needs, under a name yet to be found.
    Fresh,
    /// A type of its own, under this name that it had.
    Keep(Ident),
    /// The type of this name, which belongs to another use site.
    Join(Ident),
    /// A plain text or number, as before.
    Plain,
}

/// What all use sites get.
pub(super) struct Assignments<'a> {
    /// The use sites; some know better now what they were.
    pub uses: SchemaUses<'a>,
    /// What each of them gets.
    pub of: Vec<Assignment>,
    /// Old name of a type → the use site whose type has another name now.
    pub renamed: BTreeMap<Ident, usize>,
}

impl Assignments<'_> {
    /// What a use site gets.
    pub fn get(&self, index: usize) -> &Assignment {
        self.of.get(index).unwrap_or(&Assignment::Fresh)
    }
}

/// Assigns a type to every use site.
pub(super) fn assign<'a>(
    types: &Types<'a>,
    inheritance: &Inheritance,
    uses: SchemaUses<'a>,
) -> Assignments<'a> {
    let (api, config, reserved) = (types.api, types.config, types.reserved);
    let of = vec![Assignment::Fresh; uses.list.len()];
    let assignments = Assignments { uses, of, renamed: BTreeMap::new() };
    let held = BTreeMap::new();
    let mut assigner = Assigner { api, config, reserved, inheritance, assignments, held };
    if inheritance.lock().types.is_empty() && inheritance.lock().uses.is_empty() {
        return assigner.assignments;
    }
    let all = 0..assigner.assignments.of.len();
    all.clone().for_each(|index| assigner.owner(index));
    assigner.schemas_that_were_inline();
    all.clone().for_each(|index| assigner.user(index));
    all.for_each(|index| assigner.former_owner(index));
    assigner.same_pointers();
    assigner.assignments
}

struct Assigner<'a, 'b> {
    api: &'a Api,
    config: &'b Config,
    reserved: &'b Reserved,
    inheritance: &'b Inheritance,
    assignments: Assignments<'a>,
    /// Type → the use site it belongs to.
    held: BTreeMap<Ident, usize>,
}

impl<'a> Assigner<'a, '_> {
    fn schema_use(&self, index: usize) -> Option<&SchemaUse<'a>> {
        self.assignments.uses.list.get(index)
    }

    fn set(&mut self, index: usize, assignment: Assignment) {
        if let Assignment::Keep(name) = &assignment {
            self.held.insert(name.clone(), index);
        }
        if let Some(slot) = self.assignments.of.get_mut(index) {
            *slot = assignment;
        }
    }

    /// What a use site was in the last version, unless the configuration asks for a new type.
    fn was(&self, index: usize) -> Option<&UseSite> {
        let site = self.schema_use(index)?;
        let renewed = self.config.inherit.renew.contains(&site.key);
        site.was.as_ref().filter(|_| !renewed)
    }

    /// The name that the configuration chooses for a use site.
    fn chosen(&self, site: &SchemaUse<'_>) -> Option<Ident> {
        Ident::chosen(chosen(&self.config.names.schemas, site)?)
    }

    /// A use site that had a type of its own, or was a plain text.
    fn owner(&mut self, index: usize) {
        let (Some(site), Some(was)) = (self.schema_use(index), self.was(index)) else { return };
        if self.inheritance.was_plain(was) && self.is_enum(site.schema) {
            self.set(index, Assignment::Plain);
            return;
        }
        let Some((name, locked)) = self.inheritance.owned(was) else { return };
        let kind = kind(site.schema);
        if kind.is_none() && !could_be(locked.kind, site.schema) {
            return;
        }
        let name = name.clone();
        let renamed = site.id.is_some_and(|id| UseSite::schema(id.as_str()) != *was);
        let derived = renamed.then(|| Ident::pascal(&site.word, "Model"));
        let wanted = self.chosen(site).or(derived);
        if wanted.is_some_and(|wanted| wanted != name)
            || self.reserved.models.contains(name.as_str())
        {
            if kind == Some(locked.kind) {
                self.assignments.renamed.entry(name).or_insert(index);
            }
        } else if !self.held.contains_key(&name) {
            self.set(index, Assignment::Keep(name));
        } else if is_enum(locked.kind) && kind.is_none_or(|kind| kind == locked.kind) {
            self.set(index, Assignment::Join(name));
        }
    }

    /// A new schema that stands where something inline stood takes over its type.
    fn schemas_that_were_inline(&mut self) {
        let mut references: BTreeMap<&SchemaId, Vec<usize>> = BTreeMap::new();
        for (index, site) in self.assignments.uses.list.iter().enumerate() {
            if let Shape::Reference { id } = &site.schema.shape {
                references.entry(id).or_default().push(index);
            }
        }
        for index in 0..self.assignments.of.len() {
            let Some(id) = self.schema_use(index).and_then(|site| site.id) else { continue };
            if *self.assignments.get(index) != Assignment::Fresh || self.is_known(index) {
                continue;
            }
            let references = references.get(id).into_iter().flatten();
            let user = references.copied().find(|user| self.may_replace(index, *user));
            if let Some(was) = user.and_then(|user| self.was(user)).cloned() {
                self.take_over(index, &was);
            }
        }
    }

    /// Whether the last version knew a use site.
    fn is_known(&self, index: usize) -> bool {
        let was = self.schema_use(index).and_then(|site| site.was.as_ref());
        was.is_some_and(|was| self.inheritance.owned(was).is_some())
    }

    /// Whether a schema may take the type that the use site which refers to it had inline.
    fn may_replace(&self, schema: usize, user: usize) -> bool {
        let (Some(site), Some(was)) = (self.schema_use(schema), self.was(user)) else {
            return false;
        };
        self.inheritance.owned(was).is_some_and(|(name, locked)| {
            let wanted = self.chosen(site).is_none_or(|wanted| wanted == *name);
            let free = !self.held.contains_key(name) && !locked.is_schema;
            wanted && free && self.covers(site.schema, locked)
        })
    }

    /// Lets a use site be what another use site was in the last version, with everything inside it.
    fn take_over(&mut self, index: usize, was: &UseSite) {
        let Some(site) = self.schema_use(index) else { return };
        let (place, end) = (site.site.clone(), site.end);
        let Some((name, _)) = self.inheritance.owned(was) else { return };
        self.set(index, Assignment::Keep(name.clone()));
        for inner in index..end {
            if let Some(site) = self.assignments.uses.list.get_mut(inner) {
                site.was = site.site.moved(&place, was);
            }
            if inner > index {
                self.owner(inner);
            }
        }
    }

    /// A use site that used a type which belongs, or belonged, to another use site.
    fn user(&mut self, index: usize) {
        let Some(site) = self.schema_use(index) else { return };
        if site.id.is_some() || *self.assignments.get(index) != Assignment::Fresh {
            return;
        }
        let Some((name, locked)) = self.was(index).and_then(|was| self.inheritance.found(was))
        else {
            return;
        };
        let could_be = self.target(site.schema).is_some_and(|schema| could_be(locked.kind, schema));
        let fits = kind(site.schema) == Some(locked.kind) || could_be;
        let wanted = self.chosen(site).is_none_or(|wanted| wanted == *name);
        if !fits || !wanted || self.reserved.models.contains(name.as_str()) {
            return;
        }
        let (name, schema) = (name.clone(), site.schema);
        let holder = self.held.get(&name).and_then(|holder| self.schema_use(*holder));
        if let Some(holder) = holder {
            if is_enum(locked.kind) || is_same(self.api, holder.schema, schema) {
                self.set(index, Assignment::Join(name));
            }
        } else if self.covers(schema, locked) {
            match locked.uses.first() {
                Some(was) => self.take_over(index, &was.clone()),
                None => self.set(index, Assignment::Keep(name)),
            }
        }
    }

    /// A use site that had a type of its own and refers to a schema now: the old name may stand for that.
    fn former_owner(&mut self, index: usize) {
        let Some(site) = self.schema_use(index) else { return };
        let Shape::Reference { id } = &site.schema.shape else { return };
        let owned = self.was(index).and_then(|was| self.inheritance.owned(was));
        let Some((name, locked)) = owned.filter(|(name, _)| !self.held.contains_key(*name)) else {
            return;
        };
        let target = self.api.schemas.get(id);
        if target.is_some_and(|target| self.covers(target, locked)) {
            self.assignments.renamed.entry(name.clone()).or_insert(index);
        }
    }

    /// One schema may stand in several use sites (shared responses, inherited properties): if one of them
    /// keeps a type, the others join it.
    fn same_pointers(&mut self) {
        let mut kept: BTreeMap<InlinePlace<'_>, &Ident> = BTreeMap::new();
        for (site, assignment) in self.assignments.uses.list.iter().zip(&self.assignments.of) {
            if let (Assignment::Keep(name), None) = (assignment, site.id) {
                kept.entry(inline_place(site.schema)).or_insert(name);
            }
        }
        let joins: Vec<(usize, Ident)> = self
            .assignments
            .uses
            .list
            .iter()
            .zip(&self.assignments.of)
            .enumerate()
            .filter(|(_, (site, of))| **of == Assignment::Fresh && site.id.is_none())
            .filter_map(|(index, (site, _))| {
                Some((index, (*kept.get(&inline_place(site.schema))?).clone()))
            })
            .collect();
        for (index, name) in joins {
            self.set(index, Assignment::Join(name));
        }
    }

    /// Whether the schema has everything that the type has.
    fn covers(&self, schema: &Schema, locked: &LockedType) -> bool {
        match (locked.kind, &schema.shape) {
            (TypeKind::Struct, Shape::Object { properties, .. }) => {
                locked.fields.keys().all(|wire| properties.contains_key(wire))
            }
            (TypeKind::Union, Shape::Union { variants, .. }) => {
                let names = variant_names(variants);
                let keys: BTreeSet<&str> = names.iter().map(|name| name.key.as_str()).collect();
                locked.variants.keys().all(|key| keys.contains(key.as_str()))
            }
            (TypeKind::Enum | TypeKind::NumberEnum, _) if kind(schema) == Some(locked.kind) => {
                let listed: BTreeSet<String> =
                    schema.enumeration.iter().filter_map(value_text).collect();
                let mut values = locked.variants.keys();
                values.all(|value| locked.retired.contains(value) || listed.contains(value))
            }
            (TypeKind::Container, _) => kind(schema) == Some(TypeKind::Container),
            (of, _) => self.target(schema).is_some_and(|schema| could_be(of, schema)),
        }
    }

    /// Whether a schema, or what it refers to, has known values.
    fn is_enum(&self, schema: &Schema) -> bool {
        self.target(schema).and_then(kind).is_some_and(is_enum)
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
    schema.needs_type().then_some(match schema.shape {
        Shape::String { .. } => TypeKind::Enum,
        Shape::Integer { .. } => TypeKind::NumberEnum,
        Shape::Union { .. } => TypeKind::Union,
        Shape::Array { .. } | Shape::Tuple { .. } => TypeKind::Container,
        Shape::Object { .. } if schema.is_recursive => TypeKind::Container,
        _ => TypeKind::Struct,
    })
}

/// Whether a type is an open enum, which several use sites can share.
pub(super) fn is_enum(kind: TypeKind) -> bool {
    matches!(kind, TypeKind::Enum | TypeKind::NumberEnum)
}

/// Whether a schema that lists no values, or none that have names, could still be the enum that it was.
fn could_be(kind: TypeKind, schema: &Schema) -> bool {
    match kind {
        TypeKind::Enum => is_plain_text(schema),
        TypeKind::NumberEnum => {
            let is_number = matches!(schema.shape, Shape::Integer { .. });
            let fits = schema.enumeration.iter().all(|value| value.as_i64().is_some());
            is_number && fits && !schema.needs_type()
        }
        TypeKind::Struct | TypeKind::Union | TypeKind::Container | TypeKind::Text => false,
    }
}

/// Whether a schema is any text, without a type that its format asks for.
fn is_plain_text(schema: &Schema) -> bool {
    match &schema.shape {
        Shape::String { format } => {
            let special =
                matches!(format.as_deref(), Some("date-time" | "datetime" | "password" | "binary"));
            !special && !schema.needs_type()
        }
        _ => false,
    }
}
