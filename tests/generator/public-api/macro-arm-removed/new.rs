//! After.

#[macro_export]
macro_rules! path {
    ($name:expr) => {
        $name
    };
}
