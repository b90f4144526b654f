//! After.

pub struct Client;
impl Client {
    pub const LIMIT: usize = 1;
}
