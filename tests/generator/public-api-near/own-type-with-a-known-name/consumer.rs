//! What a caller wrote.

pub fn run() -> sdk::Option {
    sdk::get()
}
