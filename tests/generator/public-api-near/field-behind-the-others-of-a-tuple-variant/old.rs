//! Before.

pub enum Shape {
    #[non_exhaustive]
    Circle(f64),
}
