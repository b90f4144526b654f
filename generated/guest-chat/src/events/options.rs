//! How an event stream behaves.

use std::time::Duration;

use crate::models::MessageId;
use crate::websocket::ReconnectPolicy;

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
