//! After.

pub enum Shape {
    #[non_exhaustive]
    Circle(f64, u8),
}
