//! Before.

mod facts {
    pub struct Facts;
}

pub trait Operation {
    type Output;

    #[doc(hidden)]
    const FACTS: facts::Facts;
}
