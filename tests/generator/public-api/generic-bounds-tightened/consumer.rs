//! What a caller wrote.

pub struct Own;
pub fn run() {
    sdk::show(Own);
}
