//! After.

pub enum Order {
    Up,
}

impl From<String> for Order {
    fn from(_: String) -> Self {
        Self::Up
    }
}

pub fn sort(order: impl Into<Order>) {
    drop(order.into());
}
