//! After.

pub fn name(name: String) {
    drop(name);
}
