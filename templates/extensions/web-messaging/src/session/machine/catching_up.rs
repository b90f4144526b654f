//! After a break: what was said in the meantime is read from the history, back to what was given before, and given in its
//! place. What comes over the socket meanwhile waits, so that the order is that of the history.
//!
//! ```text
//! Asking ── a token ──> Reading ── a page without anything known: the next ──> done
//!   ^  └ refused ──> Resting <── failed ┘
//!   └──────────────────┘
//! ```
//!
//! It is part of a connection and ends with it; the next one begins anew.

use std::collections::VecDeque;
use std::task::{Context, Poll};
use std::time::Duration;

use super::Machine;
use super::listening::Line;
use crate::error::Error;
use crate::future::BoxFuture;
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
    /// What has come meanwhile, and which request it answers.
    held: VecDeque<(Option<String>, ReceivedMessage)>,
    failures: u32,
    /// By when it has to be done.
    until: Duration,
    /// Whether there was a break, so that its end is told.
    is_after_break: bool,
}

enum Stage {
    /// For the token, with a request of this id.
    Asking(String),
    Reading(BoxFuture<'static, Result<Page, Error>>),
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
}

impl Machine {
    /// Begins to read.
    pub(super) fn begin_catch_up(&mut self, line: &mut Line, is_after_break: bool) {
        let now = self.now();
        let limit = self.client.shared().timeouts.total_limit(Duration::ZERO);
        line.catch_up = Some(CatchUp {
            stage: Stage::Resting(now),
            page: 1,
            found: Vec::new(),
            held: VecDeque::new(),
            failures: 0,
            until: now.saturating_add(limit),
            is_after_break,
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
        if now >= catch_up.until || catch_up.held.len() >= MOST_HELD {
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
            Stage::Reading(call) => match call.as_mut().poll(context) {
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
            let call = read(self.client.clone(), origin, jwt, page);
            return Ok(Stage::Reading(Box::pin(call)));
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
            Ok(page) => {
                catch_up.failures = 0;
                let is_enough = page
                    .messages
                    .iter()
                    .any(|message| self.given.knows(message));
                catch_up.found.extend(page.messages);
                if is_enough || !page.goes_on || catch_up.page >= MOST_PAGES {
                    self.finish(catch_up, is_enough || !page.goes_on);
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

    fn rest(&self, catch_up: &mut CatchUp, at_least: Duration) {
        let doubled = 2_u32.saturating_pow(catch_up.failures.min(10));
        let rest = FIRST_REST.saturating_mul(doubled).max(at_least);
        catch_up.failures = catch_up.failures.saturating_add(1);
        catch_up.stage = Stage::Resting(self.now().saturating_add(rest));
    }

    /// The token has come, or is refused; whether it was waited for here.
    pub(super) fn ticket_came(
        &mut self,
        line: &mut Line,
        tracing_id: Option<&str>,
        answer: Result<&Frame, &Refusal>,
    ) -> bool {
        let now = self.now();
        let is_asking = |catch_up: &&mut CatchUp| matches!(&catch_up.stage, Stage::Asking(id) if Some(id.as_str()) == tracing_id);
        let Some(catch_up) = line.catch_up.as_mut().filter(is_asking) else {
            return false;
        };
        let ticket = answer.map(|frame| jwt(frame.clone()));
        match ticket {
            Ok(Some(jwt)) => {
                self.outbox.ticket.keep(jwt, now);
                catch_up.stage = Stage::Resting(now);
            }
            Ok(None) => self.rest(catch_up, Duration::ZERO),
            Err(refusal) => {
                let wait = refusal.retry_after.unwrap_or_default();
                self.rest(catch_up, wait);
            }
        }
        true
    }

    /// Has a message wait that came meanwhile; it comes back if nothing is being read.
    pub(super) fn hold(
        line: &mut Line,
        tracing_id: Option<String>,
        message: ReceivedMessage,
    ) -> Option<(Option<String>, ReceivedMessage)> {
        match &mut line.catch_up {
            Some(catch_up) => {
                catch_up.held.push_back((tracing_id, message));
                None
            }
            None => Some((tracing_id, message)),
        }
    }

    /// Gives what was found, what nobody knows, and what has waited.
    fn finish(&mut self, catch_up: CatchUp, is_complete: bool) {
        let CatchUp {
            mut found,
            held,
            is_after_break,
            ..
        } = catch_up;
        if !self.is_new {
            // What is older than the oldest that is known was said before this stream began.
            let oldest = found.iter().rposition(|message| self.given.knows(message));
            found.truncate(oldest.map_or(found.len(), |oldest| oldest.saturating_add(1)));
        }
        let mut given = 0_usize;
        for message in found.into_iter().rev() {
            let comes = held.iter().any(|(_, other)| is_same(other, &message));
            if comes || self.given.knows(&message) {
                continue;
            }
            let is_own = message.direction == Some(MessageDirection::Inbound);
            let tracing_id = is_own.then(|| self.recognise(&message)).flatten();
            self.message(tracing_id, message, true);
            given = given.saturating_add(1);
        }
        for (tracing_id, _) in &held {
            self.settle(tracing_id.as_deref());
        }
        self.give_up_lost();
        if is_after_break {
            self.tell_connection(ConnectionEvent::CaughtUp { is_complete, given });
        }
        for (tracing_id, message) in held {
            self.message(tracing_id, message, false);
        }
    }
}

fn is_same(one: &ReceivedMessage, other: &ReceivedMessage) -> bool {
    ids(one).any(|id| ids(other).any(|other| other == id))
}
