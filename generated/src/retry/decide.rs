//! The decision after a failed attempt: arithmetic on durations and counters, nothing else.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};

use super::config::RetryConfig;
use super::header;
use crate::transport::TransportErrorKind;

/// What a call has done so far. A new call starts with the default.
#[derive(Clone, Debug, Default)]
pub struct RetryState {
    retries: u32,
    plain_waits: u32,
}

impl RetryState {
    /// How many times [`decide`] said to wait and try again.
    #[must_use]
    pub fn retries(&self) -> u32 {
        self.retries
    }
}

/// How an attempt failed.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    method: &'a Method,
    elapsed: Duration,
    failure: Failure<'a>,
}

#[derive(Clone, Debug)]
enum Failure<'a> {
    Status(StatusCode, &'a HeaderMap),
    Transport(TransportErrorKind, bool),
}

impl<'a> Outcome<'a> {
    /// The service answered with this status. `elapsed` is the time since the call began.
    #[must_use]
    pub fn from_status(
        method: &'a Method,
        elapsed: Duration,
        status: StatusCode,
        headers: &'a HeaderMap,
    ) -> Self {
        let failure = Failure::Status(status, headers);
        Self {
            method,
            elapsed,
            failure,
        }
    }

    /// No complete answer came. `elapsed` is the time since the call began.
    #[must_use]
    pub fn from_transport_error(
        method: &'a Method,
        elapsed: Duration,
        kind: TransportErrorKind,
        may_have_been_sent: bool,
    ) -> Self {
        let failure = Failure::Transport(kind, may_have_been_sent);
        Self {
            method,
            elapsed,
            failure,
        }
    }

    /// The method of the request.
    #[must_use]
    pub fn method(&self) -> &'a Method {
        self.method
    }

    /// The time since the call began.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The status, if the service answered.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self.failure {
            Failure::Status(status, _) => Some(status),
            Failure::Transport(..) => None,
        }
    }

    /// What kind of failure kept the answer from coming, if it did not come.
    #[must_use]
    pub fn transport_error_kind(&self) -> Option<TransportErrorKind> {
        match self.failure {
            Failure::Status(..) => None,
            Failure::Transport(kind, _) => Some(kind),
        }
    }

    /// Whether the request may have reached the service.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        match self.failure {
            Failure::Status(..) => true,
            Failure::Transport(_, sent) => sent,
        }
    }
}

/// What to do after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decision {
    /// Wait this long, then try again.
    Wait(Duration),
    /// The call has failed.
    GiveUp(GiveUp),
}

/// Why there is no further attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GiveUp {
    /// The time for retries is over, or there was none to begin with.
    TimeIsUp,
    /// The failure is not one that is retried.
    NotRetryable,
    /// The number of retries is used up.
    TooManyRetries,
    /// The service asks for a longer wait than is accepted.
    WaitTooLong,
}

/// Decides what follows an attempt that failed with `outcome`, and counts it in `state`.
///
/// The result depends on the arguments only.
pub fn decide(config: &RetryConfig, state: &mut RetryState, outcome: &Outcome<'_>) -> Decision {
    if outcome.elapsed >= config.max_retry_time {
        return Decision::GiveUp(GiveUp::TimeIsUp);
    }
    let (status, headers) = match outcome.failure {
        Failure::Status(status, headers) if config.statuses.contains(&status) => (status, headers),
        Failure::Status(..) | Failure::Transport(..) => {
            return Decision::GiveUp(GiveUp::NotRetryable);
        }
    };
    if state.retries >= config.max_retries {
        return Decision::GiveUp(GiveUp::TooManyRetries);
    }
    let wait = if takes_plain_wait(config, state, status) {
        let wait = header::seconds(headers).unwrap_or(config.retry_after_default);
        if wait > config.max_retry_after {
            return Decision::GiveUp(GiveUp::WaitTooLong);
        }
        wait
    } else {
        backoff(config, outcome.elapsed)
    };
    state.retries = state.retries.saturating_add(1);
    Decision::Wait(wait)
}

/// Whether this wait is as the service asks: always for a rate limit, a limited number of times for
/// anything else.
fn takes_plain_wait(config: &RetryConfig, state: &mut RetryState, status: StatusCode) -> bool {
    if status == StatusCode::TOO_MANY_REQUESTS {
        return true;
    }
    let plain = state.plain_waits < config.waits_before_backoff;
    if plain {
        state.plain_waits = state.plain_waits.saturating_add(1);
    }
    plain
}

/// The power for the interval into which `elapsed` falls: the first interval has exponent 1.
fn backoff(config: &RetryConfig, elapsed: Duration) -> Duration {
    let intervals = elapsed
        .as_nanos()
        .checked_div(config.backoff_interval.as_nanos())
        .and_then(|intervals| u32::try_from(intervals).ok())
        .unwrap_or(u32::MAX);
    let exponent = intervals.saturating_add(1).min(config.max_backoff_exponent);
    let seconds = u64::from(config.backoff_base).saturating_pow(exponent);
    Duration::from_secs(seconds)
}
