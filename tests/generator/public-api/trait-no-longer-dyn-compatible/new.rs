//! After.

pub trait Transport {
    fn send(&self) {}
    fn name() -> String
    where
        Self: 'static,
    {
        String::new()
    }
}
