//! A guest in a session with a simulated service.

use std::time::Duration;

use purecloud_web_messaging_client::session::{Event, ReconnectPolicy, SessionEvents};
use purecloud_web_messaging_client::{Client, Deployment, Error, Session};
use web_messaging_simulator::{DEPLOYMENT_ID, SessionHandle, Simulator, SimulatorBuilder};
use web_messaging_tests::memory::MemoryTransport;

pub struct Guest {
    pub sim: Simulator,
    pub client: Client,
    pub session: Session,
    pub events: SessionEvents,
}

impl Guest {
    /// A session that is open.
    pub async fn open(builder: SimulatorBuilder) -> Self {
        let sim = builder.start().await.unwrap();
        let client = MemoryTransport::client(&sim);
        let (session, events) = Session::open(&client, deployment()).await.unwrap();
        let mut guest = Self { sim, client, session, events };
        guest.hear(0).await;
        guest
    }

    /// Another device of the same guest.
    pub async fn again(&self) -> (Session, SessionEvents) {
        let parts = self.session.parts().clone();
        Session::resume(&self.client, deployment(), parts).await.unwrap()
    }

    /// The other end.
    pub fn there(&self) -> SessionHandle {
        self.sim.session(self.session.parts().token.expose()).unwrap()
    }

    /// All that happens within so many seconds.
    pub async fn hear(&mut self, seconds: u64) -> Vec<Event> {
        hear(&mut self.events, seconds).await
    }

    /// Says something, and waits for what happens.
    pub async fn say(&mut self, text: &str) -> Vec<Event> {
        self.session.send(text).unwrap();
        self.hear(1).await
    }
}

pub fn deployment() -> Deployment {
    let policy = ReconnectPolicy::new().longest_pause(Duration::from_secs(1));
    Deployment::new(DEPLOYMENT_ID).reconnect(policy)
}

pub async fn hear(events: &mut SessionEvents, seconds: u64) -> Vec<Event> {
    let mut heard = Vec::new();
    let until =
        tokio::time::Instant::now() + Duration::from_secs(seconds) + Duration::from_millis(100);
    while let Ok(Some(event)) = tokio::time::timeout_at(until, events.next()).await {
        heard.push(event.unwrap());
    }
    heard
}

/// All that happens, failures included, until nothing more will.
pub async fn to_the_end(events: &mut SessionEvents) -> Vec<Result<Event, Error>> {
    let mut heard = Vec::new();
    while let Some(event) = events.next().await {
        heard.push(event);
    }
    heard
}

/// What was said, in either direction, in the order in which it was told.
pub fn texts(events: &[Event]) -> Vec<&str> {
    events.iter().filter_map(text).collect()
}

/// The codes by which something was refused.
pub fn codes(events: &[Event]) -> Vec<i64> {
    let code = |event: &Event| match event {
        Event::Refused(refusal) => refusal.code,
        _ => None,
    };
    events.iter().filter_map(code).collect()
}

/// The ids of messages of which nobody knows.
pub fn unsettled(events: &[Event]) -> Vec<&str> {
    fn id(event: &Event) -> Option<&str> {
        match event {
            Event::Unsettled(id) => Some(id),
            _ => None,
        }
    }
    events.iter().filter_map(id).collect()
}

/// What was said.
pub fn text(event: &Event) -> Option<&str> {
    match event {
        Event::Message(message) => message.text.as_deref(),
        Event::Echo(echo) => echo.text.as_deref(),
        _ => None,
    }
}
