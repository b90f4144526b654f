//! A service that answers from a script and remembers what it was asked.

use std::collections::VecDeque;
use std::fmt;
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use super::{FakeReply, FakeSocket, VirtualClock};
use crate::client::Client;
use crate::client_builder::ClientBuilder;
use crate::future::BoxFuture;
use crate::timer::Timer;
use crate::transport::{
    Body, Connection, Transport, TransportError, TransportErrorKind, TransportOptions, Upgrade,
};

/// A service that answers each request with the next reply of a script, and every request after the
/// last reply as it is told with [`always`](Self::always): by default with status 500.
///
/// It is a [`Transport`]; clones are the same service.
#[derive(Clone)]
pub struct FakeService(Arc<Inner>);

struct Inner {
    clock: VirtualClock,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    replies: VecDeque<FakeReply>,
    rest: Option<Answering>,
    connections: VecDeque<Opening>,
    requests: Vec<SentRequest>,
}

type Answering = Arc<dyn Fn(&Request<Bytes>) -> FakeReply + Send + Sync>;

type Opening = Box<dyn FnOnce(&Request<Bytes>) -> Response<Upgrade> + Send>;

/// A request that a client has sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct SentRequest {
    /// The time on the clock of the service.
    pub at: Duration,
    /// The request, credentials included.
    pub request: Request<Bytes>,
    /// The id of the operation, as in the API definition.
    pub operation: &'static str,
    /// The number of the attempt within its call; the first is 1.
    pub attempt: u32,
}

impl FakeService {
    /// A service without replies, with a clock of its own.
    #[must_use]
    pub fn new() -> Self {
        Self::with_clock(VirtualClock::new())
    }

    /// A service without replies, on this clock.
    #[must_use]
    pub fn with_clock(clock: VirtualClock) -> Self {
        Self(Arc::new(Inner {
            clock,
            state: Mutex::default(),
        }))
    }

    /// A client of this service, on its clock, to be set up further; it has no credentials.
    pub fn client_builder(&self) -> ClientBuilder {
        let builder = Client::builder().transport(self.clone());
        builder
            .timer(self.clock().clone())
            .base_url("https://api.service.example")
    }

    /// The clock of the service.
    #[must_use]
    pub fn clock(&self) -> &VirtualClock {
        &self.0.clock
    }

    /// Adds a reply to the script.
    pub fn reply(&self, reply: FakeReply) -> &Self {
        self.state().replies.push_back(reply);
        self
    }

    /// Answers like this whenever the script is over.
    pub fn always(&self, answer: impl Fn(&Request<Bytes>) -> FakeReply + Send + Sync + 'static) {
        self.state().rest = Some(Arc::new(answer));
    }

    /// Adds a connection for the next request that asks for another protocol: the answer (status 101
    /// and what the protocol asks for) and the bytes of both directions are made by the test.
    pub fn connect<C: Connection + Send>(
        &self,
        open: impl FnOnce(&Request<Bytes>) -> Response<C> + Send + 'static,
    ) -> &Self {
        let open = move |request: &Request<Bytes>| {
            open(request).map(|connection| Upgrade::Switched(Box::new(connection)))
        };
        self.state().connections.push_back(Box::new(open));
        self
    }

    /// Adds a WebSocket for the next request that asks for one, and gives the service's side of it. On a
    /// clock that jumps, a client that waits for a message finds that its time is over; with
    /// [`VirtualClock::standing`] it waits until the test says something.
    pub fn socket(&self) -> FakeSocket {
        let socket = FakeSocket::default();
        let held = socket.clone();
        let open = move |_: &Request<Bytes>| {
            let mut answer = Response::new(Upgrade::Messages(held.open()));
            *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
            answer
        };
        self.state().connections.push_back(Box::new(open));
        socket
    }

    /// The requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<SentRequest> {
        self.state().requests.clone()
    }

    /// How many replies of the script nobody has asked for.
    #[must_use]
    pub fn replies_left(&self) -> usize {
        self.state().replies.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, request: &Request<Bytes>, options: &TransportOptions) {
        let sent = SentRequest {
            at: self.clock().now(),
            request: request.clone(),
            operation: options.operation(),
            attempt: options.attempt(),
        };
        self.state().requests.push(sent);
    }

    fn next_reply(&self, request: &Request<Bytes>) -> FakeReply {
        let mut state = self.state();
        if let Some(reply) = state.replies.pop_front() {
            return reply;
        }
        let rest = state.rest.clone();
        // The script may ask the service something.
        drop(state);
        rest.map_or_else(
            || FakeReply::status(StatusCode::INTERNAL_SERVER_ERROR),
            |answer| answer(request),
        )
    }
}

impl Default for FakeService {
    fn default() -> Self {
        Self::new()
    }
}

impl Transport for FakeService {
    fn send(
        &self,
        request: Request<Bytes>,
        options: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.note(&request, options);
        let reply = self.next_reply(&request);
        let limit = options.time_limit().unwrap_or(Duration::MAX);
        Box::pin(async move {
            let delay = reply.delay;
            // What comes too late is left to the time limit of the attempt.
            match reply.into_response() {
                Some(response) if delay < limit => {
                    self.clock().sleep(delay).await;
                    response
                }
                _ => pending().await,
            }
        })
    }

    fn upgrade(
        &self,
        request: Request<Bytes>,
        options: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Upgrade>, TransportError>> {
        self.note(&request, options);
        let open = self.state().connections.pop_front();
        Box::pin(async move {
            match open {
                Some(open) => Ok(open(&request)),
                None => Err(TransportError::new(TransportErrorKind::Connect)),
            }
        })
    }
}

impl fmt::Debug for FakeService {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FakeService")
            .field("requests", &self.requests())
            .field("replies_left", &self.replies_left())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for SentRequest {
    /// Prints when, what and how often, and nothing of the request itself.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SentRequest")
            .field("at", &self.at)
            .field("operation", &self.operation)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}
