//! What a caller wrote.

pub struct Own;

impl sdk::Transport for Own {
    async fn close(&self) -> u8 {
        sdk::send(String::new()).await
    }
}
