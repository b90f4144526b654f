//! What a caller wrote.

pub fn run<T: sdk::Transport>(_: T::Body) {}
