//! A guest who listens to a chat with the simulator, through memory.

use guest_chat_simulator::{ConversationHandle, Simulator, SimulatorBuilder, StreamRecord};
use guest_chat_tests::{MemoryTransport, create_request};
use purecloud_guest_chat_client::events::{ConnectionEvent, EventOptions};
use purecloud_guest_chat_client::{Client, Conversation, Error, Event, EventStream};

/// Events after which a test gives up waiting for another.
const PATIENCE: usize = 10_000;

/// A guest in a chat.
pub(crate) struct Guest {
    pub(crate) sim: Simulator,
    pub(crate) chat: Conversation,
    pub(crate) events: EventStream,
    /// The other side of the chat.
    pub(crate) service: ConversationHandle,
}

impl Guest {
    pub(crate) async fn arrives() -> Self {
        Self::arrives_at(Simulator::builder()).await
    }

    pub(crate) async fn arrives_at(sim: SimulatorBuilder) -> Self {
        Self::arrives_with(sim, EventOptions::new()).await
    }

    pub(crate) async fn arrives_with(sim: SimulatorBuilder, options: EventOptions) -> Self {
        let sim = sim.start().await.unwrap();
        let client = MemoryTransport::client(&sim);
        Self::arrives_as(sim, &client, options).await
    }

    /// With a client of this simulator.
    pub(crate) async fn arrives_as(sim: Simulator, client: &Client, options: EventOptions) -> Self {
        let start = Conversation::start(client, create_request()).options(options);
        let (chat, events) = start.await.unwrap();
        let service = sim.conversation(chat.id().as_str()).unwrap();
        Self { sim, chat, events, service }
    }

    /// The next item that is no heartbeat; `None` at the end.
    pub(crate) async fn item(&mut self) -> Option<Result<Event, Error>> {
        for _ in 0..PATIENCE {
            match self.events.next().await {
                Some(Ok(Event::Heartbeat(_))) => {}
                item => return item,
            }
        }
        panic!("nothing but heartbeats");
    }

    /// The next event that is no heartbeat.
    pub(crate) async fn event(&mut self) -> Event {
        self.item().await.expect("the stream has ended").unwrap()
    }

    /// The error that ends the stream, and nothing before it but what happens to the connection.
    pub(crate) async fn last_error(&mut self) -> Error {
        loop {
            match self.item().await.expect("the stream has ended without an error") {
                Ok(Event::Connection(_)) => {}
                Ok(event) => panic!("{event:?}"),
                Err(error) => {
                    assert!(self.item().await.is_none(), "something follows {error:?}");
                    return error;
                }
            }
        }
    }

    /// Checks that the stream ends in good order, and nothing but the connection is heard of before.
    pub(crate) async fn ends(&mut self) {
        loop {
            match self.item().await {
                Some(Ok(Event::Connection(_))) => {}
                None => return,
                Some(item) => panic!("{item:?}"),
            }
        }
    }

    /// The events up to the next one with this text, in a short form.
    pub(crate) async fn told_until(&mut self, text: &str) -> Vec<String> {
        let mut told = Vec::new();
        loop {
            let event = self.event().await;
            told.push(short(&event));
            if matches!(&event, Event::Message(message) if message.text() == Some(text)) {
                return told;
            }
        }
    }

    /// The only stream that is open on the service's side.
    pub(crate) fn last_stream(&self) -> StreamRecord {
        self.sim.streams().last().unwrap().clone()
    }
}

/// An event in a few words.
pub(crate) fn short(event: &Event) -> String {
    let backfilled = if event.is_backfilled() { "backfilled " } else { "" };
    match event {
        Event::Message(event) => {
            let kind = event.message.body_type.as_ref().unwrap();
            format!("{backfilled}{kind} {}", event.text().unwrap_or_default())
        }
        Event::Typing(_) => "typing".to_owned(),
        Event::MemberChange(event) => {
            format!("{backfilled}member {}", event.member.state.as_ref().unwrap())
        }
        Event::Connection(ConnectionEvent::Interrupted { reason, .. }) => {
            format!("interrupted: {reason}")
        }
        Event::Connection(ConnectionEvent::Reopened { .. }) => "reopened".to_owned(),
        Event::Connection(ConnectionEvent::CaughtUp { complete: true, .. }) => {
            "caught up".to_owned()
        }
        other => format!("{other:?}"),
    }
}
