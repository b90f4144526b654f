//! What a caller wrote.

pub struct Own;
impl From<Own> for sdk::Text {
    fn from(_: Own) -> Self {
        panic!()
    }
}
