//! The other side of a conversation: what agents and the service do, and what tests look at.

use std::fmt;
use std::sync::Arc;

use crate::model::{
    BodyType, ChatEvent, Conversation, MediaRequest, MediaState, MediaType, Member, MemberRole,
    MemberState, Message,
};
use crate::service::Service;
use crate::stream_faults::StreamFault;

/// A conversation that a guest has started.
#[derive(Clone)]
pub struct ConversationHandle {
    service: Arc<Service>,
    id: String,
}

impl ConversationHandle {
    pub(crate) fn new(service: Arc<Service>, id: String) -> Self {
        Self { service, id }
    }

    /// The conversation's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The guest's token.
    pub fn jwt(&self) -> String {
        self.look(|conversation| conversation.jwt.clone())
    }

    /// The guest's member id.
    pub fn guest_id(&self) -> String {
        self.look(|conversation| conversation.guest.clone())
    }

    /// Everybody who is or was there, in the order they joined.
    pub fn members(&self) -> Vec<Member> {
        self.look(|conversation| conversation.members.clone())
    }

    /// All messages in the order they were sent, joins and leaves included.
    pub fn messages(&self) -> Vec<Message> {
        self.look(|conversation| conversation.messages.clone())
    }

    /// What agents asked for, oldest first.
    pub fn media_requests(&self) -> Vec<MediaRequest> {
        self.look(|conversation| conversation.media_requests.clone())
    }

    /// Everything that happened, in order: what the event stream tells.
    pub fn events(&self) -> Vec<ChatEvent> {
        self.look(|conversation| conversation.events.clone())
    }

    /// Whether the conversation was ended.
    pub fn has_ended(&self) -> bool {
        self.look(|conversation| conversation.ended)
    }

    /// An agent joins.
    pub fn agent_joins(&self, name: &str) -> MemberHandle {
        self.joins(MemberRole::Agent, name)
    }

    /// An agent is asked to join; see [`MemberHandle::connects`].
    pub fn agent_is_alerted(&self, name: &str) -> MemberHandle {
        self.enter(MemberRole::Agent, name, MemberState::Alerting)
    }

    /// Somebody else joins: a workflow, the distribution service.
    pub fn joins(&self, role: MemberRole, name: &str) -> MemberHandle {
        self.enter(role, name, MemberState::Connected)
    }

    /// A member's connection ends, the guest's too. Nothing happens when there is no such member.
    pub fn disconnect_member(&self, member_id: &str) {
        self.service
            .update(|state, now| state.disconnect(&self.id, member_id, now));
    }

    /// A member says something, whoever it is and whatever its state, and this gives the message's id.
    pub fn says_as(&self, member_id: &str, text: &str) -> String {
        let member = MemberHandle {
            conversation: self.clone(),
            id: member_id.to_owned(),
        };
        member.says(text)
    }

    /// The conversation is over: everybody is disconnected and nothing can be said any more.
    pub fn end(&self) {
        self.service.update(|state, now| state.end(&self.id, now));
    }

    /// The guest's token expires now.
    pub fn expire_jwt(&self) {
        self.service
            .update(|state, now| state.expire_token(&self.id, now));
    }

    /// Lets a fault strike all open event streams of the conversation at once. There is no event whose place it could
    /// take; so those that spoil an event do nothing here.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a fault is written where it strikes"
    )]
    pub fn strike_streams(&self, fault: StreamFault) {
        self.service.streams.strike(&self.id, &fault);
    }

    /// How many event streams of the conversation are open.
    pub fn open_streams(&self) -> usize {
        self.look(|conversation| conversation.open_streams)
    }

    /// The guest listens from now on, without an event stream; matters with
    /// [`require_event_stream`](crate::SimulatorBuilder::require_event_stream).
    pub fn attach_event_stream(&self) {
        self.service
            .update(|state, _| state.attach_stream(&self.id));
    }

    /// Moves a media request on from the service's side, to any state. Nothing happens when there is no such request.
    pub fn set_media_state(&self, media_request_id: &str, media_state: MediaState) {
        self.service
            .update(|state, _| state.set_media_state(&self.id, media_request_id, media_state));
    }

    fn enter(&self, role: MemberRole, name: &str, member_state: MemberState) -> MemberHandle {
        let id = self
            .service
            .update(|state, now| state.join(&self.id, name, role, member_state, now));
        MemberHandle {
            conversation: self.clone(),
            id: id.unwrap_or_default(),
        }
    }

    /// Conversations are never forgotten, so there is always one to look at.
    fn look<T: Default>(&self, look: impl FnOnce(&Conversation) -> T) -> T {
        self.service
            .read(|state, _| state.find(&self.id).map(look))
            .unwrap_or_default()
    }
}

impl fmt::Debug for ConversationHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ConversationHandle").field(&self.id).finish()
    }
}

/// Somebody on the other side of a conversation.
#[derive(Clone, Debug)]
pub struct MemberHandle {
    conversation: ConversationHandle,
    id: String,
}

impl MemberHandle {
    /// The member's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Joins after having been asked to.
    pub fn connects(&self) {
        self.service()
            .update(|state, now| state.connect(self.conversation.id(), &self.id, now));
    }

    /// Says something, and gives the message's id.
    pub fn says(&self, text: &str) -> String {
        self.sends(BodyType::Standard, text)
    }

    /// Sends a message of any kind, and gives its id.
    pub fn sends(&self, body_type: BodyType, text: &str) -> String {
        let text = Some(text.to_owned());
        let message = self.service().update(|state, now| {
            state.add_message(self.conversation.id(), &self.id, text, body_type, now)
        });
        message.map(|message| message.id).unwrap_or_default()
    }

    /// Types.
    pub fn types(&self) {
        self.service()
            .update(|state, now| state.add_typing(self.conversation.id(), &self.id, now));
    }

    /// Asks to see the guest's screen, and gives the media request's id.
    pub fn requests_media(&self, types: &[MediaType]) -> String {
        let id = self
            .service()
            .update(|state, now| state.request_media(self.conversation.id(), &self.id, types, now));
        id.unwrap_or_default()
    }

    /// Leaves.
    pub fn leaves(&self) {
        self.conversation.disconnect_member(&self.id);
    }

    fn service(&self) -> &Service {
        &self.conversation.service
    }
}
