//! The steps without a connection: the attempts to get one, and the pauses between them.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::{FirstGap, Machine, Next, Phase, ended, over};
use crate::error::{Error, ErrorKind};
use crate::events::dial::dial;
use crate::events::kinds::{ConnectionEvent, Interruption};
use crate::future::{BoxFuture, Exclusive};
use crate::websocket::{Socket, Trouble, Verdict, close_code, is_final, verdict};

impl Machine {
    pub(super) fn dialling(
        &mut self,
        mut call: Exclusive<BoxFuture<'static, Result<Socket, Error>>>,
        context: &mut Context<'_>,
    ) -> Next {
        match Pin::new(&mut call).poll(context) {
            Poll::Pending => (Phase::Dialling(call), Poll::Pending),
            Poll::Ready(Ok(socket)) => self.opened(socket),
            Poll::Ready(Err(error)) => self.refused(error),
        }
    }

    pub(super) fn pausing(&mut self, until: Duration, context: &mut Context<'_>) -> Next {
        let waited = self.wait_until(until, context);
        let now = self.now();
        if waited.is_pending() || now < until {
            return (Phase::Pausing(until), waited);
        }
        if self.has_expired(now) {
            return self.fail(expired());
        }
        let trouble = self.trouble.get_or_insert_with(|| Trouble::new(now));
        trouble.attempts = trouble.attempts.saturating_add(1);
        trouble.level = trouble.level.saturating_add(1);
        let call = dial(
            self.chat.clone(),
            self.uri.clone(),
            self.options.largest_message,
            trouble.attempts,
            trouble.is_expected,
        );
        (Phase::Dialling(Exclusive::new(call)), Poll::Ready(()))
    }

    /// There is a connection.
    fn opened(&mut self, socket: Socket) -> Next {
        let now = self.now();
        self.opened_at = now;
        let was_open = std::mem::replace(&mut self.has_opened, true);
        if was_open || self.first_gap == (FirstGap::LostAttempts { any: true }) {
            let trouble = self.trouble.get_or_insert_with(|| Trouble::new(now));
            let event = ConnectionEvent::Reopened {
                after: now.saturating_sub(trouble.interrupted),
                attempts: trouble.attempts,
            };
            self.tell(event);
        }
        if !was_open {
            self.trouble = None;
        }
        let had_gap = !matches!(
            self.first_gap,
            FirstGap::None | FirstGap::LostAttempts { any: false }
        );
        let has_gap = self.options.backfill && (was_open || had_gap);
        (self.connected(socket, has_gap), Poll::Ready(()))
    }

    /// An attempt failed.
    fn refused(&mut self, error: Error) -> Next {
        let now = self.now();
        let trouble = self.trouble.get_or_insert_with(|| Trouble::new(now));
        let is_expected = trouble.is_expected;
        if let FirstGap::LostAttempts { any } = &mut self.first_gap {
            *any |= error.may_have_been_processed();
        }
        let error = error.after(trouble.attempts, now.saturating_sub(trouble.interrupted));
        match verdict(&error) {
            Verdict::Again(at_least) => self.pause(at_least, error),
            Verdict::Refused if is_expected => over(),
            // What was refused without a word was asked about: see `dial`.
            Verdict::Hopeless
                if is_expected && error.kind() == ErrorKind::Stream && error.status().is_none() =>
            {
                over()
            }
            Verdict::Refused | Verdict::Hopeless => self.fail(error),
        }
    }

    /// The connection broke.
    pub(super) fn interrupted(&mut self, reason: Interruption) -> Next {
        if self.farewell.is_some() {
            return over();
        }
        let code = match &reason {
            Interruption::Closed(code) => *code,
            _ => None,
        };
        if is_final(code) {
            return self.fail(ended(&format!("{reason}, for good")));
        }
        let now = self.now();
        let was_steady = now.saturating_sub(self.opened_at) >= self.options.reconnect.steady_after;
        let trouble = self.trouble.take().filter(|_| !was_steady);
        let mut trouble = trouble.unwrap_or_else(|| Trouble::new(now));
        trouble.interrupted = now;
        trouble.attempts = 0;
        trouble.is_expected = code == Some(close_code::NORMAL) || self.given.guest_is_gone();
        self.trouble = Some(trouble);
        let (phase, more) = self.pause(Duration::ZERO, ended(&reason.to_string()));
        let Phase::Pausing(until) = phase else {
            return (phase, more);
        };
        let announced = reason == Interruption::Announced;
        self.tell(ConnectionEvent::Interrupted { reason });
        (Phase::Pausing(if announced { now } else { until }), more)
    }

    /// Waits before the next attempt, unless that would be too late; then `error` is the last.
    fn pause(&mut self, at_least: Duration, error: Error) -> Next {
        let (now, window, chance) = (self.now(), self.window(), self.chance());
        let trouble = self.trouble.get_or_insert_with(|| Trouble::new(now));
        let drawn = self.options.reconnect.pause(trouble.level, chance);
        let until = now.saturating_add(drawn.max(at_least));
        if window.is_zero() || until > trouble.since.saturating_add(window) {
            return self.fail(error);
        }
        if self.has_expired(until) {
            return self.fail(expired());
        }
        (Phase::Pausing(until), Poll::Ready(()))
    }

    /// How long it is tried. The first connection is part of a call, which has a limit of its own.
    fn window(&self) -> Duration {
        let window = self.options.reconnect.give_up_after;
        if self.has_opened {
            return window;
        }
        let timeouts = &self.chat.client().shared().timeouts;
        window.min(timeouts.total_limit(Duration::ZERO))
    }

    fn has_expired(&self, at: Duration) -> bool {
        self.chat.expires_at().is_some_and(|expiry| expiry <= at)
    }
}

fn expired() -> Error {
    Error::new(ErrorKind::Expired, "the token of the guest has expired")
}
