//! What is retried, how long to wait, and when to stop.

use std::time::Duration;

use http::StatusCode;

/// When failed attempts are repeated. The default is never.
///
/// A rule is made of: the statuses that are worth another attempt, the time after which no further
/// attempt is made, and the wait between attempts. The wait is what the service asks for in
/// `Retry-After` (as seconds), or else a default. After a number of such waits without a rate limit
/// (429) involved, the wait no longer depends on the response: it is a power of the backoff base
/// whose exponent grows by one per backoff interval of elapsed time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryConfig {
    pub(super) statuses: Vec<StatusCode>,
    pub(super) max_retry_time: Duration,
    pub(super) max_retries: u32,
    pub(super) retry_after_default: Duration,
    pub(super) max_retry_after: Duration,
    pub(super) waits_before_backoff: u32,
    pub(super) backoff_interval: Duration,
    pub(super) backoff_base: u32,
    pub(super) max_backoff_exponent: u32,
}

impl RetryConfig {
    /// No retries: every call is one attempt.
    #[must_use]
    pub fn disabled() -> Self {
        Self::on_statuses([], Duration::ZERO)
    }

    /// Retries after a response with one of these statuses, whatever the method, as long as less
    /// than `max_retry_time` has passed since the call began. The time is looked at before a wait,
    /// so a call may take one wait longer.
    ///
    /// Without further setters a wait is what the service asks for, else 3 s, and the number of
    /// retries is not limited.
    #[must_use]
    pub fn on_statuses(
        statuses: impl IntoIterator<Item = StatusCode>,
        max_retry_time: Duration,
    ) -> Self {
        Self {
            statuses: statuses.into_iter().collect(),
            max_retry_time,
            max_retries: u32::MAX,
            retry_after_default: Duration::from_secs(3),
            max_retry_after: Duration::MAX,
            waits_before_backoff: u32::MAX,
            backoff_interval: Duration::from_secs(300),
            backoff_base: 3,
            max_backoff_exponent: 3,
        }
    }

    /// The largest number of retries in one call.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// The wait when the service asks for none, or for one that is not a number of seconds.
    #[must_use]
    pub fn retry_after_default(mut self, wait: Duration) -> Self {
        self.retry_after_default = wait;
        self
    }

    /// Gives up when the service asks for a longer wait than this.
    #[must_use]
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// How many waits are as the service asks (or the default) before the backoff takes over. Waits
    /// after a 429 always are as the service asks, and do not count.
    #[must_use]
    pub fn waits_before_backoff(mut self, waits: u32) -> Self {
        self.waits_before_backoff = waits;
        self
    }

    /// The elapsed time after which the backoff takes its next exponent.
    #[must_use]
    pub fn backoff_interval(mut self, interval: Duration) -> Self {
        self.backoff_interval = interval;
        self
    }

    /// The wait during backoff: `base` to the power of 1, 2, … up to `max_exponent`, in seconds.
    #[must_use]
    pub fn backoff_powers(mut self, base: u32, max_exponent: u32) -> Self {
        self.backoff_base = base;
        self.max_backoff_exponent = max_exponent;
        self
    }

    /// The time after which no further attempt is made.
    pub(crate) fn max_retry_time(&self) -> Duration {
        self.max_retry_time
    }
}

impl Default for RetryConfig {
    fn default() -> Self {
        Self::disabled()
    }
}
