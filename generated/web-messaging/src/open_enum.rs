//! What all open string enums share, so that each of them only states its values.
//!
//! In: the text of a value, or the JSON it arrived in. Out: the variant, or the enum's `Unknown`
//! variant with the text kept. Reading never fails on a string, a number or a boolean; writing the
//! value again gives the text that came in.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "an API without enums uses none of this"
)]

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

use crate::trace;
use crate::unknown_value::UnknownValue;

/// Gives an enum all that open enums can do: `Variant => "wire value"` for every known value.
macro_rules! open_enum {
    ($name:ident { $($variant:ident => $wire:literal),* $(,)? }) => {
        #[allow(deprecated, reason = "values that are not listed any more are still read and written")]
        impl $name {
            /// The value as it is written on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        #[allow(deprecated, reason = "values that are not listed any more are still read and written")]
        impl $crate::open_enum::OpenEnum for $name {
            const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            fn unknown(value: $crate::unknown_value::UnknownValue) -> Self {
                Self::Unknown(value)
            }

            fn text(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::open_enum::parse(text)
            }
        }

        impl ::std::convert::From<String> for $name {
            fn from(text: String) -> Self {
                $crate::open_enum::parse(&text)
            }
        }

        impl ::std::convert::From<&String> for $name {
            fn from(text: &String) -> Self {
                $crate::open_enum::parse(text)
            }
        }

        /// Any text is a value; one that this version does not know is kept as it is.
        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok($crate::open_enum::parse(text))
            }
        }

        /// By the text: the place of a value among the others is not part of the API.
        impl ::std::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl ::std::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<::std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::open_enum::deserialize(deserializer)
            }
        }

        impl $crate::lenient::Lenient for $name {}
    };
}

pub(crate) use open_enum;

/// The facts an open enum states about itself.
pub(crate) trait OpenEnum: Clone + 'static {
    /// Every known value.
    const KNOWN: &'static [Self];

    /// The variant that keeps a value of another text.
    fn unknown(value: UnknownValue) -> Self;

    /// The value as it is written on the wire.
    fn text(&self) -> &str;
}

/// Finds the variant of `text`: exactly, else whatever its ASCII case, else as an unknown value.
pub(crate) fn parse<E: OpenEnum>(text: &str) -> E {
    known(text).unwrap_or_else(|| E::unknown(UnknownValue::new(text)))
}

/// Reads an open enum from a JSON string; a number or a boolean becomes an unknown value with its
/// JSON text.
pub(crate) fn deserialize<'de, E, D>(deserializer: D) -> Result<E, D::Error>
where
    E: OpenEnum,
    D: Deserializer<'de>,
{
    deserializer.deserialize_any(ValueVisitor(PhantomData))
}

/// Finds the variant of a text from a reply.
fn read<E: OpenEnum>(text: &str) -> E {
    known(text).unwrap_or_else(|| {
        trace::unknown_value(std::any::type_name::<E>());
        E::unknown(UnknownValue::new(text))
    })
}

fn known<E: OpenEnum>(text: &str) -> Option<E> {
    let exact = E::KNOWN.iter().find(|value| value.text() == text);
    let like = || {
        E::KNOWN
            .iter()
            .find(|value| value.text().eq_ignore_ascii_case(text))
    };
    exact.or_else(like).cloned()
}

struct ValueVisitor<E>(PhantomData<E>);

impl<E: OpenEnum> Visitor<'_> for ValueVisitor<E> {
    type Value = E;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<X: Error>(self, text: &str) -> Result<E, X> {
        Ok(read(text))
    }

    fn visit_bool<X: Error>(self, value: bool) -> Result<E, X> {
        Ok(read(&value.to_string()))
    }

    fn visit_i64<X: Error>(self, value: i64) -> Result<E, X> {
        Ok(read(&value.to_string()))
    }

    fn visit_u64<X: Error>(self, value: u64) -> Result<E, X> {
        Ok(read(&value.to_string()))
    }

    fn visit_f64<X: Error>(self, value: f64) -> Result<E, X> {
        Ok(read(&value.to_string()))
    }
}
