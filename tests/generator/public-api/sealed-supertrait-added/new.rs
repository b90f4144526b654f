//! After.

mod sealed {
    pub trait Sealed {}
}

pub trait Transport: Send + sealed::Sealed {}
