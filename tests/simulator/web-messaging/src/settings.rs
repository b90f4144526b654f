//! What a simulator is set to before it starts: the switches of its deployment, and who answers.

use std::io;
use std::time::{Duration, SystemTime};

use crate::simulator::Simulator;

/// The id of the one deployment that there is.
pub const DEPLOYMENT_ID: &str = "3f0e4b1a-7c5d-4a54-9f2b-0d1e6a7b8c9d";

/// Who answers guests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Player {
    /// Nobody but the test.
    #[default]
    Nobody,
    /// A bot that shows the kind of content it is asked for.
    Bot,
    /// An agent who repeats what is said.
    Agent,
}

/// What becomes of a conversation that the other end has left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Goodbye {
    /// Guests are told nothing.
    Silent,
    /// Guests are told, and what they say resumes the conversation.
    #[default]
    Send,
    /// The conversation can only be read.
    ReadOnly,
}

/// The switches.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) port: u16,
    pub(crate) starts_at: Option<SystemTime>,
    pub(crate) player: Player,
    pub(crate) is_active: bool,
    /// The sites that may connect; any if there are none.
    pub(crate) domains: Vec<String>,
    pub(crate) auto_start: bool,
    pub(crate) goodbye: Goodbye,
    pub(crate) has_clear: bool,
    pub(crate) has_typing: bool,
    pub(crate) has_attachments: bool,
    pub(crate) has_sign_in: bool,
    pub(crate) has_step_up: bool,
    pub(crate) session_duration: Duration,
    pub(crate) keeps_limits: bool,
    /// How long the service looks at a file.
    pub(crate) file_check: Duration,
}

/// Settings for a simulator; made by [`Simulator::builder`].
#[derive(Clone, Debug)]
#[must_use]
pub struct SimulatorBuilder(Settings);

impl Default for SimulatorBuilder {
    fn default() -> Self {
        Self(Settings {
            port: 0,
            starts_at: None,
            player: Player::Nobody,
            is_active: true,
            domains: Vec::new(),
            auto_start: false,
            goodbye: Goodbye::Send,
            has_clear: true,
            has_typing: true,
            has_attachments: true,
            has_sign_in: true,
            has_step_up: true,
            session_duration: Duration::from_secs(72 * 3600),
            keeps_limits: true,
            file_check: Duration::from_millis(20),
        })
    }
}

impl SimulatorBuilder {
    /// The port to listen on. Default: a free one. Files are at another, which is always free.
    pub fn port(mut self, port: u16) -> Self {
        self.0.port = port;
        self
    }

    /// When the service's clock begins. Default: now.
    pub fn starts_at(mut self, time: SystemTime) -> Self {
        self.0.starts_at = Some(time);
        self
    }

    /// Who answers guests. Default: nobody.
    pub fn player(mut self, player: Player) -> Self {
        self.0.player = player;
        self
    }

    /// The administrator has switched the deployment off.
    pub fn inactive(mut self) -> Self {
        self.0.is_active = false;
        self
    }

    /// The hosts, without scheme and port, the sites of which may connect, and those below them. Default: any.
    pub fn domains<D: Into<String>>(mut self, domains: impl IntoIterator<Item = D>) -> Self {
        self.0.domains = domains.into_iter().map(Into::into).collect();
        self
    }

    /// Whether the configuration asks clients to join when a session is new. Default: no.
    pub fn auto_start(mut self, on: bool) -> Self {
        self.0.auto_start = on;
        self
    }

    /// What becomes of a conversation that the other end has left. Default: guests can resume it.
    pub fn goodbye(mut self, goodbye: Goodbye) -> Self {
        self.0.goodbye = goodbye;
        self
    }

    /// Whether guests may erase a conversation. Default: yes.
    pub fn clear(mut self, on: bool) -> Self {
        self.0.has_clear = on;
        self
    }

    /// Whether guests may say that they are typing. Default: yes.
    pub fn typing(mut self, on: bool) -> Self {
        self.0.has_typing = on;
        self
    }

    /// Whether guests may send files. Default: yes.
    pub fn attachments(mut self, on: bool) -> Self {
        self.0.has_attachments = on;
        self
    }

    /// Whether guests may sign in, and in the middle of a session. Default: both.
    pub fn sign_in(mut self, on: bool, in_a_session: bool) -> Self {
        self.0.has_sign_in = on;
        self.0.has_step_up = in_a_session;
        self
    }

    /// How long a session lives after its last message. Default: 72 hours.
    pub fn session_duration(mut self, duration: Duration) -> Self {
        self.0.session_duration = duration;
        self
    }

    /// Whether what comes too fast is refused. Default: yes.
    pub fn limits(mut self, on: bool) -> Self {
        self.0.keeps_limits = on;
        self
    }

    /// How long the service looks at a file before it says what it thinks of it. Default: 20 ms.
    pub fn file_check(mut self, duration: Duration) -> Self {
        self.0.file_check = duration;
        self
    }

    /// Starts it.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start(self) -> io::Result<Simulator> {
        Simulator::start_with(self.0).await
    }
}
