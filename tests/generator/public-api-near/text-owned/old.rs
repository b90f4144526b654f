//! Before.

pub fn name(name: &str) {
    drop(name);
}
