//! Server-sent events (`text/event-stream`), as they come.
//!
//! In: a call whose reply is such a stream. Out: its events. Where the connection ends, the call is made again after
//! the pause that the service asks for, with `Last-Event-ID`, so that the stream goes on where it was; but only
//! if the call reads and the service has given an event an id or a pause: another stream is over when it ends, and a
//! call that does something is never repeated. Nothing runs in the background: dropping it closes the connection.

#![allow(dead_code, reason = "an API may have no such stream")]

mod parse;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Method, StatusCode};
use serde::de::DeserializeOwned;

use self::parse::Parser;
use crate::call::Call;
use crate::error::{Error, ErrorKind};
use crate::future::{BoxFuture, Exclusive};
use crate::streamed::StreamedReply;

const MEDIA_TYPE: &str = "text/event-stream";
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// The pause before connecting again where the service asks for none.
const USUAL_PAUSE: Duration = Duration::from_secs(3);
/// A service that asks for no pause at all would be asked without end.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
/// How long a stream may say nothing. Services send a comment now and then, but not all of them.
const LONGEST_SILENCE: Duration = Duration::from_secs(24 * 60 * 60);

/// One event of a stream. `Debug` does not print its data.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerEvent {
    /// The id of the last event that had one, which may be this; empty if none had.
    pub id: String,
    /// The kind of the event; empty for the usual one, `message`.
    pub event: String,
    /// The lines of its data.
    pub data: String,
}

impl ServerEvent {
    /// The data as JSON.
    ///
    /// # Errors
    ///
    /// When the data is not JSON of that form.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_str(&self.data).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let message = format!(
                "the data of an event is not the expected JSON at line {line} column {column}"
            );
            Error::new(ErrorKind::Decode, message)
        })
    }
}

impl fmt::Debug for ServerEvent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ServerEvent")
            .field("data_bytes", &self.data.len())
            .finish_non_exhaustive()
    }
}

/// The events of a stream, as they come.
///
/// After an error there are no more. Cancel-safe.
pub struct ServerEvents {
    call: Call,
    state: State,
    parser: Parser,
    resumes: bool,
}

enum State {
    Connecting(Exclusive<BoxFuture<'static, Result<StreamedReply, Error>>>),
    Open(Box<StreamedReply>),
    Pausing(Exclusive<BoxFuture<'static, ()>>),
    Over,
}

impl ServerEvents {
    pub(crate) fn new(call: Call) -> Self {
        Self {
            state: State::Connecting(Exclusive::new(connect(&call))),
            call,
            parser: Parser::default(),
            resumes: true,
        }
    }

    /// Does not connect again: the stream is over when the connection ends.
    #[must_use]
    pub fn without_resuming(mut self) -> Self {
        self.resumes = false;
        self
    }

    /// Goes on after the event with this id, which an earlier stream ended with.
    #[must_use]
    pub fn after_event(mut self, id: &str) -> Self {
        if let Ok(id) = HeaderValue::from_str(id) {
            self.call.headers.insert(LAST_EVENT_ID, id);
            self.state = State::Connecting(Exclusive::new(connect(&self.call)));
        }
        self
    }

    /// The next event; `None` at the end of the stream, and after an error.
    pub async fn next(&mut self) -> Option<Result<ServerEvent, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The next event, on this thread; `None` at the end of the stream, and after an error.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<ServerEvent, Error>> {
        if let Err(error) = self.call.check_blocking() {
            let was_over = matches!(std::mem::replace(&mut self.state, State::Over), State::Over);
            return (!was_over).then_some(Err(error));
        }
        crate::blocking::block_on(self.next())
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<ServerEvent, Error>>> {
        loop {
            if let Some(event) = self.parser.next() {
                return Poll::Ready(Some(Ok(event)));
            }
            let step = match &mut self.state {
                State::Over => return Poll::Ready(None),
                State::Connecting(reply) => {
                    let reply = ready!(Pin::new(reply).poll(context));
                    reply.and_then(|reply| self.begin(reply))
                }
                State::Pausing(pause) => {
                    ready!(Pin::new(pause).poll(context));
                    self.state = State::Connecting(Exclusive::new(connect(&self.call)));
                    Ok(())
                }
                State::Open(reply) => match ready!(reply.poll(context)) {
                    Some(Ok(bytes)) => {
                        self.parser.push(&bytes);
                        self.check_size()
                    }
                    None => self.pause_or(Ok(())),
                    Some(Err(error)) => self.pause_or(Err(error)),
                },
            };
            if let Err(error) = step {
                self.state = State::Over;
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    fn begin(&mut self, reply: StreamedReply) -> Result<(), Error> {
        // The service says that there is nothing more.
        if reply.status() == StatusCode::NO_CONTENT {
            self.state = State::Over;
            return Ok(());
        }
        let content_type = reply.headers().get(CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let essence = content_type.and_then(|value| value.split(';').next());
        if !essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(MEDIA_TYPE)) {
            let message = "the reply is no stream of events";
            return Err(Error::new(ErrorKind::Decode, message).in_operation(self.call.operation.id));
        }
        self.state = State::Open(Box::new(reply.max_pause(LONGEST_SILENCE)));
        Ok(())
    }

    /// The connection ended: the stream goes on later, or it is over as `otherwise` says.
    fn pause_or(&mut self, otherwise: Result<(), Error>) -> Result<(), Error> {
        self.parser.reset();
        let reads = self.call.operation.method == Method::GET;
        let is_long = self.parser.retry().is_some() || !self.parser.last_id().is_empty();
        if !(self.resumes && reads && is_long) {
            self.state = State::Over;
            return otherwise;
        }
        if let Ok(id) = HeaderValue::from_str(self.parser.last_id())
            && !id.is_empty()
        {
            self.call.headers.insert(LAST_EVENT_ID, id);
        }
        let pause = self.parser.retry().map(Duration::from_millis);
        let pause = pause.unwrap_or(USUAL_PAUSE).max(SHORTEST_PAUSE);
        self.state = State::Pausing(Exclusive::new(self.call.client.shared().timer.sleep(pause)));
        Ok(())
    }

    /// Refuses an event that would not fit into memory.
    fn check_size(&self) -> Result<(), Error> {
        let most = self.call.client.shared().max_response_bytes;
        if self.parser.kept() <= most {
            return Ok(());
        }
        let message = format!("an event is larger than {most} bytes");
        Err(Error::new(ErrorKind::TooLarge, message).in_operation(self.call.operation.id))
    }
}

fn connect(call: &Call) -> BoxFuture<'static, Result<StreamedReply, Error>> {
    call.clone().send_streaming()
}

impl Stream for ServerEvents {
    type Item = Result<ServerEvent, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl fmt::Debug for ServerEvents {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call
            .describe(&mut formatter.debug_struct("ServerEvents"))
    }
}
