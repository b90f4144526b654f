//! Before.

#[macro_export]
macro_rules! path {
    () => {
        "/"
    };
}
