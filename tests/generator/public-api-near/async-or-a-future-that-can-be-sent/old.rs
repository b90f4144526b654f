//! Before.

pub async fn send() -> u8 {
    1
}
