//! After.

pub fn send() -> impl Future<Output = u8> + Send {
    std::future::ready(1)
}
