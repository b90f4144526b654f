//! The session of a guest: what is said over the socket, in both directions.
//!
//! [`Session::open`] gives two halves. A [`Session`] is what the application writes with: it can be cloned, and puts aside
//! what is to be sent without waiting. [`SessionEvents`] is a [`Stream`](futures_core::Stream) of [`Event`]s that does the
//! work while it is polled: it connects, sends what was put aside, keeps to the limits of the service, listens, and
//! connects again after a break. Nothing runs in the background, so a program that has one task can send from the loop
//! in which it listens, and none that does not listen sends anything.
//!
//! What is sent is echoed by the service: [`Event::Echo`] with the id that [`Session::send`] gave. After a break, what was said
//! in the meantime is read from the [history](Session::history), each message once and in its place, and so is what became
//! of messages that were handed to the lost connection. One that is not there is told as [`Event::Unsettled`]: whether the
//! service has it nobody can know, so it is not sent again. What has gone out over no connection when the session ends is
//! told as [`Event::Unsent`].
//!
//! Calls that need an answer of the service ([`Session::upload`], [`Session::history`] …) wait for one, so the events must be
//! polled meanwhile: in another task, or by [`SessionEvents::drive_while`].

mod answers;
mod configuration;
mod configure;
mod deployment;
mod devices;
mod dial;
mod event;
mod events;
mod expiry;
mod files;
mod given;
mod history;
mod likeness;
mod machine;
mod outbox;
mod pace;
mod parts;
mod reading;
mod sign_in;
mod unique;
mod upload;
#[cfg(feature = "test-util")]
mod waiting;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::oneshot;

use self::answers::{Answer, Key};
use self::outbox::{Draft, Outbox};
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::future::within;
use crate::models::{
    ButtonResponseType, ContentButtonResponse, ContentQuickReply, ContentType, EventKind,
    EventPresence, EventPresenceType, EventTyping, Frame, GuestRequest, MessageType,
    SendMessageRequest, SentContent, SentEvent, SentMessage, SentMessageChannel,
    SentMessageMetadata, SessionToken,
};

pub use self::configuration::{Configuration, Domains};
pub use self::deployment::Deployment;
pub use self::event::{
    Closed, ConnectionEvent, Delivery, Echo, Event, Refusal, Said, SessionEvent,
};
pub use self::events::SessionEvents;
pub use self::history::History;
pub use self::parts::{ExposedParts, SessionParts};
pub use self::sign_in::SignIn;
pub use self::upload::{Upload, UploadedFile};
#[cfg(feature = "test-util")]
pub use self::waiting::Waited;
pub use crate::websocket::ReconnectPolicy;

/// The most bytes that the text of a message may have.
const LONGEST_TEXT: usize = 4096;

/// A session of a guest with a deployment: the half that writes. Clones write into the same session.
#[derive(Clone)]
pub struct Session {
    client: Client,
    parts: Arc<SessionParts>,
    outbox: Arc<Outbox>,
    origin: Option<HeaderValue>,
}

impl Session {
    /// Opens a session of a new guest, with a token that is made here.
    ///
    /// # Errors
    ///
    /// When the service cannot be reached, or refuses: status 403 is an unknown or inactive deployment, or one that
    /// does not allow the [origin](Deployment::origin).
    pub async fn open(
        client: &Client,
        deployment: Deployment,
    ) -> Result<(Self, SessionEvents), Error> {
        let parts = SessionParts::new(deployment.id().clone(), unique::token()?);
        Self::resume(client, deployment, parts).await
    }

    /// Goes on with a session, after a restart or on another device. At most three connections may share one. What was said
    /// before is no event, but in the [history](Self::history).
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), and when the parts are of another deployment.
    pub async fn resume(
        client: &Client,
        deployment: Deployment,
        parts: SessionParts,
    ) -> Result<(Self, SessionEvents), Error> {
        if parts.deployment_id != *deployment.id() {
            return Err(Error::config("the session is one of another deployment"));
        }
        let parts = Arc::new(parts);
        let outbox = Arc::new(Outbox::of(deployment.sign_in.clone()));
        let session = Self {
            client: client.clone(),
            parts: Arc::clone(&parts),
            outbox: Arc::clone(&outbox),
            origin: deployment.origin_header()?,
        };
        let events = SessionEvents::open(client.clone(), deployment, parts, outbox).await?;
        Ok((session, events))
    }

    /// What identifies the session, to be kept across a restart.
    #[must_use]
    pub fn parts(&self) -> &SessionParts {
        &self.parts
    }

    /// Whether the conversation has ended for good, so that nothing more can be said in it:
    /// [`start_over`](Self::start_over) begins another one.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.outbox.is_read_only()
    }

    /// Says something. The id that it gives comes back with its [echo](Event::Echo).
    ///
    /// # Errors
    ///
    /// When the text has more than 4096 bytes, or the attributes more than the service allows; when the conversation or the session is over, or too much waits to be sent
    /// already. Nothing was sent then.
    pub fn send(&self, text: impl Into<String>) -> Result<String, Error> {
        self.send_message(SentMessage::new(MessageType::Text).text(text))
    }

    /// Says something, with what the application wants to tell the service of it: names and values.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send). The service limits the bytes of the attributes
    /// ([`SessionResponse::max_custom_data_bytes`](crate::models::SessionResponse::max_custom_data_bytes)).
    pub fn send_with_attributes(
        &self,
        text: impl Into<String>,
        attributes: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Result<String, Error> {
        let metadata = SentMessageMetadata::new(attributes);
        let channel = SentMessageChannel::new().metadata(metadata);
        let message = SentMessage::new(MessageType::Text).text(text);
        self.send_message(message.channel(channel))
    }

    /// Answers with a suggested answer.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn choose(&self, reply: &ContentQuickReply) -> Result<String, Error> {
        let (text, payload) = (reply.text.clone(), reply.payload.clone());
        self.answer([ContentButtonResponse::new(
            payload.unwrap_or_default(),
            text.unwrap_or_default(),
            ButtonResponseType::QuickReply,
        )])
    }

    /// Answers with what was chosen: a button, a time slot, or the items of a list.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn answer(
        &self,
        chosen: impl IntoIterator<Item = ContentButtonResponse>,
    ) -> Result<String, Error> {
        let content =
            |chosen| SentContent::new(ContentType::ButtonResponse).button_response(chosen);
        let content: Vec<SentContent> = chosen.into_iter().map(content).collect();
        self.send_message(SentMessage::new(MessageType::Structured).content(content))
    }

    /// Tells the other end that the guest is typing, at most every 5 s: what comes sooner is left out.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn typing(&self) -> Result<(), Error> {
        let event = SentEvent::new(EventKind::Typing).typing(EventTyping::new());
        let message = SentMessage::new(MessageType::Event).events([event]);
        self.outbox.put(Draft::typing(self.request(message)))
    }

    /// Joins the conversation without a word, so that the other end begins.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn join(&self) -> Result<String, Error> {
        self.presence(EventPresenceType::Join)
    }

    /// Erases the conversation for both ends. There is no way back.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn clear(&self) -> Result<String, Error> {
        self.presence(EventPresenceType::Clear)
    }

    /// Begins another conversation with the same token, after one that has [ended](Self::is_read_only).
    ///
    /// # Errors
    ///
    /// When the session is over.
    pub fn start_over(&self) -> Result<(), Error> {
        self.outbox.start_over()
    }

    /// Sends a message of any content. The id that it gives comes back with its [echo](Event::Echo).
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_message(&self, message: SentMessage) -> Result<String, Error> {
        let text = message.text.as_ref().map_or(0, String::len);
        fits("text", text, LONGEST_TEXT)?;
        fits(
            "attributes",
            attributes(&message),
            self.outbox.attribute_limit(),
        )?;
        let id = unique::tracing_id()?;
        let request = self.request(message).tracing_id(&id);
        self.outbox.put(Draft::message(request, id.clone()))?;
        Ok(id)
    }

    fn presence(&self, kind: EventPresenceType) -> Result<String, Error> {
        let event = SentEvent::new(EventKind::Presence).presence(EventPresence::new(kind));
        self.send_message(SentMessage::new(MessageType::Event).events([event]))
    }

    /// Asks the service for something, and waits for the answer.
    async fn ask(
        &self,
        make: impl FnOnce(SessionToken, String) -> GuestRequest,
    ) -> Result<Frame, Error> {
        let id = unique::tracing_id()?;
        let key = Key::Request(id.clone());
        let answer = self.outbox.answers.wait_for(key.clone());
        let request = make(self.parts.token.clone(), id.clone());
        if let Err(error) = self.outbox.put(Draft::question(request, id)) {
            self.outbox.answers.forget(&key);
            return Err(error);
        }
        self.answered(&key, answer).await
    }

    /// Waits for what the service will say, but no longer than a call may take.
    async fn answered(&self, key: &Key, answer: oneshot::Receiver<Answer>) -> Result<Frame, Error> {
        let shared = self.client.shared();
        let limit = shared.timeouts.total_limit(Duration::ZERO);
        match within(&*shared.timer, limit, answer).await {
            Some(Ok(Answer::Frame(frame))) => Ok(*frame),
            Some(Ok(Answer::Refused(refusal))) => Err(refusal.into_error()),
            Some(Err(_)) => Err(Error::new(
                ErrorKind::Stream,
                "the connection of the session ended before the answer came",
            )),
            None => {
                self.outbox.answers.forget(key);
                Err(Error::new(
                    ErrorKind::Timeout,
                    "the service did not answer in time: the events of the session must be polled meanwhile",
                ))
            }
        }
    }

    fn request(&self, message: SentMessage) -> SendMessageRequest {
        SendMessageRequest::new(message, self.parts.token.clone())
    }
}

/// How many bytes the attributes of a message have.
fn attributes(message: &SentMessage) -> usize {
    let metadata = message
        .channel
        .as_ref()
        .and_then(|channel| channel.metadata.as_ref());
    let attributes = metadata
        .into_iter()
        .flat_map(|metadata| &metadata.custom_attributes);
    attributes
        .map(|(name, value)| name.len() + value.len())
        .sum()
}

/// Refuses what the service would.
fn fits(what: &str, bytes: usize, most: usize) -> Result<(), Error> {
    if bytes <= most {
        return Ok(());
    }
    let message = format!("the service takes {most} bytes of {what}, and these are {bytes}");
    Err(Error::invalid_input(message))
}

impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Session")
            .field("parts", &self.parts)
            .finish_non_exhaustive()
    }
}
