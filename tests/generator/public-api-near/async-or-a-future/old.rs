//! Before.

use std::future::Future;

pub async fn send(text: String) -> u8 {
    drop(text);
    1
}

pub trait Transport {
    fn close(&self) -> impl Future<Output = u8>;
}
