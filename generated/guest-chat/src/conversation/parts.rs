//! What identifies a chat and opens it: two ids and two secrets, to be kept across a restart.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};
use crate::models::{
    ConversationId, CreateWebChatConversationResponse, EventStreamUri, Jwt, MemberId,
};
use crate::secret::serialize_exposed;

/// What it takes to go on with a chat: see [`Conversation::from_parts`](crate::Conversation::from_parts).
///
/// `Debug` prints the ids only. It is not serialised by accident: [`expose`](Self::expose) is for that.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConversationParts {
    /// The id of the chat.
    pub conversation_id: ConversationId,
    /// The guest's id in it.
    pub member_id: MemberId,
    /// The token of the guest.
    pub jwt: Jwt,
    /// The address of the event stream.
    pub event_stream_uri: EventStreamUri,
}

impl ConversationParts {
    /// The parts of a chat.
    #[must_use]
    pub fn new(
        conversation_id: impl Into<ConversationId>,
        member_id: impl Into<MemberId>,
        jwt: impl Into<Jwt>,
        event_stream_uri: impl Into<EventStreamUri>,
    ) -> Self {
        Self {
            conversation_id: conversation_id.into(),
            member_id: member_id.into(),
            jwt: jwt.into(),
            event_stream_uri: event_stream_uri.into(),
        }
    }

    /// The parts in a form that can be serialised, secrets and all. Keep what comes of it as you would keep a
    /// password. Deserialising it gives the parts again.
    #[must_use]
    pub fn expose(&self) -> ExposedParts<'_> {
        ExposedParts {
            conversation_id: &self.conversation_id,
            member_id: &self.member_id,
            jwt: &self.jwt,
            event_stream_uri: &self.event_stream_uri,
        }
    }
}

impl TryFrom<CreateWebChatConversationResponse> for ConversationParts {
    type Error = Error;

    /// Takes the reply to the creation of a chat, which has all of them unless something is wrong.
    fn try_from(created: CreateWebChatConversationResponse) -> Result<Self, Error> {
        let member_id = created.member.and_then(|member| member.id);
        Ok(Self {
            conversation_id: created.id.ok_or_else(|| missing("id"))?,
            member_id: member_id.ok_or_else(|| missing("member.id"))?,
            jwt: created.jwt.ok_or_else(|| missing("jwt"))?,
            event_stream_uri: created
                .event_stream_uri
                .ok_or_else(|| missing("eventStreamUri"))?,
        })
    }
}

fn missing(field: &str) -> Error {
    let message = format!("the reply to the creation of a chat has no `{field}`");
    Error::new(ErrorKind::Decode, message)
}

/// The parts of a chat, to be written down on purpose; made by [`ConversationParts::expose`].
///
/// `Debug` prints the ids only.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExposedParts<'a> {
    conversation_id: &'a ConversationId,
    member_id: &'a MemberId,
    #[serde(serialize_with = "serialize_exposed")]
    jwt: &'a Jwt,
    #[serde(serialize_with = "serialize_exposed")]
    event_stream_uri: &'a EventStreamUri,
}
