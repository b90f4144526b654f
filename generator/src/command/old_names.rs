//! What the crate of OLD calls everything when two definitions are compared, and how that was found.
//!
//! A verdict is about the crate that is made of NEW, and that keeps the names which the crate of OLD gave out. A lock
//! says what they are: the one that was asked for, or that of the last release where OLD is the definition of it. A lock
//! of another definition is not used, because its names would be held against what they do not belong to. Without one,
//! OLD counts as a first version. The report says which it was.

use std::path::Path;

use super::Sdk;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::diff::report::Names;
use crate::generate;
use crate::inherit::NameLock;
use crate::lock::Lock;
use crate::source::{self, SourceText};

/// The names of the old crate.
pub(super) struct OldNames {
    /// What is locked; `None` where it counts as a first version.
    pub lock: Option<NameLock>,
    /// What the report says about it.
    pub said: Names,
}

impl OldNames {
    /// Finds them: `file` is the lock that was asked for, `sdk` the SDK that both definitions are made for.
    pub(super) fn find(
        file: Option<&Path>,
        sdk: Option<&Sdk>,
        old: &SourceText,
        config: &Config,
    ) -> Result<Self, Diagnostics> {
        if let Some(file) = file {
            return Self::of_file(file, old, config);
        }
        let Some(sdk) = sdk else { return Ok(Self::first("`--lock` names a lock")) };
        let Some(baseline) = sdk.baseline()? else {
            return Ok(Self::first("the SDK has no release; `--lock` names a lock"));
        };
        let lock = format!("swagger/{}/sdk.lock", sdk.name);
        let version = &baseline.lock.release.version;
        if !baseline.was_made_from(old, config) {
            let reason =
                format!("OLD is not the definition of release {version}, whose lock is {lock}");
            return Ok(Self::first(&reason));
        }
        let reason = format!("OLD is the definition of release {version}");
        let said = Names { lock: Some(lock), reason };
        Ok(Self { lock: Some(baseline.lock.names), said })
    }

    fn of_file(file: &Path, old: &SourceText, config: &Config) -> Result<Self, Diagnostics> {
        let SourceText { name, text, .. } = source::read(&file.display().to_string())?;
        let lock = Lock::parse(&name, &text)?;
        if generate::locked_definition(&old.name, old, config)? != lock.definition {
            return Err(of_another(&name, &old.name).into());
        }
        let said = Names { lock: Some(name), reason: "`--lock` names it".to_owned() };
        Ok(Self { lock: Some(lock.names), said })
    }

    fn first(reason: &str) -> Self {
        Self { lock: None, said: Names { lock: None, reason: reason.to_owned() } }
    }
}

fn of_another(lock: &str, old: &str) -> Diagnostic {
    let message = format!("The lock `{lock}` is not that of a crate made from `{old}`.");
    Diagnostic::new(Code::DamagedLock, message).in_file(lock).help(
        "Name as OLD the definition of the last run, with its `--config`, or leave `--lock` away to compare as a first \
         version of OLD.",
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::OldNames;
    use crate::command::{Repository, Sdk};
    use crate::config::Config;
    use crate::diagnostic::Diagnostics;
    use crate::release::{Asked, Inputs, prepare};
    use crate::source::SourceText;
    use crate::templates;

    const PETS: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths:\n  /pets: {get: {operationId: \
                        listPets, responses: {'204': {description: Done.}}}}\n";

    fn write(path: &Path, text: &str) -> Result<(), Diagnostics> {
        crate::output::replace(path, text)
    }

    fn pets(text: &str) -> SourceText {
        SourceText::new("pets.yaml", text)
    }

    /// Leaves on disk what a release of these pets leaves.
    fn release(sdk: &Sdk) -> String {
        let inputs = Inputs {
            definition: &pets(PETS),
            config: &Config::plain("pets"),
            templates: &templates::embedded(),
            baseline: None,
            asked: &Asked::default(),
        };
        let baseline = prepare(&inputs).unwrap().release("2026-01-31", "definition.json");
        std::fs::create_dir_all(&sdk.released).unwrap();
        write(&sdk.lock, &baseline.lock.to_text()).unwrap();
        for (name, text) in baseline.files() {
            write(&sdk.released.join(name), &text).unwrap();
        }
        baseline.definition.text
    }

    #[test]
    fn the_lock_of_a_release_is_for_its_definition() {
        let root = tempfile::tempdir().unwrap();
        let sdk = Repository::at(root.path()).sdk("pets");
        let config = Config::plain("pets");
        let find = |sdk: Option<&Sdk>, old: &str| {
            let found = OldNames::find(None, sdk, &pets(old), &config).unwrap();
            assert_eq!(found.lock.is_some(), found.said.lock.is_some());
            (found.said.lock, found.said.reason)
        };
        assert_eq!(find(None, PETS), (None, "`--lock` names a lock".to_owned()));
        let without = "the SDK has no release; `--lock` names a lock";
        assert_eq!(find(Some(&sdk), PETS), (None, without.to_owned()));

        let kept = release(&sdk);
        let lock = Some("swagger/pets/sdk.lock".to_owned());
        let released = (lock, "OLD is the definition of release 0.1.0".to_owned());
        assert_eq!(find(Some(&sdk), PETS), released);
        assert_eq!(find(Some(&sdk), &kept), released);
        let other =
            "OLD is not the definition of release 0.1.0, whose lock is swagger/pets/sdk.lock";
        assert_eq!(find(Some(&sdk), &PETS.replace("pets:", "cats:")), (None, other.to_owned()));
        assert_eq!(find(None, PETS).0, None);
    }
}
