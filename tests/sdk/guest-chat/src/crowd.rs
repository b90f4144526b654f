//! The service in a process of its own, with agents in it, so that what is measured in this process is the client
//! alone.
//!
//! The process is this program once more: [`Crowd::start`] is told how to run it, and there [`serve`] is called.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::{BufMut as _, Bytes, BytesMut};
use guest_chat_simulator::{ConversationHandle, Fault, Simulator, StreamFault};

/// Before the address of the service, in what it prints.
const ADDRESS: &str = "ADDRESS ";
/// How often the service looks who has come.
const LOOK: Duration = Duration::from_millis(5);
/// What a guest says who has heard enough.
pub(crate) const ENOUGH: &str = "enough";
/// Before the number of messages, in what a guest says who wants that many at once.
const BURST: &str = "burst ";

/// A service in a process of its own. Dropping it ends it.
#[derive(Debug)]
pub struct Crowd {
    child: Child,
    address: String,
    /// What it prints, kept open because a program that cannot print fails.
    _lines: BufReader<ChildStdout>,
}

impl Crowd {
    /// Starts the service with a command that leads to [`serve`].
    pub fn start(mut command: Command) -> Self {
        // The service ends when its input does, so also when this process is killed.
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it can be run");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(lines.read_line(&mut line).unwrap() > 0, "the service did not start");
            if let Some((_, address)) = line.split_once(ADDRESS) {
                break address.trim().to_owned();
            }
        };
        Self { child, address, _lines: lines }
    }

    /// Where it is.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        // It may be gone already, which is all that is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the service does by itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Script {
    /// Whether an agent joins each chat, as soon as the guest listens, and does what the guest wants:
    ///
    /// - a guest who says `burst` and a number gets as many messages at once;
    /// - with `talks`, the agent says `agent 0`, `agent 1` and so on, until the guest says `enough`, and then `all`
    ///   and how many that were.
    pub attends: bool,
    /// How long the agents pause between two messages, at most.
    pub talks: Option<Duration>,
    /// How often something goes wrong: connections break, requests are refused. It ends with the first guest who has
    /// heard enough, or the last ones would have all the trouble to themselves.
    pub trouble_every: Option<Duration>,
}

/// Serves until the input of this process ends.
pub async fn serve(script: Script) {
    std::thread::spawn(|| {
        // Nothing is ever said.
        let _ = std::io::stdin().read(&mut [0]);
        std::process::exit(0);
    });
    let sim = Simulator::builder().heartbeat(Some(Duration::from_secs(5))).start().await.unwrap();
    println!("{ADDRESS}{}", sim.base_url());
    let mut chance = fastrand::Rng::with_seed(7);
    let mut met = BTreeSet::new();
    let peace = Arc::new(AtomicBool::new(false));
    let mut next_trouble = tokio::time::Instant::now();
    loop {
        tokio::time::sleep(LOOK).await;
        // What was asked is not looked at, and there is much of it.
        sim.clear_exchanges();
        for chat in sim.conversations() {
            if script.attends && chat.open_streams() > 0 && met.insert(chat.id().to_owned()) {
                let peace = Arc::clone(&peace);
                tokio::spawn(attend(chat, script.talks, chance.fork(), peace));
            }
        }
        if peace.load(Ordering::Relaxed) {
            sim.faults().clear();
            sim.stream_faults().clear();
        } else if let Some(every) = script.trouble_every {
            while next_trouble <= tokio::time::Instant::now() {
                next_trouble += every;
                make_trouble(&sim, &mut chance);
            }
        }
    }
}

async fn attend(
    chat: ConversationHandle,
    talks: Option<Duration>,
    mut chance: fastrand::Rng,
    peace: Arc<AtomicBool>,
) {
    let agent = chat.agent_joins("Ann");
    let mut said = 0;
    let mut known = 0;
    while !chat.has_ended() {
        let pause = talks.map_or(LOOK, |longest| longest.mul_f64(chance.f64()));
        tokio::time::sleep(pause).await;
        let messages = chat.messages();
        for message in &messages[known..] {
            match message.body.as_deref().unwrap_or_default() {
                ENOUGH => {
                    peace.store(true, Ordering::Relaxed);
                    agent.says(&format!("all {said}"));
                    return;
                }
                text => {
                    if let Some(count) = text.strip_prefix(BURST) {
                        let frames = burst(&chat, agent.id(), count.parse().unwrap());
                        chat.strike_streams(StreamFault::Raw(frames));
                    }
                }
            }
        }
        known = messages.len();
        if talks.is_some() {
            agent.says(&format!("agent {said}"));
            said += 1;
        }
    }
}

/// Messages of an agent as they go over the connection, in one piece: the service writes them faster than it could
/// make them.
fn burst(chat: &ConversationHandle, agent: &str, count: usize) -> Bytes {
    let (chat, mut frames, mut text) = (chat.id(), BytesMut::new(), String::new());
    let number = fastrand::u32(..);
    for index in 0..count {
        text.clear();
        write!(
            text,
            r#"{{"topicName":"v2.conversations.chats.{chat}.messages","version":"2","eventBody":{{"id":"c1{number:08x}-0000-4000-8000-{index:08x}","conversation":{{"id":"{chat}"}},"sender":{{"id":"{agent}"}},"body":"Hello, how can I help you today?","bodyType":"standard","timestamp":"2026-01-02T03:04:05.678Z"}},"metadata":{{"CorrelationId":"f1000000-0000-4000-8000-{index:012x}","type":"message"}}}}"#
        )
        .unwrap();
        // The last fragment of a text, and its length in two bytes.
        frames.put_slice(&[0x81, 126]);
        frames.put_u16(u16::try_from(text.len()).unwrap());
        frames.put_slice(text.as_bytes());
    }
    frames.freeze()
}

/// Plans one thing that goes wrong, with the next request, handshake or event.
fn make_trouble(sim: &Simulator, chance: &mut fastrand::Rng) {
    // What nobody has run into yet is enough for a while.
    if sim.faults().pending() + sim.stream_faults().pending() > 5 {
        return;
    }
    let bytes = chance.usize(0..40);
    let request = |fault| _ = sim.faults().next(fault);
    let handshake = |fault| _ = sim.faults().on_stream(fault);
    let event = |fault| _ = sim.stream_faults().on_event(fault);
    match chance.u8(0..20) {
        0 => request(Fault::too_many_requests(0)),
        1 => request(Fault::too_many_requests(1)),
        2 => request(Fault::status(500)),
        3 => request(Fault::status(503)),
        4 => request(Fault::bad_gateway()),
        5 => request(Fault::ResetBeforeHeaders),
        6 => request(Fault::ResetMidHeaders),
        7 => request(Fault::ResetMidBody),
        8 => _ = sim.faults().next(Fault::ResetBeforeHeaders).after_processing(),
        9 => handshake(Fault::too_many_requests(1)),
        10 => handshake(Fault::status(500)),
        11 => handshake(Fault::ResetMidHeaders),
        12 | 13 => event(StreamFault::ResetAt(bytes)),
        14 => event(StreamFault::CutAt(bytes)),
        15 => event(StreamFault::Close(1001)),
        16 => event(StreamFault::Close(1011)),
        17 => event(StreamFault::CloseWithoutCode),
        18 => event(StreamFault::Twice),
        _ => event(StreamFault::Fragments(bytes + 1)),
    }
}
