//! Who waits for what the service will say: to a question, or of a file.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::event::Refusal;
use crate::models::Frame;

/// What is waited for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// The answer to the request of this id.
    Request(String),
    /// What the service thinks of the file of this id.
    File(String),
}

/// What has come.
#[derive(Debug)]
pub(super) enum Answer {
    Frame(Box<Frame>),
    Refused(Refusal),
}

/// All who wait. Whoever is forgotten learns that nothing will come.
#[derive(Debug, Default)]
pub(super) struct Answers(Mutex<BTreeMap<Key, oneshot::Sender<Answer>>>);

impl Answers {
    pub(super) fn wait_for(&self, key: Key) -> oneshot::Receiver<Answer> {
        let (sender, receiver) = oneshot::channel();
        self.waiting().insert(key, sender);
        receiver
    }

    /// Gives it to who waits for it; it comes back if nobody does.
    pub(super) fn give(&self, key: &Key, answer: Answer) -> Option<Answer> {
        let waiting = self.waiting().remove(key);
        match waiting {
            Some(waiting) => waiting.send(answer).err(),
            None => Some(answer),
        }
    }

    pub(super) fn forget(&self, key: &Key) {
        self.waiting().remove(key);
    }

    /// A connection broke: what the service would have said of files comes over no other.
    pub(super) fn forget_files(&self) {
        self.waiting().retain(|key, _| !matches!(key, Key::File(_)));
    }

    pub(super) fn forget_all(&self) {
        self.waiting().clear();
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<Key, oneshot::Sender<Answer>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
