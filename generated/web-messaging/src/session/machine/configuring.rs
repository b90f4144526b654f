//! Who writes: said on each connection first, and again when the guest signs in.

use std::pin::Pin;
use std::task::{Context, Poll};

use super::listening::Line;
use super::{Machine, Next, Phase};
use crate::error::Error;
use crate::future::{BoxFuture, Exclusive};
use crate::session::configure;
use crate::session::event::{Event, Refusal, SessionEvent};
use crate::session::sign_in::MOST_REFRESHES;
use crate::websocket::{End, Verdict, verdict};

/// A sign-in that has expired, or is none.
const UNAUTHORIZED: i64 = 401;
/// The codes of a session that is not there any more.
pub(super) const SESSION_GONE: [i64; 2] = [4006, 4007];

impl Machine {
    /// Says who writes.
    pub(super) fn configure(&mut self, line: &mut Line, starts_new: bool) -> Result<(), Error> {
        let now = self.now();
        let limit = self.client.shared().timeouts.attempt_limit();
        line.is_configured = false;
        line.is_starting_over = starts_new;
        line.configured_by = now.saturating_add(limit);
        let identity = &self.outbox.identity;
        identity.take_news();
        line.said = identity.sign_in();
        let (request, id) = configure::configure(&self.parts, starts_new, line.said.clone())?;
        line.configure_id = Some(id);
        self.pace.asked(now);
        line.send(&request)
    }

    /// Tells the service of a guest who has signed in meanwhile; whether there was one.
    pub(super) fn step_up(&mut self, line: &mut Line) -> Result<bool, Error> {
        if !line.is_configured || !self.outbox.identity.take_news() {
            return Ok(false);
        }
        line.is_stepping_up = true;
        self.configure(line, false)?;
        Ok(true)
    }

    /// The service does not take who writes.
    pub(super) fn configure_refused(&mut self, mut line: Box<Line>, refusal: Refusal) -> Next {
        line.configure_id = None;
        let sign_in = line.said.clone();
        let sign_in = sign_in.filter(|sign_in| sign_in.refresh_token.is_some());
        if let (Some(UNAUTHORIZED), Some(sign_in)) = (refusal.code, sign_in)
            && self.refreshes < MOST_REFRESHES
        {
            self.refreshes += 1;
            let deployment = self.parts.deployment_id.clone();
            let call: BoxFuture<'static, _> =
                Box::pin(sign_in.refreshed(self.client.clone(), deployment));
            line.refresh = Some((refusal, Exclusive::new(call)));
            return (Phase::Live(line), Poll::Ready(()));
        }
        self.tell(Event::Refused(refusal.clone()));
        let wait = refusal.retry_after.unwrap_or_default();
        self.pace.hold(self.now().saturating_add(wait));
        match refusal.code {
            Some(code) if SESSION_GONE.contains(&code) => self.gone(*line, SessionEvent::Expired),
            // The session goes on as it is.
            _ if line.is_stepping_up => self.remain(line, refusal.into_error()),
            _ if refusal.retry_after.is_some() => self.interrupted_for(End::Broken, wait),
            Some(408 | 429 | 500..=599 | 4029 | 5000) => self.interrupted(End::Broken),
            _ => self.remain(line, refusal.into_error()),
        }
    }

    /// Goes on as who the guest was before; with this failure if they were nobody else.
    fn remain(&mut self, mut line: Box<Line>, error: Error) -> Next {
        match self.fall_back(&mut line) {
            Ok(true) => (Phase::Live(line), Poll::Ready(())),
            Ok(false) => self.fail(error),
            Err(error) => self.fail(error),
        }
    }

    /// Drops a sign-in that is not taken. Whether the session goes on without it: as it is, or configured again.
    fn fall_back(&mut self, line: &mut Line) -> Result<bool, Error> {
        let said = line.said.take();
        let was_candidate = self.outbox.identity.drop_candidate(said.as_ref());
        if std::mem::take(&mut line.is_stepping_up) {
            line.is_configured = true;
        } else if was_candidate {
            self.configure(line, line.is_starting_over)?;
        } else {
            return Ok(false);
        }
        self.refreshes = 0;
        Ok(true)
    }

    /// Waits for another token, and then says again who writes; whether that was done.
    ///
    /// # Errors
    ///
    /// When there is none, and the session cannot go on without.
    pub(super) fn refresh(
        &mut self,
        line: &mut Line,
        context: &mut Context<'_>,
    ) -> Result<bool, Error> {
        let Some((refusal, mut call)) = line.refresh.take() else {
            return Ok(false);
        };
        let Poll::Ready(sign_in) = Pin::new(&mut call).poll(context) else {
            line.refresh = Some((refusal, call));
            return Ok(false);
        };
        let error = match sign_in {
            Ok(sign_in) => {
                self.outbox.identity.renew(&sign_in);
                self.configure(line, line.is_starting_over)?;
                return Ok(true);
            }
            Err(error) => error,
        };
        let is_for_now = matches!(verdict(&error), Verdict::Again(_));
        if !is_for_now && self.fall_back(line)? {
            self.tell(Event::Refused(refusal));
            return Ok(true);
        }
        Err(error)
    }

    /// There is no other token: for the moment, so that another connection is opened, or for good.
    pub(super) fn not_refreshed(&mut self, error: Error) -> Next {
        match verdict(&error) {
            Verdict::Again(wait) => {
                self.refreshes = self.refreshes.saturating_sub(1);
                self.interrupted_for(End::Broken, wait)
            }
            Verdict::Refused | Verdict::Hopeless => self.fail(error),
        }
    }
}
