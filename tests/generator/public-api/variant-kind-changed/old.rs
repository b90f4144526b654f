//! Before.

pub enum Shape {
    Point,
}
