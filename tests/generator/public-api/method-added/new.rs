//! After.

pub struct Client;
impl Client {
    pub fn close(&self) {}
}
