//! What a caller wrote.

pub fn run() -> sdk::Shape {
    sdk::Shape::Circle { radius: 1.0 }
}
