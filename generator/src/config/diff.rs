//! `[diff]`: decisions about changes of the definition.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::bump::Bump;

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
