//! Values of several shapes: which variant of a union a JSON value is, and how it is written.
//!
//! In: a JSON value, and what each variant of the union says of its values ([`Accepts`]). Out: the variant,
//! or the value as it came where none fits, so that nothing is lost and nothing fails.
//!
//! Which variant it is, in this order:
//!
//! 1. The one that the discriminator names. Another value than those known is no variant.
//! 2. Of those that it names, or without it of those that fit, the one that fits best: an object by the members that it must have and by those
//!    that can only have one value, then by how many of its members are known; a number by whether it is
//!    whole; a text by whether it is among the known values. Of two that fit alike, the first.
//! 3. An object that lacks members which the definition requires: the one of which most members are known.

#![allow(
    dead_code,
    reason = "which parts are used depends on the unions of the API"
)]

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::lenient::Lenient;

/// The facts that a union states about itself.
pub(crate) trait Union: Sized {
    /// The property whose value names the variant.
    const DISCRIMINATOR: Option<&'static str>;

    /// What each variant says of its values, in order.
    const VARIANTS: &'static [Accepts];

    /// Reads a value as the variant of this number; `None` where it cannot be read so.
    fn read(variant: usize, value: &Value) -> Option<Self>;

    /// Keeps a value that no variant takes.
    fn unknown(value: Value) -> Self;
}

/// Which JSON values a variant takes.
pub(crate) enum Accepts {
    Any,
    Boolean,
    /// A number without a fraction. Whether the type holds it is seen when it is read.
    Integer,
    /// One of these, unless a later version of the API knows more.
    Integers(&'static [i64]),
    Number,
    Text,
    /// A text, one of these values unless a later version of the API knows more.
    Texts(&'static [&'static str]),
    List(&'static Accepts),
    /// An object with any names and such values.
    Map(&'static Accepts),
    Object(Members),
    /// What one of the variants of another union takes.
    Union(fn(&Value, Demand) -> Option<usize>),
}

/// What an object says of its members.
pub(crate) struct Members {
    /// The values of the discriminator that name it.
    pub(crate) names: &'static [&'static str],
    /// Those that must be there.
    pub(crate) required: &'static [&'static str],
    /// Those that can only have these values, as JSON texts.
    pub(crate) values: &'static [(&'static str, &'static [&'static str])],
    /// All that it has.
    pub(crate) known: &'static [&'static str],
}

/// How well a value must fit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demand {
    /// As the definition says.
    Exact,
    /// Members may be missing, and have values that the definition does not list.
    Lenient,
}

impl Accepts {
    /// How well a value fits; `None` where it does not.
    fn fit(&self, value: &Value, demand: Demand) -> Option<usize> {
        match (self, value) {
            (Self::Any, _) => Some(0),
            (Self::Boolean, Value::Bool(_))
            | (Self::Number, Value::Number(_))
            | (Self::Text, Value::String(_)) => Some(1),
            (Self::Integer, Value::Number(number)) => (!number.is_f64()).then_some(2),
            (Self::Integers(known), Value::Number(number)) => (!number.is_f64()).then(|| {
                let is_known = number
                    .as_i64()
                    .is_some_and(|number| known.contains(&number));
                if is_known { 3 } else { 1 }
            }),
            (Self::Texts(known), Value::String(text)) => {
                Some(if known.contains(&text.as_str()) { 2 } else { 0 })
            }
            (Self::List(item), Value::Array(items)) => {
                let fits = items.iter().filter(|item| !item.is_null());
                least(fits.map(|value| item.fit(value, demand)))
            }
            (Self::Map(member), Value::Object(members)) => {
                let fits = members.values().filter(|value| !value.is_null());
                least(fits.map(|value| member.fit(value, demand))).map(|_| 1)
            }
            (Self::Object(members), Value::Object(value)) => members.fit(value, demand),
            (Self::Union(fit), value) => fit(value, demand),
            _ => None,
        }
    }
}

/// The worst of some fits, on top of what being a list is worth; `None` where one does not fit at all.
fn least(mut fits: impl Iterator<Item = Option<usize>>) -> Option<usize> {
    let worst = fits.try_fold(usize::MAX, |worst, fit| fit.map(|fit| worst.min(fit)))?;
    Some(if worst == usize::MAX { 1 } else { 1 + worst })
}

impl Members {
    fn fit(&self, value: &serde_json::Map<String, Value>, demand: Demand) -> Option<usize> {
        // What only the discriminator names is nothing without it.
        if self.known.is_empty() && !self.names.is_empty() {
            return None;
        }
        let is_there = |name: &&&str| value.contains_key(**name);
        let known = self.known.iter().filter(is_there).count();
        let is_exact = demand == Demand::Exact;
        if is_exact && !self.required.iter().all(|name| value.contains_key(*name)) {
            return None;
        }
        for (name, allowed) in self.values {
            // A member of one value tells what the object is; of several values there may be more by now.
            let decides = is_exact || allowed.len() == 1;
            if let Some(value) = value.get(*name).filter(|value| decides && !value.is_null())
                && !allowed.contains(&value.to_string().as_str())
            {
                return None;
            }
        }
        (is_exact || known > 0 || self.known.is_empty()).then_some(2 + known)
    }
}

/// The variants that a value may be, the best first.
fn candidates<U: Union>(value: &Value) -> Vec<usize> {
    if let Some(name) = discriminator::<U>(value) {
        let named = |(number, accepts): (usize, &Accepts)| match accepts {
            Accepts::Object(members) => members.names.contains(&name.as_str()).then_some(number),
            Accepts::Union(fit) => fit(value, Demand::Exact).map(|_| number),
            _ => None,
        };
        let mut named: Vec<usize> = U::VARIANTS.iter().enumerate().filter_map(named).collect();
        if named.len() > 1 {
            let fit = |demand, number: usize| U::VARIANTS.get(number)?.fit(value, demand);
            named.sort_by_key(|number| {
                let fits = (fit(Demand::Exact, *number), fit(Demand::Lenient, *number));
                std::cmp::Reverse(fits)
            });
        }
        return named;
    }
    let fitting = |demand| {
        let fits = U::VARIANTS.iter().enumerate();
        let fits = fits.filter_map(|(number, accepts)| Some((accepts.fit(value, demand)?, number)));
        let mut fits: Vec<(usize, usize)> = fits.collect();
        fits.sort_by_key(|(fit, number)| (std::cmp::Reverse(*fit), *number));
        fits.into_iter().map(|(_, number)| number).collect()
    };
    let exact: Vec<usize> = fitting(Demand::Exact);
    if exact.is_empty() {
        fitting(Demand::Lenient)
    } else {
        exact
    }
}

/// What the discriminator of an object says; `None` where the union has none, or the object.
fn discriminator<U: Union>(value: &Value) -> Option<String> {
    match value.get(U::DISCRIMINATOR?)? {
        Value::String(text) => Some(text.clone()),
        value @ (Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
        _ => None,
    }
}

/// How well a value fits the best variant of a union, for a union of which that one is a variant.
pub(crate) fn fit<U: Union>(value: &Value, demand: Demand) -> Option<usize> {
    if discriminator::<U>(value).is_some() {
        let found = candidates::<U>(value);
        let fit = |number: &usize| U::VARIANTS.get(*number)?.fit(value, demand);
        return found.first().map(|number| fit(number).unwrap_or(2));
    }
    let fits = U::VARIANTS
        .iter()
        .filter_map(|variant| variant.fit(value, demand));
    fits.max()
}

/// Reads a union.
pub(crate) fn deserialize<'de, U, D>(deserializer: D) -> Result<U, D::Error>
where
    U: Union,
    D: Deserializer<'de>,
{
    let value = Value::deserialize(deserializer)?;
    // Null is the absence of a value, and whoever allows it is an `Option`.
    if value.is_null() {
        return Err(D::Error::custom("null, expected a value"));
    }
    let mut candidates = candidates::<U>(&value).into_iter();
    let read = candidates.find_map(|variant| U::read(variant, &value));
    Ok(read.unwrap_or_else(|| U::unknown(value)))
}

/// Reads the value of a variant.
pub(crate) fn read<T: Lenient>(value: &Value) -> Option<T> {
    T::lenient(value).ok().flatten()
}

/// Writes an object with the discriminator that names it, unless the object says something there itself.
pub(crate) fn named<T: Serialize, S: Serializer>(
    value: &T,
    discriminator: &'static str,
    name: &'static str,
    to: S,
) -> Result<S::Ok, S::Error> {
    let written = serde_json::to_value(value).map_err(S::Error::custom)?;
    let Value::Object(members) = written else {
        return written.serialize(to);
    };
    if members
        .get(discriminator)
        .is_some_and(|value| !value.is_null())
    {
        return members.serialize(to);
    }
    let mut all = serde_json::Map::new();
    all.insert(discriminator.to_owned(), Value::from(name));
    all.extend(members.into_iter().filter(|(key, _)| key != discriminator));
    all.serialize(to)
}
