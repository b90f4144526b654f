//! What a caller wrote.

#[derive(Clone)]
pub struct Own;
impl sdk::Named for Own {}
