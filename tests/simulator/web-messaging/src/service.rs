//! The service behind all connections: its memory, its clock, and what goes wrong.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde_json::Value;
use simulator_base::clock::Clock;
use simulator_base::lock::lock;
use tokio::sync::watch;

use crate::faults::{Fault, Faults};
use crate::requests::Request;
use crate::session::Now;
use crate::settings::Settings;
use crate::state::{Address, State};

/// A request that came over a socket.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Asked {
    /// The connection that it came over, counted from 1.
    pub connection: u64,
    /// When, counted from the simulator's start.
    pub at: Duration,
    /// What was asked; no object if it was no JSON.
    pub request: Value,
    /// Whether the service has heard it, which a fault can hinder.
    pub is_heard: bool,
}

/// A simulated service.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    /// Counts changes.
    pub(crate) changes: watch::Sender<u64>,
    state: Mutex<State>,
    asked: Mutex<Vec<Asked>>,
}

impl Service {
    pub(crate) fn new(settings: Settings, file_host: String) -> Self {
        Self {
            clock: Clock::start(settings.starts_at),
            faults: Faults::default(),
            changes: watch::Sender::default(),
            state: Mutex::new(State::new(settings, file_host)),
            asked: Mutex::default(),
        }
    }

    pub(crate) fn now(&self) -> Now {
        Now { at: self.clock.elapsed(), wall: self.clock.now() }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    pub(crate) fn update<T>(&self, change: impl FnOnce(&mut State, Now) -> T) -> T {
        let result = change(&mut lock(&self.state), self.now());
        self.changes.send_modify(|changes| *changes += 1);
        result
    }

    /// A request came over a socket. Where something goes wrong before it is heard, only that is noted.
    pub(crate) fn hear(&self, connection: u64, json: &Value, fault: Option<&Fault>) {
        let is_heard = fault.is_none();
        let now = self.now();
        lock(&self.asked).push(Asked { connection, at: now.at, request: json.clone(), is_heard });
        let is_answered = matches!(fault, None | Some(Fault::TooMany(_) | Fault::Refused(_)));
        self.update(|state, now| {
            if is_answered {
                state.hear(Request::new(connection, json), fault, now);
            }
        });
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        lock(&self.asked).clone()
    }

    /// Looks at a file for a while, and then says what it thinks of it.
    pub(crate) fn check_file(self: &Arc<Self>, address: Address) {
        let (service, wait) = (Arc::downgrade(self), self.state().settings.file_check);
        tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            if let Some(service) = service.upgrade() {
                service.update(|state, now| state.checked(&address, now));
            }
        });
    }
}
