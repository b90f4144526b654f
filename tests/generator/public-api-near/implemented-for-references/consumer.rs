//! What a caller wrote.

pub struct Own;
impl sdk::Named for &Own {}
impl sdk::Named for Own {}
