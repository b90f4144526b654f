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
///
/// [`standard`](Self::standard) adds to this what a rule needs so that it neither repeats what must
/// not be repeated nor makes an outage worse.
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
    pub(super) retry_writes: RetryWrites,
    pub(super) manner: Manner,
}

/// How far a rule goes beyond arithmetic on statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// Statuses only; seconds in `Retry-After` only; the time limit is looked at before a wait.
    Plain,
    /// As [`RetryConfig::standard`] says.
    Careful,
}

/// Whether requests that change something, and would change it twice if sent twice (`POST`,
/// `PATCH`), are repeated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryWrites {
    /// Only when the service cannot have carried them out: no connection was made, or it answered
    /// 429, or 503 with a `Retry-After`.
    #[default]
    OnlyIfRefused,
    /// Also after an answer that leaves it open: 502, 504, or 503 without `Retry-After`. The
    /// service may then carry them out twice.
    Always,
    /// Never.
    Never,
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
    /// Without further setters a wait is what the service asks for, but no less than 100 ms, else
    /// 3 s, and the number of retries is not limited.
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
            retry_writes: RetryWrites::Always,
            manner: Manner::Plain,
        }
    }

    /// A rule for most services, which ends within `max_retry_time` (zero disables retries).
    ///
    /// - Retried are 429, 502, 503 and 504, connections that could not be opened, and connections
    ///   that broke or fell silent. Never: certificates, other statuses, responses that are too
    ///   large or cannot be decoded.
    /// - A request that must not be carried out twice (`POST`, `PATCH`) is retried only when it was
    ///   refused: see [`retry_writes`](Self::retry_writes). After a connection broke or fell silent
    ///   it never is.
    /// - The wait is what `Retry-After` says, in seconds or as a date, but no less than 100 ms, else
    ///   3 s; after five waits
    ///   without a rate limit it is at least 3, 9 or 27 s, by the time that has passed. Up to a
    ///   tenth is added at random, so that clients do not return all at once.
    /// - No wait is begun that would not end within `max_retry_time`. A service that asks for more
    ///   than 180 s is not waited for; [`Error::retry_after`](crate::Error::retry_after) tells.
    /// - There are at most 6 retries per call, and all handles of a client together make no more
    ///   than one retry per five calls, apart from a small reserve.
    #[must_use]
    pub fn standard(max_retry_time: Duration) -> Self {
        let statuses = [
            StatusCode::TOO_MANY_REQUESTS,
            StatusCode::BAD_GATEWAY,
            StatusCode::SERVICE_UNAVAILABLE,
            StatusCode::GATEWAY_TIMEOUT,
        ];
        Self {
            retry_writes: RetryWrites::OnlyIfRefused,
            manner: Manner::Careful,
            ..Self::on_statuses(statuses, max_retry_time)
                .max_retries(6)
                .max_retry_after(Duration::from_secs(180))
                .waits_before_backoff(5)
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

    /// Whether requests that change something are repeated. [`standard`](Self::standard) repeats
    /// them only if they were refused, rules made with [`on_statuses`](Self::on_statuses) always.
    #[must_use]
    pub fn retry_writes(mut self, writes: RetryWrites) -> Self {
        self.retry_writes = writes;
        self
    }

    /// Whether retries count against what the handles of a client share.
    pub(crate) fn shares_budget(&self) -> bool {
        self.manner == Manner::Careful
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
