//! Which configuration two definitions are compared with, and how it was found.
//!
//! What is asked for counts first. Without that, a repository of SDKs looks whose definitions they are: one of them
//! lies in the folder of an SDK, or both consist of the operations of one. Everything else is compared without a
//! configuration: that of another API would leave out most of the definition (`[prune]`) or find nothing of what it
//! corrects (`[[overlay]]`), so a guess is worse than none. The report says which one it was.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::crate_name::{crate_name, title};
use super::{Sdk, read_config};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::diff::report::Configuration;
use crate::source::{self, SourceText};

/// The methods that a path may have.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Where a configuration may come from.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The file that was asked for.
    pub file: Option<PathBuf>,
    /// The SDK that was asked for.
    pub sdk: Option<Sdk>,
    /// The SDKs of the repository.
    pub sdks: Vec<Sdk>,
}

impl Choice {
    /// The configuration for two definitions, and what the report says about it.
    pub fn make(
        &self,
        old: &SourceText,
        new: &SourceText,
    ) -> Result<(Config, Configuration), Diagnostics> {
        if let Some(file) = &self.file {
            let said = Configuration {
                sdk: None,
                file: Some(file.display().to_string()),
                reason: "`--config` names it".to_owned(),
            };
            return Ok((read_config(file)?, said));
        }
        if let Some(sdk) = &self.sdk {
            return of_sdk(sdk, "`--sdk` names it");
        }
        let outlines = [old, new].map(Outline::of);
        let reason = match self.find([old, new], &outlines) {
            Found::One(sdk, reason) => return of_sdk(sdk, reason),
            Found::None if self.sdks.is_empty() => "`--config` names one",
            Found::None => {
                "they are no definitions of an SDK here; `--sdk` or `--config` names one"
            }
            Found::Several => "they fit several SDKs; `--sdk` names one",
        };
        let [_, new] = &outlines;
        let said = Configuration { sdk: None, file: None, reason: reason.to_owned() };
        let name = new.title.as_deref().map_or_else(|| "api".to_owned(), crate_name);
        Ok((Config::plain(&name), said))
    }

    fn find(&self, names: [&SourceText; 2], outlines: &[Outline; 2]) -> Found<'_> {
        for (input, reason) in names.iter().zip(["OLD is in its folder", "NEW is in its folder"]) {
            // Two files of two SDKs are compared without the configuration of either.
            let other = |sdk: &Sdk| names.iter().all(|name| !lies_elsewhere(name, sdk, &self.sdks));
            let holds = |sdk: &&Sdk| lies_in(&input.name, sdk) && other(sdk);
            if let Some(sdk) = self.sdks.iter().find(holds) {
                return Found::One(sdk, reason);
            }
        }
        if names.iter().any(|name| self.sdks.iter().any(|sdk| lies_in(&name.name, sdk))) {
            return Found::None;
        }
        let mut alike = self.sdks.iter().filter(|sdk| {
            let own = source::read(&sdk.definition.display().to_string());
            let own = own.map(|own| Outline::of(&own)).unwrap_or_default();
            outlines.iter().all(|outline| outline.is_mostly(&own))
        });
        match (alike.next(), alike.next()) {
            (Some(sdk), None) => Found::One(sdk, "both have the operations of this SDK"),
            (Some(_), Some(_)) => Found::Several,
            (None, _) => Found::None,
        }
    }
}

/// What looking for an SDK gave.
enum Found<'s> {
    None,
    One(&'s Sdk, &'static str),
    Several,
}

fn of_sdk(sdk: &Sdk, reason: &str) -> Result<(Config, Configuration), Diagnostics> {
    let said = Configuration {
        sdk: Some(sdk.name.clone()),
        file: Some(format!("swagger/{}/sdk.toml", sdk.name)),
        reason: reason.to_owned(),
    };
    Ok((read_config(&sdk.config)?, said))
}

/// Whether a name on the command line is that of a file in the folder of this SDK, now or in a revision.
fn lies_in(name: &str, sdk: &Sdk) -> bool {
    if let Some(path) = source::git_path(name) {
        // Git takes paths from the root of the repository.
        return Path::new(path).starts_with(Path::new("swagger").join(&sdk.name));
    }
    let place = |path: &Path| path.canonicalize().ok();
    let folder = sdk.config.parent().and_then(place);
    match (folder, place(Path::new(name))) {
        (Some(folder), Some(file)) => file.starts_with(folder),
        _ => false,
    }
}

/// Whether a definition lies in the folder of another SDK than this one.
fn lies_elsewhere(name: &SourceText, sdk: &Sdk, all: &[Sdk]) -> bool {
    all.iter().any(|other| other.name != sdk.name && lies_in(&name.name, other))
}

/// What tells one API from another.
#[derive(Default)]
struct Outline {
    title: Option<String>,
    /// `GET /pets/{}`: the names of parameters are not the callers' business.
    operations: BTreeSet<String>,
}

impl Outline {
    /// Empty where the text is no definition; that is said when it is read for good.
    fn of(text: &SourceText) -> Self {
        let Ok(document) = source::parse(&text.name, &text.text) else { return Self::default() };
        let paths = document.value().get("paths").and_then(|paths| paths.as_object());
        let operations = paths.into_iter().flatten().flat_map(|(path, item)| {
            let path = anonymous(path);
            let methods = METHODS.iter().filter(|method| item.get(**method).is_some());
            methods.map(move |method| format!("{method} {path}")).collect::<Vec<_>>()
        });
        Self { title: title(&document), operations: operations.collect() }
    }

    /// Whether more than half of these operations are those of an SDK, and more than half of its are these. A part of a
    /// large definition is no reason to leave out the rest of it.
    fn is_mostly(&self, own: &Self) -> bool {
        let shared = self.operations.intersection(&own.operations).count();
        shared * 2 > self.operations.len() && shared * 2 > own.operations.len()
    }
}

/// A path without the names of its parameters.
fn anonymous(path: &str) -> String {
    let mut parts = path.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str("{}");
        text.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use std::path::Path;

    use super::{Choice, anonymous};
    use crate::command::Repository;
    use crate::diff::report::Configuration;
    use crate::source::SourceText;

    fn write(path: impl AsRef<std::path::Path>, text: impl AsRef<str>) -> Result<(), Diagnostics> {
        crate::output::replace(path.as_ref(), text.as_ref())
    }

    #[test]
    fn names_of_parameters_do_not_tell_apis_apart() {
        assert_eq!(anonymous("/pets/{petId}/toys/{toy}.json"), "/pets/{}/toys/{}.json");
        assert_eq!(anonymous("/open/{end"), "/open/{}");
    }

    fn definition(title: &str, paths: &[&str]) -> String {
        let path = |path: &&str| {
            format!("\n  {path}: {{get: {{responses: {{'204': {{description: Done.}}}}}}}}")
        };
        let paths: String = paths.iter().map(path).collect();
        format!("openapi: 3.0.3\ninfo: {{title: {title}, version: '1'}}\npaths:{paths}\n")
    }

    /// A repository of two SDKs, in a folder of its own.
    fn repository() -> (tempfile::TempDir, Repository) {
        let root = tempfile::tempdir().unwrap();
        for (name, paths) in
            [("pets", ["/pets", "/pets/{id}"]), ("notes", ["/notes", "/notes/{id}"])]
        {
            let folder = root.path().join("swagger").join(name);
            std::fs::create_dir_all(&folder).unwrap();
            write(folder.join("definition.json"), definition(name, &paths)).unwrap();
            let config = format!("[crate]\nname = \"{name}-client\"\n");
            write(folder.join("sdk.toml"), config).unwrap();
        }
        let repository = Repository::at(root.path());
        (root, repository)
    }

    fn chosen(choice: &Choice, old: (&Path, &str), new: (&Path, &str)) -> (String, Configuration) {
        let text = |(path, text): (&Path, &str)| SourceText::new(path.display().to_string(), text);
        let (config, said) = choice.make(&text(old), &text(new)).unwrap();
        (config.package.name, said)
    }

    #[test]
    fn definitions_tell_whose_they_are() {
        let (root, repository) = repository();
        let choice = Choice { sdks: repository.sdks(), ..Choice::default() };
        let file = |name: &str| root.path().join("swagger").join(name).join("definition.json");
        let [pets_file, notes_file] = ["pets", "notes"].map(file);
        let [pets, notes] =
            [&pets_file, &notes_file].map(|file| std::fs::read_to_string(file).unwrap());
        let away = Path::new("away.json");
        let others = definition("Others", &["/pets", "/a", "/b", "/c"]);
        let sdk = |old, new| {
            let (name, said) = chosen(&choice, old, new);
            (name, said.sdk, said.reason)
        };
        let found = |name: &str, reason: &str| {
            (format!("{name}-client"), Some(name.to_owned()), reason.to_owned())
        };

        // A file of the SDK, whatever the other one is.
        let own = sdk((&pets_file, &pets), (away, &others));
        assert_eq!(own, found("pets", "OLD is in its folder"));
        let own = sdk((away, &pets), (&notes_file, &notes));
        assert_eq!(own, found("notes", "NEW is in its folder"));
        let past =
            sdk((Path::new("git:HEAD~1:swagger/notes/definition.json"), &notes), (away, &notes));
        assert_eq!(past, found("notes", "OLD is in its folder"));

        // The operations of the SDK, under other names.
        let renamed = definition("Renamed", &["/pets", "/pets/{pet}", "/toys"]);
        let alike = sdk((away, &pets), (away, &renamed));
        assert_eq!(alike, found("pets", "both have the operations of this SDK"));

        // Of two SDKs, of another API, and of one of which the SDK is a small part.
        let both = sdk((&pets_file, &pets), (&notes_file, &notes));
        assert_eq!((both.0.as_str(), both.1), ("notes", None));
        for text in [&others, &definition("Whole", &["/pets", "/pets/{id}", "/a", "/b", "/c"])] {
            let none = sdk((away, text), (away, text));
            assert_eq!(none.1, None);
            assert!(none.2.starts_with("they are no definitions of an SDK here"), "{}", none.2);
        }
    }

    #[test]
    fn what_is_asked_for_counts_first() {
        let (root, repository) = repository();
        let pets =
            std::fs::read_to_string(root.path().join("swagger/pets/definition.json")).unwrap();
        let away = Path::new("away.json");
        let sdks = repository.sdks();
        let choice = Choice { sdk: Some(repository.sdk("notes")), sdks: sdks.clone(), file: None };
        let (name, said) = chosen(&choice, (away, &pets), (away, &pets));
        assert_eq!((name.as_str(), said.sdk.as_deref()), ("notes-client", Some("notes")));
        let file = root.path().join("own.toml");
        write(&file, "[crate]\nname = \"own\"\n").unwrap();
        let choice = Choice { file: Some(file), ..choice };
        let (name, said) = chosen(&choice, (away, &pets), (away, &pets));
        assert_eq!((name.as_str(), said.sdk), ("own", None));
    }
}
