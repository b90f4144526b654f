//! Reading lists and maps of replies in which a service puts null, or something else, where an item is due.
//!
//! In: a JSON array or object, or null. Out: the items that are there; null items are left out, however deep
//! they stand, unless the definition allows them: then they are an `Option`.

#![allow(
    dead_code,
    reason = "which containers are read depends on the models of the API"
)]

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::lenient::Lenient;

type Map<T> = BTreeMap<String, T>;

impl<T: Lenient> Lenient for Vec<T> {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let items = Option::<Vec<Item<T>>>::deserialize(deserializer)?;
        Ok(items.map(|items| items.into_iter().filter_map(|item| item.0).collect()))
    }
}

impl<T: Lenient> Lenient for Map<T> {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let members = Option::<Map<Item<T>>>::deserialize(deserializer)?;
        let present = |(key, value): (String, Item<T>)| Some((key, value.0?));
        Ok(members.map(|members| members.into_iter().filter_map(present).collect()))
    }
}

/// An item that may be null by the definition, and is kept then.
impl<T: Lenient> Lenient for Option<T> {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        T::lenient(deserializer).map(Some)
    }
}

/// An item of a list or a map, which may be null.
struct Item<T>(Option<T>);

impl<'de, T: Lenient> Deserialize<'de> for Item<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::lenient(deserializer).map(Self)
    }
}

/// The members that an object has beside its fields. One whose value is of another type than the
/// definition says is left out: it may be a field of a later version.
pub(crate) fn rest<'de, T, D>(deserializer: D) -> Result<Map<T>, D::Error>
where
    T: DeserializeOwned,
    D: Deserializer<'de>,
{
    let members = Map::<Value>::deserialize(deserializer)?;
    let fitting = |(key, value)| Some((key, serde_json::from_value(value).ok()?));
    Ok(members.into_iter().filter_map(fitting).collect())
}
