//! Enums: what their use sites add to them, and the order of their values.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use crate::api::Shape;
use crate::inherit::LockedType;
use crate::names::Ident;
use crate::view::definition::value_text;
use crate::view::schema_uses::SchemaUse;
use crate::view::types::{Definition, EnumDefinition, Types};

/// Adds an enum, or what a further use site adds to one.
pub(super) fn add<'a>(
    types: &mut Types<'a>,
    site: &SchemaUse<'a>,
    name: &Ident,
    locked: Option<&'a LockedType>,
) {
    let schema = site.schema;
    let target = types.api.target(schema);
    let is_of_numbers = matches!(target.shape, Shape::Integer { .. });
    let entry = types.definitions.entry(name.clone()).or_insert_with(|| {
        Definition::Enum(EnumDefinition {
            is_of_numbers,
            sites: Vec::new(),
            keys: Vec::new(),
            schemas: Vec::new(),
            description: None,
            values: IndexSet::new(),
            value_names: BTreeMap::new(),
            retired: BTreeSet::new(),
            is_kept: true,
            locked: None,
        })
    });
    let Definition::Enum(definition) = entry else { return };
    definition.sites.push(site.site.clone());
    definition.keys.push(site.key.clone());
    definition.schemas.push(schema);
    definition.locked = definition.locked.or(locked);
    if definition.sites.len() == 1 {
        definition.description.clone_from(&schema.description);
    }
    definition.is_kept &= schema.enumeration.is_empty();
    for value in &schema.enumeration {
        let Some(text) = value_text(value) else { continue };
        if let Some(name) = schema.value_names.get(&value.to_string()) {
            definition.value_names.entry(text.clone()).or_insert_with(|| name.clone());
        }
        definition.values.insert(text);
    }
}

/// The values of an enum in their final order: what callers compare must not change because the definition
/// was shuffled. What the last version knew and the definition does not list any more is retired: programs
/// that name it still compile.
pub(super) fn order_values(definition: &mut EnumDefinition<'_>) {
    let Some(locked) = definition.locked.filter(|locked| locked.kind == definition.kind()) else {
        return;
    };
    if definition.is_kept {
        definition.values = locked.variants.keys().cloned().collect();
        definition.retired.clone_from(&locked.retired);
    } else {
        let gone = locked.variants.keys().filter(|value| !definition.values.contains(*value));
        definition.retired = gone.cloned().collect();
        definition.values.extend(definition.retired.iter().cloned());
    }
    let site = |value: &String| locked.variants.get_index_of(value).unwrap_or(usize::MAX);
    definition.values.sort_by_key(site);
}
