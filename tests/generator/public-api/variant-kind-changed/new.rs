//! After.

pub enum Shape {
    Point(),
}
