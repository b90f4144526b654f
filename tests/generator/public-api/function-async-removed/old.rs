//! Before.

pub async fn limit() -> u8 {
    1
}
