//! After.

pub struct List<I> {
    pub items: Vec<I>,
}

pub type Page<T> = List<T>;
