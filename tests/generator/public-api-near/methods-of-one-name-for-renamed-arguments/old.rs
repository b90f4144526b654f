//! Before.

pub enum Pets {}
pub enum Shops {}
pub struct Request<O>(std::marker::PhantomData<O>);

impl Request<Pets> {
    pub fn limit(&self, limit: i64) {}
}

impl Request<Shops> {
    pub fn limit(&self, limit: &str) {}
}
