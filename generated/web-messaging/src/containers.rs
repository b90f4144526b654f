//! Reading lists and maps of replies in which a service puts null, or something else, where an item is due.
//!
//! In: a JSON array or object, or null. Out: the items that are there; null items are left out, however deep
//! they stand, unless the definition allows them: then they are an `Option`.

#![allow(
    dead_code,
    reason = "which containers are read depends on the models of the API"
)]

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Error};
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

// In a block of their own: the short names inside are no types of the API, whatever those are called.
const _: () = {
    /// Items after those of the tuple are left out, as members are that a struct does not have. Without one that is due there is
    /// no tuple.
    macro_rules! tuple {
        ($($item:ident)+) => {
            #[allow(non_snake_case, reason = "each value has the name of its type")]
            impl<$($item: Lenient),+> Lenient for ($($item,)+) {
                fn lenient<'de, De: Deserializer<'de>>(
                    deserializer: De,
                ) -> Result<Option<Self>, De::Error> {
                    let Some(items) = Option::<Vec<Value>>::deserialize(deserializer)? else {
                        return Ok(None);
                    };
                    let mut items = items.into_iter();
                    $(let Some($item) = next::<$item, De::Error>(&mut items)? else {
                        return Ok(None);
                    };)+
                    Ok(Some(($($item,)+)))
                }
            }
        };
    }

    tuple!(A);
    tuple!(A B);
    tuple!(A B C);
    tuple!(A B C D);
    tuple!(A B C D E);
    tuple!(A B C D E F);
    tuple!(A B C D E F G);
    tuple!(A B C D E F G H);
    tuple!(A B C D E F G H I);
    tuple!(A B C D E F G H I J);
    tuple!(A B C D E F G H I J K);
    tuple!(A B C D E F G H I J K L);
};

/// The next item of a tuple; `None` where there is none, or it is null.
fn next<T: Lenient, E: Error>(items: &mut std::vec::IntoIter<Value>) -> Result<Option<T>, E> {
    let item = items.next().map(T::lenient).transpose();
    item.map(Option::flatten).map_err(E::custom)
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
