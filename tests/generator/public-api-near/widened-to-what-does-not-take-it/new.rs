//! After.

pub fn name(name: impl AsRef<str>) {
    drop(name.as_ref().len());
}
