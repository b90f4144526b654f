//! The record of all event streams, and the way to those that are open.

use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::lock::lock;
use crate::stream_faults::StreamFault;

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
#[derive(Debug, Default)]
pub(crate) struct Streams(Mutex<Vec<Entry>>);

#[derive(Debug)]
struct Entry {
    record: StreamRecord,
    /// The way to the stream, while it is open.
    faults: mpsc::UnboundedSender<StreamFault>,
}

impl Streams {
    /// Records a stream and gives its number, and the faults that strike it.
    pub(crate) fn opened(
        &self,
        conversation_id: &str,
        at: Duration,
    ) -> (u64, mpsc::UnboundedReceiver<StreamFault>) {
        let (faults, receiver) = mpsc::unbounded_channel();
        let mut entries = lock(&self.0);
        let number = entries.len() as u64 + 1;
        let record = StreamRecord {
            number,
            conversation_id: conversation_id.to_owned(),
            opened: at,
            closed: None,
            end: None,
            pings: 0,
            pongs: 0,
            texts: Vec::new(),
        };
        entries.push(Entry { record, faults });
        (number, receiver)
    }

    pub(crate) fn amend(&self, number: u64, change: impl FnOnce(&mut StreamRecord)) {
        let mut entries = lock(&self.0);
        let mut entries = entries.iter_mut();
        if let Some(entry) = entries.find(|entry| entry.record.number == number) {
            change(&mut entry.record);
        }
    }

    pub(crate) fn records(&self) -> Vec<StreamRecord> {
        let entries = lock(&self.0);
        entries.iter().map(|entry| entry.record.clone()).collect()
    }

    pub(crate) fn strike(&self, conversation_id: &str, fault: &StreamFault) {
        for entry in lock(&self.0).iter() {
            if entry.record.conversation_id == conversation_id {
                // A stream that has ended cannot be struck any more.
                let _ = entry.faults.send(fault.clone());
            }
        }
    }
}
