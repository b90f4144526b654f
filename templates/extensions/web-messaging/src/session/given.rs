//! What has been given to the caller, so that each message is given once, and one that comes late is said to be so.

use std::collections::{HashSet, VecDeque};

use super::event::Delivery;
use crate::models::ReceivedMessage;

/// How many ids are remembered.
const CAPACITY: usize = 4096;
/// The longest id that is remembered, in bytes. Real ones are much shorter; what is not cannot fill the memory.
const LONGEST: usize = 256;

/// What has been given.
#[derive(Debug, Default)]
pub(super) struct Given {
    ids: HashSet<String>,
    /// What was said before, so that it is no news wherever it is read.
    old: HashSet<String>,
    /// What has been given, the oldest first.
    order: VecDeque<String>,
    /// The latest time that a message has had, in milliseconds since 1970.
    latest: Option<i64>,
}

impl Given {
    /// Notes a message that is about to be given; `None` if it has been given before. One without an id is always new.
    pub(super) fn note(
        &mut self,
        message: &ReceivedMessage,
        is_from_history: bool,
    ) -> Option<Delivery> {
        if self.knows(message) {
            return None;
        }
        for id in ids(message).filter(|id| id.len() <= LONGEST) {
            if self.ids.insert(id.to_owned()) {
                self.order.push_back(id.to_owned());
            }
        }
        while self.order.len() > CAPACITY {
            if let Some(oldest) = self.order.pop_front() {
                self.ids.remove(&oldest);
            }
        }
        let time = time(message);
        let is_late = time.is_some() && time < self.latest;
        self.latest = self.latest.max(time);
        Some(Delivery {
            is_from_history,
            is_late,
        })
    }

    /// Notes a message that was said before anything could be given.
    pub(super) fn note_old(&mut self, message: &ReceivedMessage) {
        let ids = ids(message).filter(|id| id.len() <= LONGEST);
        self.old.extend(ids.map(str::to_owned));
    }

    /// Whether a message was said before.
    pub(super) fn is_old(&self, message: &ReceivedMessage) -> bool {
        ids(message).any(|id| self.old.contains(id))
    }

    /// Whether a message has been given.
    pub(super) fn knows(&self, message: &ReceivedMessage) -> bool {
        ids(message).any(|id| self.ids.contains(id))
    }
}

/// What a message is known by: that of its channel, which alone is in the history, or its own.
pub(super) fn ids(message: &ReceivedMessage) -> impl Iterator<Item = &str> {
    let channel = message.channel.as_ref();
    let of_channel = channel.and_then(|channel| channel.message_id.as_deref());
    of_channel.into_iter().chain(message.id.as_deref())
}

fn time(message: &ReceivedMessage) -> Option<i64> {
    message.channel.as_ref()?.time.as_ref()?.unix_millis()
}
