//! `[crate]` and `[features]`: what the manifest of the crate says.

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic};

/// The crate that is generated.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// The name on the registry.
    pub name: String,
    /// The version of the first release, and the least that a later one may have.
    #[serde(default = "first_version")]
    pub version: String,
    /// One line for the registry; the title of the definition otherwise.
    pub description: Option<String>,
    /// An SPDX expression.
    #[serde(default = "default_license")]
    pub license: String,
    /// The address of the source.
    pub repository: Option<String>,
    /// Registry keywords, at most five.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Registry categories.
    #[serde(default)]
    pub categories: Vec<String>,
    /// A notice for the top of the README and of the crate documentation.
    pub notice: Option<String>,
    /// The command that makes the crate, for the headers of its files.
    #[serde(default = "default_command")]
    pub command: String,
}

fn first_version() -> String {
    "0.1.0".to_owned()
}

fn default_command() -> String {
    format!("{} generate", crate::PROGRAM)
}

fn default_license() -> String {
    "MIT OR Apache-2.0".to_owned()
}

impl Package {
    /// A package of this name of which nothing else is said.
    pub(super) fn plain(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            version: first_version(),
            license: default_license(),
            command: default_command(),
            ..Self::default()
        }
    }

    /// Refuses what Cargo would refuse later, with a less helpful message.
    pub(super) fn check(&self, file: &str) -> Result<(), Diagnostic> {
        let mut characters = self.name.chars();
        let starts_well = characters.next().is_some_and(|c| c.is_ascii_alphabetic());
        if !starts_well || !characters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        {
            let message = format!("`{}` cannot be the name of a crate.", self.name);
            return Err(Diagnostic::new(Code::InvalidConfig, message)
                .in_file(file)
                .help("`crate.name` is a letter, then letters, digits, `-` or `_`."));
        }
        let valid = semver::Version::parse(&self.version).is_ok();
        if !valid {
            let message = format!("`{}` is not a version.", self.version);
            return Err(Diagnostic::new(Code::InvalidConfig, message)
                .in_file(file)
                .help("`crate.version` is three numbers, such as `0.1.0`."));
        }
        Ok(())
    }
}

/// The features of the crate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Features {
    /// Whether each tag is a feature, which brings its operations and what they reach. Otherwise as in the last
    /// version; in the first one, where there are more than 300 operations. All are on by default.
    pub per_tag: Option<bool>,
}
