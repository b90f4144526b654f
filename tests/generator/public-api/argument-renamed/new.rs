//! After.

pub fn connect(name: String) {
    drop(name);
}
