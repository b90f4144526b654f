//! What all open enums of whole numbers share, so that each of them only states its values.
//!
//! In: a number, or the JSON it arrived in. Out: the variant, or the enum's `Unknown` variant with the
//! number kept. Writing the value again gives the number that came in.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the enums may all be of tags whose features are off"
)]

use serde::Deserializer;
use serde::de::Error as _;

use crate::lenient::Lenient;
use crate::trace;

/// A value of an enum of numbers that this version of the crate does not know. The enum's `as_i64` gives it.
///
/// Nobody else can build one, so a value that becomes known in a later release cannot silently change the
/// arm of a `match`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownNumber(i64);

impl UnknownNumber {
    pub(crate) fn new(value: i64) -> Self {
        Self(value)
    }

    pub(crate) fn get(self) -> i64 {
        self.0
    }
}

/// Gives an enum all that open enums of numbers can do: `Variant => 1` for every known value.
macro_rules! number_enum {
    ($name:ident { $($variant:ident => $wire:literal),* $(,)? }) => {
        #[allow(deprecated, reason = "values that are not listed any more are still read and written")]
        impl $name {
            /// The value as it is written on the wire.
            #[must_use]
            pub fn as_i64(self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value.get(),
                }
            }
        }

        #[allow(deprecated, reason = "values that are not listed any more are still read and written")]
        impl ::std::convert::From<i64> for $name {
            fn from(value: i64) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    other => Self::Unknown($crate::number_enum::UnknownNumber::new(other)),
                }
            }
        }

        impl $crate::number_enum::NumberEnum for $name {
            fn is_unknown(&self) -> bool {
                matches!(self, Self::Unknown(_))
            }
        }

        impl ::std::convert::From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.as_i64()
            }
        }

        /// By the number: the place of a value among the others is not part of the API.
        impl ::std::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.as_i64().cmp(&other.as_i64())
            }
        }

        impl ::std::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<::std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), formatter)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, ::std::num::ParseIntError> {
                text.parse::<i64>().map(Self::from)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::number_enum::read(deserializer)
            }
        }

        impl $crate::lenient::Lenient for $name {
            fn lenient<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                let number = <i64 as $crate::lenient::Lenient>::lenient(deserializer)?;
                Ok(number.map($crate::number_enum::known))
            }
        }
    };
}

pub(crate) use number_enum;

/// Reads a value that must be there.
pub(crate) fn read<'de, E, D>(deserializer: D) -> Result<E, D::Error>
where
    E: NumberEnum,
    D: Deserializer<'de>,
{
    let number = i64::lenient(deserializer)?;
    number
        .map(known)
        .ok_or_else(|| D::Error::custom("expected a whole number of 64 bits"))
}

/// The value of a number from a reply.
pub(crate) fn known<E: NumberEnum>(number: i64) -> E {
    let value = E::from(number);
    if value.is_unknown() {
        trace::unknown_value(std::any::type_name::<E>());
    }
    value
}

/// The facts an open enum of numbers states about itself.
pub(crate) trait NumberEnum: From<i64> {
    /// Whether this version does not know the value.
    fn is_unknown(&self) -> bool;
}
