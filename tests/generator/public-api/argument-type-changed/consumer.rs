//! What a caller wrote.

pub fn run(port: u16) {
    sdk::connect(port);
}
