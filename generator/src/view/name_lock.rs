//! What a view calls everything, for the lock of a release and for the next version.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::inherit::{Aliases, LockedType, NameLock, PLAIN_NUMBER, PLAIN_TEXT, TypeKind, UseSite};
use crate::names::Ident;

use super::model::{ModelView, StructView};
use super::open_enum::EnumView;
use super::operation::ApiView;
use super::package::CrateView;
use super::rust_type::Type;
use super::tag_features::TagFeatures;
use super::types::{Definition, Types};

/// Everything that a view gave a name.
pub(super) fn name_lock(
    types: &Types<'_>,
    models: &[ModelView],
    apis: &[ApiView],
    package: &CrateView,
    features: &TagFeatures,
) -> NameLock {
    let tags = apis.iter().filter_map(|view| Some((view.tag.clone()?, view.module.clone())));
    let renamed = apis.iter().filter(|view| view.accessor != view.module);
    let accessors = renamed.filter_map(|view| Some((view.tag.clone()?, view.accessor.clone())));
    let schemes = package.schemes.iter();
    let operations = apis.iter().flat_map(|view| &view.operations);
    let of_schemas: BTreeSet<&Ident> = types.named.values().collect();
    NameLock {
        tags: tags.collect(),
        accessors: accessors.collect(),
        features: features.names.clone(),
        credentials: schemes.map(|view| (view.scheme.clone(), view.setter.clone())).collect(),
        servers: package
            .servers
            .iter()
            .map(|view| (view.address.clone(), view.constructor.clone()))
            .collect(),
        error_codes: package.error_codes.as_ref().map(variants).unwrap_or_default(),
        retired_error_codes: package.error_codes.as_ref().map(retired).unwrap_or_default(),
        uses: schema_uses(types),
        types: models
            .iter()
            .map(|view| {
                let name = view.name();
                (name.clone(), locked_type(types, view, features, of_schemas.contains(name)))
            })
            .collect(),
        operations: operations.map(|view| (view.operation.clone(), view.locked.clone())).collect(),
        aliases: aliases(types, apis),
    }
}

/// The types of the values at all use sites, where they are models or plain texts.
fn schema_uses(types: &Types<'_>) -> BTreeMap<UseSite, String> {
    let mut found = BTreeMap::new();
    for site in &types.uses {
        let named = site.id.and_then(|id| types.named.get(id));
        let of = named.map_or_else(|| types.of(site.schema), |name| types.model(name));
        let name = match of {
            Type::String => PLAIN_TEXT.to_owned(),
            Type::I64 if !types.api.target(site.schema).enumeration.is_empty() => {
                PLAIN_NUMBER.to_owned()
            }
            Type::Model(name, _) => name.to_string(),
            _ => continue,
        };
        found.entry(site.site.clone()).or_insert(name);
    }
    found
}

fn locked_type(
    types: &Types<'_>,
    view: &ModelView,
    features: &TagFeatures,
    is_schema: bool,
) -> LockedType {
    let name = view.name();
    let (kind, uses) = match types.definitions().get(name) {
        Some(Definition::Struct(of)) => (TypeKind::Struct, [of.site.clone()].into()),
        Some(Definition::Union(of)) => (TypeKind::Union, [of.site.clone()].into()),
        Some(Definition::Container(of)) => (TypeKind::Container, [of.site.clone()].into()),
        Some(Definition::Enum(of)) => (of.kind(), of.sites.iter().cloned().collect()),
        Some(Definition::Text(_)) | None => {
            let keys = types.texts.iter().filter(|(_, text)| *text == name);
            (TypeKind::Text, keys.map(|(key, _)| UseSite::text(key)).collect())
        }
    };
    let uses: BTreeSet<UseSite> = uses;
    let mut locked = LockedType {
        kind,
        uses,
        is_schema,
        features: features.bringing(name),
        built: false,
        unboxed: BTreeSet::new(),
        boxed: BTreeSet::new(),
        setters: BTreeMap::new(),
        fields: BTreeMap::new(),
        presets: BTreeMap::new(),
        variants: IndexMap::new(),
        retired: BTreeSet::new(),
    };
    match view {
        ModelView::Struct(view) => fill_struct(view, &mut locked),
        ModelView::Enum(view) => {
            locked.variants = variants(view);
            locked.retired = retired(view);
        }
        ModelView::Union(view) => {
            let variants = view.variants.iter();
            locked.variants =
                variants.map(|variant| (variant.key.clone(), variant.name.clone())).collect();
        }
        ModelView::Text(_) | ModelView::Container(_) => {}
    }
    locked
}

fn fill_struct(view: &StructView, locked: &mut LockedType) {
    locked.built = view.is_request;
    for field in &view.fields {
        let wire = field.wire.clone();
        match field.boxed {
            Some(true) => drop(locked.boxed.insert(wire.clone())),
            Some(false) => drop(locked.unboxed.insert(wire.clone())),
            None => {}
        }
        if view.is_request && field.setter.name != field.name {
            locked.setters.insert(wire.clone(), field.setter.name.clone());
        }
        if let Some(preset) = &field.preset {
            locked.presets.insert(wire.clone(), preset.to_string());
        }
        locked.fields.insert(wire, field.name.clone());
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
    let methods = apis.iter().flat_map(|view| &view.method_aliases).map(|alias| &alias.locked);
    let requests = apis.iter().flat_map(|view| &view.request_aliases).map(|alias| &alias.locked);
    let mut aliases = Aliases {
        types: types.aliases.clone(),
        methods: methods.cloned().collect(),
        requests: requests.cloned().collect(),
    };
    aliases.methods.sort();
    aliases.requests.sort();
    aliases
}
