//! What all open string enums share, so that each of them only states its values.
//!
//! In: the text of a value, or the JSON it arrived in. Out: the variant, or the enum's `Unknown`
//! variant with the text kept. Reading never fails on a string, a number or a boolean; writing the
//! value again gives the text that came in.

#![allow(dead_code, reason = "an API without enums uses none of this")]

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

use crate::trace;
use crate::unknown_value::UnknownValue;

/// The facts an open enum states about itself.
pub(crate) trait OpenEnum: Sized {
    /// Every known value as it is written on the wire.
    const KNOWN: &'static [&'static str];

    /// The variant whose wire text is exactly `text`.
    fn known(text: &str) -> Option<Self>;

    /// The variant that keeps a value of another text.
    fn unknown(value: UnknownValue) -> Self;
}

/// Finds the variant of `text`: exactly, else whatever its ASCII case, else as an unknown value.
pub(crate) fn parse<E: OpenEnum>(text: &str) -> E {
    E::known(text)
        .or_else(|| canonical(E::KNOWN, text).and_then(E::known))
        .unwrap_or_else(|| E::unknown(UnknownValue::new(text)))
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
    E::known(text)
        .or_else(|| canonical(E::KNOWN, text).and_then(E::known))
        .unwrap_or_else(|| {
            trace::unknown_value(std::any::type_name::<E>());
            E::unknown(UnknownValue::new(text))
        })
}

fn canonical(known: &[&'static str], text: &str) -> Option<&'static str> {
    known
        .iter()
        .copied()
        .find(|candidate| candidate.eq_ignore_ascii_case(text))
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
