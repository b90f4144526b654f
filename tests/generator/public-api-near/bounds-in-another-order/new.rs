//! After.

pub fn spawn<T: 'static + Clone + Send>(_: T, _: Box<dyn Send + std::fmt::Debug + 'static>) {}
