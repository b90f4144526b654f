//! What a caller wrote.

pub fn run() -> impl Clone {
    sdk::items()
}
