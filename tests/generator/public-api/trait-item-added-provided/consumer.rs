//! What a caller wrote.

pub struct Own;
impl sdk::Transport for Own {}
