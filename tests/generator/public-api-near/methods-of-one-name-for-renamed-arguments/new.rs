//! After.

pub enum Animals {}
pub type Pets = Animals;
pub enum Shops {}
pub struct Request<O>(std::marker::PhantomData<O>);

impl Request<Shops> {
    pub fn limit(&self, limit: &str) {}
}

impl Request<Animals> {
    pub fn limit(&self, limit: i64) {}
}
