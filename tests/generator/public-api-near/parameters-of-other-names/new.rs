//! After.

pub struct Page<I>(pub I);

impl<A> Page<A>
where
    A: Clone,
{
    pub fn first<B>(self, other: B) -> (A, B)
    where
        B: Into<A>,
    {
        (self.0, other)
    }
}

impl<X> Clone for Page<X>
where
    X: Clone,
{
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
