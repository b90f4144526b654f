//! What the guest may do, and why it may not: the rules over the service's memory.

use crate::clock::Timestamp;
use crate::errors::{ApiError, ErrorCode};
use crate::model::{MediaRequest, MediaState, MemberState, Message, Typing};
use crate::requests::NewMessage;
use crate::state::State;

impl State {
    /// A message from the guest.
    pub(crate) fn guest_says(
        &mut self,
        conversation_id: &str,
        member_id: &str,
        message: NewMessage,
        now: Timestamp,
    ) -> Result<Message, ApiError> {
        self.may_speak(conversation_id, member_id)?;
        self.add_message(
            conversation_id,
            member_id,
            Some(message.body),
            message.body_type,
            now,
        )
        .ok_or_else(|| ErrorCode::NotFound.into())
    }

    /// A sign of typing from the guest.
    pub(crate) fn guest_types(
        &mut self,
        conversation_id: &str,
        member_id: &str,
        now: Timestamp,
    ) -> Result<Typing, ApiError> {
        self.may_speak(conversation_id, member_id)?;
        self.add_typing(conversation_id, member_id, now)
            .ok_or_else(|| ErrorCode::NotFound.into())
    }

    /// The guest leaves.
    pub(crate) fn guest_leaves(
        &mut self,
        conversation_id: &str,
        member_id: &str,
        now: Timestamp,
    ) -> Result<(), ApiError> {
        self.may_act(conversation_id, member_id)?;
        self.disconnect(conversation_id, member_id, now);
        Ok(())
    }

    /// The guest answers a media request: a pending one with yes, no or cancel, an accepted one with cancel.
    pub(crate) fn guest_answers(
        &mut self,
        conversation_id: &str,
        request_id: &str,
        answer: MediaState,
    ) -> Result<MediaRequest, ApiError> {
        let conversation = self.conversation(conversation_id)?;
        let request = conversation
            .media_request(request_id)
            .ok_or_else(|| unknown("media request"))?;
        if conversation.ended {
            return Err(ErrorCode::ChatConversationState.into());
        }
        match (request.state, answer) {
            (
                MediaState::Pending,
                MediaState::Accepted
                | MediaState::Declined
                | MediaState::Cancelled
                | MediaState::Errored,
            )
            | (MediaState::Accepted, MediaState::Cancelled | MediaState::Errored) => {}
            (from, to) if from == to => {}
            (from, to) => {
                let constraint = format!("cannot go from {} to {}", from.as_str(), to.as_str());
                return Err(ApiError::constraint("state", &constraint));
            }
        }
        self.set_media_state(conversation_id, request_id, answer)
            .ok_or_else(|| unknown("media request"))
    }

    /// Whether the guest may send: it is there, the conversation goes on, and (if asked for) is being listened to.
    fn may_speak(&self, conversation_id: &str, member_id: &str) -> Result<(), ApiError> {
        self.may_act(conversation_id, member_id)?;
        let unheard = self.settings.require_event_stream
            && !self.conversation(conversation_id)?.stream_attached;
        if unheard {
            Err(ErrorCode::ChatConversationState.into())
        } else {
            Ok(())
        }
    }

    fn may_act(&self, conversation_id: &str, member_id: &str) -> Result<(), ApiError> {
        let conversation = self.conversation(conversation_id)?;
        let member = conversation.member(member_id).ok_or(ErrorCode::NotFound)?;
        if member.id != conversation.guest {
            return Err(ErrorCode::NotAuthorized.into());
        }
        if conversation.ended {
            return Err(ErrorCode::ChatConversationState.into());
        }
        if member.state == MemberState::Disconnected {
            return Err(ErrorCode::ChatMemberState.into());
        }
        Ok(())
    }
}

/// The conversation lacks what was asked for.
pub(crate) fn unknown(kind: &str) -> ApiError {
    ApiError::from(ErrorCode::ChatNotFound).with("kind", kind)
}
