//! Which events have been given already: a set that forgets the oldest, so that it never grows beyond a bound.
//!
//! A key is found by its hash and then compared. Should two have the same hash, the older one is forgotten early: an
//! event may come twice then, but none is lost.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};

use super::event::Event;

/// How many events are remembered.
const CAPACITY: usize = 1024;
/// The longest key that is remembered, in bytes. Ids are much shorter; what is not cannot fill the memory.
const LONGEST: usize = 256;

/// The events that have been given.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The hash of each key, and its number: how many were remembered before.
    numbers: HashMap<u64, u64, BuildHasherDefault<Hashed>>,
    /// The keys and their hashes, oldest first.
    order: VecDeque<(u64, String)>,
    /// How many have been forgotten.
    forgotten: u64,
    /// The key of the event that is looked at.
    key: String,
}

impl Seen {
    /// Remembers an event; false if it has been seen before. Events that cannot be told apart are always new.
    pub(super) fn is_new(&mut self, event: &Event) -> bool {
        let Some(parts) = key(event) else {
            return true;
        };
        if parts.iter().map(|part| part.len()).sum::<usize>() > LONGEST {
            return true;
        }
        self.key.clear();
        for part in parts {
            self.key.push_str(part);
            self.key.push(' ');
        }
        let hash = hash(self.key.as_bytes());
        let number = self.forgotten.saturating_add(self.order.len() as u64);
        match self.numbers.entry(hash) {
            Entry::Occupied(mut known) => {
                let place = known.get().saturating_sub(self.forgotten);
                let place = usize::try_from(place).unwrap_or(usize::MAX);
                if matches!(self.order.get(place), Some((_, key)) if *key == self.key) {
                    return false;
                }
                known.insert(number);
            }
            Entry::Vacant(free) => _ = free.insert(number),
        }
        self.order.push_back((hash, std::mem::take(&mut self.key)));
        if self.order.len() > CAPACITY {
            self.forget();
        }
        true
    }

    /// Forgets the oldest key. Its room is that of the next one.
    fn forget(&mut self) {
        let Some((hash, key)) = self.order.pop_front() else {
            return;
        };
        if let Entry::Occupied(known) = self.numbers.entry(hash) {
            if *known.get() == self.forgotten {
                known.remove();
            }
        }
        self.forgotten = self.forgotten.saturating_add(1);
        self.key = key;
    }
}

/// A quick hash, which need not withstand anybody: keys are compared, and there are few.
fn hash(key: &[u8]) -> u64 {
    /// 2^64 divided by the golden ratio.
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let words = key.chunks_exact(8);
    let mut last = [0; 8];
    for (byte, of_rest) in last.iter_mut().zip(words.remainder()) {
        *byte = *of_rest;
    }
    let words = words.map(|word| word.try_into().unwrap_or_default());
    let hash = words.chain([last]).fold(0, |hash: u64, word: [u8; 8]| {
        (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR)
    });
    hash ^ hash >> 32
}

/// The hash of what is a hash already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// What tells an event from all others; `None` if nothing does. A member's change has no id; the same change has the
/// same moment.
fn key(event: &Event) -> Option<[&str; 4]> {
    match event {
        Event::Message(message) => {
            let id = message.message.id.as_ref()?;
            Some(["message", id.as_str(), "", ""])
        }
        Event::Typing(typing) => Some(["typing", typing.typing.id.as_deref()?, "", ""]),
        Event::MemberChange(change) => {
            let (id, state) = (change.member.id.as_ref()?, change.member.state.as_ref()?);
            let at = change.timestamp.as_ref()?;
            Some(["member", id.as_str(), state.as_str(), at.as_str()])
        }
        Event::Heartbeat(_) | Event::Connection(_) | Event::Unknown(_) => None,
    }
}
