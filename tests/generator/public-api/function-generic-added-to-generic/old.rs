//! Before.

pub fn parse<T: Default>(_: &str) -> T {
    T::default()
}
