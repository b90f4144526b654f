//! The configuration of one SDK (`swagger/<sdk>/sdk.toml`): what the definition cannot say.
//!
//! Every table refuses unknown keys; the error names the nearest known one. Nothing here is specific
//! to one API: the values are.

mod calls;
mod definition;
mod diff;
mod messages;
mod names;
mod package;
mod rust_types;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

pub use self::calls::{
    Cursor, CursorCondition, Errors, Paging, RateLimitHeaders, RequiredInReplies, Responses,
    Security, Settings,
};
pub use self::definition::{Correction, OverlayText, Prune};
pub use self::diff::{Acceptance, DiffPolicy, Level, Preview};
pub(crate) use self::messages::Additions;
pub use self::messages::{Messages, TaggedUnion, TaggedVariant};
pub use self::names::{Inherit, Names, TextType};
pub use self::package::{Features, Package};
pub use self::rust_types::{Requirement, RustType};
use crate::diagnostic::{Code, Diagnostic, Levels, Position};
use crate::limit::Limits;
use crate::nearest::nearest;

/// The whole file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The crate that is generated.
    #[serde(rename = "crate")]
    pub package: Package,
    /// The address where the newest definition is published, for who fetches it.
    pub published_at: Option<String>,
    /// Which part of the definition is kept.
    #[serde(default)]
    pub prune: Prune,
    /// Overlay files (OpenAPI Overlay 1.0 and 1.1), from the folder of the configuration. They come before the
    /// corrections.
    #[serde(default)]
    pub overlays: Vec<PathBuf>,
    /// What those files hold, and those of the command line.
    #[serde(skip)]
    pub overlay_texts: Vec<OverlayText>,
    /// Corrections of the definition.
    #[serde(default)]
    pub overlay: Vec<Correction>,
    /// Schemas that travel without an operation.
    #[serde(default)]
    pub messages: Messages,
    /// Unions that the definition does not state, by the name that each gets as a schema.
    #[serde(default)]
    pub unions: BTreeMap<String, TaggedUnion>,
    /// Names that the generated code uses instead of those it would derive.
    #[serde(default)]
    pub names: Names,
    /// What is not to be kept of the last release.
    #[serde(default)]
    pub inherit: Inherit,
    /// Where `generate` keeps its lock, from the folder of the configuration; in the folder of the crate otherwise. The
    /// SDKs of a repository have theirs in `swagger/<sdk>/`.
    pub lock: Option<PathBuf>,
    /// Types for values that the definition calls plain text.
    #[serde(default)]
    pub types: BTreeMap<String, TextType>,
    /// Types of other crates for values of some formats, and for some schemas, by their paths.
    #[serde(default)]
    pub rust_types: BTreeMap<String, RustType>,
    /// How replies are decoded.
    #[serde(default)]
    pub responses: Responses,
    /// Where error replies keep what.
    #[serde(default)]
    pub errors: Errors,
    /// How the credential of each security scheme is presented, by the name of the scheme.
    #[serde(default)]
    pub security: BTreeMap<String, Security>,
    /// How lists go on, by the id of their operation, where the shape of the definition does not tell.
    #[serde(default)]
    pub paging: BTreeMap<String, Paging>,
    /// The hand-written extensions of `templates/extensions/` that are added to the crate, each laid over those before it.
    #[serde(default)]
    pub extensions: Vec<String>,
    /// What the extensions are told, by their name. They say what that may be in their `extension.toml`.
    #[serde(default)]
    pub extension: BTreeMap<String, toml::Table>,
    /// The keys of the settings that clients read from files and variables.
    #[serde(default)]
    pub settings: Settings,
    /// The features of the crate.
    #[serde(default)]
    pub features: Features,
    /// How much the definition may ask for.
    #[serde(default)]
    pub limits: Limits,
    /// Which kinds of problems are allowed, warned of or denied, by their code; `warnings` stands for all.
    #[serde(default)]
    pub diagnostics: Levels,
    /// Decisions about changes of the definition.
    #[serde(default)]
    pub diff: DiffPolicy,
}

impl Config {
    /// Reads a configuration; `name` is what the file is called in errors.
    pub fn parse(name: &str, text: &str) -> Result<Self, Diagnostic> {
        let config: Self = toml::from_str(text).map_err(|error| invalid(name, text, &error))?;
        config.package.check(name)?;
        rust_types::check(&config.rust_types).map_err(|problem| {
            Diagnostic::new(Code::InvalidConfig, problem)
                .in_file(name)
                .help("Such as `[rust-types.\"uuid::Uuid\"]` with `formats = [\"uuid\"]`.")
        })?;
        let limits = config.limits.check();
        limits.map_err(|problem| {
            Diagnostic::new(Code::InvalidConfig, problem)
                .in_file(name)
                .help("`generate --help` lists the limits and how far each can be moved.")
        })?;
        Ok(config)
    }

    /// The configuration that asks for nothing, for a crate of this name, which must be one that a crate can have.
    pub fn plain(name: &str) -> Self {
        Self { package: Package::plain(name), ..Self::default() }
    }

    /// What is added to the definition.
    pub(crate) fn additions(&self) -> Additions<'_> {
        Additions { messages: &self.messages, unions: &self.unions }
    }

    /// The same for a definition that was corrected and pruned when it was kept.
    pub(crate) fn of_a_kept_definition(self) -> Self {
        let (prune, overlay) = (Prune::default(), Vec::new());
        let (messages, unions) = (Messages::default(), BTreeMap::new());
        Self { prune, overlay, messages, unions, ..self }
    }

    /// The same without extensions: for definitions of the past. What is written by hand is written against the definition
    /// of today, and uses what older ones did not have.
    #[must_use]
    pub fn without_extensions(self) -> Self {
        Self { extensions: Vec::new(), extension: BTreeMap::new(), ..self }
    }
}

/// The error of the parser with its place, and the known key nearest to an unknown one.
fn invalid(name: &str, text: &str, error: &toml::de::Error) -> Diagnostic {
    let message = error.message();
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown ").then(|| quoted.next()).flatten();
    let known: Vec<&str> = quoted.collect();
    let mut diagnostic = Diagnostic::new(Code::InvalidConfig, message).in_file(name);
    if let Some(span) = error.span() {
        diagnostic = diagnostic.in_text(name, text, position(text, span.start));
    }
    match unknown.and_then(|unknown| nearest(unknown, known)) {
        Some(near) => diagnostic.help(format!("Did you mean `{near}`?")),
        None => diagnostic.help("CONTRIBUTING.md describes the configuration."),
    }
}

/// The line and column of a byte offset.
pub(crate) fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Position {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
    }
}
