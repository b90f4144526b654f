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

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::lenient::Lenient;
use crate::secret::Expose;

/// Makes an object of a struct, all of whose fields are an `Option`: `"wireName" => field`, sorted by the
/// names on the wire. A field marked `received` is never written, one marked `secret` is written although
/// its type keeps its text to itself. `rest` names a field for the members that the table does not.
macro_rules! object {
    ($name:ident { $($wire:literal => $field:ident $($mark:ident)?),* $(,)? } $(rest $rest:ident)?) => {
        impl $crate::object::Object for $name {
            const NAME: &'static str = stringify!($name);

            const MEMBERS: &'static [&'static str] = &[$($wire),*];

            fn blank() -> Self {
                Self {
                    $($field: None,)*
                    $($rest: ::std::collections::BTreeMap::new(),)?
                }
            }

            fn read<'de, A: ::serde::de::MapAccess<'de>>(&mut self, from: A) -> Result<(), A::Error> {
                $crate::object::read::<A>(
                    Self::MEMBERS,
                    &mut [$(Some(&mut self.$field)),*],
                    &mut [$(&mut self.$rest)?],
                    from,
                )
            }

            fn write<M: ::serde::ser::SerializeMap>(&self, to: &mut M) -> Result<(), M::Error> {
                $crate::object::write::<M>(
                    Self::MEMBERS,
                    &[$($crate::object::written!(&self.$field, $($mark)?)),*],
                    to,
                )?;
                $($crate::object::write_rest(&self.$rest, to)?;)?
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
}

pub(crate) use {object, written};

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
    mut from: A,
) -> Result<(), A::Error> {
    let mut rest = rest.first_mut();
    let keeps_names = rest.is_some();
    while let Some(key) = from.next_key_seed(KeySeed {
        members,
        keeps_names,
    })? {
        match (key, &mut rest) {
            (Key::Known(index), _) => match slots.get_mut(index).and_then(Option::take) {
                Some(slot) => slot.fill(&mut from)?,
                None => {
                    let name = members.get(index).copied().unwrap_or_default();
                    return Err(A::Error::duplicate_field(name));
                }
            },
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
    to: &mut M,
) -> Result<(), M::Error> {
    let mut fields = members.iter().zip(fields);
    fields.try_for_each(|(name, field)| field.write(name, to))
}

/// Writes the members that the table does not name.
pub(crate) fn write_rest<M: SerializeMap, T: Serialize>(
    rest: &BTreeMap<String, T>,
    to: &mut M,
) -> Result<(), M::Error> {
    rest.iter()
        .try_for_each(|(name, value)| to.serialize_entry(name, value))
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
    /// Reads the value whose name was read last.
    fn fill(&mut self, from: &mut A) -> Result<(), A::Error>;
}

impl<'de, A: MapAccess<'de>, T: Lenient> Slot<'de, A> for Option<T> {
    fn fill(&mut self, from: &mut A) -> Result<(), A::Error> {
        *self = from.next_value_seed(LenientSeed(PhantomData))?;
        Ok(())
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

/// A field that may be written, whatever its type.
pub(crate) trait Field<M: SerializeMap> {
    /// Writes the member, if it is there.
    fn write(&self, name: &'static str, to: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Serialize> Field<M> for Option<T> {
    fn write(&self, name: &'static str, to: &mut M) -> Result<(), M::Error> {
        match self {
            Some(value) => to.serialize_entry(name, value),
            None => Ok(()),
        }
    }
}

/// A field that is only read.
pub(crate) struct Received;

impl<M: SerializeMap> Field<M> for Received {
    fn write(&self, _: &'static str, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

/// A secret whose purpose is to be sent.
pub(crate) struct Exposed<'a, T>(pub(crate) &'a Option<T>);

impl<M: SerializeMap, T: Expose> Field<M> for Exposed<'_, T> {
    fn write(&self, name: &'static str, to: &mut M) -> Result<(), M::Error> {
        match self.0 {
            Some(secret) => to.serialize_entry(name, secret.exposed()),
            None => Ok(()),
        }
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
