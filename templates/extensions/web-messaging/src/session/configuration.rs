//! How a deployment is set up, as two public files say it.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Uri};
use serde_json::Value;

use super::configure;
use super::deployment::Deployment;
use crate::attempt;
use crate::client::Client;
use crate::error::{Error, ErrorKind};

/// What errors and transports call it.
const OPERATION: &str = "configuration";

/// How a deployment is set up. What this version does not name is in [`raw`](Self::raw).
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Configuration {
    /// Whether guests can connect.
    pub is_active: bool,
    /// Whether a guest [joins](crate::Session::join) a new session at once, so that the other end begins.
    pub has_auto_start: bool,
    /// Whether guests may [erase](crate::Session::clear) a conversation.
    pub has_clear: bool,
    /// What becomes of a conversation that the other end has left: `Send`, or `ReadOnly`. `None` where guests are not told.
    pub disconnect: Option<String>,
    /// Whether the other end sees that a guest is [typing](crate::Session::typing).
    pub shows_guest_typing: bool,
    /// Whether guests see that the other end is typing.
    pub shows_agent_typing: bool,
    /// Whether texts are Markdown.
    pub has_markdown: bool,
    /// Whether guests may [upload](crate::Session::upload) files.
    pub has_attachments: bool,
    /// How long a session lives after its last message.
    pub session_duration: Option<Duration>,
    /// Whether guests may [sign in](super::SignIn).
    pub has_sign_in: bool,
    /// Whether they may do so [in the middle of a session](crate::Session::step_up).
    pub has_step_up: bool,
    /// All that the file says.
    pub raw: Value,
}

/// The sites from which guests may connect.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Domains {
    /// Whether any may.
    pub allows_all: bool,
    /// Those that may, and those below them: hosts without scheme and port.
    pub allowed: Vec<String>,
}

impl Domains {
    /// Whether guests may connect from the site of this host.
    #[must_use]
    pub fn allows(&self, host: &str) -> bool {
        let host = host.to_lowercase();
        let fits = |allowed: &String| {
            let below = host.strip_suffix(&allowed.to_lowercase());
            below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
        };
        self.allows_all || self.allowed.iter().any(fits)
    }
}

impl Deployment {
    /// How the deployment is set up.
    ///
    /// # Errors
    ///
    /// When the file cannot be had (status 403: there is no such deployment) or read.
    pub async fn configuration(&self, client: &Client) -> Result<Configuration, Error> {
        let raw = get(client, self, "config.json").await?;
        Ok(Configuration::read(raw))
    }

    /// From where guests may connect.
    ///
    /// # Errors
    ///
    /// As [`configuration`](Self::configuration).
    pub async fn domains(&self, client: &Client) -> Result<Domains, Error> {
        let raw = get(client, self, "domains.json").await?;
        let allowed = raw.get("allowedDomains").and_then(Value::as_array);
        let allowed = allowed.into_iter().flatten().filter_map(Value::as_str);
        Ok(Domains {
            allows_all: is_on(&raw, "/allowAllDomains"),
            allowed: allowed.map(str::to_owned).collect(),
        })
    }
}

impl Configuration {
    fn read(raw: Value) -> Self {
        let chat = |name: &str| format!("/messenger/apps/conversations/{name}");
        let has_disconnect = is_on(&raw, &chat("conversationDisconnect/enabled"));
        let disconnect = raw.pointer(&chat("conversationDisconnect/type"));
        let disconnect = disconnect.and_then(Value::as_str).map(str::to_owned);
        let duration = raw.pointer(&chat("sessionDurationSeconds"));
        Self {
            is_active: raw.get("status").and_then(Value::as_str) == Some("Active"),
            has_auto_start: is_on(&raw, &chat("autoStart/enabled")),
            has_clear: is_on(&raw, &chat("conversationClear/enabled")),
            disconnect: disconnect.filter(|_| has_disconnect),
            shows_guest_typing: is_on(&raw, &chat("showUserTypingIndicator")),
            shows_agent_typing: is_on(&raw, &chat("showAgentTypingIndicator")),
            has_markdown: is_on(&raw, &chat("markdown/enabled")),
            has_attachments: is_on(&raw, "/messenger/fileUpload/enableAttachments"),
            session_duration: duration.and_then(Value::as_u64).map(Duration::from_secs),
            has_sign_in: is_on(&raw, "/auth/enabled"),
            has_step_up: is_on(&raw, "/auth/allowSessionUpgrade"),
            raw,
        }
    }
}

impl fmt::Debug for Configuration {
    /// Without the whole file, which is long.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Configuration")
            .field("is_active", &self.is_active)
            .finish_non_exhaustive()
    }
}

fn is_on(raw: &Value, pointer: &str) -> bool {
    raw.pointer(pointer).and_then(Value::as_bool) == Some(true)
}

/// Gets a file of the deployment, without any token.
async fn get(client: &Client, deployment: &Deployment, file: &str) -> Result<Value, Error> {
    let shared = client.shared();
    shared.check_runtime()?;
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = address(client, deployment, file)?;
    let limit = shared.timeouts.attempt_limit();
    let sent = attempt::send(shared, &mut request, None, OPERATION, 1, limit, None).await;
    let result = match sent {
        Ok((_, body)) => serde_json::from_slice(&body).map_err(|_| {
            let message = "the file of the deployment is not JSON";
            Error::new(ErrorKind::Decode, message)
        }),
        Err(failure) => Err(failure.into_error(shared.timer.wall_clock())),
    };
    result.map_err(|error| error.in_operation(OPERATION))
}

/// Where it is: at `api-cdn.<domain>` where the client calls `api.<domain>`, and at the host that it calls otherwise.
fn address(client: &Client, deployment: &Deployment, file: &str) -> Result<Uri, Error> {
    let host = configure::beside(client.shared(), "api-cdn");
    let id = configure::encoded(deployment.id().as_str());
    let text = format!("{host}/webdeployments/v1/deployments/{id}/{file}");
    Uri::try_from(text).map_err(|_| Error::config("the deployment has no valid address"))
}
