//! A guest in a session, with the service's side of the socket in the hands of the test.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use purecloud_web_messaging_client::session::{Event, SessionEvents};
use purecloud_web_messaging_client::test_util::{FakeService, FakeSocket, VirtualClock};
use purecloud_web_messaging_client::{Client, Deployment, Error, Session};
use serde_json::{Value, json};

pub const DEPLOYMENT: &str = "3f0e4b1a-7c5d-4a54-9f2b-0d1e6a7b8c9d";

pub struct Chat {
    pub service: FakeService,
    pub socket: FakeSocket,
    pub session: Session,
    pub events: SessionEvents,
}

impl Chat {
    /// A session that is open, the events of which have been heard.
    pub fn open() -> Self {
        Self::open_with(Deployment::new(DEPLOYMENT).catch_up(false))
    }

    pub fn open_with(deployment: Deployment) -> Self {
        let service = FakeService::with_clock(VirtualClock::standing());
        let socket = service.socket();
        say(&socket, "SessionResponse", &json!({"connected": true, "newSession": true}));
        let (session, events) = opened(&service, deployment).unwrap();
        let mut chat = Self { service, socket, session, events };
        assert_eq!(chat.told().len(), 1, "it is configured");
        chat
    }

    /// Everything that there is to hear now.
    pub fn told(&mut self) -> Vec<Result<Event, Error>> {
        let mut all = Vec::new();
        while let Poll::Ready(Some(event)) = poll(self.events.next()) {
            all.push(event);
        }
        all
    }

    /// The same where none of it is an error, as it prints itself.
    pub fn heard(&mut self) -> Vec<String> {
        self.told().into_iter().map(|event| format!("{:?}", event.unwrap())).collect()
    }

    pub fn is_over(&mut self) -> bool {
        matches!(poll(self.events.next()), Poll::Ready(None))
    }

    /// The service says something.
    pub fn say(&self, class: &str, body: &Value) {
        say(&self.socket, class, body);
    }

    /// The service echoes a message.
    pub fn echo(&self, id: &str, text: &str) {
        let body = json!({"type": "Text", "direction": "Inbound", "text": text, "id": id});
        let frame = json!({"type": "message", "class": "StructuredMessage", "code": 200, "tracingId": id, "body": body});
        self.socket.text(frame.to_string());
    }

    /// Lets time pass, and has the session see it.
    pub fn wait(&mut self, seconds: u64) -> Vec<Result<Event, Error>> {
        self.service.clock().advance(Duration::from_secs(seconds));
        self.told()
    }

    /// What has been sent over this connection.
    pub fn sent(&self) -> Vec<Value> {
        sent(&self.socket)
    }

    /// The texts of the messages among that.
    pub fn texts(&self) -> Vec<String> {
        texts(&self.socket)
    }

    /// The connection breaks, and there is another one after a while.
    pub fn break_and_return(&mut self) -> Vec<Result<Event, Error>> {
        let next = self.service.socket();
        say(&next, "SessionResponse", &json!({"connected": true}));
        self.socket.break_off();
        let mut told = self.told();
        self.socket = next;
        told.extend(self.wait(1));
        told
    }
}

pub fn say(socket: &FakeSocket, class: &str, body: &Value) {
    let frame = json!({"type": "message", "class": class, "code": 200, "body": body});
    socket.text(frame.to_string());
}

pub fn client(service: &FakeService) -> Client {
    service.client_builder().build().unwrap()
}

pub fn opened(
    service: &FakeService,
    deployment: Deployment,
) -> Result<(Session, SessionEvents), Error> {
    let client = client(service);
    match poll(Session::open(&client, deployment)) {
        Poll::Ready(opened) => opened,
        Poll::Pending => panic!("the session does not open"),
    }
}

/// Polls a future as often as it makes progress without time or the service.
pub fn poll<T>(future: impl Future<Output = T>) -> Poll<T> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..10 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Poll::Ready(output);
        }
    }
    Poll::Pending
}

/// What has been sent over a connection.
pub fn sent(socket: &FakeSocket) -> Vec<Value> {
    socket.sent().iter().map(|text| serde_json::from_str(text).unwrap()).collect()
}

/// The texts of the messages among that.
pub fn texts(socket: &FakeSocket) -> Vec<String> {
    let messages = sent(socket).into_iter().filter(|request| request["action"] == "onMessage");
    let text = |request: Value| request["message"]["text"].as_str().map(str::to_owned);
    messages.filter_map(text).collect()
}
