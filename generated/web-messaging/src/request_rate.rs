//! A limit that a client sets itself, so that the service need not refuse it.
//!
//! In: the number of requests per minute. Out: a wait before an attempt, where one is due. Attempts
//! are let through in the order in which they came; one that is given up while it waits takes
//! nothing from the others. In any minute no more requests begin than were allowed.

use std::time::Duration;

use tokio::sync::Mutex;

use crate::timer::Timer;

const PERIOD: Duration = Duration::from_secs(60);

/// How many requests a client may send per minute; each attempt counts.
///
/// A tenth of them (at least one) may go out at once after a quiet time, the others are spread
/// evenly. Clones of a client handle share the limit; a handle made with another credential has the
/// same limit for itself, as services count by credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestRate {
    requests: u32,
    burst: u32,
}

impl RequestRate {
    /// So many requests in any minute, and at least one.
    #[must_use]
    pub fn per_minute(requests: u32) -> Self {
        let requests = requests.max(1);
        Self {
            requests,
            burst: (requests / 10).max(1),
        }
    }

    /// How many requests may go out at once, of those that are allowed per minute. A larger burst
    /// means longer waits after it.
    #[must_use]
    pub fn burst(mut self, requests: u32) -> Self {
        self.burst = requests.clamp(1, self.requests);
        self
    }

    /// The time between two requests when there are no more left for a burst. With this much, a
    /// burst and what follows it in the same minute are just what is allowed. Rounded up, so that
    /// what is lost in division does not add up to a request.
    fn interval(self) -> Duration {
        let parts = self.requests.saturating_sub(self.burst).saturating_add(1);
        (PERIOD / parts).saturating_add(Duration::from_nanos(1))
    }

    /// How long a request has to wait, when all of the burst is there again at `full_at`.
    fn wait(self, full_at: Duration, now: Duration) -> Duration {
        let ahead = self.interval().saturating_mul(self.burst - 1);
        full_at.saturating_sub(ahead).saturating_sub(now)
    }
}

/// A rate, and how much of it is used.
#[derive(Debug)]
pub(crate) struct RequestLimiter {
    rate: RequestRate,
    /// When all of the burst is there again, on the client's clock. The one whose turn it is holds
    /// the lock while it waits, so the others keep their order.
    full_at: Mutex<Duration>,
}

impl RequestLimiter {
    pub(crate) fn new(rate: RequestRate) -> Self {
        Self {
            rate,
            full_at: Mutex::new(Duration::ZERO),
        }
    }

    pub(crate) fn rate(&self) -> RequestRate {
        self.rate
    }

    /// Waits until one more request may begin, and counts it; `false`, at once, if that would not be
    /// before `deadline`. Nothing is counted then, nor when the future is dropped.
    pub(crate) async fn admit(&self, timer: &dyn Timer, deadline: Duration) -> bool {
        let mut full_at = self.full_at.lock().await;
        loop {
            let now = timer.now();
            let wait = self.rate.wait(*full_at, now);
            if wait.is_zero() {
                *full_at = now.max(*full_at).saturating_add(self.rate.interval());
                return true;
            }
            if now.saturating_add(wait) >= deadline {
                return false;
            }
            timer.sleep(wait).await;
        }
    }
}
