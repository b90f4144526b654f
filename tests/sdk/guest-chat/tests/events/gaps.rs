//! What is said while there is no connection, and how it is found out.

use guest_chat_simulator::{
    ConversationHandle, CursorStyle, Fault, Operation, Simulator, StreamFault,
};
use guest_chat_tests::seconds;
use purecloud_guest_chat_client::Event;
use purecloud_guest_chat_client::events::{ConnectionEvent, ConnectionState, EventOptions};
use serde_json::json;
use tokio::time::Instant;

use crate::guest::{Guest, short};

/// A guest whose stream has just broken, after `one`.
async fn interrupted(sim: guest_chat_simulator::SimulatorBuilder) -> Guest {
    let mut guest = Guest::arrives_at(sim).await;
    guest.service.agent_joins("Ann").says("one");
    guest.told_until("one").await;
    guest.service.strike_streams(StreamFault::CutAt(0));
    assert_eq!(short(&guest.event().await), "interrupted: lost its connection");
    guest
}

/// Says something as the agent.
fn say(service: &ConversationHandle, text: &str) {
    let agent = service.members()[1].id.clone();
    service.says_as(&agent, text);
}

#[tokio::test(start_paused = true)]
async fn fault_47_what_was_missed_comes_in_order_and_once() {
    for style in [CursorStyle::RelativeUri, CursorStyle::MessageId] {
        let mut guest = interrupted(Simulator::builder().cursor_style(style)).await;
        say(&guest.service, "two");
        guest.chat.send("three").await.unwrap();
        say(&guest.service, "four");
        assert_eq!(
            guest.told_until("four").await,
            [
                "reopened",
                "backfilled standard two",
                "backfilled standard three",
                "backfilled standard four",
            ]
        );
        say(&guest.service, "five");
        assert_eq!(guest.told_until("five").await, ["caught up", "standard five"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_gap_may_be_longer_than_a_page() {
    for style in [CursorStyle::RelativeUri, CursorStyle::MessageId] {
        let mut guest = interrupted(Simulator::builder().cursor_style(style)).await;
        let texts: Vec<String> = (0..250).map(|number| format!("text {number}")).collect();
        for text in &texts {
            say(&guest.service, text);
        }
        let told = guest.told_until("text 249").await;
        let expected: Vec<String> =
            texts.iter().map(|text| format!("backfilled standard {text}")).collect();
        assert_eq!((told[0].as_str(), &told[1..]), ("reopened", &expected[..]));
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_said_while_a_gap_is_filled_comes_after_it() {
    let mut guest = interrupted(Simulator::builder()).await;
    say(&guest.service, "two");
    guest.sim.faults().on(Operation::ListMessages, Fault::Delay(seconds(5)));
    assert_eq!(short(&guest.event().await), "reopened");
    assert_eq!(guest.events.state(), ConnectionState::CatchingUp);
    let (service, before) = (guest.service.clone(), Instant::now());
    tokio::spawn(async move {
        tokio::time::sleep(seconds(1)).await;
        say(&service, "three");
        service.strike_streams(StreamFault::Ping(bytes::Bytes::from_static(b"there?")));
        say(&service, "four");
    });
    // The list was made before `three` was said.
    assert_eq!(guest.told_until("two").await, ["backfilled standard two"]);
    assert_eq!(before.elapsed().as_secs(), 5);
    assert_eq!(guest.told_until("four").await, ["caught up", "standard three", "standard four"]);
}

#[tokio::test(start_paused = true)]
async fn who_came_and_went_in_a_gap_is_found_out() {
    let mut guest = interrupted(Simulator::builder()).await;
    let agents = guest.service.members();
    let bob = guest.service.agent_joins("Bob");
    guest.service.disconnect_member(&agents[1].id);
    let mut changes = Vec::new();
    loop {
        match guest.event().await {
            Event::MemberChange(change) => changes.push(change),
            Event::Connection(ConnectionEvent::CaughtUp { complete, .. }) => {
                assert!(complete);
                break;
            }
            _ => {}
        }
    }
    let told: Vec<(String, String, bool)> = changes
        .iter()
        .map(|change| {
            let id = change.member.id.as_ref().unwrap().to_string();
            let state = change.member.state.as_ref().unwrap().to_string();
            (id, state, change.delivery.is_backfilled())
        })
        .collect();
    assert_eq!(
        told,
        [
            (agents[1].id.clone(), "DISCONNECTED".to_owned(), true),
            (bob.id().to_owned(), "CONNECTED".to_owned(), true),
        ]
    );
    // The list knows more than an event.
    assert_eq!(changes[1].member.display_name.as_deref(), Some("Bob"));
    assert_eq!(changes[1].conversation_id.as_ref(), Some(guest.chat.id()));
}

#[tokio::test(start_paused = true)]
async fn a_crowd_is_found_out_page_by_page() {
    let mut guest = interrupted(Simulator::builder()).await;
    for number in 0..130 {
        guest.service.agent_joins(&format!("Agent {number}"));
    }
    let mut changes = 0;
    loop {
        match guest.event().await {
            Event::MemberChange(_) => changes += 1,
            Event::Connection(ConnectionEvent::CaughtUp { .. }) => break,
            _ => {}
        }
    }
    assert_eq!(changes, 130);
    assert_eq!(guest.sim.exchanges_for(Operation::ListMembers).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_guest_without_a_connection_is_not_gone() {
    let sim = Simulator::builder().guest_follows_stream();
    let mut guest = interrupted(sim).await;
    say(&guest.service, "two");
    assert_eq!(guest.told_until("two").await, ["reopened", "backfilled standard two"]);
    guest.chat.send("I am back").await.unwrap();
    let told = guest.told_until("I am back").await;
    assert_eq!(told.last().unwrap(), "standard I am back");
}

#[tokio::test(start_paused = true)]
async fn an_api_that_fails_for_a_moment_is_asked_again() {
    for fault in [Fault::status(503), Fault::too_many_requests(2), Fault::ResetBeforeHeaders] {
        let mut guest = interrupted(Simulator::builder()).await;
        say(&guest.service, "two");
        guest.sim.faults().on(Operation::ListMessages, fault.clone()).times(2);
        guest.sim.faults().on(Operation::ListMembers, fault).times(2);
        assert_eq!(guest.told_until("two").await, ["reopened", "backfilled standard two"]);
        assert_eq!(short(&guest.event().await), "caught up");
    }
}

#[tokio::test(start_paused = true)]
async fn an_api_that_keeps_failing_is_done_without() {
    for (fault, limit) in [
        (Fault::status(503), 60),
        (Fault::status(400), 1),
        (Fault::body("application/json", "[]"), 1),
        (Fault::too_many_requests(3600), 1),
    ] {
        let mut guest = interrupted(Simulator::builder()).await;
        guest.sim.faults().on(Operation::ListMessages, fault).always();
        say(&guest.service, "two");
        assert_eq!(short(&guest.event().await), "reopened");
        let before = Instant::now();
        let event = guest.event().await;
        let Event::Connection(ConnectionEvent::CaughtUp { complete, .. }) = event else {
            panic!("{event:?}")
        };
        assert!(!complete && before.elapsed() <= seconds(limit), "{:?}", before.elapsed());
        // Life goes on, and the gap is filled when there is another chance.
        say(&guest.service, "three");
        assert_eq!(guest.told_until("three").await, ["standard three"]);
        guest.sim.faults().clear();
        guest.service.strike_streams(StreamFault::CutAt(0));
        let told = guest.told_until("two").await;
        assert_eq!(told.last().unwrap(), "backfilled standard two");
    }
}

#[tokio::test(start_paused = true)]
async fn rule_s17_a_list_that_never_ends_is_left() {
    let mut guest = interrupted(Simulator::builder()).await;
    say(&guest.service, "two");
    // The same page again and again, with the promise of another.
    let page = Fault::mutate(|list| list["next"] = json!("more"));
    guest.sim.faults().on(Operation::ListMessages, page).always();
    let first = guest.sim.exchanges_for(Operation::ListMessages).len();
    assert_eq!(guest.told_until("two").await, ["reopened", "backfilled standard two"]);
    let event = guest.event().await;
    assert!(
        matches!(event, Event::Connection(ConnectionEvent::CaughtUp { complete: true, .. })),
        "an empty page is the end: {event:?}"
    );

    guest.sim.faults().clear();
    let all = guest.chat.messages().await.unwrap();
    let round = serde_json::to_vec(&all).unwrap();
    let mut round: serde_json::Value = serde_json::from_slice(&round).unwrap();
    round["next"] = json!("round");
    let round = Fault::body("application/json", round.to_string());
    guest.sim.faults().on(Operation::ListMessages, round).always();
    guest.service.strike_streams(StreamFault::CutAt(0));
    let complete = loop {
        if let Event::Connection(ConnectionEvent::CaughtUp { complete, .. }) = guest.event().await {
            break complete;
        }
    };
    assert!(!complete);
    let asked = guest.sim.exchanges_for(Operation::ListMessages).len() - first;
    assert!(asked < 8, "{asked} lists");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_asked_for_if_that_is_not_wanted() {
    let options = EventOptions::new().backfill(false);
    let mut guest = Guest::arrives_with(Simulator::builder(), options.clone()).await;
    guest.service.agent_joins("Ann").says("one");
    guest.told_until("one").await;
    guest.service.strike_streams(StreamFault::CutAt(0));
    assert_eq!(short(&guest.event().await), "interrupted: lost its connection");
    say(&guest.service, "two");
    assert_eq!(short(&guest.event().await), "reopened");
    say(&guest.service, "three");
    assert_eq!(guest.told_until("three").await, ["standard three"]);
    let mut second = guest.chat.events().options(options).await.unwrap();
    assert!(matches!(second.next().await, Some(Ok(Event::Heartbeat(_)))));
    assert!(guest.sim.exchanges_for(Operation::ListMessages).is_empty());
    assert!(guest.sim.exchanges_for(Operation::ListMembers).is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_message_that_was_lost_on_the_way_is_found_at_the_next_gap() {
    let mut guest = Guest::arrives().await;
    let ann = guest.service.agent_joins("Ann");
    ann.says("one");
    guest.told_until("one").await;
    guest.sim.stream_faults().on_event(StreamFault::Lost);
    ann.says("lost");
    ann.says("two");
    assert_eq!(guest.told_until("two").await, ["standard two"]);
    guest.service.strike_streams(StreamFault::Close(1012));
    assert_eq!(
        guest.told_until("lost").await,
        [
            "interrupted: was closed by the service (code 1012)",
            "reopened",
            "backfilled standard lost",
        ]
    );
    assert_eq!(short(&guest.event().await), "caught up");
}

#[tokio::test(start_paused = true)]
async fn a_message_that_was_lost_is_found_in_a_long_chat_too() {
    let mut guest = Guest::arrives().await;
    let ann = guest.service.agent_joins("Ann");
    for number in 0..100 {
        if number == 60 {
            guest.sim.stream_faults().on_event(StreamFault::Lost);
        }
        ann.says(&format!("text {number}"));
        if number != 60 {
            guest.told_until(&format!("text {number}")).await;
        }
    }
    guest.service.strike_streams(StreamFault::Close(1012));
    let told = guest.told_until("text 60").await;
    assert_eq!(told[1..], ["reopened", "backfilled standard text 60"]);
    assert_eq!(short(&guest.event().await), "caught up");
    // Only the last messages were asked for.
    let lists = guest.sim.exchanges_for(Operation::ListMessages);
    let last = lists.last().unwrap().reply_json().unwrap();
    assert_eq!((lists.len(), last["entities"].as_array().unwrap().len()), (1, 51));
}

#[tokio::test(start_paused = true)]
async fn the_events_of_a_gap_say_how_long_it_was() {
    let mut guest = interrupted(Simulator::builder()).await;
    guest.sim.faults().on_stream(Fault::too_many_requests(10)).times(2);
    let event = guest.event().await;
    let Event::Connection(ConnectionEvent::Reopened { after, attempts, .. }) = event else {
        panic!("{event:?}")
    };
    assert_eq!(attempts, 3);
    assert!((20..24).contains(&after.as_secs()), "{after:?}");
}
