//! Before.

pub struct T;

pub fn keep<U>(_: U) -> T {
    T
}
