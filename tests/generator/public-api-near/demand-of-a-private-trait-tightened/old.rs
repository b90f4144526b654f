//! Before.

mod marker {
    pub trait MaybeSend {}
    impl<T> MaybeSend for T {}
}

pub fn spawn(_: impl marker::MaybeSend) {}
