//! How fast messages go out: the service takes 5 in a second and says when that was too fast. Pure: each call is told the
//! time.

use std::collections::VecDeque;
use std::time::Duration;

/// How many messages go out in a [`WINDOW`].
const MOST: usize = 5;
const WINDOW: Duration = Duration::from_secs(1);

#[derive(Debug, Default)]
pub(super) struct Pace {
    /// When the last messages went out.
    sent: VecDeque<Duration>,
    /// Until when the service wants none.
    held_until: Duration,
}

impl Pace {
    /// When the next message may go out: now, or later.
    pub(super) fn next_at(&self) -> Duration {
        let full = self.sent.front().filter(|_| self.sent.len() >= MOST);
        let free_at = full.map(|first| first.saturating_add(WINDOW));
        free_at.unwrap_or_default().max(self.held_until)
    }

    /// A message goes out.
    pub(super) fn sent(&mut self, now: Duration) {
        if self.sent.len() >= MOST {
            self.sent.pop_front();
        }
        self.sent.push_back(now);
    }

    /// The service wants no message before this time.
    pub(super) fn hold(&mut self, until: Duration) {
        self.held_until = self.held_until.max(until);
    }
}
