//! How fast messages go out: the service takes 5 in a second, and 60 requests in a minute over one connection, and says
//! when that was too fast. Pure: each call is told the time.

use std::collections::VecDeque;
use std::time::Duration;

/// How many messages go out in a [`WINDOW`].
const MOST: usize = 5;
const WINDOW: Duration = Duration::from_secs(1);

/// How many requests of all kinds a connection carries in a [`MINUTE`]; fewer than the service takes, because a request
/// that is late does not count when it is sent but when it comes.
const MOST_REQUESTS: usize = 58;
const MINUTE: Duration = Duration::from_secs(61);

#[derive(Debug, Default)]
pub(super) struct Pace {
    /// When the last messages went out.
    sent: VecDeque<Duration>,
    /// When the last requests went out over this connection.
    requests: VecDeque<Duration>,
    /// Until when the service wants none.
    held_until: Duration,
}

impl Pace {
    /// When the next message may go out: now, or later.
    pub(super) fn next_at(&self) -> Duration {
        let message = free_at(&self.sent, MOST, WINDOW);
        let request = free_at(&self.requests, MOST_REQUESTS, MINUTE);
        message.max(request).max(self.held_until)
    }

    /// A message goes out.
    pub(super) fn sent(&mut self, now: Duration) {
        note(&mut self.sent, MOST, now);
        self.asked(now);
    }

    /// A request goes out that is no message.
    pub(super) fn asked(&mut self, now: Duration) {
        note(&mut self.requests, MOST_REQUESTS, now);
    }

    /// There is another connection.
    pub(super) fn opened(&mut self) {
        self.requests.clear();
    }

    /// The service wants no message before this time.
    pub(super) fn hold(&mut self, until: Duration) {
        self.held_until = self.held_until.max(until);
    }
}

/// When there is room for one more.
fn free_at(times: &VecDeque<Duration>, most: usize, window: Duration) -> Duration {
    let full = times.front().filter(|_| times.len() >= most);
    full.map_or(Duration::ZERO, |first| first.saturating_add(window))
}

fn note(times: &mut VecDeque<Duration>, most: usize, now: Duration) {
    if times.len() >= most {
        times.pop_front();
    }
    times.push_back(now);
}
