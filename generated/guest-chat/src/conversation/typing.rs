//! Signs of typing, rarer than keystrokes.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The time between two signs.
const INTERVAL: Duration = Duration::from_secs(5);

/// When the last sign was sent, shared by all handles of a chat.
#[derive(Debug, Default)]
pub(super) struct Throttle(Mutex<Option<Duration>>);

/// The permission to send a sign. Unless it is done, the next one need not wait for it.
pub(super) struct Turn<'a> {
    throttle: &'a Throttle,
    before: Option<Duration>,
    is_done: bool,
}

impl Throttle {
    /// The permission to send a sign now, if the last one was long enough ago.
    pub(super) fn turn(&self, now: Duration) -> Option<Turn<'_>> {
        let mut last = self.lock();
        if last.is_some_and(|last| now.saturating_sub(last) < INTERVAL) {
            return None;
        }
        let before = last.replace(now);
        Some(Turn {
            throttle: self,
            before,
            is_done: false,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Option<Duration>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn<'_> {
    /// The sign was sent.
    pub(super) fn done(mut self) {
        self.is_done = true;
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if !self.is_done {
            *self.throttle.lock() = self.before;
        }
    }
}
