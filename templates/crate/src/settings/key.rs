//! What can be set, and what its values look like.

use super::address::{self, AddressSetting};
use super::entry::Scalar;
use crate::facts;

/// One setting. Which key of which section it is in a file is a fact of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(
    dead_code,
    reason = "which of them have a key depends on the configuration of the service"
)]
pub(crate) enum Setting {
    BaseUrl,
    LiveReload,
    LogLevel,
    LogFormat,
    LogConsole,
    LogFile,
    LogRequestBodies,
    LogResponseBodies,
    /// What an extension knows of the address beside the base URL.
    Address(AddressSetting),
    RetryTime,
    RetryWait,
    RetryMost,
    ConnectTimeout,
    AttemptTimeout,
    TotalTimeout,
    ProxyUrl,
    ProxyUser,
    ProxyPassword,
    UserAgentSuffix,
    /// Known, and without effect; the number tells several of them apart.
    Unused(u8),
}

/// A value that was checked.
#[derive(Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    Flag(bool),
    Number(u64),
}

/// What is expected of the value of a setting.
pub(crate) enum Kind {
    /// Any text but an empty one.
    Text,
    TextOrEmpty,
    /// One of these words; and what is said of any other.
    Word(&'static [&'static str], &'static str),
    Flag,
    /// From the one to the other.
    Number(u64, u64),
}

/// The most seconds that a time may be: a hundred years.
const LONGEST_TIME: u64 = 100 * 366 * 24 * 60 * 60;

impl Setting {
    fn kind(self) -> Kind {
        match self {
            Self::LogLevel => Kind::Word(
                &["none", "error", "debug", "trace"],
                "must be none, error, debug or trace",
            ),
            Self::LogFormat => Kind::Word(&["text", "json"], "must be text or json"),
            Self::Address(setting) => setting.kind(),
            Self::LiveReload
            | Self::LogConsole
            | Self::LogRequestBodies
            | Self::LogResponseBodies => Kind::Flag,
            Self::RetryTime | Self::RetryWait => Kind::Number(0, LONGEST_TIME),
            Self::ConnectTimeout | Self::AttemptTimeout | Self::TotalTimeout => {
                Kind::Number(1, LONGEST_TIME)
            }
            Self::RetryMost => Kind::Number(0, u32::MAX as u64),
            Self::BaseUrl
            | Self::LogFile
            | Self::ProxyUrl
            | Self::ProxyUser
            | Self::UserAgentSuffix => Kind::Text,
            Self::ProxyPassword | Self::Unused(_) => Kind::TextOrEmpty,
        }
    }

    /// The value, if there is one, or what is expected instead.
    pub(super) fn read(self, written: &Scalar) -> Result<Option<Value>, &'static str> {
        let text = match written {
            Scalar::Nothing => return Ok(None),
            Scalar::Text(text) => text.trim().to_owned(),
            Scalar::Flag(flag) => flag.to_string(),
            Scalar::Number(number) => number.to_string(),
            Scalar::Other => return Err("must be a text, a whole number, true or false"),
        };
        let value = match self.kind() {
            Kind::Text => Value::Text(self.checked(text)?),
            Kind::TextOrEmpty => Value::Text(text),
            Kind::Word(words, expected) => {
                let word = text.to_ascii_lowercase();
                if !words.contains(&word.as_str()) {
                    return Err(expected);
                }
                Value::Text(word)
            }
            Kind::Flag => match text.to_ascii_lowercase().as_str() {
                "true" => Value::Flag(true),
                "false" => Value::Flag(false),
                _ => return Err("must be true or false"),
            },
            Kind::Number(least, most) => match text.parse() {
                Ok(number) if (least..=most).contains(&number) => Value::Number(number),
                Ok(number) if number < least => return Err("is too small"),
                Ok(_) => return Err("is too large"),
                Err(_) => return Err("must be a whole number"),
            },
        };
        Ok(Some(value))
    }

    fn checked(self, text: String) -> Result<String, &'static str> {
        if text.is_empty() {
            return Err("is empty");
        }
        if self == Self::BaseUrl && address::base_url_of(&text).is_err() {
            return Err("is not an address of the service");
        }
        if self == Self::ProxyUrl && crate::proxy::Proxy::new(&text).is_err() {
            return Err("is not an absolute http or https URL without credentials");
        }
        Ok(text)
    }

    pub(super) fn is_unused(self) -> bool {
        matches!(self, Self::Unused(_))
    }

    pub(super) fn is_of_address(self) -> bool {
        matches!(self, Self::BaseUrl | Self::Address(_))
    }

    pub(super) fn is_of_logger(self) -> bool {
        matches!(
            self,
            Self::LogLevel
                | Self::LogFormat
                | Self::LogConsole
                | Self::LogFile
                | Self::LogRequestBodies
                | Self::LogResponseBodies
        )
    }

    /// Whether only a new client can do as it says.
    pub(super) fn needs_new_client(self) -> bool {
        matches!(
            self,
            Self::ConnectTimeout
                | Self::ProxyUrl
                | Self::ProxyUser
                | Self::ProxyPassword
                | Self::UserAgentSuffix
        )
    }

    /// Section and key.
    pub(super) fn name(self) -> String {
        let found = facts::SETTING_KEYS
            .iter()
            .find(|(_, _, setting)| *setting == self);
        found.map_or_else(String::new, |(section, key, _)| format!("{section}.{key}"))
    }
}
