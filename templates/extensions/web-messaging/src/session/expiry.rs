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
    has_asked: bool,
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
            let has_asked = self.has_asked;
            self.ends_in(end.saturating_sub(time), now);
            // Asking once is enough unless the end has moved.
            self.has_asked = has_asked && self.due(now).is_some();
        }
    }

    /// What is to be done now.
    pub(super) fn due(&self, now: Duration) -> Option<Due> {
        let left = self.at?.saturating_sub(now);
        if left <= WARNING && !self.has_warned {
            return Some(Due::Warning(left));
        }
        let is_time = left <= WARNING.saturating_add(QUESTION);
        (is_time && !self.has_asked && !self.has_warned).then_some(Due::Question)
    }

    pub(super) fn has_asked(&mut self) {
        self.has_asked = true;
    }

    pub(super) fn has_warned(&mut self) {
        self.has_warned = true;
    }

    /// When something will be due.
    pub(super) fn deadline(&self) -> Option<Duration> {
        let at = self.at.filter(|_| !self.has_warned)?;
        let before = if self.has_asked {
            WARNING
        } else {
            WARNING.saturating_add(QUESTION)
        };
        Some(at.saturating_sub(before))
    }

    fn ends_in(&mut self, left: Duration, now: Duration) {
        self.at = Some(now.saturating_add(left));
        self.has_asked = false;
        self.has_warned = false;
    }
}

fn seconds(stated: Option<i64>) -> Option<Duration> {
    stated
        .and_then(|stated| u64::try_from(stated).ok())
        .map(Duration::from_secs)
}
