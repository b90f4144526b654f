//! The record of all event streams, and the way to those that are open.

use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::broadcast;

use crate::lock::lock;
use crate::stream_faults::StreamFault;

/// How many faults may be on their way to the streams at once.
const FAULTS_UNDER_WAY: usize = 64;

/// An event stream and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamRecord {
    /// The stream's place among all, from 1.
    pub number: u64,
    /// The conversation it tells of.
    pub conversation_id: String,
    /// When it was opened, counted from the simulator's start.
    pub opened: Duration,
    /// When it ended.
    pub closed: Option<Duration>,
    /// How it ended; `None` while it is open.
    pub end: Option<StreamEnd>,
    /// The pings that came from the client.
    pub pings: u64,
    /// The answers to pings that came from the client.
    pub pongs: u64,
    /// The texts that came from the client. A right client sends none.
    pub texts: Vec<String>,
}

/// How a stream ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamEnd {
    /// The client closed it, with this code if any.
    Client(Option<u16>),
    /// The client's connection was gone without a close frame, or was torn down by the simulator as a whole.
    Gone,
    /// The service closed it, with this code if any.
    Service(Option<u16>),
    /// A fault broke the connection.
    Fault,
    /// The client sent what no client may send.
    Violation,
}

/// All streams of a simulator.
#[derive(Debug)]
pub(crate) struct Streams {
    records: Mutex<Vec<StreamRecord>>,
    /// Faults for the open streams of a conversation.
    faults: broadcast::Sender<(String, StreamFault)>,
}

impl Default for Streams {
    fn default() -> Self {
        Self {
            records: Mutex::default(),
            faults: broadcast::Sender::new(FAULTS_UNDER_WAY),
        }
    }
}

impl Streams {
    pub(crate) fn opened(&self, conversation_id: &str, at: Duration) -> u64 {
        let mut records = lock(&self.records);
        let number = records.len() as u64 + 1;
        records.push(StreamRecord {
            number,
            conversation_id: conversation_id.to_owned(),
            opened: at,
            closed: None,
            end: None,
            pings: 0,
            pongs: 0,
            texts: Vec::new(),
        });
        number
    }

    pub(crate) fn amend(&self, number: u64, change: impl FnOnce(&mut StreamRecord)) {
        let mut records = lock(&self.records);
        if let Some(record) = records.iter_mut().find(|record| record.number == number) {
            change(record);
        }
    }

    pub(crate) fn records(&self) -> Vec<StreamRecord> {
        lock(&self.records).clone()
    }

    pub(crate) fn strike(&self, conversation_id: &str, fault: StreamFault) {
        // Without an open stream there is nobody to tell.
        let _ = self.faults.send((conversation_id.to_owned(), fault));
    }

    pub(crate) fn faults(&self) -> broadcast::Receiver<(String, StreamFault)> {
        self.faults.subscribe()
    }
}
