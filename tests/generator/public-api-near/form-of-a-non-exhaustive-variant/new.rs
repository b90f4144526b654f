//! After.

pub enum Shape {
    #[non_exhaustive]
    Point { x: f64 },
}
