//! Code of the caller that sees every attempt: before it is sent, and after its outcome is known.
//!
//! In: the request, ready to be sent, then what came back. Out: nothing, more headers, or an error
//! that ends the call. Invariants: an interceptor cannot replace what the runtime owns (address,
//! credentials, framing), and what it adds to one attempt does not carry over to the next.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri};

use crate::attempt::Failure;
use crate::error::{BoxError, Error, ErrorKind};
use crate::header_policy;
use crate::response::Head;
use crate::transport::TransportError;

/// Code that runs around each attempt of each call.
///
/// For an attempt, the order is: the wait for the client's own
/// [`RequestRate`](crate::RequestRate), if it has one; `before` of all interceptors, in the order
/// in which they were added, those of the client first; the transport, headers and body; `after` of all interceptors, in the
/// opposite order; the retry rule. A call that is retried goes through all of it again.
///
/// An error ends the call at once, as [`ErrorKind::Interceptor`] with this error as its source,
/// which must be fit for logs. No other interceptor runs, and nothing is retried.
///
/// The methods are called on the task that makes the call, so they should not block.
pub trait Interceptor: Send + Sync + 'static {
    /// Runs before an attempt is sent.
    ///
    /// # Errors
    /// Ends the call; the attempt is not sent.
    fn before(
        &self,
        attempt: &AttemptInfo,
        request: &mut AttemptRequest<'_>,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let _ = (attempt, request);
        Ok(())
    }

    /// Runs after an attempt, whatever came of it.
    ///
    /// # Errors
    /// Ends the call, even if the attempt succeeded.
    fn after(
        &self,
        attempt: &AttemptInfo,
        outcome: &AttemptOutcome<'_>,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let _ = (attempt, outcome);
        Ok(())
    }
}

/// Which attempt of which call this is.
#[derive(Clone, Debug)]
pub struct AttemptInfo {
    pub(crate) operation: &'static str,
    pub(crate) number: u32,
    pub(crate) elapsed: Duration,
}

impl AttemptInfo {
    /// The id of the operation, as in the API definition.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The number of the attempt within its call; the first is 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The time since the call began, pauses included.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

/// A request that is about to be sent. It can be looked at, and given more headers.
///
/// `Debug` prints the method only: addresses and headers may name people, and credentials are
/// among the headers.
pub struct AttemptRequest<'a>(&'a mut Request<Bytes>);

impl AttemptRequest<'_> {
    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.0.method()
    }

    /// The absolute address.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        self.0.uri()
    }

    /// The headers, credentials included; these are marked as sensitive.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }

    /// The body. One that is streamed is not shown; it is empty here.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.0.body()
    }

    /// Sets a header of this attempt, in place of one with that name.
    ///
    /// # Errors
    /// `InvalidInput` for headers that the client owns, such as `Authorization`, `Host` and
    /// `Content-Length`.
    pub fn set_header(&mut self, name: HeaderName, value: HeaderValue) -> Result<(), Error> {
        header_policy::check(&name)?;
        self.0.headers_mut().insert(name, value);
        Ok(())
    }
}

impl fmt::Debug for AttemptRequest<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AttemptRequest")
            .field("method", self.method())
            .finish_non_exhaustive()
    }
}

/// What came of an attempt: a response, a part of one, or none.
///
/// `Debug` prints the status and the error only.
pub struct AttemptOutcome<'a> {
    head: Option<&'a Head>,
    body: Result<&'a Bytes, &'a TransportError>,
}

impl<'a> AttemptOutcome<'a> {
    /// The status, if a response began.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.head?.status)
    }

    /// The headers, if a response began.
    #[must_use]
    pub fn headers(&self) -> Option<&'a HeaderMap> {
        Some(&self.head?.headers)
    }

    /// The body (decompressed), if all of it arrived.
    #[must_use]
    pub fn body(&self) -> Option<&'a Bytes> {
        self.body.ok()
    }

    /// Why no response arrived, or not all of it.
    #[must_use]
    pub fn error(&self) -> Option<&'a TransportError> {
        self.body.err()
    }
}

impl fmt::Debug for AttemptOutcome<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AttemptOutcome")
            .field("status", &self.status())
            .field("error", &self.error())
            .finish_non_exhaustive()
    }
}

/// The interceptors of a client, and those of a call.
#[derive(Clone, Copy)]
pub(crate) struct Chain<'c> {
    pub(crate) of_client: &'c [Arc<dyn Interceptor>],
    pub(crate) of_call: &'c [Arc<dyn Interceptor>],
}

impl<'c> Chain<'c> {
    pub(crate) fn is_empty(self) -> bool {
        self.of_client.is_empty() && self.of_call.is_empty()
    }

    fn all(self) -> impl DoubleEndedIterator<Item = &'c Arc<dyn Interceptor>> {
        self.of_client.iter().chain(self.of_call)
    }
}

/// Runs `before` of all interceptors.
pub(crate) fn before(
    interceptors: Chain<'_>,
    attempt: &AttemptInfo,
    request: &mut Request<Bytes>,
) -> Result<(), Error> {
    let mut request = AttemptRequest(request);
    interceptors
        .all()
        .try_for_each(|interceptor| interceptor.before(attempt, &mut request))
        .map_err(aborted)
}

/// Runs `after` of all interceptors.
pub(crate) fn after(
    interceptors: Chain<'_>,
    attempt: &AttemptInfo,
    result: &Result<(Head, Bytes), Failure>,
) -> Result<(), Error> {
    let (head, body) = match result {
        Ok((head, body)) => (Some(head), Ok(body)),
        Err(Failure::Status(head, body)) => (Some(head), body.as_ref()),
        Err(Failure::Body(head, error)) => (Some(head), Err(error)),
        Err(Failure::Transport(error)) => (None, Err(error)),
    };
    let outcome = AttemptOutcome { head, body };
    interceptors
        .all()
        .rev()
        .try_for_each(|interceptor| interceptor.after(attempt, &outcome))
        .map_err(aborted)
}

fn aborted(source: BoxError) -> Error {
    Error::new(ErrorKind::Interceptor, "an interceptor ended the call").with_source(source)
}
