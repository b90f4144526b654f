//! What the handles of a session have put aside to be sent, and what they are told of its state. The events take it out.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};

use super::answers::Answers;
use super::history::Ticket;
use super::likeness::Likeness;
use super::sign_in::{Identity, SignIn};
use crate::error::{Error, ErrorKind};
use crate::models::{GuestRequest, SendMessageRequest, SessionResponse};

/// How much may wait.
const MOST_WAITING: usize = 100;
/// How many bytes attributes may have until the service says it.
const ATTRIBUTES: usize = 2048;
/// How large a file may be until the service says it, in kilobytes.
const FILE_KB: u64 = 10_240;

/// A request that waits to be sent.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) request: GuestRequest,
    /// What the answer is known by; `None` for a sign of typing, of which nobody is told.
    pub(super) tracing_id: Option<String>,
    /// What a message is known by in the history.
    pub(super) likeness: Option<Likeness>,
    /// Whether it is taken after the conversation has ended.
    is_taken_always: bool,
}

impl Draft {
    pub(super) fn message(request: SendMessageRequest, tracing_id: String) -> Self {
        Self {
            likeness: Some(Likeness::of_sent(&request.message)),
            request: request.into(),
            tracing_id: Some(tracing_id),
            is_taken_always: false,
        }
    }

    pub(super) fn question(request: impl Into<GuestRequest>, tracing_id: String) -> Self {
        Self {
            request: request.into(),
            tracing_id: Some(tracing_id),
            likeness: None,
            is_taken_always: true,
        }
    }

    pub(super) fn typing(request: SendMessageRequest) -> Self {
        Self {
            request: request.into(),
            tracing_id: None,
            likeness: None,
            is_taken_always: false,
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Outbox {
    /// Who waits for what the service will say.
    pub(super) answers: Answers,
    /// What opens the history.
    pub(super) ticket: Ticket,
    /// Who has signed in.
    pub(super) identity: Identity,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Draft>,
    starts_over: bool,
    is_read_only: bool,
    is_over: bool,
    /// How many bytes the attributes of a message may have, where the service has said it.
    attributes: Option<usize>,
    /// The most kilobytes that a file may have, where the service has said it.
    file_kb: Option<u64>,
    /// The endings of names that files may not have, with their dot.
    blocked: Vec<String>,
    /// Who sends.
    waker: Option<Waker>,
}

impl Outbox {
    pub(super) fn of(sign_in: Option<SignIn>) -> Self {
        Self {
            identity: Identity::of(sign_in),
            ..Self::default()
        }
    }

    /// Asks for the service to be told who has signed in.
    pub(super) fn sign_in(&self, sign_in: SignIn) -> Result<(), Error> {
        let state = self.state();
        if state.is_over {
            return Err(over());
        }
        self.identity.tell(sign_in);
        wake(state);
        Ok(())
    }

    /// Puts something aside.
    pub(super) fn put(&self, draft: Draft) -> Result<(), Error> {
        let mut state = self.state();
        if state.is_over {
            return Err(over());
        }
        if state.is_read_only && !state.starts_over && !draft.is_taken_always {
            let message = "the conversation has ended; `Session::start_over` begins another one";
            return Err(Error::new(ErrorKind::Stream, message));
        }
        if state.waiting.len() >= MOST_WAITING {
            let message = "too much waits to be sent: poll the events of the session";
            return Err(Error::new(ErrorKind::RateLimited, message));
        }
        state.waiting.push_back(draft);
        wake(state);
        Ok(())
    }

    /// Asks for another conversation.
    pub(super) fn start_over(&self) -> Result<(), Error> {
        let mut state = self.state();
        if state.is_over {
            return Err(over());
        }
        state.starts_over = true;
        wake(state);
        Ok(())
    }

    /// Whether another conversation is asked for.
    pub(super) fn starts_over(&self) -> bool {
        self.state().starts_over
    }

    pub(super) fn is_read_only(&self) -> bool {
        self.state().is_read_only
    }

    /// Notes that another conversation has begun.
    pub(super) fn started_over(&self) {
        self.state().starts_over = false;
    }

    /// How the conversation is now; how it was before comes back.
    pub(super) fn set_read_only(&self, is_read_only: bool) -> bool {
        std::mem::replace(&mut self.state().is_read_only, is_read_only)
    }

    /// How many bytes the attributes of a message may have.
    pub(super) fn attribute_limit(&self) -> usize {
        self.state().attributes.unwrap_or(ATTRIBUTES)
    }

    /// Notes what the service says of its limits.
    pub(super) fn set_limits(&self, session: &SessionResponse) {
        let bytes = session.max_custom_data_bytes;
        let bytes = bytes.and_then(|bytes| usize::try_from(bytes).ok());
        let inbound = session.allowed_media.as_ref();
        let inbound = inbound.and_then(|media| media.inbound.as_ref());
        let file_kb = inbound.and_then(|inbound| inbound.max_file_size_kb);
        let file_kb = file_kb.and_then(|kb| u64::try_from(kb).ok());
        let mut state = self.state();
        state.attributes = bytes.or(state.attributes);
        state.file_kb = file_kb.or(state.file_kb);
        if let Some(blocked) = &session.blocked_extensions {
            state.blocked.clone_from(blocked);
        }
    }

    /// How many bytes a file may have.
    pub(super) fn file_limit(&self) -> u64 {
        self.state().file_kb.unwrap_or(FILE_KB).saturating_mul(1024)
    }

    /// Whether a file may not have this name.
    pub(super) fn is_blocked(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        let state = self.state();
        let mut blocked = state.blocked.iter();
        blocked.any(|ending| name.ends_with(&ending.to_lowercase()))
    }

    /// Notes that nothing is sent any more, and drops what waits and who does. The ids of the messages among that come back.
    pub(super) fn end(&self) -> Vec<String> {
        let mut state = self.state();
        state.is_over = true;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        self.answers.forget_all();
        let messages = waiting.into_iter().filter(|draft| draft.likeness.is_some());
        messages.filter_map(|draft| draft.tracing_id).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.state().waiting.is_empty()
    }

    pub(super) fn take(&self) -> Option<Draft> {
        self.state().waiting.pop_front()
    }

    /// Has the task woken when there is something to do.
    pub(super) fn register(&self, context: &Context<'_>) {
        self.state().waker = Some(context.waker().clone());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes who sends, without the lock.
fn wake(mut state: MutexGuard<'_, State>) {
    let waker = state.waker.take();
    drop(state);
    if let Some(waker) = waker {
        waker.wake();
    }
}

fn over() -> Error {
    Error::new(ErrorKind::Stream, "the session is over")
}
