//! Streams that the service closes: which codes are final, and that nothing is lost after the others.

use guest_chat_simulator::StreamFault;
use purecloud_guest_chat_client::events::{ConnectionEvent, ConnectionState, Interruption};
use purecloud_guest_chat_client::{ErrorKind, Event};

use guest_chat_tests::seconds;

use crate::guest::Guest;

#[tokio::test(start_paused = true)]
async fn fault_42_most_closes_are_not_the_end() {
    for (fault, code) in [
        (StreamFault::Close(1000), Some(1000)),
        (StreamFault::Close(1001), Some(1001)),
        (StreamFault::CloseWithoutCode, None),
        (StreamFault::Close(1006), Some(1006)),
        (StreamFault::Close(1011), Some(1011)),
        (StreamFault::Close(1012), Some(1012)),
        (StreamFault::Close(1013), Some(1013)),
        (StreamFault::Close(3000), Some(3000)),
    ] {
        let mut guest = Guest::arrives().await;
        let ann = guest.service.agent_joins("Ann");
        ann.says("before");
        guest.told_until("before").await;
        guest.sim.stream_faults().on_event(fault);
        ann.says("during");
        let Event::Connection(ConnectionEvent::Interrupted { reason, .. }) = guest.event().await
        else {
            panic!("not interrupted by {code:?}")
        };
        assert_eq!(reason, Interruption::Closed(code));
        assert_eq!(guest.events.state(), ConnectionState::Connecting);
        assert_eq!(guest.told_until("during").await, ["reopened", "backfilled standard during"]);
        ann.says("after");
        assert_eq!(guest.told_until("after").await, ["caught up", "standard after"]);
        assert_eq!(guest.sim.streams().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn fault_42_an_end_without_a_close_frame_is_a_break() {
    let mut guest = Guest::arrives().await;
    guest.service.strike_streams(StreamFault::CutAt(0));
    let Event::Connection(ConnectionEvent::Interrupted { reason, .. }) = guest.event().await else {
        panic!("not interrupted")
    };
    assert_eq!(reason, Interruption::Lost);
    guest.service.agent_joins("Ann").says("hello");
    assert_eq!(guest.told_until("hello").await.last().unwrap(), "backfilled standard hello");
}

#[tokio::test(start_paused = true)]
async fn fault_42_some_closes_are_final() {
    for code in [1008, 4000, 4001, 4999] {
        let mut guest = Guest::arrives().await;
        guest.service.strike_streams(StreamFault::Close(code));
        let error = guest.last_error().await;
        assert_eq!(error.kind(), ErrorKind::Stream);
        assert!(error.to_string().contains(&format!("code {code}")), "{error}");
        assert!(!error.is_retryable());
        assert_eq!(guest.sim.streams().len(), 1, "opened again after {code}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_said_before_a_close_is_still_told() {
    let mut guest = Guest::arrives().await;
    let ann = guest.service.agent_joins("Ann");
    ann.says("one");
    ann.says("two");
    guest.service.strike_streams(StreamFault::Close(4000));
    // All of it is on its way when the guest begins to listen.
    let mut told = Vec::new();
    let error = loop {
        match guest.item().await.unwrap() {
            Ok(event) => told.push(crate::guest::short(&event)),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::Stream);
    assert!(guest.item().await.is_none());
    assert!(told.is_empty() || told.ends_with(&["standard two".to_owned()]), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn the_service_is_answered_when_it_closes() {
    let mut guest = Guest::arrives().await;
    guest.service.strike_streams(StreamFault::Close(1012));
    while !matches!(guest.event().await, Event::Connection(ConnectionEvent::Reopened { .. })) {}
    let first = &guest.sim.streams()[0];
    // The simulator waits 5 s for an answer.
    let limit = first.opened + seconds(1);
    assert!(first.closed.unwrap() < limit, "{first:?}");
}
