//! What a caller wrote.

pub fn run() {
    sdk::name('a');
}
