//! Opens event streams.

use std::future::poll_fn;
use std::time::Duration;

use super::address;
use super::machine::{FirstGap, Machine};
use super::options::{EventOptions, Since};
use super::stream::EventStream;
use crate::conversation::Conversation;
use crate::error::Error;
use crate::future::BoxFuture;
use crate::models::{MessageId, SortOrder};
use crate::retry::RetryConfig;

/// An event stream that is about to be opened; see [`Conversation::events`]. Awaiting it opens it.
#[derive(Clone, Debug)]
#[must_use = "an event stream is opened when this is awaited"]
pub struct EventStreamBuilder {
    chat: Conversation,
    options: EventOptions,
    since: Start,
}

/// Where a stream begins.
#[derive(Clone, Debug)]
enum Start {
    /// A chat that has just been created: everything that is said in it comes over the stream, from the first attempt
    /// to open it that has reached the service.
    New,
    At(Since),
}

impl EventStreamBuilder {
    pub(crate) fn new(chat: Conversation) -> Self {
        Self {
            chat,
            options: EventOptions::new(),
            since: Start::At(Since::Now),
        }
    }

    /// For a chat that has just been created.
    pub(crate) fn of_new_chat(chat: Conversation, options: EventOptions) -> Self {
        Self {
            chat,
            options,
            since: Start::New,
        }
    }

    /// How the stream behaves.
    pub fn options(mut self, options: EventOptions) -> Self {
        self.options = options;
        self
    }

    /// Where the stream begins. Default: with what happens from when it is open.
    pub fn since(mut self, since: Since) -> Self {
        self.since = Start::At(since);
        self
    }

    /// Opens the stream; when this returns, the service knows that the guest listens. What fails for the moment is
    /// tried again, within the limit that the client has for a call
    /// ([`Timeouts::total`](crate::Timeouts::total)) and the one of the
    /// [`ReconnectPolicy`](super::ReconnectPolicy).
    ///
    /// # Errors
    ///
    /// `Stream` when the address is not one of the service, before anything is sent there; `Api` when the service
    /// refuses; and as any call when it cannot be reached or trusted.
    pub async fn connect(self) -> Result<EventStream, Error> {
        let Self {
            chat,
            options,
            since,
        } = self;
        let shared = chat.client().shared();
        shared.check_runtime()?;
        let uri = address::dialled(chat.event_stream_uri(), shared, &options.trusted)?;
        let fills = options.backfill;
        let (start, first_gap) = match &since {
            Start::New => (None, FirstGap::LostAttempts { any: false }),
            Start::At(Since::Now) => (None, FirstGap::None),
            Start::At(Since::Beginning) => (None, FirstGap::SinceStart),
            Start::At(Since::Message(id)) => (Some(id.clone()), FirstGap::SinceStart),
        };
        let mut machine = Machine::new(chat.clone(), uri, options, start, first_gap);
        poll_fn(|context| machine.poll_open(context)).await?;
        if fills && matches!(since, Start::At(Since::Now)) {
            machine.given().start_after(newest(&chat).await?);
        }
        Ok(EventStream::new(machine))
    }
}

/// The newest message of a chat. What is said from here on comes over the stream, so after a gap it is asked for what
/// came after this one. It is part of opening the stream, so it is tried again as that is.
async fn newest(chat: &Conversation) -> Result<Option<MessageId>, Error> {
    let limit = chat.client().shared().timeouts.total_limit(Duration::ZERO);
    let list = chat
        .messages()
        .sort_order(SortOrder::Descending)
        .max_results(1)
        .retry(RetryConfig::standard(limit));
    let messages = list.await?.entities.unwrap_or_default();
    Ok(messages.into_iter().next().and_then(|message| message.id))
}

impl IntoFuture for EventStreamBuilder {
    type Output = Result<EventStream, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.connect())
    }
}
