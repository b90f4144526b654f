//! After.

fn other(_: u8) {}

pub(crate) struct Other;

pub struct Pet {
    other: Other,
    more: u8,
}

impl Pet {
    pub(super) fn crate_narrow(&self) {}
}
