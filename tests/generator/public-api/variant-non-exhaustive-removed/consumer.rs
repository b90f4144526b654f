//! What a caller wrote.

pub fn run(shape: sdk::Shape) -> f64 {
    match shape {
        sdk::Shape::Circle { radius, .. } => radius,
    }
}
