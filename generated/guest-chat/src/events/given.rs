//! What has been given to the caller, so that each event is given once and a gap can be filled.

use std::collections::{BTreeMap, VecDeque};
use std::sync::OnceLock;

use super::event::{Delivery, Event};
use super::kinds::{MemberChange, MessageEvent};
use super::seen::Seen;
use crate::models::{
    ConversationId, MemberId, MemberState, MessageId, WebChatMemberInfo, WebChatMessage,
};

/// How far back a gap is filled beyond the last message given, in messages. What was lost although the connection
/// stayed is found then, and one page of the list holds it all.
const OVERLAP: usize = 50;
/// The room for an id that is kept for the next one, in bytes. Ids are much shorter.
const ROOM: usize = 256;
/// How many members are known at once. A chat has a few.
const MEMBERS: usize = 256;

/// What has been given.
#[derive(Debug)]
pub(super) struct Given {
    conversation: ConversationId,
    guest: MemberId,
    seen: Seen,
    /// The id of the message before the first one to be given; `None` when all are.
    start: Option<String>,
    /// The ids of the last messages, oldest first.
    recent: VecDeque<String>,
    /// The last of them, once somebody has asked for it.
    last: OnceLock<MessageId>,
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
            start: start.map(text),
            recent: VecDeque::new(),
            last: OnceLock::new(),
            members: BTreeMap::from([(guest.clone(), MemberState::Connected)]),
        }
    }

    /// Lets the stream begin after this message.
    pub(super) fn start_after(&mut self, start: Option<MessageId>) {
        self.start = start.map(text);
        self.last = OnceLock::new();
    }

    /// Notes an event that is to be given; false if it has been given before.
    pub(super) fn is_new(&mut self, event: &Event) -> bool {
        if !self.seen.is_new(event) {
            return false;
        }
        match event {
            Event::Message(message) => {
                if let Some(id) = &message.message.id {
                    self.remember(id);
                }
            }
            Event::MemberChange(change) => self.note(&change.member),
            _ => {}
        }
        true
    }

    /// Remembers the id of a message, in the room of one that is not needed any more.
    fn remember(&mut self, id: &MessageId) {
        let mut room = None;
        if self.recent.len() >= OVERLAP {
            room = std::mem::replace(&mut self.start, self.recent.pop_front());
        }
        let room = room.filter(|text| text.capacity() <= ROOM);
        let mut text = room.unwrap_or_default();
        text.clear();
        text.push_str(id.as_str());
        self.recent.push_back(text);
        self.last = OnceLock::new();
    }

    /// A listed message as an event, if it has not been given before.
    pub(super) fn take_listed(&mut self, message: WebChatMessage) -> Option<Event> {
        let event = Event::Message(MessageEvent {
            message,
            delivery: Delivery::backfilled(),
        });
        self.is_new(&event).then_some(event)
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
    pub(super) fn anchor(&self) -> Option<MessageId> {
        self.start.as_deref().map(MessageId::from)
    }

    /// The last message that was given.
    pub(super) fn last_message(&self) -> Option<&MessageId> {
        let last = self.recent.back().or(self.start.as_ref())?;
        Some(self.last.get_or_init(|| last.as_str().into()))
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

fn text(id: MessageId) -> String {
    id.as_str().to_owned()
}
