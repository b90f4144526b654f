//! When the session will be over, and when its guest is warned. Pure: each call is told the time.
//!
//! A session lives for so long after its last message. The service says for how long and until when; shortly before the
//! warning it is asked once more, because another device may have said something.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::models::{ReceivedMessage, SessionResponse};

/// How long before the end there is a warning.
const WARNING: Duration = Duration::from_secs(300);
/// How long before the warning the service is asked.
const QUESTION: Duration = Duration::from_secs(10);

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// To ask the service until when the session lives.
    Question,
    /// To warn: so much time is left.
    Warning(Duration),
}

/// What is known of the end.
#[derive(Clone, Debug, Default)]
pub(super) struct Expiry {
    /// How long the session lives after its last message.
    lives: Option<Duration>,
    /// When it ends.
    at: Option<Duration>,
    /// When the service was asked.
    asked_at: Option<Duration>,
    has_warned: bool,
}

impl Expiry {
    /// The service says how the session is. Its clock and that of this machine may differ, so that what it says of the end is
    /// used where nothing better is known, and never for longer than a session lives.
    pub(super) fn stated(
        &mut self,
        session: &SessionResponse,
        wall_clock: Option<SystemTime>,
        now: Duration,
    ) {
        self.lives = seconds(session.duration_seconds).or(self.lives);
        // What was asked over an earlier connection has no answer any more.
        self.asked_at = None;
        let end = seconds(session.expiration_date);
        let wall_clock = wall_clock.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let left = end
            .zip(wall_clock)
            .map(|(end, now)| end.saturating_sub(now));
        let (Some(lives), None) = (self.lives, self.at) else {
            return;
        };
        self.ends_in(left.unwrap_or(lives).min(lives), now);
    }

    /// Something was said.
    pub(super) fn moved(&mut self, now: Duration) {
        if let Some(lives) = self.lives {
            self.ends_in(lives, now);
        }
    }

    /// The service has answered the question, in texts.
    pub(super) fn answered(&mut self, answer: &ReceivedMessage, now: Duration) {
        let fact = |name: &str| {
            let facts = answer.metadata.as_ref()?;
            facts.get(name)?.parse().ok()
        };
        self.lives = seconds(fact("durationSeconds")).or(self.lives);
        let time = answer
            .channel
            .as_ref()
            .and_then(|channel| channel.time.as_ref());
        let time = time.and_then(|time| time.unix_millis());
        let time = time
            .and_then(|time| u64::try_from(time).ok())
            .map(Duration::from_millis);
        if let (Some(end), Some(time)) = (seconds(fact("expirationDate")), time) {
            let (asked_at, has_warned) = (self.asked_at, self.has_warned);
            self.ends_in(end.saturating_sub(time), now);
            // Once is enough unless the end has moved.
            let is_near = self.due(now).is_some();
            self.asked_at = asked_at.filter(|_| is_near);
            self.has_warned = has_warned && is_near;
        }
    }

    /// What is to be done now.
    pub(super) fn due(&self, now: Duration) -> Option<Due> {
        let (due_at, left) = (self.deadline()?, self.at?.saturating_sub(now));
        let due = match self.asked_at {
            None => Due::Question,
            Some(_) => Due::Warning(left),
        };
        (now >= due_at).then_some(due)
    }

    pub(super) fn has_asked(&mut self, now: Duration) {
        self.asked_at = Some(now);
    }

    pub(super) fn has_warned(&mut self) {
        self.has_warned = true;
    }

    /// When something will be due.
    pub(super) fn deadline(&self) -> Option<Duration> {
        let at = self.at.filter(|_| !self.has_warned)?;
        let warning_at = at.saturating_sub(WARNING);
        Some(match self.asked_at {
            None => warning_at.saturating_sub(QUESTION),
            // The answer may say that the end has moved.
            Some(asked_at) => warning_at.max(asked_at.saturating_add(QUESTION)),
        })
    }

    fn ends_in(&mut self, left: Duration, now: Duration) {
        self.at = Some(now.saturating_add(left));
        self.asked_at = None;
        self.has_warned = false;
    }
}

fn seconds(stated: Option<i64>) -> Option<Duration> {
    stated
        .and_then(|stated| u64::try_from(stated).ok())
        .map(Duration::from_secs)
}
