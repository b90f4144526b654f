//! Connections that are open and dead, or only seem so.

use guest_chat_simulator::{Simulator, StreamFault};
use guest_chat_tests::seconds;
use purecloud_guest_chat_client::Event;
use purecloud_guest_chat_client::events::{ConnectionEvent, EventOptions, Interruption};
use tokio::time::Instant;

use crate::guest::Guest;

/// After how many seconds a silent service is given up.
async fn given_up_after(sim: guest_chat_simulator::SimulatorBuilder, options: EventOptions) -> u64 {
    let mut guest = Guest::arrives_with(sim, options).await;
    guest.service.strike_streams(StreamFault::Silence);
    guest.service.agent_joins("Ann").says("hello?");
    let before = Instant::now();
    let Event::Connection(ConnectionEvent::Interrupted { reason, .. }) = guest.event().await else {
        panic!("not interrupted")
    };
    assert_eq!(reason, Interruption::Silent);
    let waited = before.elapsed().as_secs();
    assert_eq!(guest.told_until("hello?").await.last().unwrap(), "backfilled standard hello?");
    waited
}

#[tokio::test(start_paused = true)]
async fn fault_46_a_silent_service_is_noticed() {
    // Asked after 15 s, given up 10 s later.
    assert_eq!(given_up_after(Simulator::builder(), EventOptions::new()).await, 25);
    let often = EventOptions::new().ping_every(Some(seconds(3)));
    assert_eq!(given_up_after(Simulator::builder(), often).await, 13);
    let unasked = EventOptions::new().ping_every(None);
    assert_eq!(given_up_after(Simulator::builder(), unasked.clone()).await, 45);
    assert_eq!(given_up_after(Simulator::builder(), unasked.idle_timeout(seconds(7))).await, 7);
}

#[tokio::test(start_paused = true)]
async fn a_service_that_only_answers_is_alive() {
    let mut guest = Guest::arrives_at(Simulator::builder().heartbeat(None)).await;
    let hour = tokio::time::timeout(seconds(3600), guest.item()).await;
    assert!(hour.is_err(), "{hour:?}");
    assert_eq!(guest.sim.streams().len(), 1);
    assert_eq!(guest.last_stream().pings, 239);
}

#[tokio::test(start_paused = true)]
async fn a_service_that_only_beats_is_alive() {
    let options = EventOptions::new().ping_every(None);
    let mut guest = Guest::arrives_with(Simulator::builder(), options).await;
    let hour = tokio::time::timeout(seconds(3600), guest.item()).await;
    assert!(hour.is_err(), "{hour:?}");
    assert_eq!((guest.sim.streams().len(), guest.last_stream().pings), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn time_in_which_nobody_listens_does_not_count() {
    for heartbeat in [None, Some(seconds(30))] {
        let mut guest = Guest::arrives_at(Simulator::builder().heartbeat(heartbeat)).await;
        for round in 0..3 {
            tokio::time::sleep(seconds(600)).await;
            // Nothing has come, because nothing was asked for.
            let quiet = tokio::time::timeout(seconds(5), guest.item()).await;
            assert!(quiet.is_err(), "{quiet:?}");
            let text = format!("after {round} pauses");
            guest.chat.send(&text).await.unwrap();
            assert_eq!(guest.told_until(&text).await, [format!("standard {text}")]);
        }
        // Also when a sign of life was asked for, and nobody was there to see it.
        let asked = tokio::time::timeout(seconds(15), guest.item()).await;
        assert!(asked.is_err());
        tokio::time::sleep(seconds(600)).await;
        guest.chat.send("end").await.unwrap();
        assert_eq!(guest.told_until("end").await, ["standard end"]);
        assert_eq!(guest.sim.streams().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn pings_of_the_service_are_answered() {
    let mut guest = Guest::arrives().await;
    for _ in 0..3 {
        guest.service.strike_streams(StreamFault::Ping(bytes::Bytes::from_static(b"there?")));
        guest.chat.send("x").await.unwrap();
        guest.told_until("x").await;
    }
    assert!((1..=3).contains(&guest.last_stream().pongs), "{:?}", guest.last_stream());
}
