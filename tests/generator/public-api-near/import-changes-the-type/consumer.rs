//! What a caller wrote.

pub fn run() -> Result<(), sdk::Error> {
    sdk::check()
}
