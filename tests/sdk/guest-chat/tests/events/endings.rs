//! When a stream gives up, and how it comes to that.

use std::time::Duration;

use guest_chat_simulator::{Fault, Simulator, StreamFault};
use guest_chat_tests::{Line, LineTransport, MemoryTransport, Read, create_request, seconds};
use purecloud_guest_chat_client::events::{
    ConnectionEvent, ConnectionState, EventOptions, ReconnectPolicy,
};
use purecloud_guest_chat_client::{Conversation, ErrorKind, Event};
use tokio::time::Instant;

use crate::guest::{Guest, short};

/// When each stream was asked for, in milliseconds of the simulator's time.
fn dialled_at(sim: &Simulator) -> Vec<u128> {
    let exchanges = sim.exchanges();
    let dials = exchanges.iter().filter(|exchange| exchange.path.starts_with("/chat/jwt/"));
    dials.map(|exchange| exchange.at.as_millis()).collect()
}

#[tokio::test(start_paused = true)]
async fn rule_s17_a_stream_gives_up_after_its_time() {
    let mut guest = Guest::arrives().await;
    guest.sim.faults().on_stream(Fault::status(503)).always();
    guest.service.strike_streams(StreamFault::CutAt(0));
    assert_eq!(short(&guest.event().await), "interrupted: lost its connection");
    let before = Instant::now();
    let error = guest.last_error().await;
    assert_eq!(error.status().unwrap().as_u16(), 503);
    assert!(before.elapsed() <= seconds(300), "{:?}", before.elapsed());
    assert!(before.elapsed() >= seconds(250), "{:?}", before.elapsed());
    assert_eq!(guest.events.state(), ConnectionState::Closed);
}

#[tokio::test(start_paused = true)]
async fn rule_s17_a_stream_that_breaks_again_and_again_gives_up_too() {
    let mut guest = Guest::arrives().await;
    guest.sim.stream_faults().on_open(StreamFault::Close(1011)).always();
    guest.service.strike_streams(StreamFault::Close(1011));
    let before = Instant::now();
    let error = guest.last_error().await;
    assert_eq!(error.kind(), ErrorKind::Stream);
    assert!(error.to_string().contains("code 1011"), "{error}");
    assert!(before.elapsed() <= seconds(300), "{:?}", before.elapsed());
    let dials = dialled_at(&guest.sim).len();
    assert!((8..60).contains(&dials), "{dials} connections");
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_not_to_be_opened_again_is_not() {
    let options = EventOptions::new().reconnect(ReconnectPolicy::never());
    let mut guest = Guest::arrives_with(Simulator::builder(), options).await;
    guest.service.strike_streams(StreamFault::CutAt(0));
    let error = guest.last_error().await;
    assert_eq!(error.kind(), ErrorKind::Stream);
    assert!(error.to_string().contains("lost its connection"), "{error}");
    assert_eq!(dialled_at(&guest.sim).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn fault_50_a_storm_of_streams_spreads_out() {
    const STREAMS: usize = 100;
    let sim = Simulator::start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..STREAMS {
        let (_, mut events) = Conversation::start(&client, create_request()).await.unwrap();
        tasks.spawn(async move {
            while let Some(event) = events.next().await {
                if let Ok(Event::Connection(ConnectionEvent::Reopened { attempts, .. })) = event {
                    return attempts;
                }
            }
            panic!("the stream has ended")
        });
    }
    // The service goes down for a minute.
    sim.clear_exchanges();
    let began = sim.streams().last().unwrap().opened.as_millis();
    sim.faults().on_stream(Fault::status(503)).always();
    for chat in sim.conversations() {
        chat.strike_streams(StreamFault::CutAt(0));
    }
    tokio::time::sleep(seconds(60)).await;
    sim.faults().clear();
    let attempts = tasks.join_all().await;
    assert_eq!(attempts.len(), STREAMS);
    // Doubling from half a second, drawn at random: about nine attempts in a minute.
    assert!(attempts.iter().all(|attempts| (3..30).contains(attempts)), "{attempts:?}");
    let dials: Vec<u128> = dialled_at(&sim).iter().map(|at| at - began).collect();
    let busiest = |span: u128| {
        let count = |from: u128| dials.iter().filter(|at| (from..from + span).contains(at)).count();
        dials.iter().map(|at| count(*at)).max().unwrap()
    };
    assert!(busiest(10) < STREAMS / 4, "{} attempts within 10 ms", busiest(10));
    let late: Vec<&u128> = dials.iter().filter(|at| **at > 30_000).collect();
    assert!(late.len() < STREAMS * 5, "{} attempts in the last half minute", late.len());
}

#[tokio::test(start_paused = true)]
async fn fault_51_a_token_that_expires_is_not_tried_again() {
    let sim = Simulator::builder().jwt_lifetime(seconds(60));
    let mut guest = Guest::arrives_at(sim).await;
    guest.sim.faults().on_stream(Fault::status(503)).always();
    guest.service.strike_streams(StreamFault::CutAt(0));
    let before = Instant::now();
    let error = guest.last_error().await;
    assert_eq!(error.kind(), ErrorKind::Expired);
    assert!(!error.is_retryable());
    assert!(before.elapsed() <= seconds(60), "{:?}", before.elapsed());
}

#[tokio::test(start_paused = true)]
async fn fault_51_a_connection_outlives_the_token_it_was_opened_with() {
    let sim = Simulator::builder().jwt_lifetime(seconds(60));
    let mut guest = Guest::arrives_at(sim).await;
    let hour = tokio::time::timeout(seconds(3600), guest.item()).await;
    assert!(hour.is_err(), "{hour:?}");
    guest.service.agent_joins("Ann").says("still here?");
    guest.told_until("still here?").await;
    guest.service.strike_streams(StreamFault::CutAt(0));
    assert_eq!(guest.last_error().await.kind(), ErrorKind::Expired);
    assert_eq!(dialled_at(&guest.sim).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_of_which_nothing_is_known_is_up_to_the_service() {
    let sim = Simulator::builder().jwt_lifetime(seconds(60));
    let guest = Guest::arrives_at(sim).await;
    let client = MemoryTransport::client(&guest.sim);
    let chat = Conversation::from_parts(&client, guest.chat.parts().clone());
    let events = chat.events().await.unwrap();
    let mut guest = Guest { chat, events, ..guest };
    tokio::time::sleep(seconds(61)).await;
    guest.service.strike_streams(StreamFault::CutAt(0));
    let error = guest.last_error().await;
    assert_eq!(error.code_str(), Some("credentials.expired"));
}

#[tokio::test(start_paused = true)]
async fn fault_54_a_stream_that_is_dropped_between_attempts_makes_none() {
    let mut guest = Guest::arrives().await;
    guest.sim.faults().on_stream(Fault::too_many_requests(60)).always();
    guest.service.strike_streams(StreamFault::CutAt(0));
    assert_eq!(short(&guest.event().await), "interrupted: lost its connection");
    let paused = tokio::time::timeout(seconds(30), guest.item()).await;
    assert!(paused.is_err() && guest.events.state() == ConnectionState::Connecting);
    let dials = dialled_at(&guest.sim).len();
    drop(guest.events);
    tokio::time::sleep(seconds(600)).await;
    assert_eq!(dialled_at(&guest.sim).len(), dials);
}

#[tokio::test(start_paused = true)]
async fn a_chat_that_is_over_needs_no_error() {
    // The service closes in good order, and then knows nothing of the chat.
    let mut guest = Guest::arrives().await;
    guest.sim.faults().on_stream(Fault::status(404)).always();
    guest.service.strike_streams(StreamFault::Close(1000));
    guest.ends().await;

    // The service has told that the guest is gone, and knows nothing of the chat.
    let mut guest = Guest::arrives().await;
    let gone = format!(
        r#"{{"metadata":{{"type":"member-change"}},"eventBody":{{"member":{{"id":"{}","state":"DISCONNECTED"}}}}}}"#,
        guest.chat.member_id()
    );
    guest.service.strike_streams(StreamFault::Text(gone));
    assert_eq!(short(&guest.event().await), "member DISCONNECTED");
    guest.sim.faults().on_stream(Fault::status(404)).always();
    guest.service.strike_streams(StreamFault::Close(1011));
    guest.ends().await;

    // The agent ends the chat while the guest has no connection.
    let mut guest = Guest::arrives().await;
    guest.service.agent_joins("Ann").says("Bye");
    guest.told_until("Bye").await;
    guest.service.strike_streams(StreamFault::Close(1000));
    assert_eq!(short(&guest.event().await), "interrupted: was closed by the service (code 1000)");
    guest.service.end();
    guest.ends().await;
}

#[tokio::test(start_paused = true)]
async fn a_service_that_does_not_close_after_the_guest_has_left_is_left() {
    let leave = r#"{"metadata":{"type":"message"},"eventBody":{"bodyType":"member-leave","sender":{"id":"m"}}}"#;
    let more = r#"{"metadata":{"type":"typing-indicator"},"eventBody":{}}"#;
    let frame = |text: &str| [&[0x81, u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    let frames = [frame(leave), frame(more)].concat();
    let (line, watched) = Line::new([Read::Bytes(frames.into())].into_iter());
    let options = EventOptions::new().backfill(false);
    let transport = LineTransport::new([Box::new(line) as _]);
    let mut events = transport.chat().events().options(options).await.unwrap();
    let before = Instant::now();
    assert!(matches!(events.next().await, Some(Ok(Event::Message(_)))));
    assert!(matches!(events.next().await, Some(Ok(Event::Typing(_)))));
    assert!(events.next().await.is_none());
    assert_eq!(before.elapsed(), seconds(5));
    let watched = watched.lock().unwrap();
    assert!(watched.is_closed && watched.is_flushed);
    // A close frame of a client: masked, with the code 1000.
    let [0x88, 0x82, a, b, _, _, c, d] = watched.written[..] else {
        panic!("{:x?}", watched.written)
    };
    assert_eq!(u16::from_be_bytes([a ^ c, b ^ d]), 1000);
}

#[tokio::test(start_paused = true)]
async fn a_service_that_does_not_answer_a_goodbye_is_not_waited_for() {
    let (line, watched) = Line::new(std::iter::empty());
    let transport = LineTransport::new([Box::new(line) as _]);
    let options = EventOptions::new().backfill(false);
    let events = transport.chat().events().options(options).await.unwrap();
    let before = Instant::now();
    events.close().await;
    assert_eq!(before.elapsed(), Duration::from_secs(2));
    assert!(watched.lock().unwrap().is_closed);
}
