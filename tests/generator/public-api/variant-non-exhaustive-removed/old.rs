//! Before.

pub enum Shape {
    #[non_exhaustive]
    Circle { radius: f64 },
}
