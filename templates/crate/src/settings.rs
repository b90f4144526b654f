//! Settings from a file or from environment variables, for people who run a program rather than write
//! it.
//!
//! In: INI, JSON or TOML, or variables, read when the caller says so: nothing is looked for in home
//! directories. Out: checked values, to be given to a [`ClientBuilder`]. Invariants: a key that is not
//! known, a value of the wrong kind and a key that is given twice are errors with their place and, for
//! a misspelt key, the nearest known one; no error repeats a value.

mod address;
mod apply;
mod entry;
mod ini;
mod json;
mod key;
mod problem;
#[cfg(feature = "toml")]
mod toml;
mod watch;

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

pub(crate) use self::address::AddressSetting;
use self::entry::{Entry, Place};
use self::key::Value;
pub(crate) use self::key::{Kind, Setting};
use self::problem::Problem;
#[cfg(not(target_arch = "wasm32"))]
pub use self::watch::SettingsThread;
pub use self::watch::{Reload, SettingsWatch};
use crate::client_builder::ClientBuilder;
use crate::error::Error;
use crate::facts;

/// The most that is read of a file.
const LARGEST_FILE: u64 = 1024 * 1024;

/// Settings that were read and checked. Give them to [`ClientBuilder::settings`].
#[derive(Clone, Default, PartialEq)]
pub struct Settings(BTreeMap<Setting, Value>);

impl Settings {
    /// Reads a file. What it is shows in its content: JSON begins with a brace; TOML is in files
    /// whose name ends in `.toml` (with the feature `toml`); anything else is INI.
    ///
    /// # Errors
    /// `Config` when it cannot be read, or something in it is wrong.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        Self::from_text(path, &read(path)?)
    }

    fn from_text(path: &Path, text: &str) -> Result<Self, Error> {
        let is_toml = path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
        let entries = if is_toml {
            toml_entries(text)
        } else if without_mark(text).trim_start().starts_with('{') {
            json::entries(without_mark(text))
        } else {
            ini::entries(without_mark(text))
        };
        let settings = entries.and_then(|entries| Self::from_entries(&entries));
        settings.map_err(|problem| problem.in_file(path))
    }

    /// Reads INI.
    ///
    /// # Errors
    /// `Config` when something in it is wrong.
    pub fn from_ini(text: &str) -> Result<Self, Error> {
        let entries = ini::entries(without_mark(text));
        entries
            .and_then(|entries| Self::from_entries(&entries))
            .map_err(Problem::into_error)
    }

    /// Reads JSON: an object of sections, which are objects.
    ///
    /// # Errors
    /// `Config` when something in it is wrong.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let entries = json::entries(without_mark(text));
        entries
            .and_then(|entries| Self::from_entries(&entries))
            .map_err(Problem::into_error)
    }

    /// Reads TOML: a table per section.
    ///
    /// # Errors
    /// `Config` when something in it is wrong.
    #[cfg(feature = "toml")]
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        toml_entries(text)
            .and_then(|entries| Self::from_entries(&entries))
            .map_err(Problem::into_error)
    }

    /// Reads the variables of the process whose names begin with the prefix of this crate: prefix,
    /// section and key, in capitals, joined by underscores.
    ///
    /// # Errors
    /// `Config` when a variable with the prefix is not known, or its value is wrong.
    pub fn from_env() -> Result<Self, Error> {
        let mut variables = Vec::new();
        for (name, value) in std::env::vars_os() {
            let Some(name) = name.to_str().filter(|name| is_ours(name)) else {
                continue;
            };
            let value = value.into_string().map_err(|_| {
                Problem::new(Place::Variable(name.to_owned()), "its value is no text").into_error()
            })?;
            variables.push((name.to_owned(), value));
        }
        Self::from_variables(variables)
    }

    /// The same from variables that are given; those without the prefix are left out.
    ///
    /// # Errors
    /// `Config` when a variable with the prefix is not known, or its value is wrong.
    pub fn from_variables<N, V>(variables: impl IntoIterator<Item = (N, V)>) -> Result<Self, Error>
    where
        N: AsRef<str>,
        V: Into<String>,
    {
        let mut entries = Vec::new();
        for (name, value) in variables {
            let name = name.as_ref();
            if is_ours(name) {
                entries.push(entry::of_variable(name, value.into()).map_err(Problem::into_error)?);
            }
        }
        Self::from_entries(&entries).map_err(Problem::into_error)
    }

    /// These settings, and for what they leave open those of `others`: variables
    /// `.or(file)`, for example.
    #[must_use]
    pub fn or(self, others: Self) -> Self {
        let mut all = others.0;
        all.extend(self.0);
        Self(all)
    }

    /// Whether the settings ask for changes of their file to be followed, which
    /// [`ClientBuilder::build_watching`] does.
    #[must_use]
    pub fn asks_for_live_reload(&self) -> bool {
        self.flag(Setting::LiveReload).unwrap_or_default()
    }

    /// The keys that were given although they have no effect on this client, such as those that other
    /// clients of the service need.
    #[must_use]
    pub fn without_effect(&self) -> Vec<String> {
        let unused = self.0.keys().filter(|setting| setting.is_unused());
        unused.map(|setting| setting.name()).collect()
    }

    fn from_entries(entries: &[Entry]) -> Result<Self, Problem> {
        let mut values = BTreeMap::new();
        for entry in entries {
            let setting = entry.setting()?;
            let value = setting
                .read(&entry.value)
                .map_err(|expected| entry.problem(expected))?;
            let Some(value) = value else { continue };
            if values.insert(setting, value).is_some() {
                return Err(entry.problem("is given twice"));
            }
        }
        let settings = Self(values);
        settings.check(entries)?;
        Ok(settings)
    }

    /// What only shows when several values are looked at together.
    fn check(&self, entries: &[Entry]) -> Result<(), Problem> {
        // Variables may be laid on a file that has the rest.
        let is_variable = |entry: &Entry| matches!(entry.place, Place::Variable(_));
        let is_partial = entries.iter().any(is_variable);
        let Some(message) = address::misfit(self, is_partial) else {
            return Ok(());
        };
        let of_address = |entry: &&Entry| matches!(entry.setting(), Ok(Setting::Address(_)));
        let place = entries
            .iter()
            .find(of_address)
            .map(|entry| entry.place.clone());
        Err(Problem::new(place.unwrap_or(Place::Nowhere), message))
    }

    pub(crate) fn text(&self, setting: Setting) -> Option<&str> {
        match self.0.get(&setting)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn flag(&self, setting: Setting) -> Option<bool> {
        match self.0.get(&setting)? {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    pub(crate) fn number(&self, setting: Setting) -> Option<u64> {
        match self.0.get(&setting)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl fmt::Debug for Settings {
    /// Prints the names of what is set; values may be passwords.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.keys().map(|setting| setting.name());
        formatter.debug_set().entries(names).finish()
    }
}

impl ClientBuilder {
    /// A builder with the settings of this file, which is read now; see [`Settings::from_file`].
    ///
    /// # Errors
    /// As [`Settings::from_file`].
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Ok(Self::new().settings(&Settings::from_file(path)?))
    }

    /// A builder with the settings in the variables of the process; see [`Settings::from_env`].
    ///
    /// # Errors
    /// As [`Settings::from_env`].
    pub fn from_env() -> Result<Self, Error> {
        Ok(Self::new().settings(&Settings::from_env()?))
    }
}

fn read(path: &Path) -> Result<String, Error> {
    let unreadable = |message: &'static str| Problem::new(Place::Nowhere, message).in_file(path);
    let file = File::open(path)
        .map_err(|error| unreadable("the file cannot be opened").with_source(error))?;
    let mut text = String::new();
    file.take(LARGEST_FILE + 1)
        .read_to_string(&mut text)
        .map_err(|error| unreadable("the file cannot be read").with_source(error))?;
    if u64::try_from(text.len()).is_ok_and(|length| length > LARGEST_FILE) {
        return Err(unreadable("the file is too large for settings"));
    }
    Ok(text)
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn is_ours(variable: &str) -> bool {
    variable
        .strip_prefix(facts::SETTINGS_PREFIX)
        .is_some_and(|rest| rest.starts_with('_'))
}

#[cfg(feature = "toml")]
fn toml_entries(text: &str) -> Result<Vec<Entry>, Problem> {
    self::toml::entries(without_mark(text))
}

#[cfg(not(feature = "toml"))]
fn toml_entries(_: &str) -> Result<Vec<Entry>, Problem> {
    Err(Problem::new(
        Place::Nowhere,
        "TOML is read with the feature `toml` of this crate only",
    ))
}
