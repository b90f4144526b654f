//! After a break: what was said in the meantime is read from the history, back to what was given before, and given in its
//! place. What comes over the socket meanwhile waits, so that the order is that of the history. When a session is resumed,
//! the newest page is read as well, so that the first break is known to go back no further.
//!
//! ```text
//! Asking ── a token ──> Reading ── a page without anything known: the next ──> done
//!   ^  └ refused ──> Resting <── failed ┘
//!   └──────────────────┘
//! ```
//!
//! It is part of a connection and ends with it; the next one begins anew, and what waits does so until then.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::Machine;
use super::listening::Line;
use crate::error::Error;
use crate::future::{BoxFuture, Exclusive};
use crate::models::{Frame, GetJwtRequest, GuestRequest, MessageDirection, ReceivedMessage};
use crate::session::event::{ConnectionEvent, Refusal};
use crate::session::given::ids;
use crate::session::history::{Page, jwt, read};
use crate::session::unique;
use crate::websocket::{Verdict, verdict};

/// How many pages are read at most.
const MOST_PAGES: i64 = 50;
/// How many messages may wait meanwhile.
const MOST_HELD: usize = 1000;
/// How long it is waited after the first failure; twice as long after each further one.
const FIRST_REST: Duration = Duration::from_millis(500);

/// What is being read.
pub(in crate::session) struct CatchUp {
    stage: Stage,
    page: i64,
    /// What has been read, the newest first.
    found: Vec<ReceivedMessage>,
    /// Whether all that was read could be understood.
    is_whole: bool,
    failures: u32,
    /// By when it has to be done.
    until: Duration,
    purpose: Purpose,
}

/// Why the history is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The session is resumed: what was said before is to be known as that, and given to nobody.
    Start,
    /// There was a break, so that its end is told.
    Break,
    /// Something was sent, and no answer comes though the connection lives.
    Answer,
}

enum Stage {
    /// For the token, with a request of this id.
    Asking(String),
    Reading(Exclusive<BoxFuture<'static, Result<Page, Error>>>),
    /// Until this time.
    Resting(Duration),
}

impl CatchUp {
    /// When there is something to do unless something comes.
    pub(super) fn deadline(&self) -> Duration {
        match self.stage {
            Stage::Resting(until) => until.min(self.until),
            Stage::Asking(_) | Stage::Reading(_) => self.until,
        }
    }

    /// Whether what comes meanwhile waits for what is read.
    pub(super) fn holds(&self) -> bool {
        self.purpose != Purpose::Start
    }
}

impl Machine {
    /// Begins to read.
    pub(super) fn begin_catch_up(&mut self, line: &mut Line, purpose: Purpose) {
        let now = self.now();
        let limit = self.client.shared().timeouts.total_limit(Duration::ZERO);
        line.catch_up = Some(CatchUp {
            stage: Stage::Resting(now),
            page: 1,
            found: Vec::new(),
            is_whole: true,
            failures: 0,
            until: now.saturating_add(limit),
            purpose,
        });
    }

    /// Goes on; whether anything was done.
    pub(super) fn catch_up(
        &mut self,
        line: &mut Line,
        context: &mut Context<'_>,
    ) -> Result<bool, Error> {
        let now = self.now();
        let Some(mut catch_up) = line.catch_up.take() else {
            return Ok(false);
        };
        if now >= catch_up.until || self.held.len() >= MOST_HELD {
            self.finish(catch_up, false);
            return Ok(true);
        }
        let has_done = match &mut catch_up.stage {
            Stage::Asking(_) => false,
            Stage::Resting(until) if now < *until => false,
            Stage::Resting(_) => {
                catch_up.stage = self.next_stage(line, catch_up.page)?;
                true
            }
            Stage::Reading(call) => match Pin::new(call).poll(context) {
                Poll::Pending => false,
                Poll::Ready(page) => return Ok(self.has_read(line, catch_up, page)),
            },
        };
        line.catch_up = Some(catch_up);
        Ok(has_done)
    }

    /// Reads a page, or asks for the token that it needs.
    fn next_stage(&mut self, line: &mut Line, page: i64) -> Result<Stage, Error> {
        let now = self.now();
        if let Some(jwt) = self.outbox.ticket.at(now) {
            let origin = self.deployment.origin_header()?;
            let call: BoxFuture<'static, _> =
                Box::pin(read(self.client.clone(), origin, jwt, page));
            return Ok(Stage::Reading(Exclusive::new(call)));
        }
        let id = unique::tracing_id()?;
        let request = GetJwtRequest::new(self.parts.token.clone()).tracing_id(&id);
        self.pace.asked(now);
        line.send(&GuestRequest::from(request))?;
        Ok(Stage::Asking(id))
    }

    /// A page was read, or could not be.
    fn has_read(
        &mut self,
        line: &mut Line,
        mut catch_up: CatchUp,
        page: Result<Page, Error>,
    ) -> bool {
        let now = self.now();
        match page {
            Ok(page) if catch_up.purpose == Purpose::Start => {
                self.note_start(&page);
                return true;
            }
            Ok(page) => {
                catch_up.failures = 0;
                let mut is_enough = false;
                for message in page.messages {
                    match message {
                        Ok(message) => {
                            is_enough |= self.is_known(&message);
                            catch_up.found.push(message);
                        }
                        Err(_) => catch_up.is_whole = false,
                    }
                }
                if is_enough || !page.goes_on || catch_up.page >= MOST_PAGES {
                    let is_complete = catch_up.is_whole && (is_enough || !page.goes_on);
                    self.finish(catch_up, is_complete);
                    return true;
                }
                catch_up.page = catch_up.page.saturating_add(1);
                catch_up.stage = Stage::Resting(now);
            }
            Err(error) => {
                // A token that is not good any more is no reason to give up.
                self.outbox.ticket.forget();
                let is_worth_it = catch_up.failures == 0;
                match verdict(&error) {
                    Verdict::Again(at_least) => self.rest(&mut catch_up, at_least),
                    Verdict::Refused if is_worth_it => self.rest(&mut catch_up, Duration::ZERO),
                    Verdict::Refused | Verdict::Hopeless => {
                        self.finish(catch_up, false);
                        return true;
                    }
                }
            }
        }
        line.catch_up = Some(catch_up);
        true
    }

    /// What was said when the session was resumed is known; if that was nothing, all of the history is news.
    fn note_start(&mut self, page: &Page) {
        self.is_new |= page.messages.is_empty();
        for message in page.messages.iter().flatten() {
            self.given.note_old(message);
        }
    }

    /// Whether a message was given, or said before the session was resumed.
    fn is_known(&self, message: &ReceivedMessage) -> bool {
        self.given.knows(message) || self.given.is_old(message)
    }

    fn rest(&self, catch_up: &mut CatchUp, at_least: Duration) {
        let doubled = 2_u32.saturating_pow(catch_up.failures.min(10));
        let rest = FIRST_REST.saturating_mul(doubled).max(at_least);
        catch_up.failures = catch_up.failures.saturating_add(1);
        catch_up.stage = Stage::Resting(self.now().saturating_add(rest));
    }

    /// The token has come; whether it was waited for here.
    pub(super) fn ticket_came(
        &mut self,
        line: &mut Line,
        tracing_id: Option<&str>,
        frame: &Frame,
    ) -> bool {
        let now = self.now();
        let Some(catch_up) = asking(line, tracing_id) else {
            return false;
        };
        match jwt(frame.clone()) {
            Some(jwt) => {
                self.outbox.ticket.keep(jwt, now);
                catch_up.stage = Stage::Resting(now);
            }
            None => self.rest(catch_up, Duration::ZERO),
        }
        true
    }

    /// Something is refused; whether it is the token that was waited for here.
    pub(super) fn ticket_refused(&self, line: &mut Line, refusal: &Refusal) -> bool {
        let Some(catch_up) = asking(line, refusal.tracing_id.as_deref()) else {
            return false;
        };
        self.rest(catch_up, refusal.retry_after.unwrap_or_default());
        true
    }

    /// Gives what was found so far and what has waited, because nothing more will be read.
    pub(super) fn stop_catching_up(&mut self, line: &mut Line) {
        match line.catch_up.take() {
            Some(catch_up) => self.finish(catch_up, false),
            None => self.give_held(),
        }
    }

    /// Gives what has waited, though nobody knows what was said before it.
    pub(super) fn give_held(&mut self) {
        self.settle_held();
        for (tracing_id, message) in std::mem::take(&mut self.held) {
            self.message(tracing_id, message, false);
        }
    }

    /// Gives what was found, what nobody knows, and what has waited.
    fn finish(&mut self, catch_up: CatchUp, is_complete: bool) {
        let CatchUp {
            mut found, purpose, ..
        } = catch_up;
        // What was echoed is not to be recognised by another message that says the same.
        self.settle_held();
        let oldest = found.iter().rposition(|message| self.is_known(message));
        if let (false, Some(oldest)) = (self.is_new, oldest) {
            // What is older than the oldest that is known was said before this stream began.
            found.truncate(oldest.saturating_add(1));
        }
        // Where nothing is known, what was said before this stream began cannot be told from what was lost.
        let recognises = self.is_new || oldest.is_some();
        let mut given = 0_usize;
        for message in found.into_iter().rev() {
            if let Some((tracing_id, message)) = self.take_held(&message) {
                self.message(tracing_id, message, false);
                continue;
            }
            if self.is_known(&message) {
                continue;
            }
            let is_own = message.direction == Some(MessageDirection::Inbound);
            let tracing_id = (is_own && recognises)
                .then(|| self.recognise(&message))
                .flatten();
            self.message(tracing_id, message, true);
            given = given.saturating_add(1);
        }
        self.give_up_lost();
        if purpose == Purpose::Break {
            self.tell_connection(ConnectionEvent::CaughtUp { is_complete, given });
        }
        self.give_held();
    }

    /// What has waited is answered, whenever it is given.
    fn settle_held(&mut self) {
        let held = std::mem::take(&mut self.held);
        for (tracing_id, _) in &held {
            self.settle(tracing_id.as_deref());
        }
        self.held = held;
    }

    /// The same message as it has come over the socket meanwhile, and which request it answers.
    fn take_held(
        &mut self,
        message: &ReceivedMessage,
    ) -> Option<(Option<String>, ReceivedMessage)> {
        let mut held = self.held.iter();
        let place = held.position(|(_, held)| is_same(held, message))?;
        self.held.remove(place)
    }
}

/// What is being read, if it waits for the answer to the request of this id.
fn asking<'l>(line: &'l mut Line, tracing_id: Option<&str>) -> Option<&'l mut CatchUp> {
    let catch_up = line.catch_up.as_mut()?;
    let is_asking = matches!(&catch_up.stage, Stage::Asking(id) if Some(id.as_str()) == tracing_id);
    is_asking.then_some(catch_up)
}

fn is_same(one: &ReceivedMessage, other: &ReceivedMessage) -> bool {
    ids(one).any(|id| ids(other).any(|other| other == id))
}
