//! Reading numbers the way services really send them: as a number, as text, or not at all.
//!
//! In: one JSON value. Out: `Some` number, or `None` for null and for empty text. A value that is
//! no number of the wanted range is an error, because a wrong number is worse than a message that
//! names the field. Use: `#[serde(default, deserialize_with = "crate::lenient::i64")]` on an
//! `Option` field.

#![allow(
    dead_code,
    reason = "which numbers are read depends on the models of the API"
)]

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// An optional 32-bit integer.
pub(crate) fn i32<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i32>, D::Error> {
    number(deserializer)
}

/// An optional 64-bit integer.
pub(crate) fn i64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    number(deserializer)
}

/// An optional single-precision number.
pub(crate) fn f32<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f32>, D::Error> {
    number(deserializer)
}

/// An optional double-precision number.
pub(crate) fn f64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    number(deserializer)
}

/// A number that can be made from each form in which JSON may carry one; `None` when the value does
/// not fit.
trait Number: Sized {
    const WHAT: &'static str;
    fn from_integer(value: i128) -> Option<Self>;
    fn from_float(value: f64) -> Option<Self>;
    fn from_text(text: &str) -> Option<Self>;
}

macro_rules! integer {
    ($type:ty, $what:literal) => {
        impl Number for $type {
            const WHAT: &'static str = $what;

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
                exact.then_some(value as i128).and_then(Self::from_integer)
            }

            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    };
}

macro_rules! float {
    ($type:ty, $what:literal) => {
        impl Number for $type {
            const WHAT: &'static str = $what;

            #[expect(
                clippy::cast_precision_loss,
                reason = "a float field takes the nearest value"
            )]
            fn from_integer(value: i128) -> Option<Self> {
                Some(value as $type)
            }

            #[allow(
                clippy::cast_possible_truncation,
                reason = "a float field takes the nearest value"
            )]
            fn from_float(value: f64) -> Option<Self> {
                Some(value as $type).filter(|value| value.is_finite())
            }

            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok().filter(|value: &$type| value.is_finite())
            }
        }
    };
}

integer!(i32, "a 32-bit integer");
integer!(i64, "a 64-bit integer");
float!(f32, "a number");
float!(f64, "a number");

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
        Self::fit(N::from_integer(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Self::fit(N::from_integer(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Self::fit(N::from_float(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match text.trim() {
            "" => Ok(None),
            text => Self::fit(N::from_text(text)),
        }
    }
}
