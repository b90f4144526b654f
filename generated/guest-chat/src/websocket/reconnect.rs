//! Whether and when a connection is opened again. Pure: chance and time are given.

use std::time::Duration;

use http::StatusCode;

use super::close_code;
use crate::error::{Error, ErrorKind};

/// When a connection that broke is opened again.
///
/// The pause before an attempt is drawn at random, so that many clients do not come back at once: between zero and a
/// limit that doubles with each attempt. A refusal that says when to come back is obeyed. Some ends are final: a
/// refusal of the token, a conversation that is over, a certificate that cannot be trusted, a close code that says so
/// (1008, and 4000 to 4999), and a token that expires before the next attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReconnectPolicy {
    pub(crate) first_pause: Duration,
    pub(crate) longest_pause: Duration,
    pub(crate) give_up_after: Duration,
    pub(crate) steady_after: Duration,
}

impl ReconnectPolicy {
    /// The defaults: pauses of up to 0.5 s at first and 30 s at last, for 5 minutes.
    #[must_use]
    pub fn new() -> Self {
        Self {
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
            give_up_after: Duration::from_secs(300),
            steady_after: Duration::from_secs(30),
        }
    }

    /// A stream that ends when its connection breaks, or cannot be opened at the first attempt.
    #[must_use]
    pub fn never() -> Self {
        Self::new().give_up_after(Duration::ZERO)
    }

    /// The limit of the first pause. Default 0.5 s.
    #[must_use]
    pub fn first_pause(mut self, limit: Duration) -> Self {
        self.first_pause = limit;
        self
    }

    /// The limit that the pauses grow to. Default 30 s.
    #[must_use]
    pub fn longest_pause(mut self, limit: Duration) -> Self {
        self.longest_pause = limit;
        self
    }

    /// How long to try. A connection that breaks again within 30 s has not ended the trouble, so the time goes on.
    /// Default 5 minutes; zero for never.
    #[must_use]
    pub fn give_up_after(mut self, limit: Duration) -> Self {
        self.give_up_after = limit;
        self
    }

    /// The pause before an attempt: a part of the limit, which doubles with each attempt. `chance` is from 0 to 1.
    pub(crate) fn pause(&self, level: u32, chance: f64) -> Duration {
        let doubled = 2_u32
            .checked_pow(level)
            .and_then(|factor| self.first_pause.checked_mul(factor));
        let limit = doubled.unwrap_or(Duration::MAX).min(self.longest_pause);
        Duration::try_from_secs_f64(limit.as_secs_f64() * chance).unwrap_or(limit)
    }
}

impl Default for ReconnectPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// What follows from a failure to connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Another attempt, not before this time has passed.
    Again(Duration),
    /// No other attempt: the chat is over or closed to this guest.
    Refused,
    /// No other attempt: it would fail in the same way.
    Hopeless,
}

/// A time in which the connection is not there, or not for long.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    /// When it began.
    pub(crate) since: Duration,
    /// When the connection broke last.
    pub(crate) interrupted: Duration,
    /// The attempts since the connection broke last.
    pub(crate) attempts: u32,
    /// The attempts since the trouble began.
    pub(crate) level: u32,
    /// Whether the end was to be expected, so that a refusal is no failure.
    #[allow(dead_code, reason = "not every service says so")]
    pub(crate) is_expected: bool,
}

impl Trouble {
    pub(crate) fn new(now: Duration) -> Self {
        Self {
            since: now,
            interrupted: now,
            attempts: 0,
            level: 0,
            is_expected: false,
        }
    }
}

/// What follows from a handshake that failed, or from a call that could not fill a gap.
pub(crate) fn verdict(error: &Error) -> Verdict {
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
pub(crate) fn is_final(code: Option<u16>) -> bool {
    matches!(code, Some(close_code::POLICY | 4000..=4999))
}
