//! How many retries all handles of a client may make together.
//!
//! In: calls that begin, retries that would follow. Out: whether one more retry is allowed. A
//! service in trouble gets at most a fifth more requests than there are calls, not seven times as
//! many. Counting is lock-free and needs no clock.

use std::sync::atomic::{AtomicU32, Ordering};

/// What a call adds and a retry takes: five calls allow one retry.
const PER_CALL: u32 = 1;
const PER_RETRY: u32 = 5;

/// What is there in the beginning, so that the first calls of a client can be retried too.
const RESERVE: u32 = 10 * PER_RETRY;

/// The most that is kept, so that a long quiet time does not pay for a storm.
const CAPACITY: u32 = 100 * PER_RETRY;

/// A bucket that calls fill and retries empty.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

impl RetryBudget {
    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(RESERVE))
    }

    /// Counts a call that begins.
    pub(crate) fn deposit(&self) {
        self.update(|kept| Some(kept.saturating_add(PER_CALL).min(CAPACITY)));
    }

    /// Takes what a retry costs; `false` when there is not enough.
    pub(crate) fn withdraw(&self) -> bool {
        self.update(|kept| kept.checked_sub(PER_RETRY))
    }

    fn update(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, change)
            .is_ok()
    }
}
