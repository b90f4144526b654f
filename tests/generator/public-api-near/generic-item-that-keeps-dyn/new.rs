//! After.

pub trait Transport {
    fn send(&self) {}
    fn send_as<T>(&self, _: T)
    where
        Self: Sized,
    {
    }
}
