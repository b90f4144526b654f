//! What a caller wrote.

pub fn run<T: sdk::Transport>(own: &T) -> T {
    own.clone()
}
