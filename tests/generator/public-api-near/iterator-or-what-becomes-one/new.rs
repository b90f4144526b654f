//! After.

pub fn sum<T: IntoIterator<Item = u8>>(items: T) {
    drop(items);
}
