//! Whether the other end is still there: when to ask it, and when to give it up. Pure: each call is told the time.
//!
//! A sign of life is asked for at intervals, and something has to come soon after; and something has to come now and
//! then whatever was asked. Silence while nobody polls the stream is forgiven, because then nothing is asked either.

use std::time::Duration;

/// How long nothing may come after a ping.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// How late a poll may be without the stream having been left alone.
const SLACK: Duration = Duration::from_secs(1);

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pulse {
    /// Nothing.
    Fine,
    /// Ask for a sign of life.
    Ask,
    /// Give the connection up.
    Gone,
}

/// What is known of the other end.
#[derive(Clone, Debug)]
pub(crate) struct Liveness {
    ping_every: Option<Duration>,
    idle: Duration,
    heard_at: Duration,
    asked_at: Duration,
    /// By when something has to come after a ping.
    due: Option<Duration>,
}

impl Liveness {
    /// Of a connection that is open since now. Without `has_pings` the other end cannot be asked, only listened to.
    pub(crate) fn new(
        ping_every: Option<Duration>,
        idle: Duration,
        has_pings: bool,
        now: Duration,
    ) -> Self {
        Self {
            ping_every: ping_every.filter(|_| has_pings),
            idle,
            heard_at: now,
            asked_at: now,
            due: None,
        }
    }

    /// The stream is polled.
    pub(crate) fn polled(&mut self, now: Duration) {
        if now > self.deadline().saturating_add(SLACK) {
            self.heard_at = now;
        }
    }

    /// Something came. It is as good as the answer to a ping, which may have to wait behind it.
    pub(crate) fn heard(&mut self, now: Duration) {
        self.heard_at = now;
        self.due = None;
    }

    /// What to do, nothing more having come until now.
    pub(crate) fn pulse(&mut self, now: Duration) -> Pulse {
        let silent = now.saturating_sub(self.heard_at) >= self.idle;
        if silent || self.due.is_some_and(|due| now >= due) {
            return Pulse::Gone;
        }
        let waited = now.saturating_sub(self.asked_at);
        if self.due.is_none() && self.ping_every.is_some_and(|every| waited >= every) {
            self.asked_at = now;
            self.due = Some(now.saturating_add(ANSWER_WITHIN));
            return Pulse::Ask;
        }
        Pulse::Fine
    }

    /// When there will be something to do unless something comes.
    pub(crate) fn deadline(&self) -> Duration {
        let idle = self.heard_at.saturating_add(self.idle);
        let ping = self
            .ping_every
            .map(|every| self.asked_at.saturating_add(every));
        let next = self.due.or(ping);
        next.map_or(idle, |next| next.min(idle))
    }
}
