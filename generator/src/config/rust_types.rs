//! `[rust-types]`: types of other crates, or of the caller's own, in place of those that the crate has for texts and numbers.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

/// What stands in place of the types of some values, by the path of the type, such as `uuid::Uuid`.
///
/// It must be `Clone`, `Debug`, `PartialEq`, `Serialize` and `DeserializeOwned`, and its JSON must be what the
/// definition says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RustType {
    /// The formats of the values that have it.
    #[serde(default)]
    pub formats: BTreeSet<String>,
    /// The schemas that it stands for.
    #[serde(default)]
    pub schemas: BTreeSet<String>,
    /// The crate that it is in; absent where every generated crate has that anyway.
    #[serde(rename = "crate")]
    pub package: Option<Requirement>,
    /// A value of it in JSON, for the tests of the models.
    pub example: Value,
}

/// A crate that the generated one depends on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Requirement {
    /// Its name; without it, what the path of the type begins with.
    pub name: Option<String>,
    /// The version requirement.
    pub version: String,
    /// Its features.
    #[serde(default)]
    pub features: Vec<String>,
    /// Whether it keeps its default features.
    #[serde(default = "yes")]
    pub default_features: bool,
}

fn yes() -> bool {
    true
}

impl RustType {
    /// The name of the crate that is needed for the type at `path`, and what is needed of it.
    pub fn requirement<'t>(&'t self, path: &'t str) -> Option<(&'t str, &'t Requirement)> {
        let package = self.package.as_ref()?;
        let first = || path.split("::").find(|part| !part.is_empty()).unwrap_or_default();
        Some((package.name.as_deref().unwrap_or_else(first), package))
    }
}

/// What is wrong with the table, if anything is.
pub(super) fn check(types: &BTreeMap<String, RustType>) -> Result<(), String> {
    let mut taken: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for (path, of) in types {
        let is_path = |of: &syn::Type| matches!(of, syn::Type::Path(of) if of.qself.is_none());
        if !syn::parse_str(path).is_ok_and(|of| is_path(&of)) || path.contains('"') {
            return Err(format!(
                "`[rust-types]` has the key {path:?}, which is not the path of a type."
            ));
        }
        if of.formats.is_empty() && of.schemas.is_empty() {
            return Err(format!("`[rust-types.{path:?}]` says neither `formats` nor `schemas`."));
        }
        let formats = of.formats.iter().map(|name| ("format", name));
        for (kind, name) in formats.chain(of.schemas.iter().map(|name| ("schema", name))) {
            if let Some(other) = taken.insert((kind, name), path) {
                return Err(format!(
                    "The {kind} `{name}` has two types in `[rust-types]`: `{other}` and `{path}`."
                ));
            }
        }
        let name = of.requirement(path).map_or("crate-name", |(name, _)| name);
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if name.is_empty() || !name.chars().all(is_of_name) {
            return Err(format!(
                "`[rust-types.{path:?}.crate]` has the name {name:?}, which no crate can have."
            ));
        }
    }
    Ok(())
}
