//! One chat of many: it listens and talks until it is told to stop, and notes what is wrong.

use std::time::Duration;

use purecloud_guest_chat_client::events::{ConnectionEvent, EventOptions, ReconnectPolicy};
use purecloud_guest_chat_client::{Client, Conversation, Error, Event, EventStream};
use tokio::sync::watch;

use crate::create_request;
use crate::crowd::ENOUGH;

/// How long a guest thinks before the next message.
const THOUGHT: Duration = Duration::from_millis(1500);
/// The pause before what failed is tried again.
const PAUSE: Duration = Duration::from_millis(50);

/// What happened in a chat, or in several.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) heard: u64,
    pub(super) said: u64,
    pub(super) failed: u64,
    pub(super) interruptions: u64,
    pub(super) violations: Vec<String>,
}

impl Tally {
    /// Both together.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.heard += other.heard;
        self.said += other.said;
        self.failed += other.failed;
        self.interruptions += other.interruptions;
        self.violations.extend(other.violations);
        self
    }
}

/// Plays a chat from its start until the guest leaves.
pub(super) async fn play(client: Client, stopped: watch::Receiver<bool>) -> Tally {
    let mut tally = Tally::default();
    let (chat, mut events) = loop {
        let start = Conversation::start(&client, create_request()).options(options());
        match start.await {
            Ok(started) => break started,
            Err(error) => tally.note(&error).await,
        }
    };
    drop(client);
    let (ear, mouth) = tokio::join!(listen(&mut events), talk(&chat, stopped));
    let (ear, mut tally) = (ear, tally.and(mouth.tally));
    ear.compare(&chat, &mouth.taken, &mut tally);
    // A chat that is over already is one that was left.
    while let Err(error) = chat.leave().await {
        if error.status().is_some_and(|status| status.is_client_error() && status != 429) {
            break;
        }
        tally.note(&error).await;
    }
    events.close().await;
    tally
}

/// Eager to be back, so that much happens in little time; the window is as usual.
fn options() -> EventOptions {
    let eager = ReconnectPolicy::new()
        .first_pause(Duration::from_millis(50))
        .longest_pause(Duration::from_millis(500));
    EventOptions::new().reconnect(eager)
}

impl Tally {
    /// Notes a call that failed, which the next one may not.
    async fn note(&mut self, error: &Error) {
        self.failed += 1;
        // A service in trouble is what all of this is about; a request that makes no sense is not.
        if error.status().is_some_and(|status| status.is_client_error() && status != 429) {
            self.violations.push(error.to_string());
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// What was heard in a chat.
#[derive(Debug, Default)]
struct Ear {
    /// How many messages of the agent came, all in order.
    agent: u64,
    /// How many there should have been, as the agent says.
    all: Option<u64>,
    /// The numbers of the guest's own messages.
    guest: Vec<u64>,
    interruptions: u64,
    violations: Vec<String>,
}

/// Listens until the agent says that this was all.
async fn listen(events: &mut EventStream) -> Ear {
    let mut ear = Ear::default();
    while ear.all.is_none() {
        match events.next().await {
            Some(Ok(Event::Message(message))) => ear.hear(message.text().unwrap_or_default()),
            Some(Ok(Event::Connection(ConnectionEvent::Interrupted { .. }))) => {
                ear.interruptions += 1;
            }
            Some(Ok(_)) => {}
            Some(Err(error)) => ear.violations.push(format!("an error: {error}")),
            None => {
                ear.violations.push("the stream ended".to_owned());
                break;
            }
        }
    }
    ear
}

impl Ear {
    fn hear(&mut self, text: &str) {
        let Some((who, Ok(number))) = text.split_once(' ').map(|(who, n)| (who, n.parse())) else {
            return;
        };
        match who {
            "agent" => {
                if number != self.agent {
                    self.violations.push(format!("agent {number} came after {}", self.agent));
                }
                self.agent = number + 1;
            }
            "guest" => self.guest.push(number),
            _ => self.all = Some(number),
        }
    }

    /// Holds what was heard against what was said.
    fn compare(self, chat: &Conversation, taken: &[u64], tally: &mut Tally) {
        let mut violations = self.violations;
        if self.all.is_some_and(|all| all != self.agent) {
            violations.push(format!("{} messages of {:?}", self.agent, self.all));
        }
        if !self.guest.is_sorted_by(|one, next| one < next) {
            violations
                .push(format!("the guest's own came twice or out of order: {:?}", self.guest));
        }
        if let Some(lost) = taken.iter().find(|number| !self.guest.contains(number)) {
            violations.push(format!("the guest's own message {lost} never came"));
        }
        tally.heard += self.agent;
        tally.interruptions += self.interruptions;
        let id = chat.id();
        tally.violations.extend(violations.into_iter().map(|what| format!("chat {id}: {what}")));
    }
}

/// What was said in a chat.
struct Mouth {
    tally: Tally,
    /// The numbers of the messages that the service took for certain.
    taken: Vec<u64>,
}

/// Talks until it is told to stop, and then says that it was enough.
async fn talk(chat: &Conversation, mut stopped: watch::Receiver<bool>) -> Mouth {
    let mut tally = Tally::default();
    let mut taken = Vec::new();
    let mut number = 0;
    while tokio::time::timeout(THOUGHT, stopped.wait_for(|stopped| *stopped)).await.is_err() {
        match chat.send(format!("guest {number}")).await {
            Ok(_) => taken.push(number),
            // It may have been taken all the same, so it is not said again.
            Err(error) => tally.note(&error).await,
        }
        number += 1;
    }
    while let Err(error) = chat.send(ENOUGH).await {
        tally.note(&error).await;
    }
    tally.said = taken.len() as u64;
    Mouth { tally, taken }
}
