//! The token that the handles of a client share, and who gets the next one.
//!
//! In: a source. Out: a secret that lasts. Invariants: one call at a time asks the source, all others that need a
//! token wait for it, and a call that is dropped amid its asking hands the turn on.

use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

use crate::auth::{Token, TokenContext, TokenSource};
use crate::client::Shared;
use crate::credentials::Renew;
use crate::error::{BoxError, Error, ErrorKind};
use crate::future::BoxFuture;
use crate::secret::Secret;

/// A token is renewed so long before its end, unless a quarter of its time is less.
const MARGIN: Duration = Duration::from_secs(60);

/// While a token still lasts, a source that fails is left alone for so long.
const REST: Duration = Duration::from_secs(5);

/// A source of tokens, and the token that is held.
pub(crate) struct TokenCache {
    source: Box<dyn TokenSource>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// How often the source was asked.
    asked: u64,
    /// Whether it is being asked.
    is_asking: bool,
    /// Why there is no token, and which asking said so.
    failed: Option<(u64, Failed)>,
    waiting: Vec<Waker>,
}

/// A token, with times on the clock of the client.
struct Held {
    secret: Secret,
    /// When the next one is got; never without a known end.
    renewed: Option<Duration>,
    ends: Option<Duration>,
}

/// Why a source gave no token: for each of the calls that waited for it.
#[derive(Clone)]
struct Failed {
    kind: ErrorKind,
    reason: Arc<BoxError>,
}

/// What a call does about its token.
enum Turn<'c> {
    Uses(Secret),
    Fails(Failed),
    Asks(Asking<'c>),
    /// For the end of this asking.
    Waits(u64),
}

/// The turn of a call to ask the source. Dropping it hands the turn on.
struct Asking<'c> {
    cache: &'c TokenCache,
    number: u64,
}

impl TokenCache {
    pub(crate) fn new(source: impl TokenSource) -> Self {
        Self {
            source: Box::new(source),
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is done at `now`, by a call that waited for the asking of this number.
    fn turn(&self, now: Duration, waited: Option<u64>) -> Turn<'_> {
        let mut state = self.state();
        if let Some(held) = &state.held {
            let lasts = |end: Option<Duration>| end.is_none_or(|end| now < end);
            if lasts(held.renewed) || (state.is_asking && lasts(held.ends)) {
                return Turn::Uses(held.secret.clone());
            }
        }
        if state.is_asking {
            return Turn::Waits(state.asked);
        }
        if let Some((number, failed)) = &state.failed {
            if Some(*number) == waited {
                return Turn::Fails(failed.clone());
            }
        }
        state.asked = state.asked.wrapping_add(1);
        state.is_asking = true;
        Turn::Asks(Asking {
            cache: self,
            number: state.asked,
        })
    }

    /// Waits until the asking of this number has ended.
    async fn ended(&self, number: u64) {
        poll_fn(|context| {
            let mut state = self.state();
            if !state.is_asking || state.asked != number {
                return Poll::Ready(());
            }
            if !state
                .waiting
                .iter()
                .any(|waker| waker.will_wake(context.waker()))
            {
                state.waiting.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }

    async fn secret(&self, shared: &Shared) -> Result<Secret, Error> {
        let mut waited = None;
        loop {
            match self.turn(shared.timer.now(), waited) {
                Turn::Uses(secret) => return Ok(secret),
                Turn::Fails(failed) => return Err(failed.into_error()),
                Turn::Waits(number) => {
                    self.ended(number).await;
                    waited = Some(number);
                }
                Turn::Asks(asking) => {
                    let context = TokenContext::new(shared);
                    let result = self.source.token(&context).await;
                    return asking.conclude(result, shared.timer.now());
                }
            }
        }
    }
}

impl Renew for TokenCache {
    fn known(&self) -> Option<Secret> {
        self.state().held.as_ref().map(|held| held.secret.clone())
    }

    fn fresh<'a>(&'a self, shared: &'a Shared) -> BoxFuture<'a, Result<Secret, Error>> {
        Box::pin(self.secret(shared))
    }

    fn refused(&self, secret: &Secret) {
        let mut state = self.state();
        if state
            .held
            .as_ref()
            .is_some_and(|held| held.secret == *secret)
        {
            state.held = None;
        }
    }
}

impl Asking<'_> {
    /// Keeps what the source gave, and gives it to all that wait.
    fn conclude(self, result: Result<Token, BoxError>, now: Duration) -> Result<Secret, Error> {
        let mut state = self.cache.state();
        match result {
            Ok(token) => {
                state.failed = None;
                Ok(state.held.insert(Held::new(token, now)).secret.clone())
            }
            Err(reason) => {
                if let Some(held) = state.held.as_mut().filter(|held| held.lasts(now)) {
                    held.renewed = Some(now.saturating_add(REST));
                    return Ok(held.secret.clone());
                }
                let failed = Failed::new(reason);
                state.failed = Some((self.number, failed.clone()));
                Err(failed.into_error())
            }
        }
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        let mut state = self.cache.state();
        state.is_asking = false;
        let waiting = mem::take(&mut state.waiting);
        // Whoever is woken may look at the state at once.
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}

impl Held {
    fn new(token: Token, now: Duration) -> Self {
        // An end that no clock reaches is none.
        let end = |time: Duration| now.checked_add(time);
        Self {
            secret: token.secret,
            renewed: token
                .lasts
                .and_then(|time| end(time.saturating_sub(MARGIN.min(time / 4)))),
            ends: token.lasts.and_then(end),
        }
    }

    fn lasts(&self, now: Duration) -> bool {
        self.ends.is_none_or(|end| now < end)
    }
}

impl Failed {
    fn new(reason: BoxError) -> Self {
        let kind = reason
            .downcast_ref::<Error>()
            .map_or(ErrorKind::MissingCredentials, Error::kind);
        Self {
            kind,
            reason: Arc::new(reason),
        }
    }

    fn into_error(self) -> Error {
        // Ours may be shown; what another error says is left to its source.
        let message = match self.reason.downcast_ref::<Error>() {
            Some(error) => format!("no token could be got: {error}"),
            None => "no token could be got: the source of tokens failed".to_owned(),
        };
        Error::new(self.kind, message).with_source(SharedReason(self.reason))
    }
}

/// The reason as the source of several errors.
struct SharedReason(Arc<BoxError>);

impl fmt::Debug for SharedReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

impl fmt::Display for SharedReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl std::error::Error for SharedReason {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}
