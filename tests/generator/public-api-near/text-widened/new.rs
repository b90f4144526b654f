//! After.

pub fn name(name: impl Into<String>) {
    drop(name.into());
}
