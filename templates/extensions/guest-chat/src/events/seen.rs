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
    /// The key of the event that is looked at.
    key: String,
}

impl Seen {
    /// Remembers an event; false if it has been seen before. Events that cannot be told apart are always new.
    pub(super) fn is_new(&mut self, event: &Event) -> bool {
        self.key.clear();
        if write_key(&mut self.key, event).is_none() || self.key.len() > LONGEST {
            return true;
        }
        if self.keys.contains(self.key.as_str()) {
            return false;
        }
        let key: Arc<str> = self.key.as_str().into();
        self.keys.insert(Arc::clone(&key));
        self.order.push_back(key);
        if self.order.len() > CAPACITY {
            if let Some(oldest) = self.order.pop_front() {
                self.keys.remove(&oldest);
            }
        }
        true
    }
}

/// Appends what tells an event from all others; `None` if nothing does. A member's change has no id; the same change
/// has the same moment.
fn write_key(key: &mut String, event: &Event) -> Option<()> {
    match event {
        Event::Message(message) => {
            key.push_str("message ");
            key.push_str(message.message.id.as_ref()?.as_str());
        }
        Event::Typing(typing) => {
            key.push_str("typing ");
            key.push_str(typing.typing.id.as_ref()?);
        }
        Event::MemberChange(change) => {
            let (id, state) = (change.member.id.as_ref()?, change.member.state.as_ref()?);
            let at = change.timestamp.as_ref()?;
            for part in [
                "member ",
                id.as_str(),
                " ",
                state.as_str(),
                " ",
                at.as_str(),
            ] {
                key.push_str(part);
            }
        }
        Event::Heartbeat(_) | Event::Connection(_) | Event::Unknown(_) => return None,
    }
    Some(())
}
