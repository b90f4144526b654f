//! After.

#[macro_export]
macro_rules! path {
    () => {
        "/"
    };
}
