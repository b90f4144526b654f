//! Runs a call: attempts, the pauses between them, and the limit on the whole.
//!
//! In: a call. Out: the first successful response, or the error of the last attempt. One function
//! for all operations, so that an operation costs next to nothing to compile. Invariants: no pause
//! is begun that would not end within the limit of the call; nothing runs on when the future is
//! dropped.

use std::time::Duration;

use crate::attempt::{self, Failure};
use crate::call::Call;
use crate::error::Error;
use crate::future::BoxFuture;
use crate::response::RawResponse;
use crate::retry::{Decision, RetryConfig, RetryState, decide};

/// Sends the call until it succeeds or is given up.
pub(crate) fn run(call: Call) -> BoxFuture<'static, Result<RawResponse, Error>> {
    Box::pin(async move {
        let operation = call.operation.id;
        drive(&call)
            .await
            .map_err(|error| error.in_operation(operation))
    })
}

/// The limits of a call and of each attempt.
struct Limits {
    attempt: Duration,
    total: Duration,
}

async fn drive(call: &Call) -> Result<RawResponse, Error> {
    let shared = call.client.shared();
    let mut request = call.prepare()?;
    let method = request.method().clone();
    shared.check_runtime()?;
    let retry = call.options.retry.as_ref().unwrap_or(&shared.retry);
    let limits = limits(call, retry);
    let timer = &*shared.timer;
    let began = timer.now();
    let mut progress = Progress::default();
    loop {
        progress.attempts = progress.attempts.saturating_add(1);
        let remaining = match progress.attempts {
            1 => limits.total,
            _ => limits
                .total
                .saturating_sub(timer.now().saturating_sub(began)),
        };
        let outgoing = if retry.max_retry_time().is_zero() {
            std::mem::take(&mut request)
        } else {
            request.clone()
        };
        let result = attempt::send(
            shared,
            outgoing,
            call.operation.id,
            progress.attempts,
            limits.attempt.min(remaining),
        )
        .await;
        let elapsed = timer.now().saturating_sub(began);
        match result {
            Ok((head, body)) => {
                return Ok(RawResponse {
                    operation: call.operation.id,
                    head,
                    body,
                    attempts: progress.attempts,
                    elapsed,
                });
            }
            Err(failure) => {
                let outcome = failure.outcome(&method, elapsed);
                let decision = decide(retry, &mut progress.state, &outcome);
                let wait = progress.conclude(failure, decision, elapsed, limits.total)?;
                timer.sleep(wait).await;
            }
        }
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

/// What has happened in this call so far.
#[derive(Default)]
struct Progress {
    attempts: u32,
    state: RetryState,
    may_have_been_processed: bool,
}

impl Progress {
    /// The pause before the next attempt, or the final error.
    fn conclude(
        &mut self,
        failure: Failure,
        decision: Decision,
        elapsed: Duration,
        total: Duration,
    ) -> Result<Duration, Error> {
        let error = failure.into_error();
        self.may_have_been_processed |= error.may_have_been_processed();
        match decision {
            Decision::Wait(wait) if wait < total.saturating_sub(elapsed) => Ok(wait),
            Decision::Wait(_) | Decision::GiveUp(_) => Err(error
                .after(self.attempts, elapsed)
                .possibly_processed(self.may_have_been_processed)),
        }
    }
}
