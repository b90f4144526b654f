//! Time that jumps, or stands.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use crate::future::BoxFuture;
use crate::timer::Timer;

/// A clock for tests: it jumps to the end of each sleep that is waited for, or stands until the test moves it.
///
/// A time limit that is kept beside some work does not move it until there is nothing else to do.
/// Clones show the same time.
#[derive(Clone, Debug, Default)]
pub struct VirtualClock(Arc<Mutex<Hands>>);

#[derive(Debug, Default)]
struct Hands {
    elapsed: Duration,
    date: Option<SystemTime>,
    stands: bool,
    sleepers: Vec<Waker>,
}

impl VirtualClock {
    /// A clock that shows zero, without a date, and jumps.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, but it stands until [`advance`](Self::advance) moves it: whoever sleeps waits for that.
    #[must_use]
    pub fn standing() -> Self {
        let clock = Self::new();
        clock.hands().stands = true;
        clock
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
        let sleepers = std::mem::take(&mut hands.sleepers);
        // Whoever is woken may look at once.
        drop(hands);
        sleepers.into_iter().for_each(Waker::wake);
    }

    /// Whether this time has come; on a clock that jumps, it comes now.
    fn reach(&self, end: Duration, context: &mut Context<'_>) -> Poll<()> {
        let mut hands = self.hands();
        let missing = end.saturating_sub(hands.elapsed);
        if missing.is_zero() {
            return Poll::Ready(());
        }
        if hands.stands {
            if !hands
                .sleepers
                .iter()
                .any(|known| known.will_wake(context.waker()))
            {
                hands.sleepers.push(context.waker().clone());
            }
            return Poll::Pending;
        }
        drop(hands);
        self.advance(missing);
        Poll::Ready(())
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
        Box::pin(poll_fn(move |context| clock.reach(end, context)))
    }

    fn wall_clock(&self) -> Option<SystemTime> {
        self.hands().date
    }
}
