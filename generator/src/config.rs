//! The configuration of one SDK (`swagger/<sdk>/sdk.toml`): what the definition cannot say.
//!
//! Every table refuses unknown keys; the error names the nearest known one. Nothing here is specific
//! to one API: the values are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

use crate::bump::Bump;
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
    /// Corrections of the definition.
    #[serde(default)]
    pub overlay: Vec<Correction>,
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
        let package = Package {
            name: name.to_owned(),
            version: first_version(),
            license: default_license(),
            command: default_command(),
            ..Package::default()
        };
        Self { package, ..Self::default() }
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

impl Package {
    /// Refuses what Cargo would refuse later, with a less helpful message.
    fn check(&self, file: &str) -> Result<(), Diagnostic> {
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

/// Which part of the definition is kept. Without any rule everything is; with several kinds of rules an
/// operation must satisfy each kind.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Prune {
    /// Keep operations whose path starts with one of these.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Keep operations that have one of these tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Keep operations with one of these ids.
    #[serde(default)]
    pub operations: Vec<String>,
}

/// One correction of the definition. It must apply, or the run fails: a correction that upstream has made
/// superfluous is to be removed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Correction {
    /// The JSON pointer of the place that is corrected.
    pub at: String,
    /// Why the definition is wrong.
    pub reason: String,
    /// What must stand there now; when it is absent, anything may.
    pub expect: Option<Value>,
    /// What shall stand there.
    pub set: Option<Value>,
    /// Members that are added to the object there.
    pub merge: Option<Value>,
    /// Whether the place is removed.
    #[serde(default)]
    pub remove: bool,
}

/// Names that the generated code uses instead of those it would derive.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Names {
    /// The extension that holds an operation's name, before `operationId`.
    pub operation_extension: Option<String>,
    /// What other SDKs put after an operation's name for the variant that returns the whole response; people
    /// find our method by that name too.
    pub response_alias_suffix: Option<String>,
    /// Operation id → method name, `snake_case`.
    #[serde(default)]
    pub operations: BTreeMap<String, String>,
    /// Schema name, or `Schema.property`, or `operationId.parameter` → type name, `PascalCase`. Enums that
    /// are given the same name share one type, which knows the values of all of them.
    #[serde(default)]
    pub schemas: BTreeMap<String, String>,
    /// `Schema.property` or `operationId.parameter` → field, method or argument name, `snake_case`.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// Tag → name of the API handle's accessor, `snake_case`.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

/// What is not to be kept of the last release.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Inherit {
    /// Places (`Schema`, `Schema.property`, `operationId.parameter`) that get the type and the name that the
    /// definition gives them now, although callers know them otherwise: a text that now has known values, or
    /// an enum that is any text now.
    #[serde(default)]
    pub renew: BTreeSet<String>,
}

/// The features of the crate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Features {
    /// Whether each tag is a feature, which brings its operations and what they reach. Otherwise as in the last
    /// version; in the first one, where there are more than 300 operations. All are on by default.
    pub per_tag: Option<bool>,
}

/// The keys of the settings that clients read from files and variables.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// What the names of variables begin with; made from the name of the crate otherwise.
    pub variables: Option<String>,
    /// Section → key → what it sets, such as `log-level`. Without any, those of the extensions are used, and without those
    /// keys of our own.
    #[serde(default)]
    pub keys: BTreeMap<String, BTreeMap<String, String>>,
}

/// A type for values that the definition calls plain text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TextType {
    /// What it stands for; becomes the documentation of the type.
    pub description: String,
    /// Whether the text must never be printed, logged or serialised by accident.
    #[serde(default)]
    pub secret: bool,
    /// Where it occurs: `Schema.property`, or `parameter:name` for every parameter of that name.
    pub at: Vec<String>,
}

/// How replies are decoded.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Responses {
    /// Whether a reply may omit what the definition calls required.
    #[serde(default)]
    pub required: RequiredInReplies,
    /// The header that identifies a call in the service's own logs.
    pub correlation_id_header: Option<String>,
    /// The headers that tell how much of a rate limit is used.
    pub rate_limit_headers: Option<RateLimitHeaders>,
}

/// Whether a reply may omit what the definition calls required.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequiredInReplies {
    /// It may: fields of replies are `Option`.
    #[default]
    Lenient,
    /// It may not: decoding fails when a required field is missing.
    Strict,
}

/// The headers that tell how much of a rate limit is used.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RateLimitHeaders {
    /// How many calls the window allows.
    pub allowed: String,
    /// How many have been made in it.
    pub count: String,
    /// Seconds until the window ends.
    pub reset: String,
}

/// Where error replies keep what.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Errors {
    /// The schema of error replies; found from the operations otherwise.
    pub schema: Option<String>,
    /// The property of that schema that holds the code.
    pub code: Option<String>,
    /// The property of that schema that holds the message for people; found by its name otherwise.
    pub message: Option<String>,
    /// Whether errors keep that message out of what they print, because it may name people.
    #[serde(default)]
    pub hide_message: bool,
    /// The extension of responses that lists the codes: an object from code to text.
    pub catalogue_extension: Option<String>,
}

/// How the credential of a security scheme is presented.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Security {
    /// The name of the setter, `snake_case`.
    pub name: String,
    /// The secret type of `[types]` that holds the credential; a generic secret otherwise.
    #[serde(rename = "type")]
    pub text_type: Option<String>,
    /// A word before the credential, such as `Bearer`, where the definition cannot say so.
    pub prefix: Option<String>,
}

/// How the list of an operation goes on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Paging {
    /// Whether it is no list in pages, whatever it looks like.
    #[serde(default)]
    pub off: bool,
    /// The parameters that take a cursor, where a reply gives a cursor and no address. The first whose condition
    /// holds is used.
    #[serde(default)]
    pub cursors: Vec<Cursor>,
}

/// A parameter that takes a cursor.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Cursor {
    /// The query parameter.
    pub parameter: String,
    /// The condition; none if it always takes the cursor.
    pub when: Option<CursorCondition>,
}

/// The condition that another query parameter of the call has a value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CursorCondition {
    /// The other query parameter.
    pub parameter: String,
    /// The value.
    pub value: String,
}

/// Decisions of the maintainers about changes of the definition.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DiffPolicy {
    /// Changes that do not count.
    #[serde(default)]
    pub accept: Vec<Acceptance>,
    /// Rules that have another level here, by rule id.
    #[serde(default)]
    pub rules: BTreeMap<String, Level>,
    /// Operations that make no promises: a change that only they feel does not count.
    #[serde(default)]
    pub preview: Preview,
}

/// A change that does not count.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Acceptance {
    /// The fingerprint that the report shows beside the change.
    pub fingerprint: String,
    /// Why it does not count.
    pub reason: String,
    /// The last day on which this holds, `YYYY-MM-DD`.
    #[serde(deserialize_with = "date")]
    pub expires: String,
}

/// The level of a rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Level {
    /// The level.
    #[serde(rename = "level")]
    pub bump: Bump,
    /// Why it is not the usual one.
    pub reason: String,
}

/// Which operations make no promises.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Preview {
    /// Those with one of these tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Those whose path starts with one of these.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Those with one of these ids.
    #[serde(default)]
    pub operations: Vec<String>,
    /// Those that have one of these extensions, unless it is `false`.
    #[serde(default)]
    pub extensions: Vec<String>,
}

/// Reads a day, quoted or as TOML writes it.
fn date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let value = toml::Value::deserialize(deserializer)?;
    let text = match &value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Datetime(date) => date.to_string(),
        other => other.to_string(),
    };
    let is_day = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_day {
        return Ok(text);
    }
    Err(serde::de::Error::custom(format!("`{text}` is not a day such as `2027-01-31`")))
}
