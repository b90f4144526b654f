//! What a caller wrote.

pub fn run(_: impl sdk::Transport) {}
