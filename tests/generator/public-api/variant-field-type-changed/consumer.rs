//! What a caller wrote.

pub fn run(shape: sdk::Shape) -> f32 {
    match shape {
        sdk::Shape::Circle(radius) => radius,
    }
}
