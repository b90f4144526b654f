//! Every form of a type, and names that look like others.

#![allow(dead_code, non_camel_case_types)]

use std::borrow::Cow;
use std::collections::hash_map::HashMap as Map;
use std::fmt::{self, Debug as Show};
use std::rc;

mod hidden {
    pub struct Guard;
    pub struct Other<T>(pub T);
    pub type Shared<T, U = Guard> = std::sync::Arc<(T, U)>;
    pub trait Bound: Clone {
        type Assoc;
    }
    impl Bound for u8 {
        type Assoc = Guard;
    }
    impl<T: Bound> Bound for Vec<T> {
        type Assoc = T::Assoc;
    }
    impl Guard {
        pub fn release(self) -> super::twin::Guard {
            super::twin::Guard
        }
    }
}

mod twin {
    pub struct Guard;
}

pub type Boxed<'a, T = ()> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

pub fn references<'a>(_: &'a str, _: &'static mut [u8], _: &mut dyn Show, _: &(dyn Show + Send)) {}
pub fn pointers(_: *const u8, _: *mut [u8; 2], _: fn(u8, name: &str) -> u8, _: Vec<fn()>) {}
pub fn more_pointers(_: for<'a> unsafe extern "C" fn(&'a u8, ...) -> &'a u8, _: &fn() -> u8) {}
pub fn tuples(_: (), _: (u8,), _: (u8, (u16, [u32; { 1 + 2 }]))) -> ! {
    loop {}
}
pub fn traits(
    _: impl Iterator<Item = impl Into<Cow<'static, str>>> + 'static,
    _: Box<dyn for<'a> Fn(&'a str, u8) -> Result<&'a str, fmt::Error> + Sync + Send>,
    _: &dyn Iterator<Item = (u8, rc::Rc<str>)>,
    _: impl FnOnce() -> Box<dyn Show + Send>,
) -> Box<dyn Show> {
    Box::new(1)
}
pub fn captures<'a, T: Show>(_: &'a T, _: &u8) -> impl Show + Clone + use<'a, T> {}
pub fn paths<T: hidden::Bound, const N: usize>(
    _: T::Assoc,
    _: <T as hidden::Bound>::Assoc,
    _: <Vec<T> as hidden::Bound>::Assoc,
    _: Map<String, [T; N]>,
    _: hidden::Shared<T>,
    _: hidden::Shared<u8, Cow<'_, [u8]>>,
    _: Boxed<'_>,
) -> Sized<{ N }, -1, true, 'c'> {
    Sized
}
pub fn lifetimes<'a: 'b, 'b, T>(a: &'a T, _: &'b T) -> &'b T
where
    T: 'a + ?core::marker::Sized,
    for<'c> &'c T: PartialEq<&'c T>,
    Vec<Box<T>>: Clone,
{
    a
}

pub struct Sized<const N: usize, const I: i8, const B: bool, const C: char>;

/// Names that are not what they look like.
pub struct Option;
pub struct String(pub std::string::String, pub Option, pub core::option::Option<Option>);
pub struct T;
pub fn shadow<T: Into<crate::T>>(_: T, _: crate::T, _: Self_) -> T {
    todo!()
}
pub type Self_ = u8;
pub mod std2 {
    pub use std::string::String;
}
pub fn guards(_: twin::Guard) -> hidden::Guard {
    hidden::Guard
}

impl<T> From<hidden::Other<T>> for Option {
    fn from(_: hidden::Other<T>) -> Self {
        Option
    }
}

impl Iterator for Option {
    type Item = std2::String;
    fn next(&mut self) -> core::option::Option<Self::Item> {
        None
    }
}

impl<'x, X: Show> PartialEq<&'x [X]> for crate::String {
    fn eq(&self, _: &&'x [X]) -> bool {
        false
    }
}
