//! How an event stream behaves.

use std::time::Duration;

use crate::models::MessageId;

/// How an event stream behaves. Each setting has a default; set only what should differ.
#[derive(Clone, Debug)]
pub struct EventOptions {
    pub(super) reconnect: ReconnectPolicy,
    pub(super) idle_timeout: Duration,
    pub(super) ping_every: Option<Duration>,
    pub(super) backfill: bool,
    pub(super) largest_message: usize,
    pub(super) trusted: Vec<String>,
}

impl EventOptions {
    /// The defaults.
    #[must_use]
    pub fn new() -> Self {
        Self {
            reconnect: ReconnectPolicy::new(),
            idle_timeout: Duration::from_secs(45),
            ping_every: Some(Duration::from_secs(15)),
            backfill: true,
            largest_message: 4 * 1024 * 1024,
            trusted: Vec::new(),
        }
    }

    /// When a connection that broke is opened again.
    #[must_use]
    pub fn reconnect(mut self, policy: ReconnectPolicy) -> Self {
        self.reconnect = policy;
        self
    }

    /// Takes the connection for broken when nothing at all came over it for so long. Default 45 s; the service sends
    /// a heartbeat every 30 s.
    #[must_use]
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.idle_timeout = limit;
        self
    }

    /// How often the service is asked for a sign of life; something has to come within 10 s then. `None` for never.
    /// Default 15 s.
    #[must_use]
    pub fn ping_every(mut self, interval: Option<Duration>) -> Self {
        self.ping_every = interval;
        self
    }

    /// Whether the API is asked for what was said while there was no connection. It is by default; without it, the
    /// events of the connection still tell that there was a gap.
    #[must_use]
    pub fn backfill(mut self, on: bool) -> Self {
        self.backfill = on;
        self
    }

    /// The largest message to accept from the service, in bytes. A connection with a larger one is given up, and what
    /// the message tells is asked for. Default 4 MiB.
    #[must_use]
    pub fn largest_message(mut self, limit: usize) -> Self {
        self.largest_message = limit;
        self
    }

    /// Trusts a domain, and all hosts below it, with the token of the guest. The domain of the client's base URL is
    /// trusted already (`api.example.com` and all of `example.com`); a gateway may need this for the domain of the
    /// service behind it.
    #[must_use]
    pub fn trust_domain(mut self, domain: impl Into<String>) -> Self {
        let domain: String = domain.into();
        self.trusted
            .push(domain.trim_start_matches('.').to_ascii_lowercase());
        self
    }
}

impl Default for EventOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// When a connection that broke is opened again.
///
/// The pause before an attempt is drawn at random, so that many clients do not come back at once: between zero and a
/// limit that doubles with each attempt. A refusal that says when to come back is obeyed. Some ends are final: a
/// refusal of the token, a conversation that is over, a certificate that cannot be trusted, a close code that says so
/// (1008, and 4000 to 4999), and a token that expires before the next attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReconnectPolicy {
    pub(super) first_pause: Duration,
    pub(super) longest_pause: Duration,
    pub(super) give_up_after: Duration,
    pub(super) steady_after: Duration,
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
}

impl Default for ReconnectPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// Where a stream begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Since {
    /// With what happens from when the stream is open.
    #[default]
    Now,
    /// With the first message of the chat; what was said already comes [backfilled](super::Delivery::is_backfilled).
    Beginning,
    /// After this message; what was said after it already comes [backfilled](super::Delivery::is_backfilled). For an
    /// app that was restarted and remembers the last message it has shown.
    Message(MessageId),
}
