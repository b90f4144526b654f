//! After.

pub enum Shape {
    #[non_exhaustive]
    Circle { radius: f64, centre: f64 },
}
