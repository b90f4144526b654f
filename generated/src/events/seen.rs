//! Which events have been given already: a set that forgets the oldest, so that it never grows beyond a bound.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use super::event::Event;

/// How many events are remembered.
const CAPACITY: usize = 1024;
/// The longest key that is remembered, in bytes. Ids are much shorter; what is not cannot fill the memory.
const LONGEST: usize = 256;

/// The events that have been given.
#[derive(Debug, Default)]
pub(super) struct Seen {
    keys: HashSet<Arc<str>>,
    /// The same, oldest first.
    order: VecDeque<Arc<str>>,
}

impl Seen {
    /// Remembers an event; false if it has been seen before. Events that cannot be told apart are always new.
    pub(super) fn is_new(&mut self, event: &Event) -> bool {
        let Some(key) = key(event).filter(|key| key.len() <= LONGEST) else {
            return true;
        };
        let key: Arc<str> = key.into();
        if !self.keys.insert(Arc::clone(&key)) {
            return false;
        }
        self.order.push_back(key);
        if self.order.len() > CAPACITY {
            if let Some(oldest) = self.order.pop_front() {
                self.keys.remove(&oldest);
            }
        }
        true
    }
}

/// What tells an event from all others. A member's change has no id; the same change has the same moment.
fn key(event: &Event) -> Option<String> {
    match event {
        Event::Message(message) => Some(format!("message {}", message.message.id.as_ref()?)),
        Event::Typing(typing) => Some(format!("typing {}", typing.typing.id.as_ref()?)),
        Event::MemberChange(change) => {
            let (id, state) = (change.member.id.as_ref()?, change.member.state.as_ref()?);
            let at = change.timestamp.as_ref()?;
            Some(format!("member {id} {state} {at}"))
        }
        Event::Heartbeat(_) | Event::Connection(_) | Event::Unknown(_) => None,
    }
}
