//! Before.

fn own() {}

pub(crate) struct Inner {
    pub field: u8,
}

pub struct Pet {
    inner: Inner,
}

impl Pet {
    fn own(&self) {}
    pub(crate) fn crate_wide(&self) {}
}
