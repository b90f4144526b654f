//! What a caller wrote.

pub fn run(own: &dyn sdk::Transport) {
    own.send();
}
