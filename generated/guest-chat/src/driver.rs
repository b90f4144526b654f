//! Runs a call: attempts, the pauses between them, and the limit on the whole.
//!
//! In: a call. Out: the first successful response, or the error of the last attempt. One function
//! for all operations, so that an operation costs next to nothing to compile. Invariants: no pause
//! is begun that would not end within the limit of the call; nothing runs on when the future is
//! dropped.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, StatusCode};

use crate::attempt::{self, Failure};
use crate::call::Call;
use crate::client::Shared;
use crate::credentials::Credentials;
use crate::error::{Error, ErrorKind};
use crate::future::within;
use crate::interceptor::{self, AttemptInfo, Chain};
use crate::request_rate::RequestLimiter;
use crate::response::{Head, RawResponse};
use crate::retry::{Decision, RetryConfig, RetryState, decide};
use crate::streamed::StreamedReply;
use crate::trace;
use crate::transport::Body;

/// Sends the call until it succeeds or is given up.
pub(crate) async fn run(call: Call) -> Result<RawResponse, Error> {
    let result = drive(&call, None).await;
    result.map_err(|error| error.in_operation(call.operation.id))
}

/// Sends the call until a successful reply begins, or it is given up. The body is left to the caller.
pub(crate) async fn open(call: &Call) -> Result<StreamedReply, Error> {
    let mut body = None;
    let result = drive(call, Some(&mut body)).await;
    let raw = result.map_err(|error| error.in_operation(call.operation.id))?;
    let retry = call.options.retry.as_ref();
    let retry = retry.unwrap_or(&call.client.shared().retry);
    let pause = limits(call, retry).attempt;
    let body = body.unwrap_or_else(Body::empty);
    Ok(StreamedReply::new(call.client.clone(), raw, body, pause))
}

async fn drive(call: &Call, mut unread: Option<&mut Option<Body>>) -> Result<RawResponse, Error> {
    let mut progress = Progress::begin(call);
    progress.renew(call).await?;
    let mut request = call.assemble(&progress.credentials)?;
    progress.shared.check_runtime()?;
    if progress.retry.shares_budget() {
        progress.shared.retry_budget.deposit();
    }
    loop {
        let upload = call.open_upload()?;
        match progress
            .attempt(&mut request, upload, unread.as_deref_mut())
            .await?
        {
            Ok((head, body)) => return Ok(progress.response(head, body)),
            Err(failure) => {
                if !progress.lets_go_of_token(call, &failure) {
                    let wait = progress.conclude(failure)?;
                    progress.shared.timer.sleep(wait).await;
                }
                progress.renew(call).await?;
                // Most calls need one request, so none is kept for another attempt.
                request = call.assemble(&progress.credentials)?;
            }
        }
    }
}

/// A call that goes on: its limits, and what has happened in it so far.
struct Progress<'c> {
    operation: &'static str,
    shared: &'c Shared,
    limiter: Option<&'c RequestLimiter>,
    interceptors: Chain<'c>,
    credentials: Cow<'c, Credentials>,
    /// Whether a token was renewed because the service refused the one before.
    is_renewed: bool,
    retry: &'c RetryConfig,
    limits: Limits,
    method: Method,
    /// When the call began, on the client's clock.
    began: Duration,
    attempts: u32,
    /// Whether the body can be sent again.
    is_repeatable: bool,
    state: RetryState,
    may_have_been_processed: bool,
}

/// The limits of a call and of each attempt.
struct Limits {
    attempt: Duration,
    total: Duration,
}

impl<'c> Progress<'c> {
    fn begin(call: &'c Call) -> Self {
        let shared = call.client.shared();
        let retry = call.options.retry.as_ref().unwrap_or(&shared.retry);
        Self {
            operation: call.operation.id,
            shared,
            limiter: call.client.limiter(),
            interceptors: Chain {
                of_client: &shared.interceptors,
                of_call: &call.options.interceptors,
            },
            credentials: Cow::Borrowed(call.client.credentials()),
            is_renewed: false,
            retry,
            limits: limits(call, retry),
            method: call.operation.method.clone(),
            began: shared.timer.now(),
            attempts: 0,
            is_repeatable: call.is_repeatable(),
            state: RetryState::default(),
            may_have_been_processed: false,
        }
    }

    /// Sees to it that the tokens of the call last.
    async fn renew(&mut self, call: &'c Call) -> Result<(), Error> {
        let credentials = call.client.credentials();
        let Some(fresh) = credentials.fresh(call.operation.security, self.shared) else {
            return Ok(());
        };
        call.check()?;
        self.shared.check_runtime()?;
        let remaining = self.limits.total.saturating_sub(self.elapsed());
        match within(&*self.shared.timer, remaining, fresh).await {
            Some(Ok(credentials)) => {
                self.credentials = Cow::Owned(credentials);
                Ok(())
            }
            Some(Err(error)) => Err(self.finish(error)),
            None => Err(self.finish(Error::new(
                ErrorKind::Timeout,
                "no token was got within the time limit of the call",
            ))),
        }
    }

    /// Whether the service refused a token that can be renewed, for the first time in this call. It was not
    /// processed then, so that it can be sent again whatever the retry rule says.
    fn lets_go_of_token(&mut self, call: &Call, failure: &Failure) -> bool {
        if failure.status() != Some(StatusCode::UNAUTHORIZED) {
            return false;
        }
        let refused = call.client.credentials().refused(&self.credentials);
        let again = refused && self.is_repeatable && !self.is_renewed;
        self.is_renewed |= again;
        again
    }

    fn elapsed(&self) -> Duration {
        self.shared.timer.now().saturating_sub(self.began)
    }

    /// Sends the request once, which is taken: moving it through the futures below would make all of
    /// them larger. The outer error is one that ends the call.
    async fn attempt(
        &mut self,
        request: &mut Request<Bytes>,
        upload: Option<Body>,
        unread: Option<&mut Option<Body>>,
    ) -> Result<Result<(Head, Bytes), Failure>, Error> {
        self.wait_for_turn().await?;
        let interceptors = self.interceptors;
        if interceptors.is_empty() {
            return Ok(self.send(request, upload, unread).await);
        }
        let info = AttemptInfo {
            operation: self.operation,
            number: self.attempts.saturating_add(1),
            elapsed: self.elapsed(),
        };
        interceptor::before(interceptors, &info, request).map_err(|error| self.finish(error))?;
        let result = self.send(request, upload, unread).await;
        let info = AttemptInfo {
            elapsed: self.elapsed(),
            ..info
        };
        if let Err(error) = interceptor::after(interceptors, &info, &result) {
            self.may_have_been_processed |= match result {
                Ok(_) => true,
                Err(failure) => failure.into_error(None).may_have_been_processed(),
            };
            return Err(self.finish(error));
        }
        Ok(result)
    }

    async fn send(
        &mut self,
        request: &mut Request<Bytes>,
        upload: Option<Body>,
        unread: Option<&mut Option<Body>>,
    ) -> Result<(Head, Bytes), Failure> {
        self.attempts = self.attempts.saturating_add(1);
        let remaining = match self.attempts {
            1 if self.limiter.is_none() => self.limits.total,
            _ => self.limits.total.saturating_sub(self.elapsed()),
        };
        let limit = self.limits.attempt.min(remaining);
        #[cfg(feature = "logger")]
        let watched = {
            let logger = self.shared.logger.as_ref();
            logger.and_then(|logger| logger.watch(self.operation, self.attempts, request))
        };
        let span = trace::attempt(&self.method, self.attempts);
        let (shared, operation, number) = (self.shared, self.operation, self.attempts);
        let sending = attempt::send(shared, request, upload, operation, number, limit, unread);
        let result = span.around(sending).await;
        match &result {
            Ok((head, _)) => span.conclude(Some(head.status), None),
            Err(failure) => span.conclude(failure.status(), Some(failure.kind())),
        }
        #[cfg(feature = "logger")]
        if let Some(watched) = watched {
            watched.conclude(&result, &*self.shared.timer);
        }
        result
    }

    /// Waits until the client's own request rate allows one more, within the limit of the call.
    async fn wait_for_turn(&mut self) -> Result<(), Error> {
        let Some(limiter) = self.limiter else {
            return Ok(());
        };
        let timer = &*self.shared.timer;
        let deadline = self.began.saturating_add(self.limits.total);
        let remaining = deadline.saturating_sub(timer.now());
        match within(timer, remaining, limiter.admit(timer, deadline)).await {
            Some(true) => Ok(()),
            Some(false) | None => Err(self.finish(Error::new(
                ErrorKind::Timeout,
                "the turn of the call under the client's own request rate would come after its time limit",
            ))),
        }
    }

    fn response(self, head: Head, body: Bytes) -> RawResponse {
        RawResponse {
            operation: self.operation,
            head,
            body,
            attempts: self.attempts,
            elapsed: self.elapsed(),
        }
    }

    /// The pause before the next attempt, or the final error.
    fn conclude(&mut self, failure: Failure) -> Result<Duration, Error> {
        let elapsed = self.elapsed();
        let now = self.shared.timer.wall_clock();
        let mut outcome = failure
            .outcome(&self.method, elapsed)
            .with_random(self.shared.random.next());
        if let Some(now) = now {
            outcome = outcome.at(now);
        }
        let decision = decide(self.retry, &mut self.state, &outcome);
        let error = failure.into_error(now);
        self.may_have_been_processed |= error.may_have_been_processed();
        match decision {
            Decision::Wait(wait) if self.is_repeatable && self.allows(wait, elapsed) => Ok(wait),
            Decision::Wait(_) | Decision::GiveUp(_) => Err(self.finish(error)),
        }
    }

    /// Adds to the error that ends the call what is known about the call.
    fn finish(&self, error: Error) -> Error {
        error
            .hiding(&self.credentials)
            .after(self.attempts, self.elapsed())
            .possibly_processed(self.may_have_been_processed)
    }

    /// Whether the pause ends within the limit of the call, and the handles of this client have not
    /// made too many retries already.
    fn allows(&self, wait: Duration, elapsed: Duration) -> bool {
        wait < self.limits.total.saturating_sub(elapsed)
            && (!self.retry.shares_budget() || self.shared.retry_budget.withdraw())
    }
}

fn limits(call: &Call, retry: &RetryConfig) -> Limits {
    let timeouts = &call.client.shared().timeouts;
    match call.options.timeout {
        Some(limit) => Limits {
            attempt: limit,
            total: limit,
        },
        None => Limits {
            attempt: timeouts.attempt_limit(),
            total: timeouts.total_limit(retry.max_retry_time()),
        },
    }
}
