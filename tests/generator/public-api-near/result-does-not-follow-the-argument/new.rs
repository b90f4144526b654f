//! After.

pub fn keep<T: Clone>(x: T) -> Option<T> {
    Some(x)
}
