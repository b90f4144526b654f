//! What can go wrong on event streams, and the plan of when it does.
//!
//! A fault is planned in one line: `sim.stream_faults().on_event(fault)` strikes in place of the next event,
//! `.on_heartbeat(fault)` in place of the next heartbeat, `.on_open(fault)` as soon as a stream is open. The line can
//! go on with [`times`](PlannedStreamFault::times) and the like. The first entry that fits is used up once. What goes
//! wrong with the handshake is a fault of a request: [`Faults::on_stream`](crate::Faults::on_stream).
//!
//! [`ConversationHandle::strike_streams`](crate::ConversationHandle::strike_streams) lets a fault strike at once.

use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;

use crate::lock::lock;

/// Something that goes wrong on an event stream. What strikes in place of an event leaves the event out unless it says
/// otherwise; the lists of the API still have it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamFault {
    /// Nothing is sent.
    Lost,
    /// The event is sent twice.
    Twice,
    /// The connection is reset after so many bytes of the event's frame.
    ResetAt(usize),
    /// The connection ends without a close frame after so many bytes of the event's frame.
    CutAt(usize),
    /// The stream is closed with this code.
    Close(u16),
    /// The stream is closed without a code.
    CloseWithoutCode,
    /// Nothing is sent any more, not even answers to pings; the connection stays open.
    Silence,
    /// The event is sent byte by byte, with so much time before each.
    Slowly(Duration),
    /// The event is sent in frames of so many bytes, with pings between them.
    Fragments(usize),
    /// The event is sent as a binary message.
    Binary,
    /// A text message that is not UTF-8 is sent.
    NotUtf8,
    /// A text message of so many bytes is sent.
    Oversized(usize),
    /// This text is sent.
    Text(String),
    /// A ping with this payload is sent, and then the event.
    Ping(Bytes),
    /// These bytes are sent, which need not be a frame.
    Raw(Bytes),
}

/// When a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    Open,
    Event,
    Heartbeat,
}

/// The faults planned for the streams of a simulator.
#[derive(Debug, Default)]
pub struct StreamFaults {
    plan: Mutex<Plan>,
}

#[derive(Debug, Default)]
struct Plan {
    written: u64,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    number: u64,
    moment: Moment,
    fault: StreamFault,
    /// How many moments it lets pass before it strikes.
    passes: u32,
    /// How often it still strikes; `None` for always.
    left: Option<u32>,
}

impl StreamFaults {
    /// Strikes the next stream as soon as it is open, before its first frame.
    pub fn on_open(&self, fault: StreamFault) -> PlannedStreamFault<'_> {
        self.plan(Moment::Open, fault)
    }

    /// Strikes in place of the next event: a message, a sign of typing or a member's change.
    pub fn on_event(&self, fault: StreamFault) -> PlannedStreamFault<'_> {
        self.plan(Moment::Event, fault)
    }

    /// Strikes in place of the next heartbeat.
    pub fn on_heartbeat(&self, fault: StreamFault) -> PlannedStreamFault<'_> {
        self.plan(Moment::Heartbeat, fault)
    }

    /// How many entries of the plan are still to strike; those that always do count too.
    pub fn pending(&self) -> usize {
        lock(&self.plan).entries.len()
    }

    /// Drops the plan.
    pub fn clear(&self) {
        lock(&self.plan).entries.clear();
    }

    fn plan(&self, moment: Moment, fault: StreamFault) -> PlannedStreamFault<'_> {
        let mut plan = lock(&self.plan);
        plan.written += 1;
        let number = plan.written;
        plan.entries.push(Entry {
            number,
            moment,
            fault,
            passes: 0,
            left: Some(1),
        });
        PlannedStreamFault {
            faults: self,
            number,
        }
    }

    /// Uses up the first entry that fits. Those before it that wait for later moments come one nearer.
    pub(crate) fn strike(&self, moment: Moment) -> Option<StreamFault> {
        let mut plan = lock(&self.plan);
        let mut struck = None;
        for entry in plan
            .entries
            .iter_mut()
            .filter(|entry| entry.moment == moment)
        {
            if entry.passes > 0 {
                entry.passes -= 1;
                continue;
            }
            entry.left = entry.left.map(|left| left - 1);
            struck = Some(entry.fault.clone());
            break;
        }
        plan.entries.retain(|entry| entry.left != Some(0));
        struck
    }
}

/// A line of the plan that can be continued.
#[derive(Debug)]
pub struct PlannedStreamFault<'a> {
    faults: &'a StreamFaults,
    number: u64,
}

impl PlannedStreamFault<'_> {
    /// Strikes so often instead of once; after 0 times it is off the plan.
    pub fn times(&self, times: u32) -> &Self {
        self.amend(|entry| entry.left = Some(times))
    }

    /// Strikes every time until the plan is cleared.
    pub fn always(&self) -> &Self {
        self.amend(|entry| entry.left = None)
    }

    /// Lets so many moments pass before it strikes.
    pub fn after(&self, moments: u32) -> &Self {
        self.amend(|entry| entry.passes = moments)
    }

    fn amend(&self, change: impl FnOnce(&mut Entry)) -> &Self {
        let mut plan = lock(&self.faults.plan);
        if let Some(entry) = plan
            .entries
            .iter_mut()
            .find(|entry| entry.number == self.number)
        {
            change(entry);
        }
        plan.entries.retain(|entry| entry.left != Some(0));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_strike_in_their_order_and_at_their_moment() {
        let faults = StreamFaults::default();
        faults.on_event(StreamFault::Twice).after(1);
        faults.on_event(StreamFault::Lost);
        faults.on_open(StreamFault::Silence).times(2);
        assert_eq!(faults.strike(Moment::Heartbeat), None);
        assert_eq!(faults.strike(Moment::Event), Some(StreamFault::Lost));
        assert_eq!(faults.strike(Moment::Event), Some(StreamFault::Twice));
        assert_eq!(faults.strike(Moment::Event), None);
        assert_eq!(faults.strike(Moment::Open), Some(StreamFault::Silence));
        assert_eq!(faults.pending(), 1);
        faults.clear();
        assert_eq!(faults.strike(Moment::Open), None);
    }
}
