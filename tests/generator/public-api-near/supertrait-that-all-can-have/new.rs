//! After.

mod marker {
    pub trait MaybeSend {}
    impl<T> MaybeSend for T {}
}

pub trait Transport: marker::MaybeSend {
    fn send(&self);
}
