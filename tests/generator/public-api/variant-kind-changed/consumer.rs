//! What a caller wrote.

pub fn run() -> sdk::Shape {
    sdk::Shape::Point
}
