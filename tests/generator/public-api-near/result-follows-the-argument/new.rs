//! After.

pub fn keep<T: Clone>(x: T) -> T {
    x
}
