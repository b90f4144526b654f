//! What a caller wrote.

pub struct Own;
unsafe impl sdk::Transport for Own {}
