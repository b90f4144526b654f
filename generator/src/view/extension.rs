//! The view of what extensions add beside their files: modules, re-exports, dependencies and features.
//!
//! In: `extension.toml` of each extension, in the order in which they are laid over each other. Out: the parts of `lib.rs`
//! and of the manifest that come from them, sorted, so that the order shows only where two say something about one thing.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::names::Ident;

use super::text::{Comment, StrLit, TomlStr};

/// What an extension adds to the crate beside its files (`extension.toml` in its folder).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Extension {
    /// The extensions that it builds on, which must come before it.
    #[serde(default)]
    pub requires: Vec<String>,
    /// The keys of its table in the configuration of an SDK.
    #[serde(default)]
    pub configuration: BTreeMap<String, Key>,
    /// The keys of the settings that clients read from files and variables, where the configuration of the SDK names
    /// none: section → key → what it sets.
    #[serde(default)]
    pub settings: BTreeMap<String, BTreeMap<String, String>>,
    /// What can be set about the address of the service beside its base URL: each is a variant of `AddressSetting` in
    /// the `settings/address.rs` of the extension.
    #[serde(default)]
    pub address_settings: Vec<String>,
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
    /// The tags whose operations or types its files name whatever features are on: those are no features.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Features of the crate: name → what each of them switches on.
    #[serde(default)]
    pub features: BTreeMap<String, Feature>,
}

/// An extension that is used.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Its name: that of its folder.
    pub name: String,
    /// What it adds beside its files.
    pub extension: Extension,
}

/// A key that an extension asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Key {
    /// What it is for, a sentence.
    pub description: String,
    /// What its value may be.
    pub kind: Kind,
    /// Whether it may be absent. A list that is absent is empty, a flag is off.
    #[serde(default)]
    pub optional: bool,
    /// Of a `name`: the identifiers that the templates use beside those that are made of it.
    #[serde(default)]
    pub reserved: Vec<String>,
    /// Of a `list`: the keys of each of its tables.
    #[serde(default)]
    pub of: BTreeMap<String, Key>,
}

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Any text.
    Text,
    /// A word that becomes an identifier; in a list, another one in each table.
    Name,
    /// A host name, without scheme and port.
    Host,
    /// `true` or `false`.
    Flag,
    /// Tables, written as `[[extension.<name>.<key>]]`.
    List,
}

impl Kind {
    /// What is expected, for an error.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Name => "a name, such as `us_east_1`",
            Self::Host => "a host name without scheme, such as `example.com`",
            Self::Flag => "`true` or `false`",
            Self::List => "a list of tables",
        }
    }
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

/// Makes the view of what all extensions add; `None` without any.
pub fn extension_view(layers: &[Layer]) -> Option<ExtensionView> {
    if layers.is_empty() {
        return None;
    }
    let mut all = Extension::default();
    for layer in layers {
        all.add(&layer.extension);
    }
    Some(view(&all))
}

impl Extension {
    /// Takes over what a later extension adds. Of a feature that both have, both parts count; a dependency is as the later
    /// one says.
    fn add(&mut self, later: &Self) {
        self.modules.extend(later.modules.iter().cloned());
        self.public_modules.extend(later.public_modules.iter().cloned());
        add_exports(&mut self.exports, &later.exports);
        self.dependencies.extend(later.dependencies.clone());
        for (name, feature) in &later.features {
            let known = self.features.entry(name.clone()).or_default();
            known.description.clone_from(&feature.description);
            known.default |= feature.default;
            known.enables.extend(feature.enables.iter().cloned());
            known.modules.extend(feature.modules.iter().cloned());
            known.public_modules.extend(feature.public_modules.iter().cloned());
            add_exports(&mut known.exports, &feature.exports);
        }
    }
}

fn add_exports(all: &mut BTreeMap<String, Vec<String>>, later: &BTreeMap<String, Vec<String>>) {
    for (module, items) in later {
        all.entry(module.clone()).or_default().extend(items.iter().cloned());
    }
}

fn view(extension: &Extension) -> ExtensionView {
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
    let sorted: BTreeSet<&String> = names.iter().collect();
    sorted.into_iter().map(|name| module(name)).collect()
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
    use super::{Layer, extension_view};

    fn layer(text: &str) -> Layer {
        Layer { name: "one".to_owned(), extension: toml::from_str(text).unwrap() }
    }

    #[test]
    fn later_extensions_add_to_earlier_ones() {
        assert!(extension_view(&[]).is_none());
        let first = layer(
            "modules = [\"sea\", \"air\"]\n[dependencies]\nfar = { version = \"1\" }\n[features.more]\n\
             description = \"More.\"\nmodules = [\"deep\"]",
        );
        let second = layer(
            "modules = [\"land\"]\n[dependencies]\nfar = { version = \"2\" }\n[features.more]\n\
             description = \"Still more.\"\nenables = [\"dep:far\"]\nmodules = [\"dark\"]",
        );
        let view = extension_view(&[first, second]).unwrap();
        let names = |modules: &[crate::names::Ident]| {
            modules.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(names(&view.modules), ["air", "land", "sea"]);
        assert_eq!(names(&view.features[0].modules), ["dark", "deep"]);
        assert_eq!(view.features[0].enables.len(), 1);
        assert_eq!(view.dependencies[0].version.as_str(), "\"2\"");
    }

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
        let view = extension_view(&[layer(text)]).unwrap();
        assert_eq!(view.default_features.len(), 1);
        let far = &view.dependencies[0];
        assert!(far.is_bare && far.is_optional && far.version.as_str() == "\"1.2\"");
        let more = &view.features[0];
        assert_eq!((more.literal.as_str(), more.enables[0].as_str()), ("\"more\"", "\"dep:far\""));
        assert_eq!((more.public_modules.len(), more.exports[0].items.len()), (1, 1));
    }
}
