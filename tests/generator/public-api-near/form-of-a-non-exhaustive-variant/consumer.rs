//! What a caller wrote.

pub fn run(shape: sdk::Shape) {
    match shape {
        sdk::Shape::Point { .. } => {}
    }
}
