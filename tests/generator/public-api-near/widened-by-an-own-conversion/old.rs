//! Before.

pub enum Order {
    Up,
}

impl From<String> for Order {
    fn from(_: String) -> Self {
        Self::Up
    }
}

pub fn sort(order: String) {
    drop(order);
}
