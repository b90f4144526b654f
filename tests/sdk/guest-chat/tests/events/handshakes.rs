//! Handshakes that fail: which are tried again, and what is said when none succeeds.

use guest_chat_simulator::{ErrorCode, Fault, Operation, Simulator, StreamFault};
use guest_chat_tests::{MemoryTransport, all_texts, create_request, seconds};
use purecloud_guest_chat_client::events::{EventOptions, ReconnectPolicy};
use purecloud_guest_chat_client::{Conversation, Error, ErrorKind, EventStream};
use tokio::time::Instant;

use crate::guest::Guest;

/// Starts a chat whose handshakes fail in this way, for ever.
async fn start_with(fault: Fault) -> (Simulator, Result<(Conversation, EventStream), Error>) {
    let sim = Simulator::start().await.unwrap();
    sim.faults().on_stream(fault).always();
    let client = MemoryTransport::client(&sim);
    let result = Conversation::start(&client, create_request()).await;
    (sim, result)
}

/// How often a stream was asked for.
fn attempts(sim: &Simulator) -> usize {
    let exchanges = sim.exchanges();
    exchanges.iter().filter(|exchange| exchange.path.starts_with("/chat/jwt/")).count()
}

/// Starts a chat whose first handshakes fail in this way, and says after how many seconds it has started.
async fn started_after(fault: Fault, times: u32) -> u64 {
    let sim = Simulator::start().await.unwrap();
    sim.faults().on_stream(fault).times(times);
    let client = MemoryTransport::client(&sim);
    let before = Instant::now();
    Conversation::start(&client, create_request()).await.unwrap();
    assert_eq!(attempts(&sim), times as usize + 1);
    before.elapsed().as_secs()
}

#[tokio::test(start_paused = true)]
async fn fault_41_a_refusal_is_final() {
    for (code, kind) in [
        (ErrorCode::BadRequest, ErrorKind::Api),
        (ErrorCode::CredentialsExpired, ErrorKind::Api),
        (ErrorCode::NotAuthorized, ErrorKind::Api),
        (ErrorCode::NotFound, ErrorKind::Api),
    ] {
        let (sim, result) = start_with(Fault::error(code)).await;
        let error = result.unwrap_err();
        assert_eq!((error.kind(), attempts(&sim)), (kind, 1), "{error:?}");
        assert_eq!(error.status().unwrap().as_u16(), code.status());
        assert_eq!(error.code_str(), Some(code.code()));
        assert_eq!(error.operation(), Some("eventStream"));
        assert!(error.correlation_id().is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn fault_41_too_many_requests_are_waited_for() {
    let waited = started_after(Fault::too_many_requests(7), 2).await;
    assert!((14..20).contains(&waited), "{waited} s");
}

#[tokio::test(start_paused = true)]
async fn fault_41_a_service_in_trouble_is_tried_again() {
    for status in [200, 408, 500, 502, 503, 504] {
        started_after(Fault::status(status), 3).await;
    }
    started_after(Fault::bad_gateway(), 1).await;
    started_after(Fault::ResetBeforeHeaders, 2).await;
    started_after(Fault::ResetMidHeaders, 2).await;
    // Each attempt has the client's limit of 20 s.
    let waited = started_after(Fault::Hang, 2).await;
    assert!((40..45).contains(&waited), "{waited} s");
}

#[tokio::test(start_paused = true)]
async fn fault_41_a_wrong_answer_to_the_key_opens_nothing() {
    started_after(Fault::wrong_accept(), 2).await;
    let before = Instant::now();
    let (sim, result) = start_with(Fault::wrong_accept()).await;
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Stream);
    assert!(error.to_string().contains("handshake"), "{error}");
    // The limit of a call is also the limit of a start.
    assert!(before.elapsed() <= seconds(60), "{:?}", before.elapsed());
    assert!((4..40).contains(&attempts(&sim)), "{} attempts", attempts(&sim));
    assert!(sim.streams().is_empty());
}

#[tokio::test(start_paused = true)]
async fn fault_41_what_is_no_websocket_is_none() {
    let upgrade = |protocol| {
        Fault::status(101).with_header("connection", "upgrade").with_header("upgrade", protocol)
    };
    for fault in [
        upgrade("h2c"),
        upgrade("websocket"),
        Fault::status(101),
        Fault::wrong_accept().with_header("sec-websocket-extensions", "permessage-deflate"),
    ] {
        started_after(fault, 1).await;
    }
}

#[tokio::test(start_paused = true)]
async fn fault_41_a_redirect_is_not_followed() {
    let elsewhere = Simulator::start().await.unwrap();
    let location = format!("{}/chat/jwt/x", elsewhere.base_url());
    let (sim, result) = start_with(Fault::redirect(307, location)).await;
    assert_eq!(result.unwrap_err().kind(), ErrorKind::Redirect);
    assert_eq!((attempts(&sim), elsewhere.exchanges().len()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_start_is_tried_once_if_nothing_else_is_wanted() {
    let sim = Simulator::start().await.unwrap();
    sim.faults().on_stream(Fault::status(503));
    let client = MemoryTransport::client(&sim);
    let start = Conversation::start(&client, create_request());
    let options = EventOptions::new().reconnect(ReconnectPolicy::never());
    let error = start.options(options).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), attempts(&sim)), (503, 1));
    assert!(error.is_retryable());
}

#[tokio::test(start_paused = true)]
async fn a_large_refusal_is_not_kept() {
    let body = vec![b'x'; 1024 * 1024];
    let fault = Fault::Status { status: 404, headers: Vec::new(), body: body.into() };
    let (_, result) = start_with(fault).await;
    let error = result.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 404);
    assert_eq!(error.raw_body(), None);
    assert!(!all_texts(&error).contains("xx"));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_after_a_break_ends_the_stream() {
    let mut guest = Guest::arrives().await;
    guest.service.expire_jwt();
    guest.service.strike_streams(StreamFault::CutAt(0));
    let error = guest.last_error().await;
    assert_eq!(error.code_str(), Some("credentials.expired"));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_while_a_gap_is_filled_ends_the_stream() {
    let mut guest = Guest::arrives().await;
    guest.sim.faults().on(Operation::ListMessages, Fault::error(ErrorCode::CredentialsExpired));
    guest.service.strike_streams(StreamFault::CutAt(0));
    let error = guest.last_error().await;
    assert_eq!(error.code_str(), Some("credentials.expired"));
}
