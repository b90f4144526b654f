//! Schedules of trouble, each drawn from a number: whatever happens, a message goes out once and in its place, and its sender
//! is told what became of it.

use std::collections::BTreeMap;
use std::time::Duration;

use purecloud_web_messaging_client::session::{Event, ReconnectPolicy};
use purecloud_web_messaging_client::{Deployment, Error};
use serde_json::{Value, json};

use crate::chat::{Chat, DEPLOYMENT, texts};

const SCHEDULES: u64 = 300;
const STEPS: usize = 40;

/// Numbers that look like chance (Knuth's MMIX).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// What was sent, and what is known of it.
struct Trial {
    chat: Chat,
    /// The texts, in order.
    said: Vec<String>,
    /// The texts that have gone out, over all connections.
    out: Vec<String>,
    /// How often each message was said to have arrived, been refused, or be nobody knows where.
    told: BTreeMap<String, u32>,
    /// How many requests of this connection the service has answered.
    answered: usize,
}

impl Trial {
    fn new() -> Self {
        let policy = ReconnectPolicy::new().first_pause(Duration::ZERO);
        let chat = Chat::open_with(
            Deployment::new(DEPLOYMENT)
                .catch_up(false)
                .reconnect(policy.longest_pause(Duration::ZERO)),
        );
        Self { chat, said: Vec::new(), out: Vec::new(), told: BTreeMap::new(), answered: 1 }
    }

    fn say(&mut self) {
        let text = self.said.len().to_string();
        let id = self.chat.session.send(text.clone()).unwrap();
        self.said.push(text);
        self.told.insert(id, 0);
    }

    /// The service answers the next request, if there is one.
    fn answer(&mut self, is_refusal: bool) {
        let Some(request) = self.chat.sent().get(self.answered).cloned() else { return };
        self.answered += 1;
        let id = request["tracingId"].as_str().unwrap();
        if is_refusal {
            let body = json!({"errorCode": 4011, "errorMessage": "no"});
            let frame = json!({"type": "response", "class": "Error", "code": 400, "tracingId": id, "body": body});
            self.chat.socket.text(frame.to_string());
        } else {
            self.chat.echo(id, request["message"]["text"].as_str().unwrap());
        }
        let events = self.chat.told();
        self.note(events);
    }

    fn wait(&mut self) {
        let events = self.chat.wait(1);
        self.note(events);
    }

    fn break_off(&mut self) {
        let broken = self.chat.socket.clone();
        let events = self.chat.break_and_return();
        self.note(events);
        self.out.extend(texts(&broken));
        self.answered = 1;
    }

    fn note(&mut self, events: Vec<Result<Event, Error>>) {
        for event in events {
            let id = match event.unwrap() {
                Event::Echo(echo) => echo.tracing_id,
                Event::Refused(refusal) => refusal.tracing_id,
                Event::Unsettled(id) => Some(id),
                _ => None,
            };
            if let Some(id) = id {
                *self.told.get_mut(&id).unwrap() += 1;
            }
        }
    }
}

#[test]
fn every_message_goes_out_once_and_its_fate_is_told_once() {
    for seed in 0..SCHEDULES {
        let (mut trial, mut chance) = (Trial::new(), Chance(seed));
        for _ in 0..STEPS {
            match chance.below(10) {
                0..=3 => trial.say(),
                4..=5 => trial.wait(),
                6..=7 => trial.answer(false),
                8 => trial.answer(true),
                _ => trial.break_off(),
            }
        }
        // All that waits goes out, and what nobody has answered is lost.
        for _ in 0..STEPS {
            trial.wait();
        }
        trial.break_off();
        assert_eq!(trial.out, trial.said, "schedule {seed}: once, and in order");
        assert!(trial.told.values().all(|times| *times == 1), "schedule {seed}: {:?}", trial.told);
        let anything_else: Vec<Value> = trial.chat.sent().into_iter().skip(1).collect();
        assert!(anything_else.is_empty(), "schedule {seed}: {anything_else:?}");
    }
}
