//! After.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

pub fn send() -> Pin<Box<dyn Future<Output = Option<u8>> + Send + 'static>> {
    Box::pin(async { None })
}

pub fn count(_: BTreeMap<String, u8>) {}
