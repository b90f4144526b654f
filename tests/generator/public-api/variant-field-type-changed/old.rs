//! Before.

pub enum Shape {
    Circle(f32),
}
