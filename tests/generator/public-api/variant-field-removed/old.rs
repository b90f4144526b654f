//! Before.

pub enum Shape {
    Circle { radius: f64, centre: f64 },
}
