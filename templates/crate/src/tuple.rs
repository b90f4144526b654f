//! Reading lists of replies whose items have a type each, by their place.
//!
//! In: a JSON array, or null. Out: a tuple; `None` where an item is missing or null that must be there.

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::lenient::Lenient;

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
