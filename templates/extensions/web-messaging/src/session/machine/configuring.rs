//! Who writes: said on each connection first, and again when the guest signs in.

use std::task::{Context, Poll};

use super::listening::Line;
use super::{Machine, Next, Phase};
use crate::error::Error;
use crate::session::configure;
use crate::session::event::{Event, Refusal, SessionEvent};
use crate::session::sign_in::MOST_REFRESHES;
use crate::websocket::End;

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
        let (request, id) = configure::configure(&self.parts, starts_new, identity.sign_in())?;
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
        let sign_in = self.outbox.identity.sign_in();
        let sign_in = sign_in.filter(|sign_in| sign_in.refresh_token.is_some());
        if let (Some(UNAUTHORIZED), Some(sign_in)) = (refusal.code, sign_in)
            && self.refreshes < MOST_REFRESHES
        {
            self.refreshes += 1;
            let deployment = self.parts.deployment_id.clone();
            let call = sign_in.refreshed(self.client.clone(), deployment);
            line.refresh = Some(Box::pin(call));
            return (Phase::Live(line), Poll::Ready(()));
        }
        self.tell(Event::Refused(refusal.clone()));
        if std::mem::take(&mut line.is_stepping_up) {
            // The guest is who they were.
            self.outbox.identity.set(None);
            line.is_configured = true;
            return (Phase::Live(line), Poll::Ready(()));
        }
        match (refusal.code, refusal.retry_after) {
            (Some(code), _) if SESSION_GONE.contains(&code) => {
                self.gone(*line, SessionEvent::Expired)
            }
            (_, Some(wait)) => {
                self.pace.hold(self.now().saturating_add(wait));
                self.interrupted_for(End::Broken, wait)
            }
            (Some(408 | 500..=599 | 5000), _) => self.interrupted(End::Broken),
            _ => self.fail(refusal.into_error()),
        }
    }

    /// Waits for another token, and then says again who writes; whether that was done.
    pub(super) fn refresh(
        &mut self,
        line: &mut Line,
        context: &mut Context<'_>,
    ) -> Result<bool, Error> {
        let Some(mut call) = line.refresh.take() else {
            return Ok(false);
        };
        let Poll::Ready(sign_in) = call.as_mut().poll(context) else {
            line.refresh = Some(call);
            return Ok(false);
        };
        self.outbox.identity.set(Some(sign_in?));
        self.configure(line, line.is_starting_over)?;
        Ok(true)
    }
}
