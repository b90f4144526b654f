//! What can be set before the simulator starts, and the world it starts with.

use std::io;
use std::time::{Duration, SystemTime};

use crate::simulator::Simulator;
use crate::tls::Certificate;

/// The organization that exists unless a test sets another.
pub const ORGANIZATION_ID: &str = "11111111-0000-4000-8000-000000000001";
/// The deployment that exists unless a test sets another.
pub const DEPLOYMENT_ID: &str = "22222222-0000-4000-8000-000000000001";
/// The queue that always exists.
pub const QUEUE: &str = "Support";
/// How long a token lives unless a test sets another time.
const JWT_LIFETIME: Duration = Duration::from_secs(20 * 60 * 60);
/// Requests per token and minute that the service announces.
const RATE_LIMIT: u32 = 300;
/// How often an event stream tells that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// How the message list names the place where another page begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CursorStyle {
    /// A URI without scheme and host, with all of the next request's parameters.
    #[default]
    RelativeUri,
    /// Only the id of the message to go on from.
    MessageId,
}

/// The settings of a running simulator.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) organization_id: String,
    pub(crate) deployment_id: String,
    pub(crate) deployment_disabled: bool,
    pub(crate) queues: Vec<String>,
    pub(crate) member_auth_token: Option<String>,
    pub(crate) require_event_stream: bool,
    pub(crate) event_stream_base: Option<String>,
    pub(crate) heartbeat: Option<Duration>,
    pub(crate) guest_follows_stream: bool,
    pub(crate) certificate: Option<Certificate>,
    pub(crate) rate_limit: u32,
    pub(crate) enforce_rate_limit: bool,
    pub(crate) cursor_style: CursorStyle,
    pub(crate) jwt_lifetime: Duration,
    pub(crate) starts_at: Option<SystemTime>,
    pub(crate) port: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            organization_id: ORGANIZATION_ID.to_owned(),
            deployment_id: DEPLOYMENT_ID.to_owned(),
            deployment_disabled: false,
            queues: vec![QUEUE.to_owned()],
            member_auth_token: None,
            require_event_stream: false,
            event_stream_base: None,
            heartbeat: Some(HEARTBEAT),
            guest_follows_stream: false,
            certificate: None,
            rate_limit: RATE_LIMIT,
            enforce_rate_limit: false,
            cursor_style: CursorStyle::default(),
            jwt_lifetime: JWT_LIFETIME,
            starts_at: None,
            port: 0,
        }
    }
}

/// Sets a simulator up; [`start`](Self::start) runs it.
#[must_use]
#[derive(Clone, Debug, Default)]
pub struct SimulatorBuilder {
    settings: Settings,
}

impl SimulatorBuilder {
    /// The only organization there is, instead of [`ORGANIZATION_ID`].
    pub fn organization_id(mut self, id: impl Into<String>) -> Self {
        self.settings.organization_id = id.into();
        self
    }

    /// The only deployment there is, instead of [`DEPLOYMENT_ID`].
    pub fn deployment_id(mut self, id: impl Into<String>) -> Self {
        self.settings.deployment_id = id.into();
        self
    }

    /// Switches the deployment off: nobody can start a chat (`chat.deployment.disabled`).
    pub fn deployment_disabled(mut self) -> Self {
        self.settings.deployment_disabled = true;
        self
    }

    /// One more queue that exists beside [`QUEUE`].
    pub fn queue(mut self, name: impl Into<String>) -> Self {
        self.settings.queues.push(name.into());
        self
    }

    /// Only guests whose `memberAuthToken` is this one can start a chat. Without this setting no such token is valid,
    /// and none is needed.
    pub fn require_member_auth(mut self, token: impl Into<String>) -> Self {
        self.settings.member_auth_token = Some(token.into());
        self
    }

    /// Refuses what the guest sends (`chat.error.conversation.state`) until the conversation's event stream is
    /// attached. Off unless set.
    pub fn require_event_stream(mut self) -> Self {
        self.settings.require_event_stream = true;
        self
    }

    /// What `eventStreamUri` begins with; a slash and the token follow. Unless set, it is
    /// `ws://127.0.0.1:<port>/chat/jwt`, or `wss://localhost:<port>/chat/jwt` with [`tls`](Self::tls). The simulator
    /// answers there and below `/v1/token`.
    pub fn event_stream_base(mut self, base: impl Into<String>) -> Self {
        self.settings.event_stream_base = Some(base.into());
        self
    }

    /// How often an event stream sends a heartbeat after the first, which comes at once; every 30 s unless set. `None`
    /// for none at all.
    pub fn heartbeat(mut self, interval: Option<Duration>) -> Self {
        self.settings.heartbeat = interval;
        self
    }

    /// The guest is `DISCONNECTED` while no event stream of its conversation is open, and `CONNECTED` again when one
    /// is. Off unless set.
    pub fn guest_follows_stream(mut self) -> Self {
        self.settings.guest_follows_stream = true;
        self
    }

    /// Speaks TLS, with this certificate.
    pub fn tls(mut self, certificate: Certificate) -> Self {
        self.settings.certificate = Some(certificate);
        self
    }

    /// Refuses more than this many requests per token and minute (`too.many.requests.retry.after`). Unless set, the
    /// usual limit of 300 is announced in the headers and not enforced.
    pub fn rate_limit(mut self, requests_per_minute: u32) -> Self {
        self.settings.rate_limit = requests_per_minute;
        self.settings.enforce_rate_limit = true;
        self
    }

    /// How `next` and `previousPage` of the message list are written.
    pub fn cursor_style(mut self, style: CursorStyle) -> Self {
        self.settings.cursor_style = style;
        self
    }

    /// How long tokens live; 20 hours unless set.
    pub fn jwt_lifetime(mut self, lifetime: Duration) -> Self {
        self.settings.jwt_lifetime = lifetime;
        self
    }

    /// What the service's clock shows when it starts; the time of day unless set.
    pub fn starts_at(mut self, moment: SystemTime) -> Self {
        self.settings.starts_at = Some(moment);
        self
    }

    /// The port to listen on; 0, the default, takes a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.settings.port = port;
        self
    }

    /// Listens on the loopback interface and serves in the background of the current tokio runtime.
    ///
    /// # Errors
    /// When the port cannot be had.
    pub async fn start(self) -> io::Result<Simulator> {
        Simulator::start_with(self.settings).await
    }
}
