//! Before.

pub struct Client;
impl Client {}
