//! Before.

#[deprecated(note = "use `open`")]
pub fn connect() {}
