//! What a caller wrote.

pub struct Own;
impl std::fmt::Display for Own {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}
impl From<Own> for sdk::Text {
    fn from(_: Own) -> Self {
        panic!()
    }
}
