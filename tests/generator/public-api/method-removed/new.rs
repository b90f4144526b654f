//! After.

pub struct Client;
impl Client {}
