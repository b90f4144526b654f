//! Schedules of trouble, each drawn from a number: whatever happens, nothing is lost, nothing comes twice, the order is that of
//! the service or said not to be, and every fate that nobody knows is told.
//!
//! `SCHEDULES=1000` tries more of them, `SCHEDULE=17` that one.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use purecloud_web_messaging_client::session::Event;
use web_messaging_simulator::{Fault, Moment, Simulator};

use crate::guest::{Guest, text};

const SCHEDULES: u64 = 100;
const STEPS: u32 = 40;

/// What was said and told in one schedule.
struct Trial {
    guest: Guest,
    chance: fastrand::Rng,
    /// The ids of what the guest has said, and their texts.
    sent: BTreeMap<String, String>,
    /// How many texts the agent has said.
    said: u32,
    told: Vec<Event>,
}

impl Trial {
    async fn new(seed: u64) -> Self {
        let guest = Guest::open(Simulator::builder()).await;
        let chance = fastrand::Rng::with_seed(seed);
        Self { guest, chance, sent: BTreeMap::new(), said: 0, told: Vec::new() }
    }

    async fn step(&mut self) {
        // No two steps are in one millisecond, so that their order is known.
        tokio::time::sleep(Duration::from_millis(2)).await;
        match self.chance.u32(0..12) {
            0..=2 => {
                let text = format!("guest {}", self.sent.len());
                // What waits has a limit, and then it is not taken.
                if let Ok(id) = self.guest.session.send(&*text) {
                    self.sent.insert(id, text);
                }
            }
            3..=5 => {
                self.guest.there().says(format!("agent {}", self.said));
                self.said += 1;
            }
            6..=8 => self.hear(0).await,
            9 => {
                let seconds = self.chance.u64(1..40);
                self.hear(seconds).await;
            }
            10 => {
                let (moment, fault) = self.trouble();
                let after = self.chance.u32(0..3);
                self.guest.sim.faults().on(moment, fault).after(after);
            }
            _ => {
                let fault = self.end();
                self.guest.there().strike(&fault);
            }
        }
    }

    /// Some way in which a connection ends.
    fn end(&mut self) -> Fault {
        match self.chance.u32(0..6) {
            0 => Fault::CutAt(self.chance.usize(0..200)),
            1 => Fault::Close(1001),
            2 => Fault::Close(1011),
            3 => Fault::Silence,
            _ => Fault::Reset,
        }
    }

    fn trouble(&mut self) -> (Moment, Fault) {
        match self.chance.u32(0..19) {
            0 => (Moment::Echo, Fault::Lost),
            1 => (Moment::Echo, Fault::Twice),
            2 => (Moment::Echo, Fault::Overtaken),
            3 => (Moment::Echo, self.end()),
            4 => (Moment::Said, Fault::Twice),
            5 => (Moment::Said, Fault::Overtaken),
            6 => (Moment::Said, self.end()),
            7 => (Moment::Said, Fault::Fragments(self.chance.usize(1..50))),
            8 => (Moment::Message, Fault::Lost),
            9 => (Moment::Message, Fault::TooMany(self.chance.u64(1..8))),
            10 => (Moment::Message, Fault::Refused(4011)),
            11 => (Moment::Message, self.end()),
            12 => (Moment::Handshake, Fault::Refused(503)),
            13 => (Moment::Handshake, Fault::TooMany(self.chance.u64(1..8))),
            14 => (Moment::History, Fault::Refused(503)),
            15 => (Moment::Request, Fault::TooMany(self.chance.u64(1..8))),
            16 => (Moment::Request, self.end()),
            17 => (Moment::Answer, self.end()),
            _ => (Moment::History, Fault::TooMany(self.chance.u64(1..20))),
        }
    }

    async fn hear(&mut self, seconds: u64) {
        let heard = self.guest.hear(seconds).await;
        self.told.extend(heard);
    }

    /// No more trouble, until all is known.
    async fn settle(&mut self) {
        self.guest.sim.faults().clear();
        self.hear(300).await;
        // What a gap has cost is found with the next one at the latest.
        self.guest.there().strike(&Fault::Reset);
        self.hear(300).await;
    }

    fn check(&self) -> Result<(), String> {
        let told: Vec<&str> = self.told.iter().filter_map(text).collect();
        let once: BTreeSet<&str> = told.iter().copied().collect();
        if once.len() != told.len() {
            return Err(format!("something came twice: {told:?}"));
        }
        let known = self.guest.there().texts();
        if let Some(lost) = known.iter().find(|text| !once.contains(text.as_str())) {
            return Err(format!("lost: {lost}"));
        }
        self.check_order()?;
        self.check_fates(&known)?;
        self.check_requests()
    }

    /// What is not said to be late is in the order of the times that the service gave. Two of one millisecond have none.
    fn check_order(&self) -> Result<(), String> {
        let in_time = self.told.iter().filter_map(|event| match event {
            Event::Message(message) if !message.delivery.is_late => Some(&message.message),
            Event::Echo(echo) if !echo.delivery.is_late => Some(&echo.message),
            _ => None,
        });
        let times =
            in_time.filter_map(|message| message.channel.as_ref()?.time.as_ref()?.unix_millis());
        let times: Vec<i64> = times.collect();
        if times.is_sorted() { Ok(()) } else { Err(format!("out of order: {times:?}")) }
    }

    /// Whether each message of the guest was echoed, refused, or said to be unknown; and no two of these but an echo after
    /// all, which may be one that nobody asked for any more.
    fn check_fates(&self, known: &[String]) -> Result<(), String> {
        for (id, text) in &self.sent {
            let mut fates = Vec::new();
            for event in &self.told {
                match event {
                    Event::Echo(echo) if echo.text.as_deref() == Some(text) => {
                        let is_known = echo.tracing_id.as_ref() == Some(id);
                        fates.push(if is_known { "echoed" } else { "found" });
                    }
                    Event::Refused(refusal) if refusal.tracing_id.as_ref() == Some(id) => {
                        fates.push("refused");
                    }
                    Event::Unsettled(other) if other == id => fates.push("unknown"),
                    _ => {}
                }
            }
            let is_right = match fates.as_slice() {
                ["echoed"] | ["unknown", "echoed" | "found"] => known.contains(text),
                ["refused" | "unknown"] => !known.contains(text),
                _ => false,
            };
            if !is_right {
                return Err(format!(
                    "{text}: {fates:?}, and the service has it: {}",
                    known.contains(text)
                ));
            }
        }
        Ok(())
    }

    /// Nothing was sent twice, and nothing too fast.
    fn check_requests(&self) -> Result<(), String> {
        let requests = self.guest.sim.requests();
        let ids = requests.iter().map(|asked| asked.request["tracingId"].as_str().unwrap());
        if ids.clone().collect::<BTreeSet<_>>().len() != ids.count() {
            return Err("something was sent twice".to_owned());
        }
        let is_ours = |event: &&Event| matches!(event, Event::Refused(refusal) if refusal.code == Some(4029) && refusal.retry_after.is_none());
        match self.told.iter().find(is_ours) {
            Some(event) => Err(format!("too fast: {event:?}")),
            None => Ok(()),
        }
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[tokio::test(start_paused = true)]
async fn nothing_is_lost_or_doubled_whatever_happens() {
    let all =
        number("SCHEDULE").map_or(0..number("SCHEDULES").unwrap_or(SCHEDULES), |one| one..one + 1);
    for seed in all {
        let mut trial = Trial::new(seed).await;
        for _ in 0..STEPS {
            trial.step().await;
        }
        trial.settle().await;
        if let Err(flaw) = trial.check() {
            panic!("SCHEDULE={seed}: {flaw}\n{:#?}", trial.told);
        }
    }
}
