//! What a caller wrote.

pub fn run(own: impl sdk::Transport) {
    own.send();
}
