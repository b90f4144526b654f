//! After.

pub enum Shape {
    Circle { radius: f64 },
}
