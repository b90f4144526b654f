//! What has been given to the caller, so that each event is given once and a gap can be filled.

use std::collections::{BTreeMap, VecDeque};

use super::event::{Delivery, Event};
use super::kinds::{MemberChange, MessageEvent};
use super::seen::Seen;
use crate::models::{
    ConversationId, MemberId, MemberState, MessageId, WebChatMemberInfo, WebChatMessage,
};

/// How far back a gap is filled beyond the last message given, in messages. What was lost although the connection
/// stayed is found then, and one page of the list holds it all.
const OVERLAP: usize = 50;
/// How many members are known at once. A chat has a few.
const MEMBERS: usize = 256;

/// What has been given.
#[derive(Debug)]
pub(super) struct Given {
    conversation: ConversationId,
    guest: MemberId,
    seen: Seen,
    /// The message before the first one to be given; `None` when all are.
    start: Option<MessageId>,
    /// The last messages, oldest first.
    recent: VecDeque<MessageId>,
    members: BTreeMap<MemberId, MemberState>,
}

impl Given {
    pub(super) fn new(
        conversation: &ConversationId,
        guest: &MemberId,
        start: Option<MessageId>,
    ) -> Self {
        Self {
            conversation: conversation.clone(),
            guest: guest.clone(),
            seen: Seen::default(),
            start,
            recent: VecDeque::new(),
            members: BTreeMap::from([(guest.clone(), MemberState::Connected)]),
        }
    }

    /// Lets the stream begin after this message.
    pub(super) fn start_after(&mut self, start: Option<MessageId>) {
        self.start = start;
    }

    /// The event, if it has not been given before.
    pub(super) fn take(&mut self, event: Event) -> Option<Event> {
        if !self.seen.is_new(&event) {
            return None;
        }
        match &event {
            Event::Message(message) => {
                self.recent.extend(message.message.id.clone());
                if self.recent.len() > OVERLAP {
                    self.start = self.recent.pop_front();
                }
            }
            Event::MemberChange(change) => self.note(&change.member),
            _ => {}
        }
        Some(event)
    }

    /// A listed message as an event, if it has not been given before.
    pub(super) fn take_listed(&mut self, message: WebChatMessage) -> Option<Event> {
        self.take(Event::Message(MessageEvent {
            message,
            delivery: Delivery::backfilled(),
        }))
    }

    /// What the list of members tells that no event has told.
    pub(super) fn changes(&mut self, members: Vec<WebChatMemberInfo>) -> Vec<Event> {
        let mut changes = Vec::new();
        for member in members {
            let known = member.id.as_ref().and_then(|id| self.members.get(id));
            if member.id.is_none() || member.state.is_none() || known == member.state.as_ref() {
                continue;
            }
            self.note(&member);
            changes.push(Event::MemberChange(MemberChange {
                member,
                conversation_id: Some(self.conversation.clone()),
                timestamp: None,
                delivery: Delivery::backfilled(),
            }));
        }
        changes
    }

    /// The message after which a gap is to be filled; `None` for the beginning of the chat.
    pub(super) fn anchor(&self) -> Option<&MessageId> {
        self.start.as_ref()
    }

    /// The last message that was given.
    pub(super) fn last_message(&self) -> Option<&MessageId> {
        self.recent.back().or(self.start.as_ref())
    }

    /// Whether an event tells that the guest has left for good.
    pub(super) fn is_own_leave(&self, event: &Event) -> bool {
        matches!(event, Event::Message(message) if message.is_leave())
            && event.sender() == Some(&self.guest)
    }

    /// Whether the service takes the guest for gone.
    pub(super) fn guest_is_gone(&self) -> bool {
        self.members.get(&self.guest) == Some(&MemberState::Disconnected)
    }

    fn note(&mut self, member: &WebChatMemberInfo) {
        let (Some(id), Some(state)) = (&member.id, &member.state) else {
            return;
        };
        if self.members.contains_key(id) || self.members.len() < MEMBERS {
            self.members.insert(id.clone(), state.clone());
        }
    }
}
