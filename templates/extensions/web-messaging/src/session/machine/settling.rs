//! What becomes of what was sent: it is answered, or nobody knows.

use std::time::Duration;

use super::Machine;
use crate::models::ReceivedMessage;
use crate::session::answers::Key;
use crate::session::event::Event;
use crate::session::likeness::Likeness;

/// How long an answer may take before the history is asked.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Something that was sent and has had no answer.
#[derive(Debug)]
pub(super) struct Pending {
    id: String,
    /// What a message is known by in the history; `None` for a question, for the answer of which somebody waits.
    likeness: Option<Likeness>,
    sent_at: Duration,
}

impl Pending {
    pub(super) fn new(id: String, likeness: Option<Likeness>, sent_at: Duration) -> Self {
        Self {
            id,
            likeness,
            sent_at,
        }
    }
}

impl Machine {
    /// A request was answered.
    pub(super) fn settle(&mut self, tracing_id: Option<&str>) {
        self.unsettled
            .retain(|pending| Some(pending.id.as_str()) != tracing_id);
        self.lost
            .retain(|pending| Some(pending.id.as_str()) != tracing_id);
    }

    /// The connection is gone, and with it all answers. Questions fail, and messages are looked for in the history.
    pub(super) fn lose_answers(&mut self) {
        self.outbox.answers.forget_files();
        for pending in std::mem::take(&mut self.unsettled) {
            if pending.likeness.is_some() {
                self.lost.push_back(pending);
            } else {
                self.outbox.answers.forget(&Key::Request(pending.id));
            }
        }
        if !self.deployment.catches_up {
            self.give_up_lost();
        }
    }

    /// No answer came in good time, though the connection lives; whether that is so of any message.
    pub(super) fn lose_overdue(&mut self, now: Duration) -> bool {
        if !self.deployment.catches_up {
            return false;
        }
        let is_overdue = |pending: &Pending| {
            pending.likeness.is_some() && now >= pending.sent_at.saturating_add(ANSWER_WITHIN)
        };
        let (overdue, others) = std::mem::take(&mut self.unsettled)
            .into_iter()
            .partition(is_overdue);
        self.unsettled = others;
        self.lost.append(&mut { overdue });
        !self.lost.is_empty()
    }

    /// When the next answer will be overdue.
    pub(super) fn overdue_at(&self) -> Option<Duration> {
        let mut messages = self.unsettled.iter();
        let first = messages.find(|pending| pending.likeness.is_some())?;
        let at = first.sent_at.saturating_add(ANSWER_WITHIN);
        Some(at).filter(|_| self.deployment.catches_up)
    }

    /// The id of the message that this one of the history was, which is settled by that.
    pub(super) fn recognise(&mut self, message: &ReceivedMessage) -> Option<String> {
        let likeness = Likeness::of_received(message);
        let is_like = |pending: &Pending| pending.likeness.as_ref() == Some(&likeness);
        for pending in [&mut self.lost, &mut self.unsettled] {
            if let Some(place) = pending.iter().position(is_like) {
                return pending.remove(place).map(|pending| pending.id);
            }
        }
        None
    }

    /// Nobody will ever know what became of the messages that were lost.
    pub(super) fn give_up_lost(&mut self) {
        for pending in std::mem::take(&mut self.lost) {
            self.tell(Event::Unsettled(pending.id));
        }
    }

    /// The same of all that is still without an answer.
    pub(super) fn give_up_all(&mut self) {
        self.lose_answers();
        self.give_up_lost();
    }
}
