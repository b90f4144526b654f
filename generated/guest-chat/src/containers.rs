//! Reading lists and maps of replies in which a service puts null, or something else, where an item is due.
//!
//! In: a JSON array or object, or null. Out: the items that are there; null items are left out. Use:
//! `#[serde(default, deserialize_with = "crate::containers::list")]` on an `Option` field.

#![allow(
    dead_code,
    reason = "which containers are read depends on the models of the API"
)]

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

type Map<T> = BTreeMap<String, T>;

/// An optional list.
pub(crate) fn list<'de, T, D>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let items = Option::<Vec<Option<T>>>::deserialize(deserializer)?;
    Ok(items.map(present_items))
}

/// An optional map.
pub(crate) fn map<'de, T, D>(deserializer: D) -> Result<Option<Map<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let members = Option::<Map<Option<T>>>::deserialize(deserializer)?;
    Ok(members.map(present_members))
}

/// An optional list of lists.
pub(crate) fn list_of_lists<'de, T, D>(deserializer: D) -> Result<Option<Vec<Vec<T>>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let lists = list::<Vec<Option<T>>, D>(deserializer)?;
    Ok(lists.map(|lists| lists.into_iter().map(present_items).collect()))
}

/// An optional list of maps.
pub(crate) fn list_of_maps<'de, T, D>(deserializer: D) -> Result<Option<Vec<Map<T>>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let maps = list::<Map<Option<T>>, D>(deserializer)?;
    Ok(maps.map(|maps| maps.into_iter().map(present_members).collect()))
}

/// An optional map of lists.
pub(crate) fn map_of_lists<'de, T, D>(deserializer: D) -> Result<Option<Map<Vec<T>>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let lists = map::<Vec<Option<T>>, D>(deserializer)?;
    let present = |(key, items)| (key, present_items(items));
    Ok(lists.map(|lists| lists.into_iter().map(present).collect()))
}

/// An optional map of maps.
pub(crate) fn map_of_maps<'de, T, D>(deserializer: D) -> Result<Option<Map<Map<T>>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let maps = map::<Map<Option<T>>, D>(deserializer)?;
    let present = |(key, members)| (key, present_members(members));
    Ok(maps.map(|maps| maps.into_iter().map(present).collect()))
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

fn present_items<T>(items: Vec<Option<T>>) -> Vec<T> {
    items.into_iter().flatten().collect()
}

fn present_members<T>(members: Map<Option<T>>) -> Map<T> {
    let present = |(key, value): (String, Option<T>)| Some((key, value?));
    members.into_iter().filter_map(present).collect()
}
