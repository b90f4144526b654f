//! Before.

pub enum Pets {}
pub struct Request<O>(std::marker::PhantomData<O>);

impl Request<Pets> {
    pub fn limit(&self, limit: i64) {}
}
