//! After.

pub struct T;

pub fn keep<T>(value: T) -> T {
    value
}
