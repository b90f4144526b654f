//! One attempt: the request goes out, the answer comes in, within a time limit and a size limit.
//!
//! In: a request. Out: a successful response with its whole body, or a failure that keeps whatever
//! arrived.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Method, Request, StatusCode};

use crate::client::Shared;
use crate::error::{Error, ErrorKind};
use crate::future::within;
use crate::response::Head;
use crate::retry::Outcome;
use crate::transport::{Body, TransportError, TransportErrorKind, TransportOptions, check_length};

/// An attempt that did not end with a successful response.
pub(crate) enum Failure {
    /// The service answered with something else than success. The body may be missing, because it
    /// could not be read.
    Status(Head, Result<Bytes, TransportError>),
    /// A successful response began, but its body could not be read.
    Body(Head, TransportError),
    /// No response arrived.
    Transport(TransportError),
}

/// Sends `request` once, which is taken, with its body from `upload` where that has one. With a place to keep it,
/// the body of a success is put there unread.
pub(crate) async fn send(
    shared: &Shared,
    request: &mut Request<Bytes>,
    upload: Option<Body>,
    operation: &'static str,
    number: u32,
    limit: Duration,
    unread: Option<&mut Option<Body>>,
) -> Result<(Head, Bytes), Failure> {
    let mut head = None;
    let options = TransportOptions::new(operation, number, limit);
    let work = exchange(shared, request, upload, &options, &mut head, unread);
    let body = within(&*shared.timer, limit, work)
        .await
        .unwrap_or_else(|| Err(timed_out(limit)));
    match (head, body) {
        (Some(head), Ok(body)) if head.status.is_success() => Ok((head, body)),
        (Some(head), Err(error)) if head.status.is_success() => Err(Failure::Body(head, error)),
        (Some(head), body) => Err(Failure::Status(head, body)),
        (None, Err(error)) => Err(Failure::Transport(error)),
        // A body without a head cannot be; were it so, the exchange would be broken.
        (None, Ok(_)) => Err(Failure::Transport(TransportError::new(
            TransportErrorKind::Io,
        ))),
    }
}

/// The exchange itself. The head is handed out as soon as it is there, so that it survives a body
/// that never ends.
async fn exchange(
    shared: &Shared,
    request: &mut Request<Bytes>,
    upload: Option<Body>,
    options: &TransportOptions,
    head: &mut Option<Head>,
    unread: Option<&mut Option<Body>>,
) -> Result<Bytes, TransportError> {
    // The answer to HEAD announces the length of a body it does not have.
    let limit = shared.max_response_bytes;
    let announced_limit = if request.method() == Method::HEAD {
        usize::MAX
    } else {
        limit
    };
    let (transport, request) = (&shared.transport, std::mem::take(request));
    let sending = match upload {
        None => transport.send(request, options),
        Some(body) => transport.send_streamed(request.map(|_| body), options),
    };
    let response = sending.await?;
    let (parts, body) = response.into_parts();
    let head = head.insert(Head {
        status: parts.status,
        headers: parts.headers,
    });
    if let Some(unread) = unread.filter(|_| head.status.is_success()) {
        *unread = Some(body);
        return Ok(Bytes::new());
    }
    check_announced(&head.headers, announced_limit)?;
    body.collect(limit).await
}

/// Refuses a response that announces more than `limit` bytes, before any of them is read.
fn check_announced(headers: &HeaderMap, limit: usize) -> Result<(), TransportError> {
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok());
    announced.map_or(Ok(()), |length| check_length(length, limit))
}

fn timed_out(limit: Duration) -> TransportError {
    TransportError::with_message(
        TransportErrorKind::Timeout,
        format!("no complete answer came within {limit:?}"),
    )
}

impl Failure {
    /// What the retry rules look at. A status that arrived counts even if its body did not.
    pub(crate) fn outcome<'a>(&'a self, method: &'a Method, elapsed: Duration) -> Outcome<'a> {
        match self {
            Self::Status(head, _) => {
                Outcome::from_status(method, elapsed, head.status, &head.headers)
            }
            Self::Body(_, error) | Self::Transport(error) => Outcome::from_transport_error(
                method,
                elapsed,
                error.kind(),
                error.may_have_been_sent(),
            ),
        }
    }

    /// The status, if a response began.
    pub(crate) fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Status(head, _) | Self::Body(head, _) => Some(head.status),
            Self::Transport(_) => None,
        }
    }

    /// The kind of the error that this becomes.
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::Status(head, _) => Error::kind_of_status(head.status),
            Self::Body(_, error) | Self::Transport(error) => error.kind().into(),
        }
    }

    /// The error for the caller. `now` is the clock of this machine.
    pub(crate) fn into_error(self, now: Option<SystemTime>) -> Error {
        match self {
            Self::Status(head, Ok(body)) => Error::from_status(head, Some(body), now),
            Self::Status(head, Err(error)) => {
                Error::from_status(head, None, now).with_source(error)
            }
            Self::Body(head, error) => Error::from_transport(error).with_head(head, now),
            Self::Transport(error) => Error::from_transport(error),
        }
    }
}
