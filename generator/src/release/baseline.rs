//! Everything that a release leaves for the next one.
//!
//! The lock, and a folder beside it with the definition, the public items, the change log and the
//! digests of the generated files.

use std::collections::BTreeMap;

use super::digests::{Digests, digest};
use super::lock::{Lock, damaged};
use crate::api::Api;
use crate::config::{Config, Prune};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::generate;
use crate::load::{Purpose, load};
use crate::source::SourceText;

/// The name of the definition in the folder.
pub const DEFINITION: &str = "definition.json";
/// The name of the file with the public items in the folder.
pub const PUBLIC_API: &str = "public-api.jsonl";
/// The name of the change log in the folder.
pub const CHANGELOG: &str = "CHANGELOG.md";
/// The name of the file with the digests in the folder.
pub const DIGESTS: &str = "digests.txt";
/// The name of the file that explains the folder.
pub const README: &str = "README.md";

/// What the folder is, for whoever opens it.
const ABOUT: &str = "\
# The last release

What the last release of the crate was made from, and what came out. The next version is compared with this,
so it must not be edited, with one exception.

- `definition.json`: the definition, corrected and pruned.
- `public-api.jsonl`: its public items, one per line, as data; `public-api.txt` of the crate shows them as Rust.
- `digests.txt`: the SHA-256 of each generated file (with 0.0.0 for the version), to notice changes inside.
- `CHANGELOG.md`: the change log up to this release. Wording may be corrected here; `regenerate` copies it.

The lock beside this folder holds the version and all names of the crate. `cargo xtask release` writes
everything.
";

/// A release, as the next one sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// The version, and what the release calls everything.
    pub lock: Lock,
    /// The definition, corrected and pruned.
    pub definition: SourceText,
    /// The public items, as data.
    pub public_api: String,
    /// The change log.
    pub changelog: String,
    /// The digests of the generated files.
    pub digests: Digests,
}

/// The files of a baseline as they were read.
#[derive(Clone, Debug)]
pub struct BaselineTexts {
    /// The lock.
    pub lock: SourceText,
    /// [`DEFINITION`].
    pub definition: SourceText,
    /// [`PUBLIC_API`].
    pub public_api: SourceText,
    /// [`CHANGELOG`].
    pub changelog: SourceText,
    /// [`DIGESTS`].
    pub digests: SourceText,
}

impl Baseline {
    /// Reads a baseline, and refuses one whose parts do not belong together.
    pub fn parse(texts: BaselineTexts) -> Result<Self, Diagnostic> {
        let lock = Lock::parse(&texts.lock.name, &texts.lock.text)?;
        let parts = [
            (&texts.definition, &lock.release.definition),
            (&texts.public_api, &lock.release.public_api),
        ];
        for (file, recorded) in parts {
            if digest(&file.text) != *recorded {
                let message =
                    format!("`{}` is not what version {} left.", file.name, lock.release.version);
                return Err(damaged(&file.name, message));
            }
        }
        let digests = Digests::parse(&texts.digests.text).map_err(|line| {
            damaged(&texts.digests.name, format!("`{line}` is not a digest and a path."))
        })?;
        Ok(Self {
            lock,
            definition: texts.definition,
            public_api: texts.public_api.text,
            changelog: texts.changelog.text,
            digests,
        })
    }

    /// The files of the folder, by name.
    pub fn files(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            (DEFINITION, self.definition.text.clone()),
            (PUBLIC_API, self.public_api.clone()),
            (CHANGELOG, self.changelog.clone()),
            (DIGESTS, self.digests.to_text()),
            (README, ABOUT.to_owned()),
        ])
    }

    /// Whether a definition is the one that the release was made from, as it was written or as it was kept.
    pub fn was_made_from(&self, definition: &SourceText, config: &Config) -> bool {
        let is_kept = |text: &str| digest(text) == self.lock.release.definition;
        let SourceText { name, text, .. } = definition;
        is_kept(text)
            || generate::corrected(name, definition, config).is_ok_and(|text| is_kept(&text))
    }

    /// The API that the release was made from. It was corrected and pruned then.
    pub fn api(&self) -> Result<Api, Diagnostics> {
        let SourceText { name, text, .. } = &self.definition;
        let loaded = load(name, text, &Prune::default(), &[], Purpose::Compare);
        loaded.api.ok_or(loaded.diagnostics)
    }
}
