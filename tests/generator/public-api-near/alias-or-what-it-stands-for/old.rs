//! Before.

use std::future::Future;
use std::pin::Pin;

pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

mod hidden {
    pub type Map<V> = std::collections::BTreeMap<String, V>;
}

pub fn send() -> BoxFuture<'static, Option<u8>> {
    Box::pin(async { None })
}

pub fn count(_: hidden::Map<u8>) {}
