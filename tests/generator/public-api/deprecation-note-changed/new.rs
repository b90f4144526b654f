//! After.

#[deprecated(note = "use `open_with`")]
pub fn connect() {}
