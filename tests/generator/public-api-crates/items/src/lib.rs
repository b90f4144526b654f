//! Every kind of item, and every attribute that is part of an API.

#![allow(dead_code, deprecated, non_upper_case_globals)]

pub mod shapes;

/// Not part of the API.
const PRIVATE: usize = 1;
pub const LIMIT: usize = PRIVATE + { 1 } + "a;b".len();
pub const _: () = ();
pub static NAME: &str = "{}";
pub static mut COUNT: u32 = 0;

pub type Pair<T, U = T> = (T, U);

pub fn plain() {}

#[must_use]
#[deprecated(since = "1.2.0", note = "use \"plain\"\nor nothing")]
pub const unsafe extern "C" fn loaded<'a, const N: usize, T>(
    mut text: &'a str,
    (left, right): (u8, u8),
    _: [T; N],
) -> &'a str
where
    T: Copy + 'a,
{
    let _ = (left, right);
    text = text;
    text
}

#[must_use = "it does nothing"]
pub async fn wait(time: core::time::Duration) -> Result<(), std::io::Error> {
    let _ = time;
    Ok(())
}

macro_rules! private {
    ($name:ident) => { pub struct $name; };
}

private!(Hidden);

/// A trait with all that a trait can have.
pub trait Everything<'a, T: ?Sized = str>: Send + for<'b> PartialEq<&'b T> + 'a
where
    T: 'a,
{
    const ID: u8;
    const COUNT: usize = 1;
    type Item;
    type Borrowed<'b>: Iterator<Item = &'b Self::Item> + Clone
    where
        Self: 'b,
        Self::Item: 'b;
    fn required(&self, item: Self::Item) -> <Self::Borrowed<'_> as Iterator>::Item;
    #[must_use]
    fn provided(self: Box<Self>) -> Option<Self::Item>
    where
        Self: Sized,
    {
        None
    }
    #[doc(hidden)]
    fn hidden(&mut self) {}
}

pub unsafe trait Dangerous {}

pub trait Sealed: private_parts::Sealed {}

mod private_parts {
    pub trait Sealed {}
    impl Sealed for u8 {}
    impl<T> Sealed for Vec<T> {}
}

impl Sealed for u8 {}

#[cfg(feature = "std")]
#[cfg_attr(feature = "full", derive(Default))]
#[cfg_attr(all(), derive(Debug))]
#[cfg_attr(docsrs, doc(hidden))]
pub struct Conditional {
    #[cfg(feature = "full")]
    pub full: u8,
    #[doc(hidden)]
    pub hidden: u8,
}

#[cfg(not(any(unix, all(windows, target_arch = "x86_64"))))]
pub fn elsewhere() {}

#[cfg(test)]
mod tests {
    pub fn ignored() { panic!() }
}
