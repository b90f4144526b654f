//! A feature of the crate per tag: what each is called, and which types of `models` it brings.
//!
//! A tag brings its handle and whatever its operations reach, so a type exists where one of the tags that reach it is
//! on. Reachability is computed once: schemas and types are one graph, each strongly connected component of which is
//! reached by the same tags, so they are handed on from component to component and every edge is followed once.
//! A type that refers to another hands its tags on to that, so no set of features lacks something that it names.
//!
//! What was given out stays: a feature keeps its name, and a type stays with the features that brought it, or without
//! any, because whoever uses only one of them would lose it otherwise. So a tag that is added narrows nothing, although
//! a type that all others reach is not reached by it.

mod reach;

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;
use serde::Serialize;

use crate::api::Api;
use crate::config::Config;
use crate::inherit::Inheritance;
use crate::names::Ident;

use self::reach::Reach;
use super::extension::Layer;
use super::model::ModelView;
use super::operation::ApiView;
use super::text::{Code as RustCode, Comment, TomlStr};
use super::types::Types;

/// With more operations than this, tags are features unless the configuration says otherwise. Up to there the whole
/// crate compiles in the time that its dependencies take anyway.
const MANY_OPERATIONS: usize = 300;

/// The feature that enables those of all tags.
pub const ALL_TAGS: &str = "all-tags";

/// The feature of a tag.
#[derive(Clone, Debug, Serialize)]
pub struct TagFeatureView {
    /// The name, as a key.
    pub name: Comment,
    /// The name, quoted for the manifest.
    pub quoted: TomlStr,
    /// What it brings, for the manifest.
    pub description: Comment,
    /// The method of the client that gives its handle.
    pub accessor: Ident,
    /// The features of other tags that it needs, because earlier names in its handle stand for operations of those.
    pub enables: Vec<TomlStr>,
}

/// The features of all tags, and what they bring. Without any, everything is always there.
#[derive(Default)]
pub struct TagFeatures {
    /// For the manifest and the README.
    pub views: Vec<TagFeatureView>,
    /// Module of a handle → its feature.
    pub names: BTreeMap<Ident, String>,
    /// Type of `models` → the features that bring it, for those that are not always there.
    models: BTreeMap<Ident, BTreeSet<String>>,
}

/// What the features are made from.
#[derive(Clone, Copy)]
pub(super) struct Context<'c, 'a> {
    pub api: &'c Api,
    pub config: &'c Config,
    pub types: &'c Types<'a>,
    pub models: &'c [ModelView],
    pub apis: &'c [ApiView],
    /// The type of error replies, which the runtime names.
    pub error_model: Option<&'c Ident>,
    pub inheritance: &'c Inheritance,
}

impl TagFeatures {
    /// The features that the crate has; none where they are not asked for. `taken` are those of the runtime.
    pub fn of(context: Context<'_, '_>, layers: &[Layer], taken: &BTreeSet<String>) -> Self {
        if !is_wanted(context) {
            return Self::default();
        }
        let needs = needs(context.apis);
        let always = always(context.apis, layers, &needs);
        let names = feature_names(context, layers, taken, &always);
        let view = |api: &ApiView| {
            let name = names.get(&api.module)?;
            let needed = needs.get(&api.module).into_iter().flatten();
            let enables: BTreeSet<&String> = needed.filter_map(|of| names.get(of)).collect();
            Some(TagFeatureView {
                name: Comment::new(name),
                quoted: TomlStr::new(name),
                description: Comment::new(&description(api)),
                accessor: api.module.clone(),
                enables: enables.into_iter().map(|name| TomlStr::new(name)).collect(),
            })
        };
        let views = context.apis.iter().filter_map(view).collect();
        let models = Reach::new(context).models(&names);
        Self { views, names, models }
    }

    /// The `#[cfg(…)]` of a handle, if it is not always there.
    pub fn of_handle(&self, module: &Ident) -> Option<RustCode> {
        condition(self.names.get(module).into_iter())
    }

    /// The `#[cfg(…)]` of a type, if it is not always there.
    pub fn of_model(&self, name: &Ident) -> Option<RustCode> {
        condition(self.models.get(name).into_iter().flatten())
    }

    /// The features that bring a type, none where it is always there. `None` where tags are no features.
    pub fn bringing(&self, name: &Ident) -> Option<BTreeSet<String>> {
        (!self.names.is_empty()).then(|| self.models.get(name).cloned().unwrap_or_default())
    }
}

fn description(api: &ApiView) -> String {
    match &api.tag {
        Some(tag) => format!("The operations tagged {tag}."),
        None => "Earlier names of operations that are found elsewhere now.".to_owned(),
    }
}

/// Whether there is a feature per tag. What the last version had stays where the configuration does not say: with the
/// default features off, what moves behind a feature is lost, so growing beyond the limit must not do that.
fn is_wanted(context: Context<'_, '_>) -> bool {
    let lock = context.inheritance.lock();
    match context.config.features.per_tag {
        Some(is_wanted) => is_wanted,
        None if !lock.tags.is_empty() => !lock.features.is_empty(),
        None => context.api.operations.len() > MANY_OPERATIONS,
    }
}

/// Module of a handle → the other handles that hold the operations of its earlier names.
fn needs(apis: &[ApiView]) -> BTreeMap<Ident, BTreeSet<Ident>> {
    let handles = apis.iter().flat_map(|api| {
        api.operations.iter().map(|operation| (operation.operation.as_str(), &api.module))
    });
    let handles: BTreeMap<&str, &Ident> = handles.collect();
    let needed = |api: &ApiView| {
        let methods = api.method_aliases.iter().map(|alias| alias.locked.operation.as_str());
        let requests = api.request_aliases.iter().map(|alias| alias.locked.operation.as_str());
        let found = methods.chain(requests).filter_map(|id| handles.get(id));
        let others = found.filter(|module| **module != &api.module);
        (api.module.clone(), others.map(|module| (*module).clone()).collect())
    };
    apis.iter().map(needed).collect()
}

/// The handles that are there whatever features are on: those that extensions use, and what they need.
fn always(
    apis: &[ApiView],
    layers: &[Layer],
    needs: &BTreeMap<Ident, BTreeSet<Ident>>,
) -> BTreeSet<Ident> {
    let used = |api: &&ApiView| {
        let tags = layers.iter().flat_map(|layer| &layer.extension.tags);
        api.tag.as_ref().is_some_and(|tag| tags.into_iter().any(|used| used == tag))
    };
    let mut open: Vec<&Ident> = apis.iter().filter(used).map(|api| &api.module).collect();
    let mut found = BTreeSet::new();
    while let Some(module) = open.pop() {
        if found.insert(module.clone()) {
            open.extend(needs.get(module).into_iter().flatten());
        }
    }
    found
}

/// Module of a handle → the name of its feature: the one that it has had, or the name of the module in `kebab-case`,
/// with a number where the crate has another feature of that name.
fn feature_names(
    context: Context<'_, '_>,
    layers: &[Layer],
    taken: &BTreeSet<String>,
    always: &BTreeSet<Ident>,
) -> BTreeMap<Ident, String> {
    let mut taken = taken.clone();
    taken.extend(["default", ALL_TAGS].map(str::to_owned));
    taken.extend(layers.iter().flat_map(|layer| layer.extension.features.keys().cloned()));
    let locked = &context.inheritance.lock().features;
    let mut names = BTreeMap::new();
    let modules = context.apis.iter().map(|api| &api.module);
    let modules: Vec<&Ident> = modules.filter(|module| !always.contains(*module)).collect();
    for module in &modules {
        if let Some(name) = locked.get(*module)
            && taken.insert(name.clone())
        {
            names.insert((*module).clone(), name.clone());
        }
    }
    // Names of tags that are gone are not given to others: who asked for them wanted something else.
    taken.extend(locked.values().cloned());
    for module in modules {
        if !names.contains_key(module) {
            let name = free_name(&kebab(module), &taken);
            taken.insert(name.clone());
            names.insert(module.clone(), name);
        }
    }
    names
}

/// The name of a module as that of a feature: registries take ASCII only.
fn kebab(module: &Ident) -> String {
    let ascii = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let text: String = module.bare().chars().map(ascii).collect();
    let words: Vec<&str> = text.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "tag".to_owned() } else { words.join("-") }
}

fn free_name(wanted: &str, taken: &BTreeSet<String>) -> String {
    let mut name = wanted.to_owned();
    let mut number = 2_u32;
    while taken.contains(&name) {
        name = format!("{wanted}-{number}");
        number = number.saturating_add(1);
    }
    name
}

/// `#[cfg(feature = "…")]`, or `any` of several; nothing without a feature.
fn condition<'f>(features: impl Iterator<Item = &'f String>) -> Option<RustCode> {
    let features: Vec<&String> = features.collect();
    match features.as_slice() {
        [] => None,
        [one] => Some(RustCode::new(quote!(#[cfg(feature = #one)]))),
        several => Some(RustCode::new(quote!(#[cfg(any(#(feature = #several),*))]))),
    }
}
