//! A request: one call of an operation, from its arguments to its reply.
//!
//! In: what a method of a handle was given, and the options of the caller. Out: the decoded reply. The only
//! thing here that is compiled for each operation is the last step, decoding: everything before it is done
//! by [`Call`], which knows no operation. Invariant: `Debug` prints the operation and the options, never
//! an id, a value, a body or a credential.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use crate::call::{self, Call};
use crate::client::Client;
use crate::error::Error;
use crate::future::BoxFuture;
use crate::interceptor::Interceptor;
use crate::json_lines::JsonLines;
use crate::operation::{EventSource, LineSource, Operation, Paged};
use crate::paging::{Items, Pages};
use crate::response::Response;
use crate::retry::RetryConfig;
use crate::server_events::ServerEvents;
use crate::streamed::StreamedReply;

/// A request for the operation `O`, made by a method of one of the handles in [`api`](crate::api).
///
/// Awaiting it sends it, as [`send`](Self::send) does. Until then its options can be set, and the optional
/// parameters of its operation.
///
/// # Errors
///
/// [`ErrorKind`](crate::ErrorKind) lists the ways in which any call can fail; the method that made the
/// request says which statuses its operation has. An argument that cannot be sent, or a header that is the
/// client's own, is reported when the request is sent or prepared.
#[must_use = "a request does nothing until it is awaited or sent"]
pub struct Request<O> {
    pub(crate) call: Call,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Request<O> {
    #[allow(dead_code, reason = "an API may have no operations")]
    pub(crate) fn new(client: &Client) -> Self {
        Self {
            call: Call::new(client.clone(), O::FACTS),
            operation: PhantomData,
        }
    }

    /// Sends the request and returns what came back. Awaiting the request does the same.
    ///
    /// # Errors
    ///
    /// See [`Request`].
    pub async fn send(self) -> Result<O::Output, Error> {
        self.await
    }

    /// Sends the request and returns what came back with its status, headers, raw body and timing.
    ///
    /// # Errors
    ///
    /// See [`Request`].
    pub async fn send_with_response(self) -> Result<Response<O::Output>, Error> {
        self.call.send().await.decode(O::DECODE)
    }

    /// Sends the request on this thread and returns what came back; the client is one of
    /// [`build_blocking`](crate::ClientBuilder::build_blocking).
    ///
    /// # Errors
    ///
    /// See [`Request`].
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<O::Output, Error> {
        self.send_with_response_blocking().map(Response::into_body)
    }

    /// Sends the request on this thread and returns what came back with its status, headers, raw body and
    /// timing.
    ///
    /// # Errors
    ///
    /// See [`Request`].
    #[cfg(feature = "blocking")]
    pub fn send_with_response_blocking(self) -> Result<Response<O::Output>, Error> {
        self.call.send_blocking()?.decode(O::DECODE)
    }

    /// Sends the request and returns its reply as soon as it begins; the body comes chunk by chunk, and is never
    /// held in memory as a whole. The limit on the size of responses is not for it.
    ///
    /// # Errors
    ///
    /// See [`Request`]. What breaks later is an error of the stream.
    pub async fn send_streaming(self) -> Result<StreamedReply, Error> {
        self.call.send_streaming().await
    }

    /// Sends the request on this thread and returns its reply as soon as it begins.
    ///
    /// # Errors
    ///
    /// See [`Request`]. What breaks later is an error of the stream.
    #[cfg(feature = "blocking")]
    pub fn send_streaming_blocking(self) -> Result<StreamedReply, Error> {
        self.call.check_blocking()?;
        crate::blocking::block_on(self.call.send_streaming())
    }

    /// Decodes what a transport of your own received for such a request.
    ///
    /// # Errors
    ///
    /// When the status is not a success, or the body is not what the definition says.
    pub fn decode(response: http::Response<Bytes>) -> Result<Response<O::Output>, Error> {
        let raw = call::accept_response(O::FACTS, response)?;
        Ok(Response::from_raw(O::DECODE(&raw)?, raw))
    }
}

impl<O: EventSource> Request<O> {
    /// The events of the reply, as they come. The request is sent when the first is asked for.
    pub fn into_events(mut self) -> ServerEvents {
        self.call.accept(O::EVENTS);
        ServerEvents::new(self.call)
    }
}

impl<O: LineSource> Request<O> {
    /// The values of the reply, as they come, one per line. The request is sent when the first is asked for.
    pub fn into_lines(mut self) -> JsonLines<O::Line> {
        self.call.accept(O::LINES);
        JsonLines::new(self.call)
    }
}

impl<O: Paged> Request<O> {
    /// The items of this page and of all after it. A call is made for each page, when it is needed.
    pub fn items(self) -> Items<O::Output, O::Item> {
        Items::new(self.pages(), O::items)
    }

    /// This page and all after it. A call is made for each, when it is needed.
    pub fn pages(self) -> Pages<O::Output> {
        Pages::new(self.call, O::DECODE, O::PAGING)
    }
}

impl<O> Request<O> {
    /// Limits this call, and each of its attempts, to this time, in place of the limits of the client.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.call.timeout(limit);
        self
    }

    /// Retries this call by these rules, in place of those of the client.
    pub fn retry(mut self, retry: RetryConfig) -> Self {
        self.call.retry(retry);
        self
    }

    /// Adds a header to this call. Headers that the client sets itself, such as `Authorization`, are
    /// refused when the call is sent, and so is what cannot be a header.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        HeaderName: TryFrom<N>,
        HeaderValue: TryFrom<V>,
    {
        self.call.header(
            HeaderName::try_from(name).ok(),
            HeaderValue::try_from(value).ok(),
        );
        self
    }

    /// Runs this code around each attempt of this call, inside of that of the client
    /// ([`ClientBuilder::interceptor`](crate::ClientBuilder::interceptor)). It may be called several times.
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.call.interceptor(Arc::new(interceptor));
        self
    }

    /// Sets what may be absent: `set` is called with the value if there is one, as in
    /// `request.with_some(limit, Request::limit)`.
    pub fn with_some<T>(self, value: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => set(self, value),
            None => self,
        }
    }

    /// The HTTP request that would be sent, for a transport of your own. It holds credentials.
    ///
    /// # Errors
    ///
    /// When an argument cannot be sent, or a credential is missing; and when the body is a file or a stream, which
    /// only [`send`](Self::send) sends.
    pub fn prepare(&self) -> Result<http::Request<Bytes>, Error> {
        self.call.prepare()
    }
}

impl<O: Operation> IntoFuture for Request<O> {
    type Output = Result<O::Output, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let reply = self.call.send();
        Box::pin(async move { reply.await.decode(O::DECODE).map(Response::into_body) })
    }
}

// Not derived: that would ask for the same of the operation, which is only a name.
impl<O> Clone for Request<O> {
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
            operation: PhantomData,
        }
    }
}

impl<O> fmt::Debug for Request<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.describe(&mut formatter.debug_struct("Request"))
    }
}
