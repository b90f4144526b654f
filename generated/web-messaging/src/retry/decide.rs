//! The decision after a failed attempt: arithmetic on durations and counters, nothing else.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, Method, StatusCode};

use super::config::{Manner, RetryConfig, RetryWrites};
use super::header;
use crate::random::fraction;
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
    now: Option<SystemTime>,
    random: u32,
}

#[derive(Clone, Debug)]
enum Failure<'a> {
    Status(StatusCode, &'a HeaderMap),
    Transport(TransportErrorKind, bool),
}

impl<'a> Outcome<'a> {
    fn new(method: &'a Method, elapsed: Duration, failure: Failure<'a>) -> Self {
        Self {
            method,
            elapsed,
            failure,
            now: None,
            random: 0,
        }
    }

    /// The service answered with this status. `elapsed` is the time since the call began.
    #[must_use]
    pub fn from_status(
        method: &'a Method,
        elapsed: Duration,
        status: StatusCode,
        headers: &'a HeaderMap,
    ) -> Self {
        Self::new(method, elapsed, Failure::Status(status, headers))
    }

    /// No complete answer came. `elapsed` is the time since the call began.
    #[must_use]
    pub fn from_transport_error(
        method: &'a Method,
        elapsed: Duration,
        kind: TransportErrorKind,
        may_have_been_sent: bool,
    ) -> Self {
        Self::new(
            method,
            elapsed,
            Failure::Transport(kind, may_have_been_sent),
        )
    }

    /// What the clock of this machine shows, for a date in `Retry-After` of a response that has no
    /// `Date`. Without it such a date means nothing.
    #[must_use]
    pub fn at(mut self, now: SystemTime) -> Self {
        self.now = Some(now);
        self
    }

    /// A random number, for the part of a wait that is left to chance. The default is zero: no such
    /// part.
    #[must_use]
    pub fn with_random(mut self, random: u32) -> Self {
        self.random = random;
        self
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

    /// How long the service asks to wait, in a form that a rule of this manner understands.
    fn requested_wait(&self, manner: Manner) -> Option<Duration> {
        match (&self.failure, manner) {
            (Failure::Transport(..), _) => None,
            (Failure::Status(_, headers), Manner::Plain) => header::seconds(headers),
            (Failure::Status(_, headers), Manner::Careful) => {
                header::retry_after(headers, self.now)
            }
        }
    }

    /// Whether the service cannot have carried out the request.
    fn is_refusal(&self) -> bool {
        match &self.failure {
            Failure::Status(StatusCode::TOO_MANY_REQUESTS, _) => true,
            Failure::Status(StatusCode::SERVICE_UNAVAILABLE, headers) => {
                header::retry_after(headers, self.now).is_some()
            }
            Failure::Status(..) => false,
            Failure::Transport(_, may_have_been_sent) => !may_have_been_sent,
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
    /// The time for retries is over, would be over before the wait ends, or there was none to begin
    /// with.
    TimeIsUp,
    /// The failure is not one that is retried.
    NotRetryable,
    /// The request changes something, and the service may have carried it out.
    NotRepeatable,
    /// The number of retries is used up.
    TooManyRetries,
    /// The service asks for a longer wait than is accepted.
    WaitTooLong,
}

/// Decides what follows an attempt that failed with `outcome`, and counts it in `state`.
///
/// The result depends on the arguments only.
pub fn decide(config: &RetryConfig, state: &mut RetryState, outcome: &Outcome<'_>) -> Decision {
    match next_wait(config, state, outcome) {
        Ok(wait) => {
            state.retries = state.retries.saturating_add(1);
            Decision::Wait(wait)
        }
        Err(reason) => Decision::GiveUp(reason),
    }
}

fn next_wait(
    config: &RetryConfig,
    state: &mut RetryState,
    outcome: &Outcome<'_>,
) -> Result<Duration, GiveUp> {
    if outcome.elapsed >= config.max_retry_time {
        return Err(GiveUp::TimeIsUp);
    }
    if !is_retryable(config, outcome) {
        return Err(GiveUp::NotRetryable);
    }
    if !is_repeatable(config, outcome) {
        return Err(GiveUp::NotRepeatable);
    }
    if state.retries >= config.max_retries {
        return Err(GiveUp::TooManyRetries);
    }
    let requested = outcome.requested_wait(config.manner);
    let plain = takes_plain_wait(config, state, outcome.status());
    match config.manner {
        Manner::Plain if plain => accepted(config, requested),
        Manner::Plain => Ok(backoff(config, outcome.elapsed)),
        Manner::Careful => {
            let asked = accepted(config, requested)?;
            let wait = if plain {
                asked
            } else {
                asked.max(backoff(config, outcome.elapsed))
            };
            within_budget(config, outcome, wait)
        }
    }
}

/// Whether this kind of failure is worth another attempt.
fn is_retryable(config: &RetryConfig, outcome: &Outcome<'_>) -> bool {
    match outcome.failure {
        Failure::Status(status, _) => config.statuses.contains(&status),
        Failure::Transport(kind, _) => {
            let may_pass = matches!(
                kind,
                TransportErrorKind::Connect | TransportErrorKind::Timeout | TransportErrorKind::Io
            );
            may_pass && config.manner == Manner::Careful
        }
    }
}

/// Whether sending the request again can do no harm, or only the harm that was asked for.
fn is_repeatable(config: &RetryConfig, outcome: &Outcome<'_>) -> bool {
    if outcome.method.is_idempotent() {
        return true;
    }
    match config.retry_writes {
        RetryWrites::Never => false,
        RetryWrites::OnlyIfRefused => outcome.is_refusal(),
        RetryWrites::Always => outcome.is_refusal() || outcome.status().is_some(),
    }
}

/// The least wait between two attempts, whatever the service asks for. `Retry-After: 0`, or a date that is
/// past, would otherwise make a client ask as fast as the network carries it.
const LEAST_WAIT: Duration = Duration::from_millis(100);

/// What the service asks for, or the default; unless it is more than is accepted.
fn accepted(config: &RetryConfig, requested: Option<Duration>) -> Result<Duration, GiveUp> {
    let wait = requested.unwrap_or(config.retry_after_default);
    if wait > config.max_retry_after {
        return Err(GiveUp::WaitTooLong);
    }
    Ok(requested.map_or(wait, |requested| requested.max(LEAST_WAIT)))
}

/// The wait with its random part, which shrinks where the time would not suffice for it.
fn within_budget(
    config: &RetryConfig,
    outcome: &Outcome<'_>,
    wait: Duration,
) -> Result<Duration, GiveUp> {
    let left = config.max_retry_time.saturating_sub(outcome.elapsed);
    if wait >= left {
        return Err(GiveUp::TimeIsUp);
    }
    let part = fraction(outcome.random);
    let longest = left.saturating_sub(Duration::from_nanos(1));
    Ok(wait.saturating_add((wait / 10).mul_f64(part)).min(longest))
}

/// Whether this wait is as the service asks: always for a rate limit, a limited number of times for
/// anything else.
fn takes_plain_wait(
    config: &RetryConfig,
    state: &mut RetryState,
    status: Option<StatusCode>,
) -> bool {
    if status == Some(StatusCode::TOO_MANY_REQUESTS) {
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
