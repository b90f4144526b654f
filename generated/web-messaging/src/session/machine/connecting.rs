//! The steps without a connection: the attempts to get one, and the pauses between them.

use std::task::{Context, Poll};
use std::time::Duration;

use super::listening::Line;
use super::{Machine, Next, Phase, ended};
use crate::error::Error;
use crate::future::BoxFuture;
use crate::session::dial::dial;
use crate::session::event::ConnectionEvent;
use crate::websocket::{End, Socket, Trouble, Verdict, is_final, verdict};

impl Machine {
    pub(super) fn dialling(
        &mut self,
        mut call: BoxFuture<'static, Result<Socket, Error>>,
        context: &mut Context<'_>,
    ) -> Next {
        match call.as_mut().poll(context) {
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
        let trouble = self.trouble.get_or_insert_with(|| Trouble::new(now));
        trouble.attempts = trouble.attempts.saturating_add(1);
        trouble.level = trouble.level.saturating_add(1);
        let attempt = trouble.attempts;
        let call = dial(
            self.client.clone(),
            self.uri.clone(),
            &self.deployment,
            attempt,
        );
        (Phase::Dialling(call), Poll::Ready(()))
    }

    /// There is a connection: the first thing on it is who writes.
    fn opened(&mut self, socket: Socket) -> Next {
        let now = self.now();
        self.opened_at = now;
        let answer_within = self.client.shared().timeouts.attempt_limit();
        self.pace.opened();
        let mut line = Box::new(Line::new(socket, now, answer_within));
        let starts_over = self.outbox.starts_over();
        match self.configure(&mut line, starts_over) {
            Ok(()) => (Phase::Live(line), Poll::Ready(())),
            Err(error) => self.fail(error),
        }
    }

    /// An attempt failed.
    fn refused(&mut self, error: Error) -> Next {
        let now = self.now();
        let trouble = self.trouble.get_or_insert_with(|| Trouble::new(now));
        let error = error.after(trouble.attempts, now.saturating_sub(trouble.interrupted));
        match verdict(&error) {
            Verdict::Again(at_least) => self.pause(at_least, error),
            Verdict::Refused | Verdict::Hopeless => self.fail(error),
        }
    }

    /// The connection broke. What was handed to it and not answered is not sent again.
    pub(super) fn interrupted(&mut self, end: End) -> Next {
        self.interrupted_for(end, Duration::ZERO)
    }

    /// The same, and there is to be no other before this time has passed.
    pub(super) fn interrupted_for(&mut self, end: End, at_least: Duration) -> Next {
        self.lose_answers();
        let code = match end {
            End::Closed(code) => code,
            End::Broken | End::Violated => None,
        };
        if is_final(code) {
            return self.fail(ended("was closed by the service, for good"));
        }
        let now = self.now();
        let steady_after = self.deployment.reconnect.steady_after;
        let was_steady = now.saturating_sub(self.opened_at) >= steady_after;
        let trouble = self.trouble.take().filter(|_| !was_steady);
        let mut trouble = trouble.unwrap_or_else(|| Trouble::new(now));
        trouble.interrupted = now;
        trouble.attempts = 0;
        self.trouble = Some(trouble);
        let next = self.pause(at_least, ended("has lost its connection"));
        if self.has_opened && matches!(next, (Phase::Pausing(_), _)) {
            self.tell_connection(ConnectionEvent::Interrupted { code });
        }
        next
    }

    /// Waits before the next attempt, unless that would be too late; then `error` is the last.
    fn pause(&mut self, at_least: Duration, error: Error) -> Next {
        let (now, window, chance) = (self.now(), self.window(), self.chance());
        let trouble = self.trouble.get_or_insert_with(|| Trouble::new(now));
        let drawn = self.deployment.reconnect.pause(trouble.level, chance);
        let until = now.saturating_add(drawn.max(at_least));
        if window.is_zero() || until > trouble.since.saturating_add(window) {
            return self.fail(error);
        }
        (Phase::Pausing(until), Poll::Ready(()))
    }

    /// How long it is tried. The first connection is part of a call, which has a limit of its own.
    fn window(&self) -> Duration {
        let window = self.deployment.reconnect.give_up_after;
        if self.has_opened {
            return window;
        }
        let timeouts = &self.client.shared().timeouts;
        window.min(timeouts.total_limit(Duration::ZERO))
    }
}
