//! Reading and writing the objects of the API, so that each model only states its members.
//!
//! In: the table that a model hands to [`object!`], from the name on the wire to the field. Out: its
//! `Serialize` and `Deserialize`. How a member is read follows from its type ([`Lenient`]). A member that is
//! missing or null stays `None`, one that comes twice is an error, and one that the table does not name is
//! passed over, or kept where the model has a field for the rest.
//!
//! All that the compiler does again for each model is to make two arrays of references to its fields. What
//! happens with them is compiled once for each format.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "which parts are used depends on the models of the API"
)]

mod field;

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

pub(crate) use self::field::{
    Exposed, Field, Nulls, OrNull, Received, Required, RequiredSecret, write_rest,
    write_secret_rest,
};
use crate::lenient::Lenient;

/// Makes an object of a struct, all of whose fields are an `Option`: `"wireName" => field`, sorted by the
/// names on the wire. A field marked `received` is never written, one marked `secret` is written although
/// its type keeps its text to itself. One marked `null` is written as null where it is `None`, one marked `nullable`
/// where it was made null, which the field after `nulls` remembers. `rest` names a field for the members that the
/// table does not, `secret_rest` one for such that are secrets.
macro_rules! object {
    ($name:ident { $($wire:literal => $field:ident $($mark:ident)?),* $(,)? } $(rest $rest:ident)? $(secret_rest $secrets:ident)? $(nulls $nulls:ident)?) => {
        impl $crate::object::Object for $name {
            const NAME: &'static str = stringify!($name);

            const MEMBERS: &'static [&'static str] = &[$($wire),*];

            fn blank() -> Self {
                Self {
                    $($field: None,)*
                    $($rest: ::std::collections::BTreeMap::new(),)?
                    $($secrets: ::std::collections::BTreeMap::new(),)?
                    $($nulls: $crate::object::Nulls::default(),)?
                }
            }

            fn read<'de, A: ::serde::de::MapAccess<'de>>(&mut self, from: A) -> Result<(), A::Error> {
                $crate::object::read::<A>(
                    Self::MEMBERS,
                    &mut [$(Some($crate::object::slot!(&mut self.$field, $($mark)?))),*],
                    &mut [$(&mut self.$rest)? $(&mut self.$secrets)?],
                    &mut [$(&mut self.$nulls)?],
                    from,
                )
            }

            fn write<M: ::serde::ser::SerializeMap>(&self, to: &mut M) -> Result<(), M::Error> {
                $crate::object::write::<M>(
                    Self::MEMBERS,
                    &[$($crate::object::written!(&self.$field, $($mark)?)),*],
                    &[$(&self.$nulls)?],
                    to,
                )?;
                $($crate::object::write_rest(&self.$rest, to)?;)?
                $($crate::object::write_secret_rest(&self.$secrets, to)?;)?
                Ok(())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::object::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::object::deserialize(deserializer)
            }
        }

        impl $crate::lenient::Lenient for $name {}
    };
}

/// Writes a struct that derives how it is read, because some of its fields must be there: those are marked `required`,
/// or `required_secret`. The rest is as for [`object!`].
macro_rules! sent_object {
    ($name:ident { $($wire:literal => $field:ident $($mark:ident)?),* $(,)? } $(rest $rest:ident)? $(secret_rest $secrets:ident)? $(nulls $nulls:ident)?) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = ::serde::Serializer::serialize_map(serializer, None)?;
                $crate::object::write::<S::SerializeMap>(
                    &[$($wire),*],
                    &[$($crate::object::written!(&self.$field, $($mark)?)),*],
                    &[$(&self.$nulls)?],
                    &mut map,
                )?;
                $($crate::object::write_rest(&self.$rest, &mut map)?;)?
                $($crate::object::write_secret_rest(&self.$secrets, &mut map)?;)?
                ::serde::ser::SerializeMap::end(map)
            }
        }
    };
}

/// Where a member is read into, by the mark of its field.
macro_rules! slot {
    ($field:expr, nullable) => {
        &mut $crate::object::NullNoted($field)
    };
    ($field:expr, nullable_secret) => {
        &mut $crate::object::NullNoted($field)
    };
    ($field:expr, $($mark:ident)?) => {
        $field
    };
}

/// What is written of a field, by its mark.
macro_rules! written {
    ($field:expr,) => {
        $field
    };
    ($field:expr, received) => {
        &$crate::object::Received
    };
    ($field:expr, secret) => {
        &$crate::object::Exposed($field)
    };
    ($field:expr, null) => {
        &$crate::object::OrNull::new($field, $field, true)
    };
    ($field:expr, null_secret) => {
        &$crate::object::OrNull::new($field, $crate::object::Exposed($field), true)
    };
    ($field:expr, nullable) => {
        &$crate::object::OrNull::new($field, $field, false)
    };
    ($field:expr, nullable_secret) => {
        &$crate::object::OrNull::new($field, $crate::object::Exposed($field), false)
    };
    ($field:expr, required) => {
        &$crate::object::Required($field)
    };
    ($field:expr, required_secret) => {
        &$crate::object::RequiredSecret($field)
    };
}

pub(crate) use {object, sent_object, slot, written};

/// The facts that a model states about itself.
pub(crate) trait Object: Sized {
    /// Its name, for the messages of errors.
    const NAME: &'static str;

    /// The names of its members on the wire, sorted.
    const MEMBERS: &'static [&'static str];

    /// The value without any member.
    fn blank() -> Self;

    /// Reads the members.
    fn read<'de, A: MapAccess<'de>>(&mut self, from: A) -> Result<(), A::Error>;

    /// Writes the members that are there.
    fn write<M: SerializeMap>(&self, to: &mut M) -> Result<(), M::Error>;
}

/// The value without any member.
pub(crate) fn blank<T: Object>() -> T {
    T::blank()
}

pub(crate) fn serialize<T: Object, S: Serializer>(
    object: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    object.write(&mut map)?;
    map.end()
}

pub(crate) fn deserialize<'de, T: Object, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// The fields of an object, in the order of its members; those that were read are taken out.
pub(crate) type Slots<'f, 'de, A> = [Option<&'f mut (dyn Slot<'de, A> + 'f)>];

/// Reads the members of an object into its fields, and what is not among them into the rest, if there
/// is one.
pub(crate) fn read<'de, 'f, A: MapAccess<'de>>(
    members: &'static [&'static str],
    slots: &mut Slots<'f, 'de, A>,
    rest: &mut [&'f mut (dyn Rest<'de, A> + 'f)],
    nulls: &mut [&mut Nulls],
    mut from: A,
) -> Result<(), A::Error> {
    let mut rest = rest.first_mut();
    let keeps_names = rest.is_some();
    while let Some(key) = from.next_key_seed(KeySeed {
        members,
        keeps_names,
    })? {
        match (key, &mut rest) {
            (Key::Known(index), _) => {
                let name = members.get(index).copied().unwrap_or_default();
                let Some(slot) = slots.get_mut(index).and_then(Option::take) else {
                    return Err(A::Error::duplicate_field(name));
                };
                let is_null = slot.fill(&mut from)?;
                if let Some(nulls) = nulls.first_mut().filter(|_| is_null) {
                    nulls.add(name);
                }
            }
            (Key::Unknown(Some(name)), Some(rest)) => rest.keep(name, &mut from)?,
            (Key::Unknown(_), _) => {
                from.next_value::<IgnoredAny>()?;
            }
        }
    }
    Ok(())
}

/// Writes the fields that are there under the names of their members.
pub(crate) fn write<M: SerializeMap>(
    members: &'static [&'static str],
    fields: &[&dyn Field<M>],
    nulls: &[&Nulls],
    to: &mut M,
) -> Result<(), M::Error> {
    let nulls = nulls.first();
    let mut fields = members.iter().zip(fields);
    fields.try_for_each(|(name, field)| {
        let is_null = nulls.is_some_and(|nulls| nulls.has(name));
        field.write(name, is_null, to)
    })
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("struct ")?;
        formatter.write_str(T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let mut object = T::blank();
        object.read(map)?;
        Ok(object)
    }
}

/// A field to read a member into, whatever its type.
pub(crate) trait Slot<'de, A: MapAccess<'de>> {
    /// Reads the value whose name was read last; the answer is whether it is to be remembered as null.
    fn fill(&mut self, from: &mut A) -> Result<bool, A::Error>;
}

impl<'de, A: MapAccess<'de>, T: Lenient> Slot<'de, A> for Option<T> {
    fn fill(&mut self, from: &mut A) -> Result<bool, A::Error> {
        *self = from.next_value_seed(LenientSeed(PhantomData))?;
        Ok(false)
    }
}

/// A field of which it matters whether it is null or absent.
pub(crate) struct NullNoted<'a, T>(pub(crate) &'a mut Option<T>);

impl<'de, A: MapAccess<'de>, T: Lenient> Slot<'de, A> for NullNoted<'_, T> {
    fn fill(&mut self, from: &mut A) -> Result<bool, A::Error> {
        self.0.fill(from)?;
        Ok(self.0.is_none())
    }
}

struct LenientSeed<T>(PhantomData<T>);

impl<'de, T: Lenient> DeserializeSeed<'de> for LenientSeed<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::lenient(deserializer)
    }
}

/// A field that keeps the members which the table does not name.
pub(crate) trait Rest<'de, A: MapAccess<'de>> {
    /// Reads the value whose name was read last.
    fn keep(&mut self, name: String, from: &mut A) -> Result<(), A::Error>;
}

impl<'de, A: MapAccess<'de>, T: DeserializeOwned> Rest<'de, A> for BTreeMap<String, T> {
    /// One whose value is of another type than the definition says is left out: it may be a field of a
    /// later version.
    fn keep(&mut self, name: String, from: &mut A) -> Result<(), A::Error> {
        let value = from.next_value::<Value>()?;
        match serde_json::from_value(value) {
            Ok(value) => self.insert(name, value),
            Err(_) => self.remove(&name),
        };
        Ok(())
    }
}

/// The name of a member: which of the known ones it is. Others are only kept where they are needed.
enum Key {
    Known(usize),
    Unknown(Option<String>),
}

struct KeySeed {
    members: &'static [&'static str],
    keeps_names: bool,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        Ok(match index(self.members, name) {
            Some(index) => Key::Known(index),
            None => Key::Unknown(self.keeps_names.then(|| name.to_owned())),
        })
    }
}

/// Up to this many members, looking at each is quicker than a binary search: two names of different lengths are
/// told apart without a look at their text, which ordering them needs each time.
const FEW: usize = 128;

fn index(members: &[&str], name: &str) -> Option<usize> {
    if members.len() <= FEW {
        return members.iter().position(|member| *member == name);
    }
    members.binary_search(&name).ok()
}
