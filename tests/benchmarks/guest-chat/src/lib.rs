//! The guest chat written by hand, with reqwest and tokio-tungstenite: what the SDK is measured against.
//!
//! It does what a careful author would do for one app and no more: time limits on calls, the headers and bodies that
//! the service wants, typed replies and events. It has no retries, reconnects, redaction or choice of anything.

#![allow(missing_docs, reason = "what is here is what the service calls it")]

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

/// What can go wrong, which nobody looks at.
pub type Failure = Box<dyn Error + Send + Sync>;

/// Everything the guest sends begins with this.
const API: &str = "/api/v2/webchat/guest/conversations";
const AGENT: &str = "by-hand/1.0";
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// As the SDK has it by default: nobody should call without.
const LIMIT: Duration = Duration::from_secs(20);

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateRequest<'a> {
    pub organization_id: &'a str,
    pub deployment_id: &'a str,
    pub routing_target: RoutingTarget<'a>,
    pub member_info: GuestInfo<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoutingTarget<'a> {
    pub target_type: &'a str,
    pub target_address: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GuestInfo<'a> {
    pub display_name: &'a str,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Created {
    pub id: String,
    pub jwt: String,
    pub event_stream_uri: String,
    pub member: Member,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MessageRequest<'a> {
    body: &'a str,
    body_type: &'static str,
}

/// A message, as the API and the event stream tell it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub id: Option<String>,
    pub name: Option<String>,
    pub conversation: Option<Reference>,
    pub sender: Option<Member>,
    pub body: Option<String>,
    pub body_type: Option<BodyType>,
    pub timestamp: Option<String>,
    pub self_uri: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Reference {
    pub id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    pub id: Option<String>,
    pub display_name: Option<String>,
    pub role: Option<String>,
    pub state: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyType {
    Standard,
    Notice,
    MemberJoin,
    MemberLeave,
    MediaRequest,
    #[serde(other)]
    Unknown,
}

/// A frame of the event stream.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'a> {
    topic_name: Option<String>,
    #[serde(borrow)]
    event_body: Option<&'a serde_json::value::RawValue>,
    metadata: Option<Metadata>,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    #[serde(rename = "CorrelationId")]
    correlation_id: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// What happened.
#[derive(Debug)]
pub struct Event {
    pub topic: Option<String>,
    pub correlation_id: Option<String>,
    pub what: What,
}

#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "almost all that comes are messages")]
pub enum What {
    Message(Message),
    /// Something else, and what it is called.
    Other(Option<String>),
}

/// A chat that has begun.
#[derive(Clone, Debug)]
pub struct Chat {
    client: reqwest::Client,
    base: String,
    conversation: String,
    member: String,
    authorization: String,
    stream: String,
}

impl Chat {
    /// Begins a chat with the service at `base`.
    ///
    /// # Errors
    /// When the service does not want to.
    pub async fn start(base: &str, request: &CreateRequest<'_>) -> Result<Self, Failure> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_LIMIT)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        let sent = client
            .post(format!("{base}{API}"))
            .timeout(LIMIT)
            .header(USER_AGENT, AGENT)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .body(serde_json::to_vec(request)?)
            .send()
            .await?;
        let created: Created = decoded(sent).await?;
        Ok(Self {
            client,
            base: base.to_owned(),
            conversation: created.id,
            member: created.member.id.ok_or("no member")?,
            authorization: format!("Bearer {}", created.jwt),
            stream: created.event_stream_uri,
        })
    }

    /// Says something.
    ///
    /// # Errors
    /// When the service does not answer that it is so.
    pub async fn send(&self, text: &str) -> Result<Message, Failure> {
        let Self { base, conversation, member, .. } = self;
        let body = serde_json::to_vec(&MessageRequest { body: text, body_type: "standard" })?;
        let sent = self
            .client
            .post(format!("{base}{API}/{conversation}/members/{member}/messages"))
            .timeout(LIMIT)
            .header(USER_AGENT, AGENT)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .header(AUTHORIZATION, &self.authorization)
            .body(body)
            .send()
            .await?;
        decoded(sent).await
    }

    /// Opens the event stream, with the TLS of the calls.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn events(&self) -> Result<Events, Failure> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_LIMIT)
            .no_proxy()
            .http1_only()
            .build()?;
        let key = generate_key();
        // `ws` is `http` and `wss` is `https`, to begin with.
        let response = client
            .get(self.stream.replacen("ws", "http", 1))
            .header(USER_AGENT, AGENT)
            .header("connection", "Upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", &key)
            .send()
            .await?;
        let accepted = response.headers().get("sec-websocket-accept");
        if accepted.is_none_or(|accepted| *accepted != derive_accept_key(key.as_bytes())) {
            return Err("no WebSocket".into());
        }
        let connection = response.upgrade().await?;
        Ok(Events(WebSocketStream::from_raw_socket(connection, Role::Client, None).await))
    }
}

async fn decoded<T: DeserializeOwned>(response: reqwest::Response) -> Result<T, Failure> {
    let body: Bytes = response.error_for_status()?.bytes().await?;
    Ok(serde_json::from_slice(&body)?)
}

/// An event stream.
#[derive(Debug)]
pub struct Events(WebSocketStream<reqwest::Upgraded>);

impl Events {
    /// What happens next.
    ///
    /// # Errors
    /// When the connection breaks, or an event is none.
    pub async fn next(&mut self) -> Option<Result<Event, Failure>> {
        loop {
            match self.0.next().await? {
                Ok(Frame::Text(text)) => return Some(event(&text)),
                Ok(_) => {}
                Err(error) => return Some(Err(error.into())),
            }
        }
    }
}

fn event(text: &str) -> Result<Event, Failure> {
    let frame: Envelope<'_> = serde_json::from_str(text)?;
    let (kind, correlation_id) =
        frame.metadata.map_or((None, None), |metadata| (metadata.kind, metadata.correlation_id));
    let what = match (kind.as_deref(), frame.event_body) {
        (Some("message"), Some(body)) => What::Message(serde_json::from_str(body.get())?),
        _ => What::Other(kind),
    };
    Ok(Event { topic: frame.topic_name, correlation_id, what })
}
