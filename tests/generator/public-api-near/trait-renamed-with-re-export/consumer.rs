//! What a caller wrote.

pub struct Own;
impl sdk::Named for Own {}

pub fn run() {
    sdk::show(Own);
}
