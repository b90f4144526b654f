//! Before.

pub enum Shape {
    #[non_exhaustive]
    Point,
}
