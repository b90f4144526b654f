//! A new SDK in a repository: its definition and configuration below `swagger/`, its crate below `generated/`.
//!
//! In: a name and a definition, in any form that is read. Everything is made in memory first and written in one step, so
//! that a bad definition leaves nothing behind. The definition is kept as `regenerate --save` would keep it, and the crate
//! is what `regenerate` would make of that: the next run changes no byte.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::crate_name::{is_same_library, is_usable};
use super::{Repository, Sdk};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::generate;
use crate::output::{self, Beside};
use crate::release::{Asked, Inputs, Prepared, prepare};
use crate::source::{self, SourceText};
use crate::templates;

/// The most letters of a name: it becomes part of many paths.
const LONGEST: usize = 50;

/// What Windows takes for devices, whatever the ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// What is to be made.
#[derive(Clone, Debug)]
pub struct NewSdk {
    /// Where.
    pub repository: Repository,
    /// The name of its folders.
    pub name: String,
    /// The name of the crate; made from the name of the SDK otherwise.
    pub package: Option<String>,
    /// The definition: a file, or `-` for standard input.
    pub swagger: String,
    /// The extensions of the crate, each after those that it needs.
    pub extensions: Vec<String>,
    /// Names of crates that the workspace has already, its own and those it depends on.
    pub taken: BTreeSet<String>,
}

/// Why there is no new SDK.
#[derive(Debug)]
pub enum Unfit {
    /// A name cannot be used, or there is nothing to make a crate of: a sentence.
    Said(String),
    /// Something is wrong with the definition.
    Problems(Diagnostics),
}

impl From<Diagnostics> for Unfit {
    fn from(problems: Diagnostics) -> Self {
        Self::Problems(problems)
    }
}

impl From<Diagnostic> for Unfit {
    fn from(problem: Diagnostic) -> Self {
        Self::Problems(problem.into())
    }
}

/// A new SDK.
#[derive(Debug)]
pub struct Made {
    /// Where its parts are.
    pub sdk: Sdk,
    /// The name of the crate.
    pub package: String,
    /// The crate.
    pub prepared: Prepared,
}

impl NewSdk {
    /// Makes it. On any error nothing has changed.
    pub fn attempt(&self) -> Result<Made, Unfit> {
        let sdk = self.repository.sdk(&self.name);
        self.check_name(&sdk)?;
        let package = self.package.clone().unwrap_or_else(|| format!("{}-client", self.name));
        self.check_package(&package)?;
        let text = configuration(&package, &self.extensions);
        let config = Config::parse(&sdk.config.display().to_string(), &text)?;
        let templates = match &sdk.templates {
            Some(folder) => templates::with_folder(folder)?,
            None => templates::embedded(),
        };
        let given = source::read(&self.swagger)?;
        let make = |definition: &SourceText| {
            prepare(&Inputs {
                definition,
                config: &config,
                templates: &templates,
                baseline: None,
                asked: &Asked::default(),
            })
        };
        // What is wrong with it is told with the lines of the file that was given, not of the one that will be written.
        let api = make(&given)?.generated.api;
        if api.operations.is_empty() && api.messages.is_empty() {
            return Err(Unfit::Said(format!("`{}` has no operation", given.name)));
        }
        let kept = generate::pruned(&given.name, &given, &config)?;
        let kept = SourceText::new(sdk.definition.display().to_string(), kept);
        let prepared = make(&kept)?;
        let beside =
            Beside::from([(sdk.definition.clone(), kept.text), (sdk.config.clone(), text)]);
        output::write_with(&prepared.generated.files, &sdk.out, &beside)?;
        Ok(Made { sdk, package, prepared })
    }

    /// Refuses a name that some file system or Cargo would refuse, and one that is taken.
    fn check_name(&self, sdk: &Sdk) -> Result<(), Unfit> {
        let name = &self.name;
        let is_word = |word: &str| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        let starts_well = name.starts_with(|c: char| c.is_ascii_lowercase());
        if !starts_well || !name.split('-').all(is_word) || name.len() > LONGEST {
            return Err(Unfit::Said(format!(
                "`{name}` cannot be the name of an SDK: write at most {LONGEST} small letters and digits, in words \
                 with `-` between, such as `pet-store`"
            )));
        }
        let is_numbered = |device: &str| {
            name.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && is_word(rest))
        };
        if DEVICES.contains(&name.as_str()) || is_numbered("com") || is_numbered("lpt") {
            return Err(Unfit::Said(format!(
                "`{name}` cannot be the name of an SDK: Windows has no folder of this name"
            )));
        }
        let folders = [sdk.config.parent(), Some(sdk.out.as_path())];
        match folders.into_iter().flatten().find(|folder| folder.exists()) {
            Some(folder) => {
                Err(Unfit::Said(format!("there is an SDK `{name}` already: {}", folder.display())))
            }
            None => Ok(()),
        }
    }

    /// Refuses a name of the crate that Cargo or the compiler would refuse, or confuse with another crate.
    fn check_package(&self, package: &str) -> Result<(), Unfit> {
        if !is_usable(package) {
            return Err(Unfit::Said(format!("`{package}` cannot be the name of a crate")));
        }
        if self.taken.iter().any(|taken| is_same_library(taken, package)) {
            return Err(Unfit::Said(format!(
                "the workspace has a crate `{package}` already: choose another name with `--crate`"
            )));
        }
        Ok(())
    }
}

/// The least configuration.
fn configuration(package: &str, extensions: &[String]) -> String {
    let mut text = "# What the definition cannot say. CONTRIBUTING.md describes the tables; `generator/src/config/` \
                    defines them.\n\n"
        .to_owned();
    if !extensions.is_empty() {
        let names: Vec<String> =
            extensions.iter().map(|name| toml::Value::from(name.as_str()).to_string()).collect();
        let _ = writeln!(text, "extensions = [{}]\n", names.join(", "));
    }
    let package = toml::Value::from(package);
    let _ = writeln!(text, "[crate]\nname = {package}\ncommand = \"cargo xtask regenerate\"");
    text
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::{NewSdk, Unfit};
    use crate::command::{Regenerate, Repository};
    use crate::release::Asked;

    const PETS: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths:\n  /pets: {get: {operationId: \
                        listPets, responses: {'204': {description: Done.}}}}\n";

    fn new(root: &Path, name: &str) -> NewSdk {
        std::fs::create_dir_all(root.join("templates/crate")).unwrap();
        write(root.join("templates/crate/LICENSE"), "Free.\n").unwrap();
        write(root.join("pets.yaml"), PETS).unwrap();
        NewSdk {
            repository: Repository::at(root),
            name: name.to_owned(),
            package: None,
            swagger: root.join("pets.yaml").display().to_string(),
            extensions: Vec::new(),
            taken: BTreeSet::from(["serde".to_owned(), "xtask".to_owned()]),
        }
    }

    fn refusal(sdk: &NewSdk) -> String {
        match sdk.attempt().unwrap_err() {
            Unfit::Said(why) => why,
            Unfit::Problems(problems) => problems.to_string(),
        }
    }

    fn write(path: impl AsRef<std::path::Path>, text: impl AsRef<str>) -> Result<(), Diagnostics> {
        crate::output::replace(path.as_ref(), text.as_ref())
    }

    #[test]
    fn what_is_made_is_what_regenerate_makes() {
        let root = tempfile::tempdir().unwrap();
        let made = new(root.path(), "pet-store").attempt().unwrap();
        assert_eq!(made.package, "pet-store-client");
        let known = Repository::at(root.path()).sdks();
        assert_eq!(known.len(), 1);
        assert_eq!(known[0].name, "pet-store");
        let sdk = made.sdk;
        assert!(sdk.out.join("LICENSE").is_file() && sdk.definition.is_file());
        let again =
            Regenerate { sdk, swagger: None, save: false, check: true, asked: Asked::default() };
        assert!(again.attempt().unwrap().changes.is_empty());
    }

    #[test]
    fn a_bad_name_or_definition_leaves_nothing_behind() {
        let root = tempfile::tempdir().unwrap();
        let good = new(root.path(), "pets");
        for name in
            ["", "Pets", "1pets", "pets-", "pets--x", "../pets", "pêts", "a/b", &"p".repeat(51)]
        {
            assert!(
                refusal(&new(root.path(), name)).contains("cannot be the name of an SDK"),
                "{name}"
            );
        }
        for name in ["con", "aux", "com1", "lpt9"] {
            assert!(refusal(&new(root.path(), name)).contains("Windows"), "{name}");
        }
        for package in ["serde", "xtask"] {
            let taken = NewSdk { package: Some(package.to_owned()), ..good.clone() };
            assert!(refusal(&taken).contains("already"), "{package}");
        }
        for package in ["fn", "std", "proc-macro", "1st"] {
            let unfit = NewSdk { package: Some(package.to_owned()), ..good.clone() };
            assert!(refusal(&unfit).contains("cannot be the name of a crate"), "{package}");
        }
        let unknown = NewSdk { extensions: vec!["nowhere".to_owned()], ..good.clone() };
        assert!(refusal(&unknown).contains("no extension `nowhere`"));
        let absent =
            NewSdk { swagger: root.path().join("absent").display().to_string(), ..good.clone() };
        assert!(refusal(&absent).contains("absent"));
        write(root.path().join("pets.yaml"), "openapi: 3.0.3\npaths: {}\n").unwrap();
        assert!(refusal(&good).contains("pets.yaml` has no operation"));
        write(root.path().join("pets.yaml"), "openapi: 3.0.3\npaths: [\n").unwrap();
        assert!(refusal(&good).contains("pets.yaml:"));
        assert!(!root.path().join("swagger").exists() && !root.path().join("generated").exists());
    }

    #[test]
    fn extensions_come_after_those_that_they_need() {
        let root = tempfile::tempdir().unwrap();
        let extensions = root.path().join("templates/extensions");
        for (name, text) in [("sea", ""), ("shore", "requires = [\"sea\"]")] {
            std::fs::create_dir_all(extensions.join(name)).unwrap();
            write(extensions.join(name).join("extension.toml"), text).unwrap();
        }
        let with = |names: &[&str]| NewSdk {
            extensions: names.iter().map(|name| (*name).to_owned()).collect(),
            ..new(root.path(), "pets")
        };
        let needs = "The extension `shore` needs the extension `sea` before it.";
        assert!(refusal(&with(&["shore"])).contains(needs));
        assert!(refusal(&with(&["shore", "sea"])).contains(needs));
        assert!(refusal(&with(&["sea", "sea"])).contains("listed twice"));
        with(&["sea", "shore"]).attempt().unwrap();
        let text = std::fs::read_to_string(root.path().join("swagger/pets/sdk.toml")).unwrap();
        assert!(text.contains("extensions = [\"sea\", \"shore\"]"), "{text}");
    }

    #[test]
    fn an_sdk_is_made_once() {
        let root = tempfile::tempdir().unwrap();
        let sdk = new(root.path(), "pets");
        sdk.attempt().unwrap();
        assert!(refusal(&sdk).contains("there is an SDK `pets` already"));
    }
}
