//! After.

mod marker {
    pub trait MaybeSend {}
    impl<T: Send> MaybeSend for T {}
}

pub fn spawn(_: impl marker::MaybeSend) {}
