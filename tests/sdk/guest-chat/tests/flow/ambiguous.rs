//! Failures after which nobody knows whether the service has acted, and those after which everybody does.

use std::time::Duration;

use guest_chat_simulator::{Fault, Operation, Simulator, Step};
use guest_chat_tests::{Guest, builder, client, message, seconds, start_chat};
use purecloud_guest_chat_client::{Error, ErrorKind, RetryConfig};

async fn say(guest: &Guest) -> Result<(), Error> {
    let text = message("hi");
    guest.web_chat().send_message(&guest.conversation, &guest.member, text).await.map(|_| ())
}

#[tokio::test]
async fn an_answer_that_is_lost_leaves_doubt() {
    let (sim, guest) = Guest::arrives().await;
    for (said, (fault, kind)) in [
        (Fault::ResetBeforeHeaders, ErrorKind::Io),
        (Fault::ResetMidHeaders, ErrorKind::Io),
        (Fault::ResetMidBody, ErrorKind::Io),
        (Fault::WrongContentLength(9999), ErrorKind::Io),
        (Fault::status(500), ErrorKind::Api),
        (Fault::status(503), ErrorKind::Api),
        (Fault::status(504), ErrorKind::Api),
        (Fault::bad_gateway(), ErrorKind::Api),
        (Fault::redirect(302, "/elsewhere"), ErrorKind::Redirect),
        (Fault::EmptyBody, ErrorKind::Decode),
        (Fault::body("text/html", "<html>"), ErrorKind::Decode),
    ]
    .into_iter()
    .enumerate()
    {
        let name = fault.name();
        sim.faults().on(Operation::SendMessage, fault).after_processing();
        let error = say(&guest).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{name}");
        assert!(error.may_have_been_processed(), "{name}");
        // And it has been.
        assert_eq!(guest.chat.messages().len(), said + 1, "{name}");
    }
}

#[tokio::test]
async fn a_request_that_is_lost_leaves_the_same_doubt() {
    let (sim, guest) = Guest::arrives().await;
    sim.faults().next(Fault::ResetBeforeHeaders);
    let error = say(&guest).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_been_processed()), (ErrorKind::Io, true));
    assert!(error.is_retryable() && guest.chat.messages().is_empty());
}

#[tokio::test]
async fn a_time_limit_that_passes_leaves_doubt() {
    let (sim, guest) = Guest::arrives().await;
    sim.faults().on(Operation::SendMessage, Fault::Delay(seconds(5)));
    let call = guest.web_chat().send_message(&guest.conversation, &guest.member, message("hi"));
    let error = call.timeout(Duration::from_millis(300)).await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_processed());
    assert_eq!(guest.chat.messages().len(), 1);
}

#[tokio::test]
async fn an_answer_that_trickles_does_not_extend_the_time_limit() {
    let (sim, guest) = Guest::arrives().await;
    let limit = Duration::from_millis(60);
    let head = [Step::Bytes("HTTP/1.1 200 OK\r\n".into())];
    let drop = [Step::Wait(limit / 4), Step::Bytes("x-header: x\r\n".into())];
    let trickle = head.into_iter().chain(drop.into_iter().cycle().take(200));
    sim.faults().next(Fault::Raw(trickle.collect()));
    let error =
        guest.web_chat().list_members(&guest.conversation).timeout(limit).await.unwrap_err();
    assert!(error.is_timeout() && error.elapsed() < seconds(1), "{error:?}");
}

#[tokio::test]
async fn a_refusal_leaves_no_doubt() {
    let (sim, guest) = Guest::arrives().await;
    let busy = Fault::status(503).with_header("retry-after", "7");
    for fault in [Fault::status(400), Fault::status(408), Fault::too_many_requests(7), busy] {
        sim.faults().next(fault);
        assert!(!say(&guest).await.unwrap_err().may_have_been_processed());
    }
    assert!(guest.chat.messages().is_empty());
}

#[tokio::test]
async fn a_service_that_is_gone_leaves_no_doubt() {
    let (sim, guest) = Guest::arrives().await;
    sim.stop().await;
    let error = say(&guest).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_retryable() && !error.may_have_been_processed());
}

#[tokio::test]
async fn the_rule_of_the_service_may_send_twice() {
    let sim = Simulator::start().await.unwrap();
    let retry = RetryConfig::genesys(seconds(5)).retry_after_default(Duration::ZERO);
    let client = builder(&sim).retry(retry).build().unwrap();
    let guest = start_chat(&sim, &client).await;
    // A gateway gives up on a message that the service takes in nevertheless.
    sim.faults().on(Operation::SendMessage, Fault::status(504)).after_processing();
    say(&guest).await.unwrap();
    assert_eq!(guest.chat.messages().len(), 2);

    // Doubt from an earlier attempt outlasts a later one's certainty.
    sim.faults().on(Operation::SendMessage, Fault::status(504)).after_processing();
    sim.faults().on(Operation::SendMessage, Fault::status(400));
    let error = say(&guest).await.unwrap_err();
    assert_eq!((error.attempts(), error.status().unwrap().as_u16()), (2, 400));
    assert!(error.may_have_been_processed());
}

#[tokio::test]
async fn a_connection_closed_while_idle_neither_loses_nor_doubles() {
    let (sim, guest) = Guest::arrives().await;
    for count in 1..=10 {
        say(&guest).await.unwrap();
        assert_eq!(guest.chat.messages().len(), count);
        sim.close_connections();
        // While somebody else is served, the news of the closed connection arrives. A request that crosses it on its
        // way is another matter: that one is in doubt.
        let elsewhere = client(&sim).with_jwt(&guest.jwt);
        elsewhere.web_chat().list_members(&guest.conversation).await.unwrap();
    }
}

#[tokio::test]
async fn a_redirect_takes_neither_body_nor_token_away() {
    let (sim, guest) = Guest::arrives().await;
    let other = Simulator::start().await.unwrap();
    for status in [301, 302, 303, 307, 308] {
        for target in [other.base_url(), format!("{}/again", sim.base_url()), "/again".to_owned()] {
            sim.faults().next(Fault::redirect(status, &target));
            let error = say(&guest).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Redirect);
            assert_eq!(error.headers().unwrap()["location"], target);
        }
    }
    assert_eq!(sim.exchanges().len(), 15);
    assert!(other.exchanges().is_empty());
}

#[tokio::test]
async fn connections_are_kept_and_shared_by_handles() {
    let sim = Simulator::start().await.unwrap();
    let shared = client(&sim);
    for _ in 0..3 {
        let guest = start_chat(&sim, &shared).await;
        say(&guest).await.unwrap();
        guest.web_chat().leave(&guest.conversation, &guest.member).await.unwrap();
    }
    assert!(sim.exchanges().iter().all(|exchange| exchange.connection == 1));
}
