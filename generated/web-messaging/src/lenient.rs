//! Reading values the way services really send them: null where a value is due, numbers as text, texts as numbers.
//!
//! In: one JSON value. Out: `None` for null, for empty text where a number is due, and for a number that the type
//! cannot hold: one such field must not cost the whole reply, of which the raw body has it. A value that is of
//! another type is an error, because a wrong value is worse than a message that names the field.

#![allow(
    dead_code,
    reason = "which values are read depends on the models of the API"
)]

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Error, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::secret::Secret;
use crate::timestamp::Timestamp;

/// A value that a reply may leave out.
pub(crate) trait Lenient: DeserializeOwned {
    /// Reads the value; `None` where the service has none.
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Option::<Self>::deserialize(deserializer)
    }
}

impl Lenient for bool {}
impl Lenient for String {
    /// A number or a truth value is taken as its text. Integers of 64 bits keep their digits; of others the
    /// shortest digits that mean the same are given.
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

impl Lenient for Secret {}
impl Lenient for Timestamp {}
impl Lenient for Value {}

impl Lenient for i64 {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        number(deserializer)
    }
}

impl Lenient for u64 {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        number(deserializer)
    }
}

impl Lenient for f64 {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        number(deserializer)
    }
}

impl<T: Lenient> Lenient for Box<T> {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(T::lenient(deserializer)?.map(Self::new))
    }
}

/// Reads an optional field of a model that is not an [`object!`](crate::object). Use:
/// `#[serde(default, deserialize_with = "crate::lenient::optional")]`.
pub(crate) fn optional<'de, T: Lenient, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::lenient(deserializer)
}

/// A number that can be made from each form in which JSON may carry one; `None` when the value does
/// not fit.
trait Number: Sized {
    const WHAT: &'static str;
    /// Whether it has a fractional part, so that it can hold any number of JSON.
    const IS_WHOLE: bool;
    fn from_integer(value: i128) -> Option<Self>;
    fn from_float(value: f64) -> Option<Self>;
    fn from_text(text: &str) -> Option<Self>;
}

impl Number for i64 {
    const WHAT: &'static str = "a 64-bit integer";
    const IS_WHOLE: bool = true;

    fn from_integer(value: i128) -> Option<Self> {
        Self::try_from(value).ok()
    }

    fn from_float(value: f64) -> Option<Self> {
        // `2.0` is an integer. Beyond 2^53 a float no longer says which one.
        let exact = value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "checked: an integer below 2^53"
        )]
        exact.then_some(value as Self)
    }

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Number for u64 {
    const WHAT: &'static str = "an unsigned 64-bit integer";
    const IS_WHOLE: bool = true;

    fn from_integer(value: i128) -> Option<Self> {
        Self::try_from(value).ok()
    }

    fn from_float(value: f64) -> Option<Self> {
        i64::from_float(value).and_then(|value| Self::try_from(value).ok())
    }

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Number for f64 {
    const WHAT: &'static str = "a number";
    const IS_WHOLE: bool = false;

    #[expect(
        clippy::cast_precision_loss,
        reason = "a float field takes the nearest value"
    )]
    fn from_integer(value: i128) -> Option<Self> {
        Some(value as Self)
    }

    fn from_float(value: f64) -> Option<Self> {
        Some(value).filter(|value| value.is_finite())
    }

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok().filter(|value: &Self| value.is_finite())
    }
}

fn number<'de, N: Number, D: Deserializer<'de>>(deserializer: D) -> Result<Option<N>, D::Error> {
    deserializer.deserialize_any(NumberVisitor(PhantomData))
}

struct NumberVisitor<N>(PhantomData<N>);

impl<N: Number> NumberVisitor<N> {
    /// The message never repeats the value: what a reply carries does not belong in an error text.
    fn fit<E: Error>(value: Option<N>) -> Result<Option<N>, E> {
        value
            .map(Some)
            .ok_or_else(|| E::custom(format_args!("unsuitable value, expected {}", N::WHAT)))
    }
}

impl<N: Number> Visitor<'_> for NumberVisitor<N> {
    type Value = Option<N>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(N::WHAT)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(N::from_integer(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(N::from_integer(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        // What is whole is only too large.
        if N::IS_WHOLE && value.fract() == 0.0 {
            return Ok(N::from_float(value));
        }
        Self::fit(N::from_float(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match text.trim() {
            "" => Ok(None),
            text => match N::from_text(text) {
                Some(value) => Ok(Some(value)),
                None if N::IS_WHOLE && is_whole(text) => Ok(None),
                None => Self::fit(None),
            },
        }
    }
}

/// Whether a text is an integer, however large.
fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Option<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(serde_json::Number::from_f64(value).map(|number| number.to_string()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Some(text))
    }
}
