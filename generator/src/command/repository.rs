//! The layout of a repository of SDKs: which there are, and where the parts of each one are.
//!
//! A folder of `swagger/` with an `sdk.toml` is an SDK. Nothing else lists them, so that a new one is a new folder and no
//! edit of anything that is there.

use std::fs;
use std::path::{Path, PathBuf};

use super::Sdk;
use crate::nearest::nearest;

/// The configuration of an SDK, in its folder below `swagger/`.
const CONFIG: &str = "sdk.toml";

/// A repository of SDKs.
#[derive(Clone, Debug)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The repository in this folder.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All SDKs, by name.
    pub fn sdks(&self) -> Vec<Sdk> {
        let entries = fs::read_dir(self.root.join("swagger")).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter(|entry| entry.path().join(CONFIG).is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        names.iter().map(|name| self.sdk(name)).collect()
    }

    /// The SDK of this name, or all of them where no name is given. The error is a sentence for people.
    pub fn choose(&self, name: Option<&str>) -> Result<Vec<Sdk>, String> {
        let mut all = self.sdks();
        let Some(name) = name else { return Ok(all) };
        if let Some(at) = all.iter().position(|sdk| sdk.name == name) {
            return Ok(vec![all.swap_remove(at)]);
        }
        let known: Vec<&str> = all.iter().map(|sdk| sdk.name.as_str()).collect();
        let near = nearest(name, known.iter().copied());
        let help = near.map_or_else(
            || format!("the SDKs are: {}", known.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        Err(format!("there is no SDK `{name}`: {help}"))
    }

    /// Where the parts of the SDK of this name are, or will be.
    pub fn sdk(&self, name: &str) -> Sdk {
        let folder = self.root.join("swagger").join(name);
        Sdk {
            name: name.to_owned(),
            definition: folder.join("definition.json"),
            config: folder.join(CONFIG),
            lock: folder.join("sdk.lock"),
            released: folder.join("released"),
            out: self.root.join("generated").join(name),
            templates: Some(self.templates()),
        }
    }

    /// The folder of the templates.
    pub fn templates(&self) -> PathBuf {
        self.root.join("templates")
    }
}

#[cfg(test)]
mod tests {
    use super::Repository;
    use crate::diagnostic::Diagnostics;

    fn write(path: impl AsRef<std::path::Path>, text: impl AsRef<str>) -> Result<(), Diagnostics> {
        crate::output::replace(path.as_ref(), text.as_ref())
    }

    #[test]
    fn a_folder_with_a_configuration_is_an_sdk() {
        let root = tempfile::tempdir().unwrap();
        let swagger = root.path().join("swagger");
        for name in ["pets", "chat", "notes"] {
            std::fs::create_dir_all(swagger.join(name)).unwrap();
        }
        for name in ["pets", "chat"] {
            write(swagger.join(name).join("sdk.toml"), "").unwrap();
        }
        let repository = Repository::at(root.path());
        let names = |name| {
            let chosen = repository.choose(name)?;
            Ok::<_, String>(chosen.into_iter().map(|sdk| sdk.name).collect::<Vec<_>>())
        };
        assert_eq!(names(None).unwrap(), ["chat", "pets"]);
        assert_eq!(names(Some("pets")).unwrap(), ["pets"]);
        assert_eq!(names(Some("pet")).unwrap_err(), "there is no SDK `pet`: did you mean `pets`?");
        assert_eq!(
            names(Some("notes")).unwrap_err(),
            "there is no SDK `notes`: the SDKs are: chat, pets"
        );
        assert_eq!(repository.sdk("new").out, root.path().join("generated/new"));
    }
}
