//! What can go wrong, and the plan of when it does.
//!
//! A fault is planned in one line: `sim.faults().on(moment, fault)` strikes the next time that this happens. The line
//! can go on with [`after`](PlannedFault::after) and [`times`](PlannedFault::times). The first entry that fits is used
//! up once. [`SessionHandle::strike`](crate::SessionHandle::strike) lets one strike at once.

use std::sync::Mutex;

use bytes::Bytes;
use simulator_base::lock::lock;

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The frame is not sent, the request not heard.
    Lost,
    /// The frame is sent twice.
    Twice,
    /// The frame is sent after the one that follows it, or after a second.
    Overtaken,
    /// The connection is reset: before a request is heard, or instead of a frame or an answer.
    Reset,
    /// The connection ends after so many bytes of the frame, without a goodbye.
    CutAt(usize),
    /// The connection is closed with this code instead of the frame.
    Close(u16),
    /// Nothing is sent any more, not even answers to pings; the connection stays open.
    Silence,
    /// The frame is sent in pieces of so many bytes, with pings between them.
    Fragments(usize),
    /// This text is sent before the frame: something that is no envelope, or of a class that nobody knows.
    Text(String),
    /// These bytes are sent instead of the frame.
    Raw(Bytes),
    /// The service does not want the connection any more, and says this.
    Evicted(String),
    /// What is asked for is refused with this code of the service, or this status.
    Refused(u16),
    /// What is asked for is refused for so many seconds.
    TooMany(u64),
}

/// When a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Moment {
    /// A guest asks for a socket.
    Handshake,
    /// A request comes over a socket; the service has not heard it.
    Request,
    /// A guest's message comes over a socket; the service has not heard it.
    Message,
    /// An answer is sent over a socket.
    Answer,
    /// A guest's message is echoed. The service has it.
    Echo,
    /// The other end says something. The history has it.
    Said,
    /// The service says something of its own, such as of a file.
    Push,
    /// The history is asked for.
    History,
    /// A file is put to its address.
    Upload,
    /// Somebody signs in.
    SignIn,
    /// A token is refreshed.
    Refresh,
    /// A guest logs out.
    LogOut,
    /// How the deployment is set up is asked for.
    Configuration,
}

/// The faults planned for a simulator.
#[derive(Debug, Default)]
pub struct Faults {
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
    fault: Fault,
    /// How many moments it lets pass before it strikes.
    passes: u32,
    /// How often it still strikes.
    left: u32,
}

impl Faults {
    /// Strikes the next time that this happens.
    pub fn on(&self, moment: Moment, fault: Fault) -> PlannedFault<'_> {
        let mut plan = lock(&self.plan);
        plan.written += 1;
        let number = plan.written;
        plan.entries.push(Entry { number, moment, fault, passes: 0, left: 1 });
        PlannedFault { faults: self, number }
    }

    /// How many entries of the plan are still to strike.
    pub fn pending(&self) -> usize {
        lock(&self.plan).entries.len()
    }

    /// Drops the plan.
    pub fn clear(&self) {
        lock(&self.plan).entries.clear();
    }

    /// Uses up the first entry that fits. All that fit let the moment pass.
    pub(crate) fn strike(&self, moment: Moment) -> Option<Fault> {
        let mut plan = lock(&self.plan);
        let mut struck = None;
        for entry in plan.entries.iter_mut().filter(|entry| entry.moment == moment) {
            if entry.passes > 0 {
                entry.passes -= 1;
            } else if struck.is_none() && entry.left > 0 {
                entry.left -= 1;
                struck = Some(entry.fault.clone());
            }
        }
        plan.entries.retain(|entry| entry.left > 0);
        struck
    }
}

/// A line of the plan that can be continued.
#[derive(Debug)]
pub struct PlannedFault<'a> {
    faults: &'a Faults,
    number: u64,
}

impl PlannedFault<'_> {
    /// Lets so many moments pass first.
    pub fn after(&self, moments: u32) -> &Self {
        self.amend(|entry| entry.passes = moments)
    }

    /// Strikes this many times instead of once; after 0 times it is off the plan.
    pub fn times(&self, times: u32) -> &Self {
        self.amend(|entry| entry.left = times)
    }

    fn amend(&self, change: impl FnOnce(&mut Entry)) -> &Self {
        let mut plan = lock(&self.faults.plan);
        if let Some(entry) = plan.entries.iter_mut().find(|entry| entry.number == self.number) {
            change(entry);
        }
        plan.entries.retain(|entry| entry.left > 0);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_strike_in_their_order_and_when_they_shall() {
        let faults = Faults::default();
        faults.on(Moment::Echo, Fault::Lost).after(1).times(2);
        faults.on(Moment::Said, Fault::Twice);
        assert_eq!(faults.strike(Moment::Echo), None);
        assert_eq!(faults.strike(Moment::Echo), Some(Fault::Lost));
        assert_eq!(faults.strike(Moment::Echo), Some(Fault::Lost));
        assert_eq!(faults.strike(Moment::Echo), None);
        assert_eq!(faults.pending(), 1);
        assert_eq!(faults.strike(Moment::Said), Some(Fault::Twice));
        assert_eq!(faults.pending(), 0);
    }
}
