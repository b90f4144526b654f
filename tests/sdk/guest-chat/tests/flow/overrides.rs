//! What a single call may do differently: its time limit, its retry rule, its headers.

use std::time::Duration;

use guest_chat_simulator::{Fault, Simulator};
use guest_chat_tests::{Guest, builder, create_request, seconds, start_chat};
use http::{HeaderName, HeaderValue};
use purecloud_guest_chat_client::{ErrorKind, RetryConfig, Timeouts};

use crate::arrived::{arrived, assert_nothing_arrived};

const SHORT: Duration = Duration::from_millis(40);
/// Long enough for an answer on a busy machine.
const ENOUGH: Duration = Duration::from_millis(250);
const TAG: HeaderName = HeaderName::from_static("x-tag");

fn tag(value: &'static str) -> HeaderValue {
    HeaderValue::from_static(value)
}

#[tokio::test]
async fn every_call_can_have_its_own_time_limit() {
    let (sim, guest) = Guest::arrives().await;
    sim.faults().next(Fault::Hang).always();
    let calls = every_operation!(guest.web_chat(), "c", "i", |call| outcome!(call.timeout(SHORT)));
    let create = guest.web_chat().create_conversation(create_request()).timeout(SHORT);
    let outcomes = calls.into_iter().map(|(_, outcome)| outcome);
    for outcome in outcomes.chain([create.await.map(|_| ())]) {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(error.elapsed() >= SHORT && error.elapsed() < seconds(5), "{error:?}");
        assert!(error.may_have_been_processed() && error.is_retryable());
    }
}

#[tokio::test]
async fn every_call_can_have_its_own_retry_rule() {
    let (sim, guest) = Guest::arrives().await;
    sim.faults().next(Fault::status(503).with_header("retry-after", "0")).times(2);
    let never = RetryConfig::genesys(Duration::ZERO);
    let once = RetryConfig::genesys(seconds(5)).max_retries(1);
    let list = || guest.web_chat().list_members(&guest.conversation);
    let error = list().retry(never).await.unwrap_err();
    assert_eq!((error.attempts(), error.status().unwrap().as_u16()), (1, 503));
    let response = list().retry(once.clone()).send_with_response().await.unwrap();
    assert_eq!(response.attempts(), 2);
    sim.clear_exchanges();

    let busy = || Fault::status(503).with_header("retry-after", "0");
    sim.faults().next(busy()).always();
    let calls =
        every_operation!(guest.web_chat(), "c", "i", |call| outcome!(call.retry(once.clone())));
    let create = guest.web_chat().create_conversation(create_request()).retry(once);
    let outcomes = calls.into_iter().map(|(_, outcome)| outcome);
    for outcome in outcomes.chain([create.await.map(|_| ())]) {
        assert_eq!(outcome.unwrap_err().attempts(), 2);
    }
    assert_eq!(sim.exchanges().len(), 2 * 11);
}

#[tokio::test]
async fn every_call_can_have_its_own_headers() {
    let (sim, guest) = Guest::arrives().await;
    let item = guest.member.as_str();
    let calls = every_operation!(guest.web_chat(), &guest.conversation, item, |call| {
        outcome!(call.header(TAG, tag("first")).header(TAG, tag("second")))
    });
    for (operation, _) in calls {
        let exchange = sim.exchanges_for(operation).remove(0);
        let tags = exchange.request_headers.iter().filter(|(name, _)| name == "x-tag");
        assert_eq!(tags.map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["second"]);
    }
    sim.clear_exchanges();
    guest.web_chat().create_conversation(create_request()).header(TAG, tag("t")).await.unwrap();
    assert_eq!(arrived(&sim).request_header("x-tag"), Some("t"));
}

#[tokio::test]
async fn headers_that_the_client_owns_are_refused() {
    let (sim, guest) = Guest::arrives().await;
    for name in ["authorization", "host", "content-length", "cookie"] {
        let name = HeaderName::from_static(name);
        let calls = every_operation!(guest.web_chat(), "c", "i", |call| {
            outcome!(call.header(name.clone(), tag("x")))
        });
        for (operation, outcome) in calls {
            let error = outcome.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{operation:?}");
            assert!(error.to_string().contains(name.as_str()), "{error}");
        }
        let create = guest.web_chat().create_conversation(create_request());
        let error = create.header(name, tag("x")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
    assert_nothing_arrived(&sim);
}

#[tokio::test]
async fn a_call_prevails_over_its_client() {
    let sim = Simulator::start().await.unwrap();
    let client = builder(&sim)
        .timeouts(Timeouts::new().attempt(ENOUGH))
        .retry(RetryConfig::genesys(seconds(5)))
        .default_header(TAG, tag("client"))
        .user_agent_suffix("my-app/1.2")
        .build()
        .unwrap();
    let guest = start_chat(&sim, &client).await;
    sim.clear_exchanges();
    let list = || guest.web_chat().list_members(&guest.conversation);

    list().await.unwrap();
    let request = arrived(&sim);
    assert_eq!(request.request_header("x-tag"), Some("client"));
    assert!(request.request_header("user-agent").unwrap().ends_with(" my-app/1.2"));
    list().header(TAG, tag("call")).await.unwrap();
    assert_eq!(arrived(&sim).request_header("x-tag"), Some("call"));

    sim.faults().next(Fault::Delay(2 * ENOUGH)).times(2);
    assert!(list().await.unwrap_err().is_timeout());
    list().timeout(seconds(5)).await.unwrap();

    sim.faults().next(Fault::bad_gateway());
    let error = list().retry(RetryConfig::disabled()).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
}
