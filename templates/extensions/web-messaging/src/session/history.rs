//! The history of a session: what was said, in pages, which a token of a minute opens.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::{HeaderValue, StatusCode, header::ORIGIN};
use serde::Deserialize;
use serde_json::Value;

use super::Session;
use super::given::Given;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::future::{BoxFuture, Exclusive};
use crate::models::{Frame, GetJwtRequest, Jwt, ReceivedMessage};

/// How many messages a page has.
const PAGE: i64 = 100;
/// How many pages are read at most; the service keeps messages for months.
const MOST_PAGES: i64 = 10_000;
/// How long a token is used. It is good for a minute, from a moment on that this end does not know.
const TICKET: Duration = Duration::from_secs(45);

/// A page, the newest message first.
pub(super) struct Page {
    /// One that cannot be read is no reason to do without the others.
    pub(super) messages: Vec<Result<ReceivedMessage, Error>>,
    /// Whether there is another one.
    pub(super) goes_on: bool,
}

/// What is read of a page. Its messages have the form of those of the socket.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    entities: Option<Vec<Value>>,
    page_count: Option<i64>,
}

/// Reads the page of this number, from 1.
pub(super) async fn read(
    client: Client,
    origin: Option<HeaderValue>,
    jwt: Jwt,
    number: i64,
) -> Result<Page, Error> {
    let list = client.with_jwt(jwt).web_messaging().list_messages();
    let mut list = list.page_number(number).page_size(PAGE);
    if let Some(origin) = origin {
        list = list.header(ORIGIN, origin);
    }
    let body = match list.send_with_response().await {
        Ok(reply) => reply.raw_body().clone(),
        // What is odd of it is found out message by message.
        Err(error) if error.kind() == ErrorKind::Decode => {
            error.raw_body().cloned().ok_or(error)?
        }
        Err(error) => return Err(error),
    };
    let listed: Listed =
        serde_json::from_slice(&body).map_err(|_| unreadable("a page of the history"))?;
    let entities = listed.entities.unwrap_or_default();
    let count = listed.page_count.unwrap_or(1).min(MOST_PAGES);
    let message =
        |entity| serde_json::from_value(entity).map_err(|_| unreadable("a message of the history"));
    Ok(Page {
        goes_on: number < count && !entities.is_empty(),
        messages: entities.into_iter().map(message).collect(),
    })
}

/// What failed would quote what was said, so it is not in there.
fn unreadable(what: &str) -> Error {
    let message = format!("{what} has another form than expected");
    Error::new(ErrorKind::Decode, message)
}

/// The token that opens the history, while it is good.
#[derive(Debug, Default)]
pub(super) struct Ticket(Mutex<Option<(Jwt, Duration)>>);

impl Ticket {
    /// The token, if it is good at this time.
    pub(super) fn at(&self, now: Duration) -> Option<Jwt> {
        let ticket = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let good = ticket.as_ref().filter(|(_, until)| now < *until);
        good.map(|(jwt, _)| jwt.clone())
    }

    pub(super) fn keep(&self, jwt: Jwt, now: Duration) {
        let until = now.saturating_add(TICKET);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((jwt, until));
    }

    pub(super) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// What was said in a session, the newest first: a stream, which asks for each page when it is needed.
///
/// Its first page needs a token, which comes over the socket: the [events](super::SessionEvents) must be polled
/// meanwhile, in another task or by [`drive_while`](super::SessionEvents::drive_while). Messages that move to another page
/// because more is said are given once. A message that cannot be read is an error of kind
/// [`Decode`](crate::ErrorKind::Decode) in its place, after which the others follow; after any other there is nothing more
/// unless [`resume`](Self::resume) is called.
pub struct History {
    session: Session,
    page: i64,
    call: Option<Exclusive<BoxFuture<'static, Result<Page, Error>>>>,
    ready: VecDeque<Result<ReceivedMessage, Error>>,
    given: Given,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    GoesOn,
    HasFailed,
    HasEnded,
}

impl Session {
    /// What was said, also in earlier connections and on other devices, also after the conversation has ended.
    #[must_use]
    pub fn history(&self) -> History {
        History {
            session: self.clone(),
            page: 1,
            call: None,
            ready: VecDeque::new(),
            given: Given::default(),
            state: State::GoesOn,
        }
    }

    /// A page of the history, with another token if that one is not good any more.
    async fn page(self, number: i64) -> Result<Page, Error> {
        let origin = self.origin.clone();
        let read = |jwt| read(self.client.clone(), origin.clone(), jwt, number);
        match read(self.ticket().await?).await {
            Err(error) if error.status() == Some(StatusCode::UNAUTHORIZED) => {
                self.outbox.ticket.forget();
                read(self.ticket().await?).await
            }
            page => page,
        }
    }

    async fn ticket(&self) -> Result<Jwt, Error> {
        let now = || self.client.shared().timer.now();
        if let Some(jwt) = self.outbox.ticket.at(now()) {
            return Ok(jwt);
        }
        let make = |token, id| GetJwtRequest::new(token).tracing_id(id).into();
        let frame = self.ask(make).await?;
        let jwt = jwt(frame).ok_or_else(unexpected)?;
        self.outbox.ticket.keep(jwt.clone(), now());
        Ok(jwt)
    }
}

/// The token that a frame brings.
pub(super) fn jwt(frame: Frame) -> Option<Jwt> {
    match frame {
        Frame::JwtResponseFrame(frame) => frame.body?.jwt,
        _ => None,
    }
}

impl History {
    /// The next message; `None` at the end, and after a page could not be had.
    pub async fn next(&mut self) -> Option<Result<ReceivedMessage, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Goes on after an error: asks again for the page that could not be had.
    pub fn resume(&mut self) {
        if self.state == State::HasFailed {
            self.state = State::GoesOn;
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<ReceivedMessage, Error>>> {
        loop {
            if let Some(message) = self.ready.pop_front() {
                return Poll::Ready(Some(message));
            }
            let call = match (&mut self.call, self.state) {
                (Some(call), _) => call,
                (None, State::GoesOn) => {
                    let call: BoxFuture<'static, _> =
                        Box::pin(self.session.clone().page(self.page));
                    self.call.insert(Exclusive::new(call))
                }
                (None, State::HasFailed | State::HasEnded) => return Poll::Ready(None),
            };
            let page = ready!(Pin::new(call).poll(context));
            self.call = None;
            match page {
                Ok(page) => self.turn(page),
                Err(error) => {
                    self.state = State::HasFailed;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }

    fn turn(&mut self, page: Page) {
        self.page = self.page.saturating_add(1);
        if !page.goes_on {
            self.state = State::HasEnded;
        }
        for message in page.messages {
            let is_news = match &message {
                Ok(message) => self.given.note(message, true).is_some(),
                Err(_) => true,
            };
            if is_news {
                self.ready.push_back(message);
            }
        }
    }
}

impl Stream for History {
    type Item = Result<ReceivedMessage, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl fmt::Debug for History {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("History")
            .field("page", &self.page)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// What an answer becomes that is another one than was asked for.
pub(super) fn unexpected() -> Error {
    let message = "the service gives another answer than was asked for";
    Error::new(ErrorKind::Decode, message)
}
