//! What a caller wrote.

#[repr(packed)]
pub struct Own(pub sdk::Pair);
