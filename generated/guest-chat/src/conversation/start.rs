//! Starts a chat in the order that the service wants: create it, listen, and only then speak.

use std::fmt;

use super::token;
use super::{Conversation, ConversationParts};
use crate::client::Client;
use crate::error::Error;
use crate::events::{EventOptions, EventStream, EventStreamBuilder};
use crate::future::BoxFuture;
use crate::models::CreateWebChatConversationRequest;

/// A chat that is about to be started; see [`Conversation::start`]. Awaiting it starts it.
#[derive(Clone)]
#[must_use = "a chat is started when this is awaited"]
pub struct StartConversation {
    client: Client,
    request: CreateWebChatConversationRequest,
    options: EventOptions,
}

impl Conversation {
    /// Starts a chat: creates it and opens its event stream, without which the service would not route it. When this
    /// returns, the guest can speak.
    pub fn start(client: &Client, request: CreateWebChatConversationRequest) -> StartConversation {
        StartConversation {
            client: client.clone(),
            request,
            options: EventOptions::new(),
        }
    }
}

impl StartConversation {
    /// How the event stream behaves.
    pub fn options(mut self, options: EventOptions) -> Self {
        self.options = options;
        self
    }

    /// Starts the chat. Awaiting the value does the same.
    ///
    /// # Errors
    ///
    /// As [`create_conversation`](crate::api::WebChatApi::create_conversation), and then as
    /// [`EventStreamBuilder::connect`]. A chat whose event stream could not be opened was created all the same, but
    /// reaches nobody; to keep hold of it, create it with `create_conversation`, make [`ConversationParts`] of the
    /// reply, and open the stream with [`Conversation::events`], [from the beginning](crate::events::Since::Beginning).
    pub async fn send(self) -> Result<(Conversation, EventStream), Error> {
        let Self {
            client,
            request,
            options,
        } = self;
        let created = client.web_chat().create_conversation(request).await?;
        let parts = ConversationParts::try_from(created)?;
        let lifetime = token::lifetime(&parts.jwt);
        let mut chat = Conversation::from_parts(&client, parts);
        let now = chat.timer().now();
        chat.expires_at = lifetime.map(|lifetime| now.saturating_add(lifetime));
        let events = EventStreamBuilder::of_new_chat(chat.clone(), options)
            .connect()
            .await?;
        Ok((chat, events))
    }
}

impl IntoFuture for StartConversation {
    type Output = Result<(Conversation, EventStream), Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for StartConversation {
    /// The request holds what the guest tells about itself, so it is left out.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StartConversation")
            .field("client", &self.client)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
