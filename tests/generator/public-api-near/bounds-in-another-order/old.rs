//! Before.

pub fn spawn<T>(_: T, _: Box<dyn std::fmt::Debug + Send + 'static>)
where
    T: Send + Clone + 'static,
{
}
