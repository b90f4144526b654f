//! Before.

mod sealed {
    pub trait Sealed {}
}

pub trait Transport: sealed::Sealed {
    fn send(&self) {}
}
