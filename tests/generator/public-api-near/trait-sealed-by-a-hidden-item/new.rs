//! After.

mod facts {
    pub struct Facts;
}

pub trait Operation {
    type Output;
    type Refusal;

    #[doc(hidden)]
    const FACTS: facts::Facts;
}
