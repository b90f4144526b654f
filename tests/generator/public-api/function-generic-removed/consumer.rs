//! What a caller wrote.

pub fn run() {
    sdk::show::<u8>(1);
}
