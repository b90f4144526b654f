//! After.

pub enum Shape {
    Circle(f64),
}
