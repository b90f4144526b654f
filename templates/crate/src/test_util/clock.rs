//! Time that jumps.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use crate::future::BoxFuture;
use crate::timer::Timer;

/// A clock that jumps to the end of each sleep that is waited for, and stands still otherwise.
///
/// A time limit that is kept beside some work does not move it until there is nothing else to do.
/// Clones show the same time.
#[derive(Clone, Debug, Default)]
pub struct VirtualClock(Arc<Mutex<Hands>>);

#[derive(Debug, Default)]
struct Hands {
    elapsed: Duration,
    date: Option<SystemTime>,
}

impl VirtualClock {
    /// A clock that shows zero, without a date.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How much time has passed.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.hands().elapsed
    }

    /// Lets time pass.
    pub fn advance(&self, time: Duration) {
        let mut hands = self.hands();
        hands.elapsed = hands.elapsed.saturating_add(time);
        hands.date = hands.date.and_then(|date| date.checked_add(time));
    }

    /// Sets date and time of day, which move on with the clock.
    pub fn set_date(&self, date: SystemTime) {
        self.hands().date = Some(date);
    }

    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timer for VirtualClock {
    fn now(&self) -> Duration {
        self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        let end = self.elapsed().saturating_add(duration);
        Box::pin(async move {
            let missing = end.saturating_sub(clock.elapsed());
            clock.advance(missing);
        })
    }

    fn wall_clock(&self) -> Option<SystemTime> {
        self.hands().date
    }
}
