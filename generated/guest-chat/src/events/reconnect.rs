//! Whether and when a connection is opened again. Pure: chance and time are given.

use std::time::Duration;

use http::StatusCode;

use super::options::ReconnectPolicy;
use crate::error::{Error, ErrorKind};
use crate::websocket::close_code;

/// What follows from a failure to connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Another attempt, not before this time has passed.
    Again(Duration),
    /// No other attempt: the chat is over or closed to this guest.
    Refused,
    /// No other attempt: it would fail in the same way.
    Hopeless,
}

/// A time in which the connection is not there, or not for long.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    /// When it began.
    pub(super) since: Duration,
    /// When the connection broke last.
    pub(super) interrupted: Duration,
    /// The attempts since the connection broke last.
    pub(super) attempts: u32,
    /// The attempts since the trouble began.
    pub(super) level: u32,
    /// Whether the end was to be expected, so that a refusal is no failure.
    pub(super) is_expected: bool,
}

impl Trouble {
    pub(super) fn new(now: Duration) -> Self {
        Self {
            since: now,
            interrupted: now,
            attempts: 0,
            level: 0,
            is_expected: false,
        }
    }
}

impl ReconnectPolicy {
    /// The pause before an attempt: a part of the limit, which doubles with each attempt. `chance` is from 0 to 1.
    pub(super) fn pause(&self, level: u32, chance: f64) -> Duration {
        let doubled = 2_u32
            .checked_pow(level)
            .and_then(|factor| self.first_pause.checked_mul(factor));
        let limit = doubled.unwrap_or(Duration::MAX).min(self.longest_pause);
        Duration::try_from_secs_f64(limit.as_secs_f64() * chance).unwrap_or(limit)
    }
}

/// What follows from a handshake that failed, or from a call that could not fill a gap.
pub(super) fn verdict(error: &Error) -> Verdict {
    match error.kind() {
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Io | ErrorKind::RateLimited => {
            Verdict::Again(error.retry_after().unwrap_or_default())
        }
        ErrorKind::Api | ErrorKind::Stream => match error.status() {
            Some(
                StatusCode::UNAUTHORIZED
                | StatusCode::FORBIDDEN
                | StatusCode::NOT_FOUND
                | StatusCode::GONE,
            ) => Verdict::Refused,
            Some(StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY) => {
                Verdict::Again(Duration::ZERO)
            }
            Some(status) if status.is_client_error() => Verdict::Hopeless,
            // A server in trouble, or something before it that does not know WebSocket.
            Some(_) => Verdict::Again(error.retry_after().unwrap_or_default()),
            None => Verdict::Hopeless,
        },
        _ => Verdict::Hopeless,
    }
}

/// Whether the service closes a stream for good with this code.
pub(super) fn is_final(code: Option<u16>) -> bool {
    matches!(code, Some(close_code::POLICY | 4000..=4999))
}
