//! Gives the types of the `models` module their names, and collects them.
//!
//! First everything that the last version gave out is put aside, then schemas that have names are named, then
//! what is inside them, parameters and bodies. So a newcomer gets the number when two names collide.

mod enums;
mod widen;

use std::collections::BTreeMap;

use crate::api::{Direction, Shape, directions};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::inherit::{Inheritance, TypeAlias, TypeKind, UseSite};
use crate::names::{Ident, Scope, THE_CRATE, pascal, quoted};

use self::widen::widen;
use super::rust_type::{ModelKind, Type};
use super::schema_uses::{SchemaUse, SchemaUses, chosen};
use super::type_assignment::{Assignment, Assignments, assign, is_enum, kind};
use super::types::{
    ContainerDefinition, Definition, StructDefinition, TextDefinition, Types, UnionDefinition,
    inline_place,
};

/// Fills in the names and definitions.
pub(super) fn name<'a>(
    mut types: Types<'a>,
    inheritance: &'a Inheritance,
    diagnostics: &mut Diagnostics,
) -> Types<'a> {
    let directions = directions(types.api);
    let uses = SchemaUses::find(types.api, types.config, &directions, inheritance);
    types.used_sites.extend(uses.texts.iter().copied());
    let assignments = assign(&types, inheritance, uses);
    let (count, reserved) = (assignments.of.len(), types.reserved);
    let mut naming = Naming {
        types,
        inheritance,
        assignments,
        diagnostics,
        scope: Scope::reserving(reserved.models.iter().map(String::as_str)),
        names: vec![None; count],
        bases: vec![String::new(); count],
        joins: Vec::new(),
        successors: BTreeMap::new(),
    };
    naming.put_aside();
    naming.texts();
    for index in 0..count {
        naming.schema(index);
    }
    let mut index = 0;
    while index < count {
        index = naming.schema_use(index);
    }
    naming.finish()
}

struct Naming<'a, 'd> {
    types: Types<'a>,
    inheritance: &'a Inheritance,
    assignments: Assignments<'a>,
    diagnostics: &'d mut Diagnostics,
    scope: Scope,
    /// The names of the types of use sites that have one of their own.
    names: Vec<Option<Ident>>,
    /// What the derived names inside each use site begin with.
    bases: Vec<String>,
    /// Structs that are used in a further use site, and which way that travels.
    joins: Vec<(Ident, Direction)>,
    /// Type of the last version → what it is called now.
    successors: BTreeMap<Ident, Ident>,
}

impl<'a> Naming<'a, '_> {
    /// Keeps the names that were locked out from newcomers: those of types, then those of aliases.
    fn put_aside(&mut self) {
        for (site, assignment) in self.assignments.uses.list.iter().zip(&self.assignments.of) {
            if let Assignment::Keep(name) = assignment {
                self.scope.keep(name, site.site.as_str());
            }
        }
        for (name, locked) in &self.inheritance.lock().types {
            let text = locked.kind == TypeKind::Text;
            for site in locked.uses.iter().filter(|_| text) {
                let mut configured = self.types.config.types.keys();
                let configured = configured.find(|key| UseSite::text(key) == *site);
                if configured.is_some_and(|key| pascal(key) == name.as_str()) {
                    self.scope.keep(name, site.as_str());
                }
            }
        }
        let older = self.inheritance.lock().aliases.types.iter();
        let older = older.filter(|(name, alias)| !self.is_back(name, &alias.is));
        let older: Vec<&Ident> = older.map(|(name, _)| name).collect();
        for name in self.assignments.renamed.keys().chain(older) {
            self.scope.keep(name, &format!("{name}, an earlier name"));
        }
    }

    /// Whether a schema that was renamed has got back the name that it had before.
    fn is_back(&self, earlier: &Ident, last: &Ident) -> bool {
        let index = self.assignments.renamed.get(last);
        let site = index.and_then(|index| self.assignments.uses.list.get(*index));
        site.is_some_and(|site| Ident::pascal(&site.word, "Model") == *earlier)
    }

    fn texts(&mut self) {
        for (name, text) in &self.types.config.types {
            let chosen = Ident::chosen(name).filter(|chosen| pascal(name) == chosen.as_str());
            let Some(chosen) = chosen else {
                self.diagnostics.push(invalid_name(name, "a type in PascalCase"));
                continue;
            };
            let site = UseSite::text(name);
            let (chosen, holder) = self.scope.claim(chosen, site.as_str());
            if let Some(holder) = holder {
                self.diagnostics.push(collision(&site.key(), &holder, &chosen));
            }
            let definition =
                TextDefinition { description: text.description.clone(), secret: text.secret };
            self.types.definitions.insert(chosen.clone(), Definition::Text(definition));
            self.types.texts.insert(name, chosen);
        }
    }

    /// Names a schema that has a name of its own.
    fn schema(&mut self, index: usize) {
        let Some(site) = self.assignments.uses.list.get(index) else { return };
        let Some(id) = site.id else { return };
        let name = match self.assignments.get(index).clone() {
            Assignment::Plain => return,
            Assignment::Keep(name) | Assignment::Join(name) => name,
            Assignment::Fresh if kind(site.schema).is_none() => return,
            Assignment::Fresh => {
                let word = id.as_str().rsplit('/').next().unwrap_or_default();
                self.claim(index, &site.clone(), word)
            }
        };
        self.types.named.insert(id, name.clone());
        self.note_name(index, name);
    }

    fn note_name(&mut self, index: usize, name: Ident) {
        if let Some(slot) = self.names.get_mut(index) {
            *slot = Some(name);
        }
    }

    /// Claims the name of a type: the configured one, or one made of `derived`.
    fn claim(&mut self, index: usize, site: &SchemaUse<'_>, derived: &str) -> Ident {
        let (schema, owner) = (site.schema, site.site.as_str());
        let configured = self.configured(index);
        let wanted = match configured.map(|configured| (configured, Ident::chosen(configured))) {
            Some((_, Some(chosen))) => {
                if kind(schema).is_some_and(|kind| is_enum(kind) && self.is_of(&chosen, kind)) {
                    return chosen;
                }
                chosen
            }
            Some((configured, None)) => {
                self.diagnostics.push(invalid_name(configured, "a type").at(&schema.pointer));
                Ident::pascal(derived, "Model")
            }
            None => Ident::pascal(derived, "Model"),
        };
        // A name that says what it is, where a number would say nothing.
        let second = wanted.with_suffix("Model");
        let of_the_crate = self.scope.is_reserved(wanted.as_str())
            || self.types.reserved.exports.contains(wanted.as_str());
        let (name, holder) = if of_the_crate {
            let (name, holder) = self.scope.claim(second, owner);
            (name, Some(holder.unwrap_or_else(|| THE_CRATE.to_owned())))
        } else {
            self.scope.claim(wanted, owner)
        };
        if let Some(holder) = holder {
            self.diagnostics.push(collision(&site.key, &holder, &name).at(&schema.pointer));
        }
        name
    }

    /// The name that the configuration chooses for a use site, or for another use site where the same schema
    /// stands.
    fn configured(&self, index: usize) -> Option<&'a str> {
        let table = &self.types.config.names.schemas;
        let site = self.assignments.uses.list.get(index).filter(|_| !table.is_empty())?;
        chosen(table, site).or_else(|| {
            let pointer = &site.schema.pointer;
            let mut uses = self.assignments.uses.list.iter();
            uses.find_map(|other| {
                let same = other.id.is_none() && other.schema.pointer == *pointer;
                same.then(|| chosen(table, other)).flatten()
            })
        })
    }

    /// Whether the name is that of an enum of this kind, found already or kept for one.
    fn is_of(&self, name: &Ident, of: TypeKind) -> bool {
        let kept = Assignment::Keep(name.clone());
        let mut uses = self.assignments.uses.list.iter().zip(&self.assignments.of);
        let locked = self.inheritance.lock().types.get(name);
        let mut is_kept = || {
            uses.any(|(site, assignment)| {
                let kind = kind(site.schema).or(locked.map(|locked| locked.kind));
                *assignment == kept && kind == Some(of)
            })
        };
        let named = self.names.iter().zip(&self.assignments.uses.list);
        let mut named = named.filter(|(found, _)| found.as_ref() == Some(name));
        match self.types.definitions.get(name) {
            Some(Definition::Enum(definition)) => definition.kind() == of,
            Some(_) => false,
            None => named.any(|(_, site)| kind(site.schema) == Some(of)) || is_kept(),
        }
    }

    /// Gives a use site its type, if it needs one; the next use site that is to be looked at comes back.
    fn schema_use(&mut self, index: usize) -> usize {
        let Some(site) = self.assignments.uses.list.get(index).cloned() else { return index + 1 };
        let around = site.parent.and_then(|parent| self.bases.get(parent));
        let mut base = format!("{}{}", around.map_or("", String::as_str), site.word);
        let place = inline_place(site.schema);
        let named = self.names.get(index).cloned().flatten();
        let (name, is_shared) = match (self.assignments.get(index).clone(), named) {
            (Assignment::Plain, _) => {
                self.types.plain.insert(place.0);
                return site.end;
            }
            (Assignment::Join(name), _) => (name, true),
            (Assignment::Keep(name), _) | (Assignment::Fresh, Some(name)) => (name, false),
            (Assignment::Fresh, None) if kind(site.schema).is_none() => {
                self.report_shape(&site);
                self.set_base(index, base);
                return index + 1;
            }
            (Assignment::Fresh, None) => match self.types.inline.get(&place) {
                Some(name) => (name.clone(), true),
                None => (self.claim(index, &site, &base), false),
            },
        };
        if site.id.is_none() {
            self.types.inline.insert(place, name.clone());
            self.note_name(index, name.clone());
        }
        name.bare().clone_into(&mut base);
        self.set_base(index, base);
        self.define(&site, &name, is_shared);
        if is_shared { site.end } else { index + 1 }
    }

    fn set_base(&mut self, index: usize, base: String) {
        if let Some(slot) = self.bases.get_mut(index) {
            *slot = base;
        }
    }

    /// Adds a definition, or what a further use site adds to one.
    fn define(&mut self, site: &SchemaUse<'a>, name: &Ident, is_shared: bool) {
        let before = site.was.as_ref().and_then(|was| self.inheritance.owned(was));
        if let Some((old, _)) = before {
            self.successors.insert(old.clone(), name.clone());
        }
        let locked = before.map(|(_, locked)| locked);
        let locked = locked.or_else(|| self.inheritance.lock().types.get(name));
        let kind = kind(site.schema);
        if !matches!(kind, Some(TypeKind::Struct | TypeKind::Union | TypeKind::Container)) {
            enums::add(&mut self.types, site, name, locked);
        } else if is_shared {
            self.joins.push((name.clone(), site.direction));
        } else if kind == Some(TypeKind::Union) {
            let definition = UnionDefinition {
                site: site.site.clone(),
                key: site.key.clone(),
                schema: site.schema,
                direction: site.direction,
                locked: locked.filter(|locked| locked.kind == TypeKind::Union),
            };
            self.types.definitions.insert(name.clone(), Definition::Union(definition));
        } else if kind == Some(TypeKind::Container) {
            let definition = ContainerDefinition {
                site: site.site.clone(),
                key: site.key.clone(),
                schema: site.schema,
                direction: site.direction,
                locked: locked.filter(|locked| locked.kind == TypeKind::Container),
            };
            self.types.definitions.insert(name.clone(), Definition::Container(definition));
        } else {
            if locked.is_some_and(|locked| locked.built) {
                let sent = Direction { request: true, response: false };
                self.joins.push((name.clone(), sent));
            }
            let definition = StructDefinition {
                site: site.site.clone(),
                id: site.id,
                key: site.key.clone(),
                was: site.was.clone(),
                schema: site.schema,
                direction: site.direction,
                locked,
            };
            if let Shape::Object { properties, .. } = &site.schema.shape {
                let texts = properties.keys().filter_map(|w| self.types.text_site(&definition, w));
                let texts: Vec<&str> = texts.map(|(at, _)| at).collect();
                self.types.used_sites.extend(texts);
            }
            self.types.definitions.insert(name.clone(), Definition::Struct(definition));
        }
    }

    /// Warns of a value that becomes free-form JSON.
    fn report_shape(&mut self, site: &SchemaUse<'_>) {
        let is_tuple = matches!(site.schema.shape, Shape::Tuple { .. });
        if is_tuple && self.types.of(site.schema) == Type::Json {
            let message = format!("`{}` has a shape that depends on its content.", site.key);
            self.diagnostics.push(
                Diagnostic::new(Code::UnsupportedSchema, message)
                    .at(&site.schema.pointer)
                    .help("It becomes `serde_json::Value`; read and write it as JSON."),
            );
        }
    }

    fn finish(mut self) -> Types<'a> {
        for definition in self.types.definitions.values_mut() {
            if let Definition::Enum(definition) = definition {
                enums::order_values(definition);
            }
        }
        for (name, direction) in std::mem::take(&mut self.joins) {
            widen(&mut self.types, &name, direction);
        }
        self.aliases();
        self.types.uses = self.assignments.uses.list;
        self.types
    }

    /// Finds out what old names stand for.
    fn aliases(&mut self) {
        let renamed = std::mem::take(&mut self.assignments.renamed);
        for (old, index) in renamed {
            let Some(site) = self.assignments.uses.list.get(index) else { continue };
            let named = self.names.get(index).cloned().flatten();
            let name = named.or_else(|| match self.types.of(site.schema) {
                Type::Model(
                    name,
                    ModelKind::Struct
                    | ModelKind::Enum
                    | ModelKind::NumberEnum
                    | ModelKind::Union
                    | ModelKind::Container,
                ) => Some(name),
                _ => None,
            });
            self.alias(old, name, None);
        }
        for (old, alias) in &self.inheritance.lock().aliases.types {
            let name = self.successors.get(&alias.is).or_else(|| {
                let newer = self.types.aliases.get(&alias.is).map(|newer| &newer.is);
                newer
                    .or_else(|| self.types.definitions.contains_key(&alias.is).then_some(&alias.is))
            });
            self.alias(old.clone(), name.cloned(), alias.since.clone());
        }
    }

    fn alias(&mut self, old: Ident, name: Option<Ident>, since: Option<String>) {
        let is_taken =
            self.types.definitions.contains_key(&old) || self.scope.is_reserved(old.as_str());
        if let Some(is) = name.filter(|_| !is_taken) {
            self.types.aliases.entry(old).or_insert(TypeAlias { is, since });
        }
    }
}

fn invalid_name(name: &str, what: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidName, format!("`{name}` cannot be the name of {what}."))
        .help("Use letters, digits and underscores, not a keyword, in the case Rust expects.")
}

fn collision(key: &str, holder: &str, name: &Ident) -> Diagnostic {
    let site = UseSite::parse(holder).map(|site| site.key());
    let holder = site.as_deref().unwrap_or(holder);
    let message =
        format!("`{key}` would get the same Rust name as {}; it is `{name}`.", quoted(holder));
    Diagnostic::new(Code::NameCollision, message)
        .help(format!("Choose a name: `[names.schemas]` `\"{key}\" = \"…\"`."))
}
