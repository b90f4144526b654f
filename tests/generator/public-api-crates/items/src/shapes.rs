//! Structs and enums.

pub struct Unit;
pub struct Empty {}
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub struct Tuple(pub u8, pub(crate) u16, pub String2);
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub struct String2;
pub struct Opaque(u8);

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(C, align(8))]
pub struct Named<'a, T: ToString, const N: usize = 4>
where
    [T; N]: Sized,
{
    pub items: Vec<&'a [T]>,
    #[deprecated]
    pub array: Option<Box<[T; N]>>,
    private: u8,
}

#[repr(u8)]
pub enum Wire {
    Zero,
    Ten = 0b1010,
    Eleven,
    Payload(u8) = 0xFF,
}

pub enum Castable {
    Minus = -1,
    Zero,
    Computed = super::LIMIT as isize,
    Next,
}

#[non_exhaustive]
#[derive(PartialEq, PartialOrd)]
pub enum Open {
    B { y: u8, x: Option<u8> },
    A(u8, String),
    #[non_exhaustive]
    C,
    #[doc(hidden)]
    Hidden,
}

impl<'a, T: ToString, const N: usize> Named<'a, T, N> {
    pub const SIZE: usize = N;

    pub fn first(&self) -> Option<&&'a [T]> {
        fn inner() {}
        inner();
        self.items.first()
    }

    pub(super) fn private(&self) {}
    fn more_private(&self) {}
}

impl<T> Named<'static, T, 0>
where
    T: ToString + Clone,
{
    pub fn map<U: ToString>(self, f: impl Fn(T) -> U) -> Named<'static, U, 0> {
        let _ = f;
        todo!()
    }
}

impl Opaque {
    pub const fn new(value: u8) -> Self {
        Self(value)
    }
}

impl<'a> IntoIterator for &'a Opaque {
    type Item = &'a u8;
    type IntoIter = std::iter::Once<Self::Item>;
    fn into_iter(self) -> Self::IntoIter {
        todo!()
    }
}
