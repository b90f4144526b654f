//! Many chats at once for a while, with a service that is in trouble all the time: what must be there in the end, and
//! what must not.
//!
//! In: the address of a service that runs [`serve`](crate::serve) with talking agents. Out: figures, and what was
//! wrong. Each chat checks that it hears every message once and in order; in the end no task, no socket and no memory
//! may be left over.

mod chat;

use std::fmt;
use std::time::{Duration, Instant};

use purecloud_guest_chat_client::{Client, Conversation, RetryConfig};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::watch;
use tokio::task::JoinSet;

use self::chat::Tally;
use crate::{create_request, seconds, usage};

/// How long what is left over may take to go away.
const AFTERMATH: Duration = Duration::from_secs(10);
/// How many chats are started at a time where nothing but their number counts.
const STARTERS: usize = 16;
/// By how much the memory may grow without being called growth: what the allocator keeps of ups and downs.
const TOLERANCE: u64 = 2 * 1024 * 1024;

/// How many chats, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Soak {
    /// The chats that are open at the same time.
    pub chats: usize,
    /// How long they go on.
    pub duration: Duration,
}

/// What came of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct SoakReport {
    /// The chats.
    pub chats: usize,
    /// The messages of agents that were heard.
    pub heard: u64,
    /// The messages of guests that the service took.
    pub said: u64,
    /// The calls that failed, after all retries.
    pub failed: u64,
    /// How often a stream lost its connection.
    pub interruptions: u64,
    /// What no chat should see: a message lost, twice, or out of order; a stream that ended too early.
    pub violations: Vec<String>,
    /// The tasks that were left over.
    pub tasks: usize,
    /// The sockets that were open before and after.
    pub sockets: Option<(usize, usize)>,
    /// The resident memory after a third of the time and at its end, all chats being open.
    pub resident: Option<(u64, u64)>,
}

impl SoakReport {
    /// Whether the memory stayed where it was.
    pub fn memory_is_steady(&self) -> bool {
        self.resident.is_none_or(|(third, end)| end <= third + third / 10 + TOLERANCE)
    }

    /// Everything that was wrong, but for the memory; empty if nothing was.
    pub fn flaws(&self) -> Vec<String> {
        let mut flaws = self.violations.clone();
        if self.tasks > 0 {
            flaws.push(format!("{} tasks were left over", self.tasks));
        }
        if let Some((before, after)) = self.sockets.filter(|(before, after)| after > before) {
            flaws.push(format!("{after} sockets were open afterwards, {before} before"));
        }
        flaws
    }
}

impl fmt::Display for SoakReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} chats: {} messages heard and {} said, {} interruptions, {} calls failed",
            self.chats, self.heard, self.said, self.interruptions, self.failed
        )?;
        writeln!(f, "lost, twice or out of order: {}", self.violations.len())?;
        writeln!(f, "tasks left over: {}", self.tasks)?;
        if let Some((before, after)) = self.sockets {
            writeln!(f, "sockets: {before} before, {after} after")?;
        }
        if let Some((third, end)) = self.resident {
            let (third, end) = (third / 1024, end / 1024);
            write!(
                f,
                "resident memory: {third} KiB after a third of the time, {end} KiB at the end"
            )?;
        }
        Ok(())
    }
}

/// Plays it. Not from within a runtime: its tasks are counted, so it has one of its own.
pub fn soak(address: &str, settings: Soak) -> SoakReport {
    let runtime = runtime();
    let before = usage::sockets();
    let (tally, resident) = runtime.block_on(async {
        let client = client(address);
        let (stop, stopped) = watch::channel(false);
        let mut chats = JoinSet::new();
        for _ in 0..settings.chats {
            chats.spawn(chat::play(client.clone(), stopped.clone()));
        }
        tokio::time::sleep(settings.duration / 3).await;
        let third = usage::resident();
        tokio::time::sleep(settings.duration * 2 / 3).await;
        let resident = third.zip(usage::resident());
        stop.send_replace(true);
        let tallies = chats.join_all().await;
        (tallies.into_iter().fold(Tally::default(), Tally::and), resident)
    });
    runtime.block_on(silence(before));
    SoakReport {
        chats: settings.chats,
        heard: tally.heard,
        said: tally.said,
        failed: tally.failed,
        interruptions: tally.interruptions,
        violations: tally.violations,
        tasks: runtime.metrics().num_alive_tasks(),
        sockets: before.zip(usage::sockets()),
        resident,
    }
}

/// How much memory a chat needs in which nothing happens, its stream being listened to. `None` where the system does
/// not tell.
pub fn memory_per_idle_chat(address: &str, chats: usize) -> Option<u64> {
    runtime().block_on(async {
        let client = client(address);
        let (stop, stopped) = watch::channel(false);
        let mut listeners = JoinSet::new();
        // What is needed once is there before it is counted.
        open(&client, STARTERS, &stopped, &mut listeners).await;
        let before = usage::resident()?;
        open(&client, chats, &stopped, &mut listeners).await;
        let after = usage::resident()?;
        stop.send_replace(true);
        listeners.join_all().await;
        Some(after.saturating_sub(before) / chats as u64)
    })
}

/// Opens chats and listens to each in a task of its own.
async fn open(
    client: &Client,
    count: usize,
    stopped: &watch::Receiver<bool>,
    listeners: &mut JoinSet<()>,
) {
    let mut starters = JoinSet::new();
    for starter in 0..STARTERS {
        let client = client.clone();
        let share = count / STARTERS + usize::from(starter < count % STARTERS);
        starters.spawn(async move {
            let mut chats = Vec::new();
            for _ in 0..share {
                chats.push(Conversation::start(&client, create_request()).await.unwrap());
            }
            chats
        });
    }
    for (chat, mut events) in starters.join_all().await.into_iter().flatten() {
        let mut stopped = stopped.clone();
        listeners.spawn(async move {
            tokio::select! {
                () = async { while events.next().await.is_some() {} } => panic!("{chat:?} ended"),
                _ = stopped.wait_for(|stopped| *stopped) => {}
            }
        });
    }
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn client(address: &str) -> Client {
    let builder = Client::builder().base_url(address).allow_insecure_loopback(true);
    let retry = RetryConfig::standard(seconds(20)).retry_after_default(Duration::from_millis(200));
    builder.retry(retry).build().unwrap()
}

/// Waits until nothing is left over, or long enough.
async fn silence(sockets: Option<usize>) {
    let began = Instant::now();
    let is_quiet =
        || Handle::current().metrics().num_alive_tasks() == 0 && usage::sockets() <= sockets;
    while !is_quiet() && began.elapsed() < AFTERMATH {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
