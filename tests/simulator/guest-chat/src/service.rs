//! The service behind all connections, and the way of one request through it:
//! read → record → plan of faults → operation → fault → headers → record → send.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, header, request};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use tokio::sync::{mpsc, watch};

use crate::clock::{Clock, Timestamp};
use crate::cors;
use crate::effects::{self, Outcome};
use crate::errors::{ApiError, ErrorCode};
use crate::event_stream::{Seat, Unheard};
use crate::faults::{Fault, Faults, Strike};
use crate::handshake;
use crate::limiter::{Limiter, Usage};
use crate::lists::Query;
use crate::lock::lock;
use crate::log::{Exchange, Log};
use crate::operation::{self, Route};
use crate::reply::Reply;
use crate::routes::{self, Call};
use crate::settings::Settings;
use crate::state::State;
use crate::stream_faults::StreamFaults;
use crate::streams::Streams;
use crate::tls::Tls;
use crate::wire::Step;

/// How much of a request is read at all. What is merely too large for the service is read and refused.
const MAXIMUM_READ: usize = 16 * 1024 * 1024;

/// What takes a request's connection over.
pub(crate) enum Takeover {
    /// These steps are played on it.
    Script(Vec<Step>),
    /// It becomes an event stream.
    Stream(Seat),
}

/// A simulated service.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) settings: Settings,
    pub(crate) port: u16,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    pub(crate) stream_faults: StreamFaults,
    pub(crate) streams: Streams,
    pub(crate) tls: Option<Tls>,
    /// Sent to when all open connections are to be closed.
    pub(crate) closings: watch::Sender<()>,
    /// Counts changes to the state and the record.
    pub(crate) changes: watch::Sender<u64>,
    state: Mutex<State>,
    limiter: Mutex<Limiter>,
}

impl Service {
    pub(crate) fn new(settings: Settings, port: u16, tls: Option<Tls>) -> Self {
        Self {
            stream_faults: StreamFaults::default(),
            streams: Streams::default(),
            tls,
            port,
            clock: Clock::start(settings.starts_at),
            faults: Faults::default(),
            log: Log::default(),
            closings: watch::Sender::default(),
            changes: watch::Sender::default(),
            state: Mutex::new(State::new(settings.clone())),
            limiter: Mutex::default(),
            settings,
        }
    }

    pub(crate) fn read<T>(&self, look: impl FnOnce(&State, Timestamp) -> T) -> T {
        look(&lock(&self.state), self.clock.now())
    }

    pub(crate) fn update<T>(&self, change: impl FnOnce(&mut State, Timestamp) -> T) -> T {
        let result = change(&mut lock(&self.state), self.clock.now());
        self.changed();
        result
    }

    /// What event stream URIs begin with.
    pub(crate) fn event_stream_base(&self) -> String {
        let origin = match self.tls {
            Some(_) => "wss://localhost",
            None => "ws://127.0.0.1",
        };
        let default = || format!("{origin}:{}/chat/jwt", self.port);
        self.settings
            .event_stream_base
            .clone()
            .unwrap_or_else(default)
    }

    /// Answers a request, or hands its connection over and never does.
    pub(crate) async fn serve(
        self: Arc<Self>,
        connection: u64,
        request: Request<Incoming>,
        takeovers: mpsc::UnboundedSender<Takeover>,
    ) -> Response<Full<Bytes>> {
        let (head, body) = request.into_parts();
        // It is between the browser and the service, and no request of a client: it is not recorded.
        if let Some(reply) = cors::preflight(&head.method, &head.headers) {
            return reply.into_response();
        }
        let body = read_body(body).await;
        let route = operation::recognise(&head.method, head.uri.path());
        let exchange = self.arrived(connection, &head, route.as_ref(), &body);
        // A stream whose client will not learn of it is open until the connection is given to what goes wrong.
        let (outcome, delay, _unheard) = match handshake::token(&head.method, head.uri.path()) {
            Some(token) => self.resolve_stream(&head, token, &exchange),
            None => {
                let (outcome, delay) = self.resolve(&head, route.as_ref(), &body, &exchange);
                (outcome, delay, None)
            }
        };
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        self.answered(&outcome, exchange.number);
        let takeover = match outcome {
            Outcome::Reply(reply) => return reply.into_response(),
            Outcome::Script(_, mut steps) => {
                if wants_close(&head.headers) {
                    steps.push(Step::Close);
                }
                Takeover::Script(steps)
            }
            Outcome::Stream(_, seat) => Takeover::Stream(seat),
        };
        // Nobody listens when the connection is gone, and then nothing is left to do.
        let _ = takeovers.send(takeover);
        std::future::pending().await
    }

    fn arrived(
        &self,
        connection: u64,
        head: &request::Parts,
        route: Option<&Route>,
        body: &Result<Bytes, ErrorCode>,
    ) -> Exchange {
        let text =
            |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = head
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), text(value)));
        let exchange = self.log.begin(|number, correlation_id| Exchange {
            number,
            connection,
            at: self.clock.elapsed(),
            operation: route.map(|route| route.operation),
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            query: head.uri.query().map(str::to_owned),
            request_headers: headers.collect(),
            request_body: body.clone().unwrap_or_default(),
            correlation_id,
            fault: None,
            reply: None,
        });
        self.changed();
        exchange
    }

    fn answered(&self, outcome: &Outcome, number: u64) {
        if let Outcome::Reply(reply) | Outcome::Script(Some(reply), _) | Outcome::Stream(reply, _) =
            outcome
        {
            self.log.answered(number, reply, self.clock.elapsed());
        }
        self.changed();
    }

    /// Decides what goes out, and after how long.
    fn resolve(
        &self,
        head: &request::Parts,
        route: Option<&Route>,
        body: &Result<Bytes, ErrorCode>,
        exchange: &Exchange,
    ) -> (Outcome, Duration) {
        let usage = lock(&self.limiter).count(routes::bearer(&head.headers), self.clock.now());
        let good = || {
            let result = self.process(head, route, body, usage);
            result.unwrap_or_else(|error| Reply::error(&error, &exchange.correlation_id))
        };
        let finish = |reply| self.with_common_headers(reply, usage, exchange);
        match self.faults.strike(exchange.operation, &exchange.path) {
            None => (Outcome::Reply(finish(good())), Duration::ZERO),
            Some(Strike {
                fault,
                processed,
                delay,
            }) => {
                self.log.struck(exchange.number, fault.name());
                let good = if processed { good() } else { Reply::empty(200) };
                (effects::strike(fault, good, finish), delay)
            }
        }
    }

    /// The same for a request for an event stream. One that is granted, but whose answer a fault spoils, is open for
    /// the service all the same.
    fn resolve_stream(
        self: &Arc<Self>,
        head: &request::Parts,
        token: &str,
        exchange: &Exchange,
    ) -> (Outcome, Duration, Option<Unheard>) {
        let usage = lock(&self.limiter).count(None, self.clock.now());
        let finish = |reply| self.with_common_headers(reply, usage, exchange);
        let granted = self.read(|state, now| handshake::accept(state, head, token, now));
        let granted = granted.map(|(reply, conversation_id)| {
            let reply = finish(reply);
            let seat = Seat {
                service: Arc::clone(self),
                conversation_id,
                head: reply.head().into(),
            };
            (reply, seat)
        });
        let refused = |error: &_| finish(Reply::error(error, &exchange.correlation_id));
        let struck = self.faults.strike(exchange.operation, &exchange.path);
        let delay = struck.as_ref().map_or(Duration::ZERO, |it| it.delay);
        match (struck, granted) {
            (
                Some(Strike {
                    fault, processed, ..
                }),
                granted,
            ) if !matches!(fault, Fault::Delay(_)) => {
                self.log.struck(exchange.number, fault.name());
                let seat = granted.as_ref().ok().map(|(_, seat)| seat);
                let unheard = seat.filter(|_| processed).map(Unheard::new);
                let good = granted.map_or_else(|error| refused(&error), |(reply, _)| reply);
                (effects::strike(fault, good, finish), delay, unheard)
            }
            (_, Ok((reply, seat))) => (Outcome::Stream(reply, seat), delay, None),
            (_, Err(error)) => (Outcome::Reply(refused(&error)), delay, None),
        }
    }

    /// What the service itself makes of a request.
    fn process(
        &self,
        head: &request::Parts,
        route: Option<&Route>,
        body: &Result<Bytes, ErrorCode>,
        usage: Usage,
    ) -> Result<Reply, ApiError> {
        if self.settings.enforce_rate_limit && usage.count > self.settings.rate_limit {
            return Err(ApiError::too_many_requests(usage.reset));
        }
        let route = route.ok_or(ErrorCode::NotFound)?;
        let body = body.as_ref().map_err(|code| ApiError::from(*code))?;
        let query = Query::parse(head.uri.query().unwrap_or_default());
        routes::answer(
            self,
            route,
            &Call {
                headers: &head.headers,
                query,
                body,
            },
        )
    }

    fn with_common_headers(&self, reply: Reply, usage: Usage, exchange: &Exchange) -> Reply {
        cors::permit(reply, exchange.request_header("origin"))
            .with_default_header("date", self.clock.now().http_date())
            .with_default_header("inin-correlation-id", &exchange.correlation_id)
            .with_default_header("inin-ratelimit-count", usage.count.to_string())
            .with_default_header(
                "inin-ratelimit-allowed",
                self.settings.rate_limit.to_string(),
            )
            .with_default_header("inin-ratelimit-reset", usage.reset.to_string())
    }

    pub(crate) fn changed(&self) {
        self.changes.send_modify(|changes| *changes += 1);
    }
}

async fn read_body(body: Incoming) -> Result<Bytes, ErrorCode> {
    match Limited::new(body, MAXIMUM_READ).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => {
            Err(ErrorCode::RequestEntityTooLarge)
        }
        Err(_) => Err(ErrorCode::ClientFailedRequest),
    }
}

/// Whether the client wants the connection closed after the reply. hyper sees to that itself; scripts have to.
fn wants_close(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONNECTION)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"close"))
}
