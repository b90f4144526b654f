//! What a caller wrote.

pub fn run() {
    sdk::feed(sdk::a::Pet);
}
