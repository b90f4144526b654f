//! After.

pub enum Pets {}
pub enum Shops {}
pub struct Request<O>(std::marker::PhantomData<O>);

impl Request<Shops> {
    pub fn limit(&self, limit: &str) {}
}
