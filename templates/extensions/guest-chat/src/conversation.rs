//! A chat as its guest has it: the token, the ids that every call asks for, and the event stream.
//!
//! In: a client and what the reply to the creation brought. Out: the operations of this chat without their ids.
//! Invariant: the token goes to the service only, and is never printed.

mod parts;
#[cfg(feature = "events")]
mod start;
#[cfg(feature = "events")]
mod token;
mod typing;

use std::fmt;
use std::sync::Arc;
#[cfg(feature = "events")]
use std::time::Duration;

use self::typing::Throttle;
use crate::api::WebChatApi;
use crate::api::web_chat::{GetMember, Leave, ListMembers, ListMessages, SendMessage};
use crate::client::Client;
use crate::error::Error;
#[cfg(feature = "events")]
use crate::events::EventStreamBuilder;
use crate::models::{ConversationId, CreateWebChatMessageRequest, MemberId};
use crate::request::Request;
use crate::timer::Timer;

pub use self::parts::{ConversationParts, ExposedParts};
#[cfg(feature = "events")]
pub use self::start::StartConversation;

/// A chat, from the guest's side. Clones are of the same chat and cheap.
///
/// With the feature `events`, `Conversation::start` begins one and gives it together with its event stream. The
/// operations of the chat need no ids, and [`web_chat`](Self::web_chat) has all of them.
#[derive(Clone)]
pub struct Conversation {
    /// A client with the token of this chat.
    client: Client,
    parts: Arc<ConversationParts>,
    typing: Arc<Throttle>,
    /// When the token expires, by the client's timer, if that is known.
    #[cfg(feature = "events")]
    expires_at: Option<Duration>,
}

impl Conversation {
    /// A chat that was started before, in this process or another. It has the settings of this client, whose token,
    /// if it has one, is not used.
    #[must_use]
    pub fn from_parts(client: &Client, parts: ConversationParts) -> Self {
        Self {
            client: client.with_jwt(&parts.jwt),
            parts: Arc::new(parts),
            typing: Arc::default(),
            #[cfg(feature = "events")]
            expires_at: None,
        }
    }

    /// What it takes to go on with this chat elsewhere or later.
    #[must_use]
    pub fn parts(&self) -> &ConversationParts {
        &self.parts
    }

    /// The id of the chat.
    #[must_use]
    pub fn id(&self) -> &ConversationId {
        &self.parts.conversation_id
    }

    /// The guest's id in the chat.
    #[must_use]
    pub fn member_id(&self) -> &MemberId {
        &self.parts.member_id
    }

    /// A client with the token of this chat.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// All operations, with the token of this chat.
    #[must_use]
    pub fn web_chat(&self) -> WebChatApi {
        self.client.web_chat()
    }

    /// Says something. Nothing is sent before the request is awaited.
    ///
    /// The service refuses with `chat.error.conversation.state` while nothing listens to the event stream.
    pub fn send(&self, text: impl Into<String>) -> Request<SendMessage> {
        let message = CreateWebChatMessageRequest::new(text);
        self.web_chat()
            .send_message(self.id(), self.member_id(), message)
    }

    /// Tells the others that the guest is typing. Call it with every key: a sign is sent at most every 5 s, and in
    /// between this does nothing.
    ///
    /// # Errors
    ///
    /// As any call. The next sign is then sent without waiting.
    pub async fn typing(&self) -> Result<(), Error> {
        let Some(turn) = self.typing.turn(self.timer().now()) else {
            return Ok(());
        };
        self.web_chat()
            .send_typing(self.id(), self.member_id())
            .await?;
        turn.done();
        Ok(())
    }

    /// The messages of this chat, joins and leaves included.
    pub fn messages(&self) -> Request<ListMessages> {
        self.web_chat().list_messages(self.id())
    }

    /// Everybody who is or was in this chat.
    pub fn members(&self) -> Request<ListMembers> {
        self.web_chat().list_members(self.id())
    }

    /// The guest, as the service knows it.
    pub fn me(&self) -> Request<GetMember> {
        self.web_chat().get_member(self.id(), self.member_id())
    }

    /// Leaves the chat for good. Its event stream ends then.
    pub fn leave(&self) -> Request<Leave> {
        self.web_chat().leave(self.id(), self.member_id())
    }

    /// Another event stream of this chat, or the first after [`from_parts`](Self::from_parts).
    #[cfg(feature = "events")]
    pub fn events(&self) -> EventStreamBuilder {
        EventStreamBuilder::new(self.clone())
    }

    pub(crate) fn timer(&self) -> &dyn Timer {
        &*self.client.shared().timer
    }
}

#[cfg(feature = "events")]
impl Conversation {
    pub(crate) fn event_stream_uri(&self) -> &crate::models::EventStreamUri {
        &self.parts.event_stream_uri
    }

    /// When the token expires, by the client's timer, if that is known.
    pub(crate) fn expires_at(&self) -> Option<Duration> {
        self.expires_at
    }
}

impl fmt::Debug for Conversation {
    /// Prints the ids.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Conversation")
            .field("id", self.id())
            .field("member_id", self.member_id())
            .finish_non_exhaustive()
    }
}
