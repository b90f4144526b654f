//! Before.

pub struct Page<T>(pub T);

impl<T: Clone> Page<T> {
    pub fn first<U: Into<T>>(self, other: U) -> (T, U) {
        (self.0, other)
    }
}

impl<T: Clone> Clone for Page<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
