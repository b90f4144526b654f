//! Before.

pub fn sum<T: Iterator<Item = u8>>(items: T) {
    drop(items);
}
