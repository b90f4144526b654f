//! What a caller wrote.

pub async fn run() -> u8 {
    sdk::send().await
}
