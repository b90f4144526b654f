//! After.

pub struct Tier;

pub use Tier as Pet;
