//! The time limits of a client.

use std::time::Duration;

/// How long things may take. Each limit has a default; set only what should differ.
///
/// A single call can have its own limit with the `timeout` setter of its request value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeouts {
    connect: Duration,
    attempt: Duration,
    total: Option<Duration>,
}

impl Timeouts {
    /// The defaults: 5 s to connect, 20 s for one attempt, 60 s for a whole call.
    #[must_use]
    pub fn new() -> Self {
        Self {
            connect: Duration::from_secs(5),
            attempt: Duration::from_secs(20),
            total: None,
        }
    }

    /// The longest time to open a connection, TLS included. Default 5 s. A transport of your own
    /// may not know connections; then this has no effect.
    #[must_use]
    pub fn connect(mut self, limit: Duration) -> Self {
        self.connect = limit;
        self
    }

    /// The longest time for one attempt: from sending the request to the last byte of the answer.
    /// Default 20 s.
    #[must_use]
    pub fn attempt(mut self, limit: Duration) -> Self {
        self.attempt = limit;
        self
    }

    /// The longest time for a whole call: all attempts and the pauses between them. A pause that
    /// would not end in time is not begun; the call then ends at once with the error of the last
    /// attempt.
    ///
    /// Default: 60 s, to which the time that the call's [`RetryConfig`](crate::RetryConfig) allows
    /// for retries is added.
    #[must_use]
    pub fn total(mut self, limit: Duration) -> Self {
        self.total = Some(limit);
        self
    }

    pub(crate) fn connect_limit(&self) -> Duration {
        self.connect
    }

    pub(crate) fn attempt_limit(&self) -> Duration {
        self.attempt
    }

    /// The limit of a whole call that may spend `retry_time` on retries.
    pub(crate) fn total_limit(&self, retry_time: Duration) -> Duration {
        self.total
            .unwrap_or_else(|| Duration::from_secs(60).saturating_add(retry_time))
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self::new()
    }
}
