//! After.

pub trait Titled {}

pub use Titled as Named;

pub fn show(_: impl Titled) {}
