//! Nothing is lost, doubled or out of order, whatever goes wrong: random schedules of talk and trouble.
//!
//! Each schedule is drawn from a number, runs in virtual time, and is the same in every run. In a schedule anything may
//! happen to the connections, the handshakes (of the start too) and the lists; only an event that vanishes on a connection that goes on
//! working is left out, because nobody could know of it in time (`gaps` has what becomes of it).

use std::time::Duration;

use fastrand::Rng;
use guest_chat_simulator::{
    ConversationHandle, Fault, MemberHandle, Operation, Simulator, StreamFault,
};
use guest_chat_tests::{MemoryTransport, create_request, seconds};
use purecloud_guest_chat_client::events::{ConnectionEvent, EventOptions, ReconnectPolicy};
use purecloud_guest_chat_client::{Client, Conversation, Event};

use crate::guest::Guest;

const SCHEDULES: u64 = 1000;
/// The last thing that is said.
const END: &str = "the end";

#[test]
fn what_is_said_is_told_once_and_in_order() {
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let totals = std::thread::scope(|scope| {
        let seeds = move |worker: usize| (worker as u64..SCHEDULES).step_by(workers);
        let worker = |worker| scope.spawn(move || seeds(worker).map(total_of).collect::<Vec<_>>());
        let workers: Vec<_> = (0..workers).map(worker).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).fold(
            Totals::default(),
            |sum, one| Totals {
                messages: sum.messages + one.messages,
                backfilled: sum.backfilled + one.backfilled,
                interruptions: sum.interruptions + one.interruptions,
            },
        )
    });
    // The schedules are worth their name.
    assert!(totals.messages > 10_000, "{totals:?}");
    assert!(totals.interruptions > 3_000, "{totals:?}");
    assert!(totals.backfilled > 2_000, "{totals:?}");
}

/// Plays a schedule, and checks what was told.
fn total_of(seed: u64) -> Totals {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    let told = runtime.block_on(schedule(seed));
    assert_eq!(told.received, told.sent, "schedule {seed}");
    Totals {
        messages: told.sent.len(),
        backfilled: told.backfilled,
        interruptions: told.interruptions,
    }
}

/// What schedules had.
#[derive(Debug, Default)]
struct Totals {
    messages: usize,
    backfilled: usize,
    interruptions: usize,
}

/// The ids of the messages of a schedule, and how they came.
struct Told {
    sent: Vec<String>,
    received: Vec<String>,
    backfilled: usize,
    interruptions: usize,
}

async fn schedule(seed: u64) -> Told {
    let patient = ReconnectPolicy::new().give_up_after(seconds(24 * 3600));
    let options = EventOptions::new().reconnect(patient).largest_message(20_000);
    let sim = Simulator::builder().start().await.unwrap();
    let client = MemoryTransport::builder(&sim).random_seed(seed).build().unwrap();
    let mut random = Rng::with_seed(seed);
    let (mut guest, ann) = arrives(sim, &client, options, &mut random).await;
    let (service, chat) = (guest.service.clone(), guest.chat.clone());
    let trouble = Trouble { sim: &guest.sim, service: &service };
    let talk = async {
        for number in 0..random.u32(10..40) {
            match random.u32(0..10) {
                0..4 => drop(ann.says(&format!("agent {number}"))),
                4 => drop(chat.send(format!("guest {number}")).await),
                5 => ann.types(),
                6..9 => trouble.strikes(&mut random),
                _ => {}
            }
            if random.bool() {
                tokio::time::sleep(Duration::from_millis(random.u64(0..40_000))).await;
            }
        }
        trouble.ends();
        ann.says(END);
    };
    let listen = listen(&mut guest.events, seed);
    let ((), (received, backfilled, interruptions)) = tokio::join!(talk, listen);
    let sent = service.messages().into_iter().map(|message| message.id).collect();
    Told { sent, received, backfilled, interruptions }
}

/// A guest whose first handshakes may fail, and an agent who speaks as soon as the service knows that the guest listens.
async fn arrives(
    sim: Simulator,
    client: &Client,
    options: EventOptions,
    random: &mut Rng,
) -> (Guest, MemberHandle) {
    for _ in 0..random.u32(0..4) {
        let fault = failing(random);
        let is_refusal = matches!(fault, Fault::Status { status: 429, .. });
        let planned = sim.faults().on_stream(fault);
        if !is_refusal && random.bool() {
            planned.after_processing();
        }
    }
    let talk = async {
        let mut changes = sim.changes();
        while sim.streams().is_empty() {
            changes.changed().await.unwrap();
        }
        let ann = sim.conversations().remove(0).agent_joins("Ann");
        for number in 0..random.u32(0..4) {
            ann.says(&format!("early {number}"));
            tokio::time::sleep(Duration::from_millis(random.u64(0..2_000))).await;
        }
        ann
    };
    let start = Conversation::start(client, create_request()).options(options);
    let (started, ann) = tokio::join!(start.send(), talk);
    let (chat, events) = started.unwrap();
    let service = sim.conversation(chat.id().as_str()).unwrap();
    (Guest { sim, chat, events, service }, ann)
}

/// What can go wrong.
struct Trouble<'a> {
    sim: &'a Simulator,
    service: &'a ConversationHandle,
}

impl Trouble<'_> {
    fn strikes(&self, random: &mut Rng) {
        let streams = self.sim.stream_faults();
        match random.u32(0..12) {
            0 => self.service.strike_streams(ending(random)),
            1 => self.service.strike_streams(StreamFault::Silence),
            2..4 => {
                streams.on_event(ending(random)).after(random.u32(0..4));
            }
            4 => {
                streams.on_event(spoiling(random)).after(random.u32(0..4)).times(random.u32(1..4));
            }
            5 => {
                streams.on_open(ending(random)).times(random.u32(1..3));
            }
            6 => {
                streams.on_open(StreamFault::Silence);
            }
            7 => {
                streams.on_heartbeat(ending(random));
            }
            8 => self.sim.close_connections(),
            9 => {
                self.sim.faults().on_stream(failing(random)).times(random.u32(1..4));
            }
            10 => {
                self.sim.faults().on(Operation::ListMessages, failing(random));
            }
            _ => {
                self.sim.faults().on(Operation::ListMembers, failing(random));
            }
        }
    }

    fn ends(&self) {
        self.sim.faults().clear();
        self.sim.stream_faults().clear();
    }
}

/// Something after which a connection is gone.
fn ending(random: &mut Rng) -> StreamFault {
    const CODES: [u16; 8] = [1000, 1001, 1006, 1011, 1012, 1013, 1014, 3000];
    match random.u32(0..5) {
        0 => StreamFault::Close(CODES[random.usize(0..CODES.len())]),
        1 => StreamFault::CloseWithoutCode,
        2 => StreamFault::ResetAt(random.usize(0..500)),
        _ => StreamFault::CutAt(random.usize(0..500)),
    }
}

/// Something that spoils an event.
fn spoiling(random: &mut Rng) -> StreamFault {
    match random.u32(0..6) {
        0 => StreamFault::NotUtf8,
        1 => StreamFault::Oversized(20_001),
        2 => StreamFault::Fragments(random.usize(1..100)),
        3 => StreamFault::Slowly(Duration::from_millis(random.u64(1..100))),
        4 => StreamFault::Ping(bytes::Bytes::from_static(b"ping")),
        _ => StreamFault::Twice,
    }
}

/// Something that makes a request fail for the moment.
fn failing(random: &mut Rng) -> Fault {
    match random.u32(0..7) {
        0 => Fault::status(503),
        1 => Fault::bad_gateway(),
        2 => Fault::too_many_requests(random.u64(0..5)),
        3 => Fault::ResetBeforeHeaders,
        4 => Fault::ResetMidHeaders,
        5 => Fault::ResetMidBody,
        _ => Fault::Delay(seconds(random.u64(1..15))),
    }
}

/// Listens until the end, with requests that are dropped now and then.
async fn listen(
    events: &mut purecloud_guest_chat_client::EventStream,
    seed: u64,
) -> (Vec<String>, usize, usize) {
    let mut random = Rng::with_seed(!seed);
    let (mut ids, mut backfilled, mut interruptions) = (Vec::new(), 0, 0);
    loop {
        let patience = Duration::from_millis(random.u64(1..20_000));
        let Ok(item) = tokio::time::timeout(patience, events.next()).await else {
            continue;
        };
        match item.expect("the stream has ended") {
            Ok(Event::Message(message)) => {
                ids.push(message.message.id.as_ref().unwrap().to_string());
                backfilled += usize::from(message.delivery.is_backfilled());
                if message.text() == Some(END) {
                    return (ids, backfilled, interruptions);
                }
            }
            Ok(Event::Connection(ConnectionEvent::Interrupted { .. })) => interruptions += 1,
            Ok(Event::Connection(ConnectionEvent::CaughtUp { complete, .. })) => {
                assert!(complete, "schedule {seed}: a gap was given up");
            }
            Ok(_) => {}
            Err(error) => panic!("schedule {seed}: {error:?}"),
        }
    }
}
