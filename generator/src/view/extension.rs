//! The view of what an extension adds beside its files: modules, re-exports, dependencies and features.
//!
//! In: `extension.toml` of the extension's folder. Out: the parts of `lib.rs` and of the manifest that come from it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::names::Ident;

use super::text::{Comment, StrLit, TomlStr};

/// What an extension adds to the crate beside its files (`extension.toml` in its folder).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Extension {
    /// Private modules in `src/`.
    #[serde(default)]
    pub modules: Vec<String>,
    /// Public modules in `src/`.
    #[serde(default)]
    pub public_modules: Vec<String>,
    /// What the root of the crate re-exports: module → items.
    #[serde(default)]
    pub exports: BTreeMap<String, Vec<String>>,
    /// What the crate depends on because of it.
    #[serde(default)]
    pub dependencies: BTreeMap<String, Dependency>,
    /// Features of the crate: name → what each of them switches on.
    #[serde(default)]
    pub features: BTreeMap<String, Feature>,
}

/// A dependency of the crate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dependency {
    /// The version requirement.
    pub version: String,
    /// The features of the dependency.
    #[serde(default)]
    pub features: Vec<String>,
    /// Whether it keeps its default features.
    #[serde(default = "yes")]
    pub default_features: bool,
    /// Whether only features of the crate switch it on.
    #[serde(default)]
    pub optional: bool,
}

/// A feature of the crate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Feature {
    /// One line for the manifest.
    pub description: String,
    /// Whether it is on unless somebody switches it off.
    #[serde(default)]
    pub default: bool,
    /// What the manifest says it enables, such as `dep:name`.
    #[serde(default)]
    pub enables: Vec<String>,
    /// Private modules that exist only with it.
    #[serde(default)]
    pub modules: Vec<String>,
    /// Public modules that exist only with it.
    #[serde(default)]
    pub public_modules: Vec<String>,
    /// What the root of the crate re-exports only with it: module → items.
    #[serde(default)]
    pub exports: BTreeMap<String, Vec<String>>,
}

fn yes() -> bool {
    true
}

/// What an extension adds.
#[derive(Clone, Debug, Serialize)]
pub struct ExtensionView {
    /// Private modules.
    pub modules: Vec<Ident>,
    /// Public modules.
    pub public_modules: Vec<Ident>,
    /// What the root re-exports.
    pub exports: Vec<ExportView>,
    /// The dependencies.
    pub dependencies: Vec<DependencyView>,
    /// The features, by name.
    pub features: Vec<FeatureView>,
    /// The names of the features that are on by default.
    pub default_features: Vec<TomlStr>,
}

/// Items that the root of the crate re-exports.
#[derive(Clone, Debug, Serialize)]
pub struct ExportView {
    /// The module.
    pub module: Ident,
    /// The items.
    pub items: Vec<Ident>,
}

/// A dependency.
#[derive(Clone, Debug, Serialize)]
pub struct DependencyView {
    /// The name, as a key.
    pub name: Comment,
    /// The version requirement.
    pub version: TomlStr,
    /// Its features.
    pub features: Vec<TomlStr>,
    /// Whether its default features are off.
    pub is_bare: bool,
    /// Whether features switch it on.
    pub is_optional: bool,
}

/// A feature.
#[derive(Clone, Debug, Serialize)]
pub struct FeatureView {
    /// The name, as a key.
    pub name: Comment,
    /// The name, as Rust code asks for it.
    pub literal: StrLit,
    /// One line about it.
    pub description: Comment,
    /// What it enables.
    pub enables: Vec<TomlStr>,
    /// Private modules.
    pub modules: Vec<Ident>,
    /// Public modules.
    pub public_modules: Vec<Ident>,
    /// What the root re-exports.
    pub exports: Vec<ExportView>,
}

/// Makes the view of an extension.
pub fn extension_view(extension: &Extension) -> ExtensionView {
    let on = extension.features.iter().filter(|(_, feature)| feature.default);
    ExtensionView {
        modules: modules(&extension.modules),
        public_modules: modules(&extension.public_modules),
        exports: exports(&extension.exports),
        dependencies: extension.dependencies.iter().map(dependency_view).collect(),
        default_features: on.map(|(name, _)| TomlStr::new(name)).collect(),
        features: extension.features.iter().map(feature_view).collect(),
    }
}

fn module(name: &str) -> Ident {
    Ident::snake(name, "extension")
}

fn modules(names: &[String]) -> Vec<Ident> {
    names.iter().map(|name| module(name)).collect()
}

fn exports(exports: &BTreeMap<String, Vec<String>>) -> Vec<ExportView> {
    let exports = exports.iter().map(|(name, items)| ExportView {
        module: module(name),
        items: items.iter().filter_map(|item| Ident::chosen(item)).collect(),
    });
    exports.collect()
}

fn dependency_view((name, dependency): (&String, &Dependency)) -> DependencyView {
    DependencyView {
        name: Comment::new(name),
        version: TomlStr::new(&dependency.version),
        features: dependency.features.iter().map(|name| TomlStr::new(name)).collect(),
        is_bare: !dependency.default_features,
        is_optional: dependency.optional,
    }
}

fn feature_view((name, feature): (&String, &Feature)) -> FeatureView {
    FeatureView {
        name: Comment::new(name),
        literal: StrLit::new(name),
        description: Comment::new(&feature.description),
        enables: feature.enables.iter().map(|name| TomlStr::new(name)).collect(),
        modules: modules(&feature.modules),
        public_modules: modules(&feature.public_modules),
        exports: exports(&feature.exports),
    }
}

#[cfg(test)]
mod tests {
    use super::{Extension, extension_view};

    #[test]
    fn features_bring_modules_and_dependencies() {
        let text = r#"
            modules = ["always"]
            [dependencies]
            far = { version = "1.2", optional = true, default-features = false, features = ["a"] }
            [features.more]
            description = "More of it."
            default = true
            enables = ["dep:far"]
            public-modules = ["extra"]
            exports = { extra = ["Thing", "not an item"] }
        "#;
        let view = extension_view(&toml::from_str::<Extension>(text).unwrap());
        assert_eq!(view.default_features.len(), 1);
        let far = &view.dependencies[0];
        assert!(far.is_bare && far.is_optional && far.version.as_str() == "\"1.2\"");
        let more = &view.features[0];
        assert_eq!((more.literal.as_str(), more.enables[0].as_str()), ("\"more\"", "\"dep:far\""));
        assert_eq!((more.public_modules.len(), more.exports[0].items.len()), (1, 1));
    }
}
