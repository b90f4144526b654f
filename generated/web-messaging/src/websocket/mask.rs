//! What frames are masked with: RFC 6455 wants that nobody who chooses what is sent can tell it before.
//!
//! std keys its hash maps with numbers of the system that it shows nobody, and its hash of a counter is not to be told
//! without them.

use std::hash::{BuildHasher as _, RandomState};

/// The masks of one connection.
pub(super) struct Masks {
    keys: RandomState,
    count: u64,
}

impl Masks {
    pub(super) fn new() -> Self {
        let keys = RandomState::new();
        Self { keys, count: 0 }
    }

    pub(super) fn next(&mut self) -> [u8; 4] {
        self.count = self.count.wrapping_add(1);
        let [a, b, c, d, ..] = self.keys.hash_one(self.count).to_be_bytes();
        [a, b, c, d]
    }
}
