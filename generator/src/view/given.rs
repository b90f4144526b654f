//! What a view calls everything, for the lock of a release and for the next version.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::inherit::{Aliases, GivenOut, GivenType, PLAIN_TEXT, TypeKind};
use crate::names::Ident;

use super::model::{ModelView, StructView};
use super::naming::text_key;
use super::open_enum::EnumView;
use super::operation::ApiView;
use super::package::CrateView;
use super::rust_type::Type;
use super::types::{Definition, Types};

/// Everything that a view gave a name.
pub(super) fn given_out(
    types: &Types<'_>,
    models: &[ModelView],
    apis: &[ApiView],
    package: &CrateView,
) -> GivenOut {
    let tags = apis.iter().filter_map(|view| Some((view.tag.clone()?, view.module.clone())));
    let schemes = package.schemes.iter();
    let operations = apis.iter().flat_map(|view| &view.operations);
    GivenOut {
        tags: tags.collect(),
        credentials: schemes.map(|view| (view.scheme.clone(), view.setter.clone())).collect(),
        error_codes: package.error_codes.as_ref().map(variants).unwrap_or_default(),
        retired_error_codes: package.error_codes.as_ref().map(retired).unwrap_or_default(),
        places: places(types),
        types: models.iter().map(|view| (view.name().clone(), given_type(types, view))).collect(),
        operations: operations.map(|view| (view.operation.clone(), view.given.clone())).collect(),
        aliases: aliases(types, apis),
    }
}

/// The types of the values at all places, where they are models or plain texts.
fn places(types: &Types<'_>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for place in &types.places {
        let named = place.id.and_then(|id| types.named.get(id));
        let of = named.map_or_else(|| types.of(place.schema), |name| types.model(name));
        let name = match of {
            Type::String => PLAIN_TEXT.to_owned(),
            Type::Model(name, _) => name.to_string(),
            _ => continue,
        };
        found.entry(place.key.clone()).or_insert(name);
    }
    found
}

fn given_type(types: &Types<'_>, view: &ModelView) -> GivenType {
    let name = view.name();
    let (kind, places) = match types.definitions().get(name) {
        Some(Definition::Struct(of)) => (TypeKind::Struct, [of.key.clone()].into()),
        Some(Definition::Enum(of)) => (TypeKind::Enum, of.keys.iter().cloned().collect()),
        Some(Definition::Text(_)) | None => {
            let keys = types.texts.iter().filter(|(_, text)| *text == name);
            (TypeKind::Text, keys.map(|(key, _)| text_key(key)).collect())
        }
    };
    let places: BTreeSet<String> = places;
    let is_schema = types.named.values().any(|named| named == name);
    let mut given = GivenType {
        kind,
        places,
        is_schema,
        unboxed: BTreeSet::new(),
        boxed: BTreeSet::new(),
        setters: BTreeMap::new(),
        fields: BTreeMap::new(),
        variants: IndexMap::new(),
        retired: BTreeSet::new(),
    };
    match view {
        ModelView::Struct(view) => fill_struct(view, &mut given),
        ModelView::Enum(view) => {
            given.variants = variants(view);
            given.retired = retired(view);
        }
        ModelView::Text(_) => {}
    }
    given
}

fn fill_struct(view: &StructView, given: &mut GivenType) {
    for field in &view.fields {
        let wire = field.wire.clone();
        match field.boxed {
            Some(true) => drop(given.boxed.insert(wire.clone())),
            Some(false) => drop(given.unboxed.insert(wire.clone())),
            None => {}
        }
        if view.is_request && field.setter.name != field.name {
            given.setters.insert(wire.clone(), field.setter.name.clone());
        }
        given.fields.insert(wire, field.name.clone());
    }
}

fn variants(view: &EnumView) -> IndexMap<String, Ident> {
    view.variants.iter().map(|variant| (variant.value.clone(), variant.name.clone())).collect()
}

fn retired(view: &EnumView) -> BTreeSet<String> {
    let retired = view.variants.iter().filter(|variant| variant.deprecated.is_some());
    retired.map(|variant| variant.value.clone()).collect()
}

fn aliases(types: &Types<'_>, apis: &[ApiView]) -> Aliases {
    let methods = apis.iter().flat_map(|view| &view.method_aliases).map(|alias| &alias.given);
    let requests = apis.iter().flat_map(|view| &view.request_aliases).map(|alias| &alias.given);
    let mut aliases = Aliases {
        types: types.aliases.clone(),
        methods: methods.cloned().collect(),
        requests: requests.cloned().collect(),
    };
    aliases.methods.sort();
    aliases.requests.sort();
    aliases
}
