//! Gives the types of the `models` module their names, and collects them.
//!
//! First everything that the last version gave out is put aside, then schemas that have names are named, then
//! what is inside them, parameters and bodies. So a newcomer gets the number when two names collide.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::api::{AdditionalProperties, Direction, Schema, Shape, directions};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::inherit::{GivenType, Inheritance, TypeAlias, TypeKind};
use crate::names::{Ident, Scope, pascal};

use super::places::{Place, Places};
use super::rust_type::{ModelKind, Type};
use super::settle::{Settled, Settlement, kind, settle};
use super::types::{
    Definition, EnumDefinition, RESERVED, StructDefinition, TextDefinition, Types, chosen,
};

/// Fills in the names and definitions.
pub(super) fn name<'a>(
    mut types: Types<'a>,
    inheritance: &'a Inheritance,
    diagnostics: &mut Diagnostics,
) -> Types<'a> {
    let directions = directions(types.api);
    let places = Places::find(types.api, types.config, &directions, inheritance);
    types.used_places.extend(places.texts.iter().copied());
    let settled = settle(types.api, types.config, inheritance, places);
    let count = settled.of.len();
    let mut naming = Naming {
        types,
        inheritance,
        settled,
        diagnostics,
        scope: Scope::default(),
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
        index = naming.place(index);
    }
    naming.finish()
}

struct Naming<'a, 'd> {
    types: Types<'a>,
    inheritance: &'a Inheritance,
    settled: Settled<'a>,
    diagnostics: &'d mut Diagnostics,
    scope: Scope,
    /// The names of the types of places that have one of their own.
    names: Vec<Option<Ident>>,
    /// What the derived names inside each place begin with.
    bases: Vec<String>,
    /// Structs that are used in a further place, and which way that travels.
    joins: Vec<(Ident, Direction)>,
    /// Type of the last version → what it is called now.
    successors: BTreeMap<Ident, Ident>,
}

impl<'a> Naming<'a, '_> {
    /// Keeps the names that were given out from newcomers: those of types, then those of aliases.
    fn put_aside(&mut self) {
        for (place, settlement) in self.settled.places.list.iter().zip(&self.settled.of) {
            if let Settlement::Keep(name) = settlement {
                self.scope.keep(name, &place.key);
            }
        }
        for (name, given) in &self.inheritance.given().types {
            let text = given.kind == TypeKind::Text;
            for place in given.places.iter().filter(|_| text) {
                let configured = self.types.config.types.keys().find(|key| text_key(key) == *place);
                if configured.is_some_and(|key| pascal(key) == name.as_str()) {
                    self.scope.keep(name, place);
                }
            }
        }
        let older = self.inheritance.given().aliases.types.iter();
        let older = older.filter(|(name, alias)| !self.is_back(name, &alias.is));
        let older: Vec<&Ident> = older.map(|(name, _)| name).collect();
        for name in self.settled.renamed.keys().chain(older) {
            self.scope.keep(name, &format!("{name}, an earlier name"));
        }
    }

    /// Whether a schema that was renamed has got back the name that it had before.
    fn is_back(&self, earlier: &Ident, last: &Ident) -> bool {
        let index = self.settled.renamed.get(last);
        let place = index.and_then(|index| self.settled.places.list.get(*index));
        place.is_some_and(|place| Ident::pascal(&place.word, "Model") == *earlier)
    }

    fn texts(&mut self) {
        for (name, text) in &self.types.config.types {
            let chosen = Ident::chosen(name).filter(|chosen| pascal(name) == chosen.as_str());
            let Some(chosen) = chosen else {
                self.diagnostics.push(invalid_name(name, "a type in PascalCase"));
                continue;
            };
            let (chosen, _) = self.scope.claim(chosen, &text_key(name));
            let definition =
                TextDefinition { description: text.description.clone(), secret: text.secret };
            self.types.definitions.insert(chosen.clone(), Definition::Text(definition));
            self.types.texts.insert(name, chosen);
        }
    }

    /// Names a schema that has a name of its own.
    fn schema(&mut self, index: usize) {
        let Some(place) = self.settled.places.list.get(index) else { return };
        let Some(id) = place.id else { return };
        let name = match self.settled.get(index).clone() {
            Settlement::Text => return,
            Settlement::Keep(name) | Settlement::Join(name) => name,
            Settlement::Fresh if kind(place.schema).is_none() => return,
            Settlement::Fresh => {
                let word = id.as_str().rsplit('/').next().unwrap_or_default();
                let (schema, key) = (place.schema, place.key.clone());
                self.claim(index, schema, &key, word)
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
    fn claim(&mut self, index: usize, schema: &Schema, key: &str, derived: &str) -> Ident {
        let configured = self.configured(index);
        let wanted = match configured.map(|configured| (configured, Ident::chosen(configured))) {
            Some((_, Some(chosen))) => {
                if kind(schema) == Some(TypeKind::Enum) && self.is_enum(&chosen) {
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
        let reserved = RESERVED.contains(&wanted.as_str());
        let wanted = if reserved { wanted.with_suffix("Model") } else { wanted };
        let (name, holder) = self.scope.claim(wanted, key);
        if let Some(holder) = holder {
            self.diagnostics.push(collision(key, &holder, &name).at(&schema.pointer));
        }
        name
    }

    /// The name that the configuration chooses for a place, or for another place where the same schema
    /// stands.
    fn configured(&self, index: usize) -> Option<&'a str> {
        let table = &self.types.config.names.schemas;
        let place = self.settled.places.list.get(index).filter(|_| !table.is_empty())?;
        chosen(table, place).or_else(|| {
            let pointer = &place.schema.pointer;
            let mut places = self.settled.places.list.iter();
            places.find_map(|other| {
                let same = other.id.is_none() && other.schema.pointer == *pointer;
                same.then(|| chosen(table, other)).flatten()
            })
        })
    }

    /// Whether the name is that of an enum, found already or kept for one.
    fn is_enum(&self, name: &Ident) -> bool {
        let kept = Settlement::Keep(name.clone());
        let mut places = self.settled.places.list.iter().zip(&self.settled.of);
        let mut is_kept = || {
            places.any(|(place, of)| *of == kept && kind(place.schema) != Some(TypeKind::Struct))
        };
        let named = self.names.iter().zip(&self.settled.places.list);
        let mut named = named.filter(|(found, _)| found.as_ref() == Some(name));
        match self.types.definitions.get(name) {
            Some(definition) => matches!(definition, Definition::Enum(_)),
            None => named.any(|(_, place)| kind(place.schema) == Some(TypeKind::Enum)) || is_kept(),
        }
    }

    /// Gives a place its type, if it needs one; the next place that is to be looked at comes back.
    fn place(&mut self, index: usize) -> usize {
        let Some(place) = self.settled.places.list.get(index).cloned() else { return index + 1 };
        let around = place.parent.and_then(|parent| self.bases.get(parent));
        let mut base = format!("{}{}", around.map_or("", String::as_str), place.word);
        let pointer = place.schema.pointer.as_str();
        let named = self.names.get(index).cloned().flatten();
        let (name, is_shared) = match (self.settled.get(index).clone(), named) {
            (Settlement::Text, _) => {
                self.types.plain.insert(pointer);
                return place.end;
            }
            (Settlement::Join(name), _) => (name, true),
            (Settlement::Keep(name), _) | (Settlement::Fresh, Some(name)) => (name, false),
            (Settlement::Fresh, None) if kind(place.schema).is_none() => {
                self.report_shape(&place);
                self.set_base(index, base);
                return index + 1;
            }
            (Settlement::Fresh, None) => match self.types.inline.get(pointer) {
                Some(name) => (name.clone(), true),
                None => (self.claim(index, place.schema, &place.key, &base), false),
            },
        };
        if place.id.is_none() {
            self.types.inline.insert(pointer, name.clone());
            self.note_name(index, name.clone());
        }
        name.bare().clone_into(&mut base);
        self.set_base(index, base);
        self.define(&place, &name, is_shared);
        if is_shared { place.end } else { index + 1 }
    }

    fn set_base(&mut self, index: usize, base: String) {
        if let Some(slot) = self.bases.get_mut(index) {
            *slot = base;
        }
    }

    /// Adds a definition, or what a further place adds to one.
    fn define(&mut self, place: &Place<'a>, name: &Ident, is_shared: bool) {
        let before = place.was.as_ref().and_then(|was| self.inheritance.owned(was));
        if let Some((old, _)) = before {
            self.successors.insert(old.clone(), name.clone());
        }
        let given = before.map(|(_, given)| given);
        let given = given.or_else(|| self.inheritance.given().types.get(name));
        if kind(place.schema) != Some(TypeKind::Struct) {
            self.add_enum(place, name, given);
        } else if is_shared {
            self.joins.push((name.clone(), place.direction));
        } else {
            let definition = StructDefinition {
                key: place.key.clone(),
                was: place.was.clone(),
                schema: place.schema,
                direction: place.direction,
                given,
            };
            if let Shape::Object { properties, .. } = &place.schema.shape {
                let texts = properties.keys().filter_map(|w| self.types.text_place(&definition, w));
                let texts: Vec<&str> = texts.map(|(at, _)| at).collect();
                self.types.used_places.extend(texts);
            }
            self.types.definitions.insert(name.clone(), Definition::Struct(definition));
        }
    }

    fn add_enum(&mut self, place: &Place<'a>, name: &Ident, given: Option<&'a GivenType>) {
        let schema = place.schema;
        let entry = self.types.definitions.entry(name.clone()).or_insert_with(|| {
            Definition::Enum(EnumDefinition {
                keys: Vec::new(),
                schemas: Vec::new(),
                description: None,
                values: Vec::new(),
                retired: BTreeSet::new(),
                is_kept: true,
                given: None,
            })
        });
        let Definition::Enum(definition) = entry else { return };
        definition.keys.push(place.key.clone());
        definition.schemas.push(schema);
        definition.given = definition.given.or(given);
        if definition.keys.len() == 1 {
            definition.description.clone_from(&schema.description);
        }
        definition.is_kept &= schema.enumeration.is_empty();
        for value in schema.enumeration.iter().filter_map(Value::as_str) {
            if !definition.values.iter().any(|known| known == value) {
                definition.values.push(value.to_owned());
            }
        }
    }

    /// Warns of a value that becomes free-form JSON.
    fn report_shape(&mut self, place: &Place<'_>) {
        if matches!(place.schema.shape, Shape::Union { .. } | Shape::Tuple { .. }) {
            let message = format!("`{}` has a shape that depends on its content.", place.key);
            self.diagnostics.push(
                Diagnostic::new(Code::UnsupportedSchema, message)
                    .at(&place.schema.pointer)
                    .help("It becomes `serde_json::Value`; read and write it as JSON."),
            );
        }
    }

    fn finish(mut self) -> Types<'a> {
        for definition in self.types.definitions.values_mut() {
            if let Definition::Enum(definition) = definition {
                settle_values(definition);
            }
        }
        for (name, direction) in std::mem::take(&mut self.joins) {
            widen(&mut self.types, &name, direction);
        }
        self.aliases();
        self.types.places = self.settled.places.list;
        self.types
    }

    /// Finds out what old names stand for.
    fn aliases(&mut self) {
        let renamed = std::mem::take(&mut self.settled.renamed);
        for (old, index) in renamed {
            let Some(place) = self.settled.places.list.get(index) else { continue };
            let named = self.names.get(index).cloned().flatten();
            let name = named.or_else(|| match self.types.of(place.schema) {
                Type::Model(name, ModelKind::Struct | ModelKind::Enum) => Some(name),
                _ => None,
            });
            self.alias(old, name, None);
        }
        for (old, alias) in &self.inheritance.given().aliases.types {
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
            self.types.definitions.contains_key(&old) || RESERVED.contains(&old.as_str());
        if let Some(is) = name.filter(|_| !is_taken) {
            self.types.aliases.entry(old).or_insert(TypeAlias { is, since });
        }
    }
}

/// The values of an enum in their final order: what callers compare must not change because the definition
/// was shuffled. What the last version knew and the definition does not list any more is retired: programs
/// that name it still compile.
fn settle_values(definition: &mut EnumDefinition<'_>) {
    let Some(given) = definition.given.filter(|given| given.kind == TypeKind::Enum) else { return };
    if definition.is_kept {
        definition.values = given.variants.keys().cloned().collect();
        definition.retired.clone_from(&given.retired);
    } else {
        let gone = given.variants.keys().filter(|value| !definition.values.contains(*value));
        definition.retired = gone.cloned().collect();
        definition.values.extend(definition.retired.iter().cloned());
    }
    let place = |value: &String| given.variants.get_index_of(value).unwrap_or(usize::MAX);
    definition.values.sort_by_key(place);
}

/// Lets a struct travel in a further direction, with everything inside it.
fn widen(types: &mut Types<'_>, name: &Ident, direction: Direction) {
    let mut open = vec![(name.clone(), direction)];
    while let Some((name, direction)) = open.pop() {
        let Some(Definition::Struct(definition)) = types.definitions.get_mut(&name) else {
            continue;
        };
        let before = definition.direction;
        definition.direction.request |= direction.request;
        definition.direction.response |= direction.response;
        if before == definition.direction {
            continue;
        }
        let definition = definition.clone();
        let Shape::Object { properties, additional } = &definition.schema.shape else { continue };
        for (wire, property) in properties {
            let schema = &property.schema;
            let inner = Direction {
                request: direction.request && !schema.read_only,
                response: direction.response && !schema.write_only,
            };
            open.extend(model_of(types.property(&definition, wire, schema)).map(|of| (of, inner)));
        }
        if let AdditionalProperties::Typed(schema) = additional {
            open.extend(model_of(types.of(schema)).map(|of| (of, direction)));
        }
    }
}

/// The model that a type is, or holds.
fn model_of(of: Type) -> Option<Ident> {
    match of {
        Type::Model(name, _) => Some(name),
        Type::List(inner) | Type::Map(inner) | Type::Boxed(inner) => model_of(*inner),
        _ => None,
    }
}

/// The place of a configured type.
pub(super) fn text_key(name: &str) -> String {
    format!("[types.{name}]")
}

fn invalid_name(name: &str, what: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidName, format!("`{name}` cannot be the name of {what}."))
        .help("Use letters, digits and underscores, not a keyword, in the case Rust expects.")
}

fn collision(key: &str, holder: &str, name: &Ident) -> Diagnostic {
    let message = format!("`{key}` would get the same Rust name as `{holder}`; it is `{name}`.");
    Diagnostic::new(Code::NameCollision, message)
        .help(format!("Choose a name: `[names.schemas]` `\"{key}\" = \"…\"`."))
}
