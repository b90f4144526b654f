//! Date-times as services send them: the text is kept, the instant is known when the text is
//! understood.
//!
//! In: a JSON string (or a bare number), a text, or a `SystemTime`. Out: the unchanged text and,
//! when it can be read, the instant. Decoding never fails because of an odd date, and writing the
//! value again gives the text that came in.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::SystemTime;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::Error;

/// A point in time together with the exact text it was written as.
///
/// Understood are `2019-06-18T16:59:22.277Z` with any fraction (or none) and any offset, the same
/// without an offset (taken as UTC), and a plain date (midnight UTC). Any other text that a reply
/// carries is kept as it is, with no instant.
///
/// `Eq` and `Hash` go by the text: `…T10:00:00Z` and `…T12:00:00+02:00` are different values.
/// Compare [`unix_millis`](Self::unix_millis) to compare instants.
#[derive(Clone)]
pub struct Timestamp {
    text: Box<str>,
}

impl Timestamp {
    /// The text, exactly as it was received or given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Milliseconds since 1970-01-01T00:00:00Z, rounded towards zero; `None` when the text is not
    /// understood.
    #[must_use]
    pub fn unix_millis(&self) -> Option<i64> {
        instant(&self.text).map(jiff::Timestamp::as_millisecond)
    }

    /// The instant as a system time; `None` when the text is not understood.
    #[must_use]
    pub fn to_system_time(&self) -> Option<SystemTime> {
        instant(&self.text).map(SystemTime::from)
    }

    /// The text is not looked at before somebody asks for the instant: most never do.
    fn lenient(text: &str) -> Self {
        Self { text: text.into() }
    }
}

/// Reads the accepted forms. Where the text has no offset it is taken as UTC.
fn instant(text: &str) -> Option<jiff::Timestamp> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits alone may count seconds or milliseconds; they are no date.
        return None;
    }
    text.parse::<jiff::Timestamp>().ok().or_else(|| {
        let civil: jiff::civil::DateTime = text.parse().ok()?;
        let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(zoned.timestamp())
    })
}

impl FromStr for Timestamp {
    type Err = Error;

    /// Reads one of the accepted forms; `InvalidInput` for any other text.
    fn from_str(text: &str) -> Result<Self, Error> {
        let timestamp = Self::lenient(text);
        match instant(text) {
            Some(_) => Ok(timestamp),
            None => Err(Error::invalid_input("the text is not a date-time")),
        }
    }
}

impl From<SystemTime> for Timestamp {
    /// The time in UTC with milliseconds, finer parts cut off. Times before year -9999 or after
    /// year 9999 become that limit.
    fn from(time: SystemTime) -> Self {
        let limit = if time < SystemTime::UNIX_EPOCH {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        };
        let exact = jiff::Timestamp::try_from(time).unwrap_or(limit);
        let instant = jiff::Timestamp::from_millisecond(exact.as_millisecond()).unwrap_or(limit);
        Self {
            text: format!("{instant:.3}").into(),
        }
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Timestamp {}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Timestamp({:?})", self.text)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl TextVisitor {
    /// A bare number may count seconds or milliseconds, so its digits are kept as text.
    fn number(number: impl fmt::Display) -> Timestamp {
        Timestamp {
            text: number.to_string().into(),
        }
    }
}

impl Visitor<'_> for TextVisitor {
    type Value = Timestamp;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a date-time text")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Timestamp, E> {
        Ok(Timestamp::lenient(text))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Timestamp, E> {
        Ok(Self::number(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Timestamp, E> {
        Ok(Self::number(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Timestamp, E> {
        Ok(Self::number(value))
    }
}
