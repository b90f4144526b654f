//! First connections that take more than one attempt: the service may have opened the stream of an attempt whose answer
//! was lost, and what it told there nobody heard.

use guest_chat_simulator::{ConversationHandle, Fault, Operation, Simulator, StreamFault};
use guest_chat_tests::{MemoryTransport, create_request};
use purecloud_guest_chat_client::events::{ConnectionEvent, ConnectionState, EventOptions, Since};
use purecloud_guest_chat_client::{Conversation, Event};

use crate::guest::{Guest, short};

/// How often a stream was asked for.
fn attempts(sim: &Simulator) -> usize {
    let exchanges = sim.exchanges();
    exchanges.iter().filter(|exchange| exchange.path.starts_with("/chat/jwt/")).count()
}

/// The chat, as soon as the answer to this attempt to open its stream is lost.
async fn once_lost(sim: &Simulator, attempt: usize) -> ConversationHandle {
    let mut changes = sim.changes();
    while attempts(sim) < attempt {
        changes.changed().await.unwrap();
    }
    sim.conversations().remove(0)
}

/// A guest who has been told something after each of the attempts that the plan of faults lets fail.
async fn arrives(sim: Simulator, lost: usize, options: EventOptions) -> Guest {
    let client = MemoryTransport::client(&sim);
    let start = Conversation::start(&client, create_request()).options(options);
    let talk = async {
        for attempt in 1..=lost {
            let chat = once_lost(&sim, attempt).await;
            let ann = chat.agent_joins(&format!("Ann {attempt}"));
            ann.says(&format!("unheard {attempt}"));
        }
    };
    let (started, ()) = tokio::join!(start.send(), talk);
    let (chat, events) = started.unwrap();
    let service = sim.conversation(chat.id().as_str()).unwrap();
    Guest { sim, chat, events, service }
}

/// Plans this fault for the first handshake, which the service has granted by then.
fn lose_answer(sim: &Simulator, fault: Fault, times: u32) {
    sim.faults().on_stream(fault).after_processing().times(times);
}

#[tokio::test(start_paused = true)]
async fn fault_47_what_an_unanswered_first_handshake_missed_comes_in_order_and_once() {
    for fault in [
        Fault::ResetBeforeHeaders,
        Fault::ResetMidHeaders,
        Fault::status(502),
        Fault::wrong_accept(),
        Fault::Hang,
    ] {
        let sim = Simulator::builder().require_event_stream().start().await.unwrap();
        lose_answer(&sim, fault.clone(), 2);
        let mut guest = arrives(sim, 2, EventOptions::new()).await;
        assert_eq!(guest.events.state(), ConnectionState::CatchingUp, "{fault:?}");
        assert_eq!(
            guest.told_until("unheard 2").await,
            [
                "reopened",
                "backfilled member-join ",
                "backfilled standard unheard 1",
                "backfilled member-join ",
                "backfilled standard unheard 2",
            ],
            "{fault:?}"
        );
        guest.chat.send("heard").await.unwrap();
        assert_eq!(
            guest.told_until("heard").await,
            [
                "backfilled member CONNECTED",
                "backfilled member CONNECTED",
                "caught up",
                "standard heard",
            ],
            "{fault:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_gap_of_a_first_connection_says_how_long_it_was() {
    let sim = Simulator::start().await.unwrap();
    lose_answer(&sim, Fault::Hang, 2);
    let mut guest = arrives(sim, 0, EventOptions::new()).await;
    let event = guest.event().await;
    let Event::Connection(ConnectionEvent::Reopened { after, attempts, .. }) = event else {
        panic!("{event:?}")
    };
    // Each attempt has the client's limit of 20 s.
    assert_eq!(attempts, 3);
    assert!((40..45).contains(&after.as_secs()), "{after:?}");
    assert_eq!(short(&guest.event().await), "caught up");
    // That was trouble of its own: a later break has all its time again.
    guest.service.strike_streams(StreamFault::CutAt(0));
    assert_eq!(short(&guest.event().await), "interrupted: lost its connection");
    assert_eq!(short(&guest.event().await), "reopened");
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_was_refused_leaves_no_gap() {
    for fault in [
        Fault::too_many_requests(1),
        Fault::status(503).with_header("retry-after", "1"),
        Fault::status(408),
    ] {
        let sim = Simulator::start().await.unwrap();
        sim.faults().on_stream(fault.clone()).times(2);
        let mut guest = arrives(sim, 0, EventOptions::new()).await;
        guest.service.agent_joins("Ann").says("one");
        let told = guest.told_until("one").await;
        assert_eq!(told, ["member CONNECTED", "member-join ", "standard one"], "{fault:?}");
        assert!(guest.sim.exchanges_for(Operation::ListMessages).is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn the_gap_of_a_first_connection_is_told_of_even_if_it_is_not_filled() {
    let sim = Simulator::start().await.unwrap();
    lose_answer(&sim, Fault::ResetBeforeHeaders, 1);
    let mut guest = arrives(sim, 1, EventOptions::new().backfill(false)).await;
    guest.chat.send("heard").await.unwrap();
    assert_eq!(guest.told_until("heard").await, ["reopened", "standard heard"]);
    assert!(guest.sim.exchanges_for(Operation::ListMessages).is_empty());
}

/// How a chat is gone on with from `one`, or from where `since` says, when the answer to the first handshake is lost
/// and `unheard` is said before the second.
async fn gone_on_with(since: Option<Since>) -> Vec<String> {
    let Guest { sim, chat, events, service } = Guest::arrives().await;
    let ann = service.agent_joins("Ann");
    let one = ann.says("one");
    events.close().await;
    lose_answer(&sim, Fault::ResetMidHeaders, 1);
    let parts = chat.parts().clone();
    let chat = Conversation::from_parts(&MemoryTransport::client(&sim), parts);
    let since = since.unwrap_or_else(|| Since::Message(one.into()));
    let talk = async {
        once_lost(&sim, 2).await;
        ann.says("unheard");
    };
    let (events, ()) = tokio::join!(chat.events().since(since).connect(), talk);
    let mut guest = Guest { sim, chat, events: events.unwrap(), service };
    guest.chat.send("heard").await.unwrap();
    let told = guest.told_until("heard").await;
    told.iter()
        .filter_map(|event| event.split_once("standard "))
        .map(|it| it.1.to_owned())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_chat_that_is_gone_on_with_begins_where_it_is_told_to_however_many_attempts_it_takes() {
    assert_eq!(gone_on_with(None).await, ["unheard", "heard"]);
    assert_eq!(gone_on_with(Some(Since::Beginning)).await, ["one", "unheard", "heard"]);
    // It is open when that has succeeded, not when it was tried first.
    assert_eq!(gone_on_with(Some(Since::Now)).await, ["heard"]);
}

#[tokio::test(start_paused = true)]
async fn what_fails_for_the_moment_when_a_stream_is_joined_is_tried_again() {
    for fault in
        [Fault::status(503), Fault::status(502), Fault::ResetBeforeHeaders, Fault::ResetMidBody]
    {
        let mut guest = Guest::arrives().await;
        guest.service.agent_joins("Ann").says("one");
        guest.sim.faults().on(Operation::ListMessages, fault.clone()).times(2);
        guest.events =
            guest.chat.events().await.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!(guest.events.state(), ConnectionState::Open, "{fault:?}");
    }
}
