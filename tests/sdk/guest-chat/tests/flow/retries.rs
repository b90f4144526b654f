//! Retries over real sockets: what arrives at the service, how often, and what the caller gets in the end.

use guest_chat_simulator::{Fault, Operation, Simulator};
use guest_chat_tests::{Guest, PauseSkipper, builder, client, message, seconds, start_chat};
use purecloud_guest_chat_client::{ErrorCode, ErrorKind, RetryConfig};
use tokio::time::timeout;

/// A chat whose client retries for so many seconds and only notes the pauses.
async fn patient(sim: &Simulator, budget: u64) -> (Guest, PauseSkipper) {
    let timer = PauseSkipper::default();
    let retry = RetryConfig::genesys(seconds(budget));
    let client = builder(sim).retry(retry).timer(timer.clone()).build().unwrap();
    let guest = start_chat(sim, &client).await;
    sim.clear_exchanges();
    (guest, timer)
}

#[tokio::test]
async fn a_storm_of_rate_limits_is_sat_out() {
    let sim = Simulator::start().await.unwrap();
    let (guest, timer) = patient(&sim, 1000).await;
    sim.faults().on(Operation::SendMessage, Fault::too_many_requests(2)).times(50);
    let call = guest.web_chat().send_message(&guest.conversation, &guest.member, message("hi"));
    let response = call.send_with_response().await.unwrap();

    assert_eq!(response.attempts(), 51);
    assert_eq!(timer.pauses(), [2; 50]);
    assert!(response.elapsed() >= seconds(100));
    let exchanges = sim.exchanges();
    assert_eq!(exchanges.len(), 51);
    for exchange in &exchanges {
        assert_eq!(exchange.request_body, exchanges[0].request_body);
        assert_eq!(exchange.request_headers, exchanges[0].request_headers);
    }
    assert_eq!(guest.chat.messages().len(), 1);
}

#[tokio::test]
async fn a_storm_without_end_ends_with_the_budget() {
    let sim = Simulator::start().await.unwrap();
    let (guest, timer) = patient(&sim, 9).await;
    sim.faults().next(Fault::too_many_requests(2)).always();
    let error = guest.web_chat().list_members(&guest.conversation).await.unwrap_err();
    // Sent at 0, 2, 4, 6, 8 and, since 8 is within the budget, once more at 10.
    assert_eq!((error.attempts(), timer.pauses()), (6, vec![2; 5]));
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!(error.code(), Some(ErrorCode::TooManyRequestsRetryAfter));
    assert_eq!(error.retry_after(), Some(seconds(2)));
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert!(error.to_string().contains("attempts 6"), "{error}");
}

#[tokio::test]
async fn a_pause_beyond_the_limit_of_the_call_is_not_begun() {
    let sim = Simulator::start().await.unwrap();
    let (guest, timer) = patient(&sim, 10).await;
    // A quota of a day: come back in an hour.
    sim.faults().next(Fault::too_many_requests(3600)).always();
    let call = guest.web_chat().list_members(&guest.conversation).send();
    let error = timeout(seconds(5), call).await.expect("the pause was begun").unwrap_err();
    assert_eq!((error.attempts(), error.retry_after()), (1, Some(seconds(3600))));
    assert!(timer.pauses().is_empty());
}

#[tokio::test]
async fn fault_14_the_header_is_found_in_any_spelling() {
    let sim = Simulator::start().await.unwrap();
    let (guest, timer) = patient(&sim, 100).await;
    for (name, value) in
        [("Retry-After", "1"), ("RETRY-AFTER", "2"), ("retry-after", "4"), ("x-retry-after", "5")]
    {
        sim.faults().next(Fault::status(429).with_header(name, value));
    }
    // The fourth has no such header at all, so the pause is the usual one.
    guest.web_chat().list_members(&guest.conversation).await.unwrap();
    assert_eq!(timer.pauses(), [1, 2, 4, 3]);
}

#[tokio::test]
async fn gateways_are_retried_and_other_failures_are_not() {
    let sim = Simulator::start().await.unwrap();
    let (guest, timer) = patient(&sim, 100).await;
    let list = || guest.web_chat().list_members(&guest.conversation);
    for fault in [Fault::status(503), Fault::bad_gateway(), Fault::status(504)] {
        sim.faults().next(fault);
    }
    let response = list().send_with_response().await.unwrap();
    assert_eq!((response.attempts(), timer.pauses()), (4, vec![3, 3, 3]));

    for fault in [
        Fault::status(500),
        Fault::status(501),
        Fault::status(408),
        Fault::status(400),
        Fault::redirect(307, "/elsewhere"),
        Fault::ResetBeforeHeaders,
        Fault::ResetMidHeaders,
        Fault::ResetMidBody,
        Fault::body("application/json", "{"),
    ] {
        let name = fault.name();
        sim.faults().next(fault);
        assert_eq!(list().await.unwrap_err().attempts(), 1, "{name}");
    }
    assert_eq!(sim.faults().pending(), 0);
}

#[tokio::test]
async fn a_storm_over_many_tasks_loses_and_doubles_nothing() {
    const TASKS: usize = 20;
    let sim = Simulator::start().await.unwrap();
    let (guest, timer) = patient(&sim, 1000).await;
    sim.faults().on(Operation::SendMessage, Fault::too_many_requests(1)).times(60);
    let tasks: Vec<_> = (0..TASKS)
        .map(|number| {
            let text = message(&format!("{number:02}"));
            tokio::spawn(
                guest
                    .web_chat()
                    .send_message(&guest.conversation, &guest.member, text)
                    .into_future(),
            )
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let mut texts: Vec<_> =
        guest.chat.messages().into_iter().filter_map(|said| said.body).collect();
    texts.sort();
    assert_eq!(texts, (0..TASKS).map(|number| format!("{number:02}")).collect::<Vec<_>>());
    assert_eq!((sim.exchanges().len(), timer.pauses().len()), (TASKS + 60, 60));
}

#[tokio::test]
async fn the_limit_that_the_service_enforces() {
    let sim = Simulator::builder().rate_limit(3).start().await.unwrap();
    let guest = start_chat(&sim, &client(&sim)).await;
    let list = || guest.web_chat().list_members(&guest.conversation);
    for _ in 0..3 {
        list().await.unwrap();
    }
    let error = list().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimited, 1));
    let limit = error.rate_limit().unwrap();
    assert_eq!((limit.allowed, limit.count), (Some(3), Some(4)));
    assert_eq!(error.retry_after(), limit.reset);
    assert!(error.retry_after().unwrap() <= seconds(60) && !error.may_have_been_processed());
}
