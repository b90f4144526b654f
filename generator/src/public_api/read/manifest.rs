//! The facts of a manifest that are part of an API.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

/// What a `Cargo.toml` says.
#[derive(Debug, Default)]
pub(in crate::public_api) struct Manifest {
    /// The name by which code names the crate.
    pub crate_name: String,
    /// The file of the root module.
    pub root: String,
    pub rust_version: Option<String>,
    /// The features and what each enables.
    pub features: BTreeMap<String, Vec<String>>,
    /// The dependencies by the name that code uses, with the part of the version that must be equal for
    /// types to be the same.
    pub dependencies: BTreeMap<String, String>,
}

/// The name of a crate whose manifest is not there.
const UNNAMED: &str = "unnamed";

impl Manifest {
    /// Reads a manifest; the error is what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let table: Table = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let package = table.get("package").and_then(Value::as_table);
        let library = table.get("lib").and_then(Value::as_table);
        let fact = |table: Option<&Table>, name: &str| {
            table.and_then(|table| table.get(name)?.as_str()).map(str::to_owned)
        };
        let name = fact(library, "name").or_else(|| fact(package, "name"));
        let mut manifest = Self {
            crate_name: name.map_or_else(|| UNNAMED.to_owned(), |name| name.replace('-', "_")),
            root: fact(library, "path").unwrap_or_else(|| "src/lib.rs".to_owned()),
            rust_version: fact(package, "rust-version"),
            features: features(&table),
            dependencies: BTreeMap::new(),
        };
        manifest.read_dependencies(&table);
        Ok(manifest)
    }

    fn read_dependencies(&mut self, table: &Table) {
        let targets = table.get("target").and_then(Value::as_table);
        let tables = targets.into_iter().flat_map(|targets| targets.values());
        let tables = tables.filter_map(Value::as_table).chain([table]);
        let mut optional = BTreeSet::new();
        for (name, value) in tables
            .filter_map(|table| table.get("dependencies")?.as_table())
            .flat_map(|dependencies| dependencies.iter())
        {
            let fact = |name: &str| value.as_table().and_then(|value| value.get(name));
            if fact("optional").and_then(Value::as_bool) == Some(true) {
                optional.insert(name.clone());
            }
            let version = value.as_str().or_else(|| fact("version")?.as_str()).unwrap_or("*");
            self.dependencies.insert(name.replace('-', "_"), compatible_part(version));
        }
        // An optional dependency is a feature, unless a feature names it as `dep:…`.
        let named = self.features.values().flatten().filter_map(|name| name.strip_prefix("dep:"));
        let named: BTreeSet<String> = named.map(str::to_owned).collect();
        for name in optional.into_iter().filter(|name| !named.contains(name)) {
            let enabled = vec![format!("dep:{name}")];
            self.features.entry(name).or_insert(enabled);
        }
    }
}

fn features(table: &Table) -> BTreeMap<String, Vec<String>> {
    let table = table.get("features").and_then(Value::as_table);
    let enabled = |value: &Value| -> Vec<String> {
        let names = value.as_array().into_iter().flatten().filter_map(Value::as_str);
        names.map(str::to_owned).collect()
    };
    table
        .into_iter()
        .flat_map(|table| table.iter())
        .map(|(name, value)| (name.clone(), enabled(value)))
        .collect()
}

/// `1.12` → `1`, `0.3.31` → `0.3`; a requirement of another form stays as it is.
fn compatible_part(requirement: &str) -> String {
    let bare = requirement.trim().trim_start_matches('^');
    let numbers: Option<Vec<u64>> = bare.split('.').map(|number| number.parse().ok()).collect();
    let Some(numbers) = numbers else { return requirement.replace(' ', "") };
    let significant = numbers.iter().position(|number| *number > 0).unwrap_or(numbers.len());
    let part: Vec<&str> = bare.split('.').take(significant + 1).collect();
    part.join(".")
}

#[cfg(test)]
mod tests {
    use super::{Manifest, compatible_part};

    #[test]
    fn reads_what_callers_depend_on() {
        let manifest = Manifest::parse(
            "[package]\nname = \"my-client\"\nrust-version = \"1.85\"\n\
             [features]\ndefault = [\"tls\"]\ntls = [\"dep:rustls\"]\n\
             [dependencies]\nhttp = \"1.5\"\nrustls = { version = \"0.23.4\", optional = true }\n\
             [target.'cfg(unix)'.dependencies]\nmio-x = { version = \"=1.2.3\", optional = true }\n",
        )
        .unwrap();
        assert_eq!(manifest.crate_name, "my_client");
        assert_eq!(manifest.features.keys().collect::<Vec<_>>(), ["default", "mio-x", "tls"]);
        let versions: Vec<_> = manifest.dependencies.into_iter().collect();
        let expected = [("http", "1"), ("mio_x", "=1.2.3"), ("rustls", "0.23")];
        assert_eq!(versions, expected.map(|(name, version)| (name.into(), version.into())));
    }

    #[test]
    fn knows_what_makes_versions_compatible() {
        let cases = [("1", "1"), ("^1.2.3", "1"), ("0.3", "0.3"), ("0.0.7", "0.0.7"), ("0", "0")];
        for (requirement, part) in cases {
            assert_eq!(compatible_part(requirement), part);
        }
        assert_eq!(compatible_part(">=1, <3"), ">=1,<3");
    }
}
