//! What comes with a reply beside its typed body, good or bad.

use guest_chat_simulator::{Fault, Operation, Simulator};
use guest_chat_tests::{Guest, builder, message, seconds, start_chat};
use purecloud_guest_chat_client::{ErrorCode, ErrorKind, RetryConfig};

use crate::arrived::arrived;

#[tokio::test]
async fn a_response_tells_all_about_its_exchange() {
    let (sim, guest) = Guest::arrives().await;
    let call = guest.web_chat().list_members(&guest.conversation);
    let response = call.send_with_response().await.unwrap();

    let exchange = arrived(&sim);
    let reply = exchange.reply.as_ref().unwrap();
    assert_eq!(response.status(), reply.status);
    assert_eq!(response.raw_body(), &reply.body);
    assert_eq!(response.correlation_id(), Some(exchange.correlation_id.as_str()));
    for name in ["inin-correlation-id", "ININ-Correlation-Id", "date", "Content-Type"] {
        assert_eq!(response.header(name), exchange.reply_header(name), "{name}");
        assert!(response.header(name).is_some());
    }
    assert_eq!(response.header("x-other"), None);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.attempts(), 1);
    assert!(!response.elapsed().is_zero() && response.elapsed() < seconds(5));
    // The raw body has what the typed one may not know.
    let raw: serde_json::Value = serde_json::from_slice(response.raw_body()).unwrap();
    assert_eq!(raw["entities"][0]["id"], guest.member.as_str());
    assert_eq!(response.body().entities.as_ref().unwrap().len(), 1);
    assert_eq!(response.map(|list| list.total).into_body(), Some(1));
}

#[tokio::test]
async fn the_rate_limit_is_told_with_every_reply() {
    let (_sim, guest) = Guest::arrives().await;
    let call = || guest.web_chat().list_members(&guest.conversation);
    for count in 1..=3 {
        let response = call().send_with_response().await.unwrap();
        let limit = response.rate_limit().unwrap();
        assert_eq!((limit.allowed, limit.count), (Some(300), Some(count)));
        assert!(limit.reset.unwrap() <= seconds(60));
    }
    let error = guest.web_chat().get_message(&guest.conversation, "x").await.unwrap_err();
    assert_eq!(error.rate_limit().unwrap().count, Some(4));
}

#[tokio::test]
async fn replies_may_lack_the_headers() {
    let (sim, guest) = Guest::arrives().await;
    let bare = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_vec();
    sim.faults().next(Fault::Raw(vec![guest_chat_simulator::Step::Bytes(bare.into())]));
    let call = guest.web_chat().list_members(&guest.conversation);
    let response = call.send_with_response().await.unwrap();
    assert_eq!((response.correlation_id(), response.rate_limit()), (None, None));
    assert_eq!(response.raw_body(), "{}");
}

#[tokio::test]
async fn an_error_tells_as_much() {
    let (sim, guest) = Guest::arrives().await;
    let text = message(&"x".repeat(4001));
    let call = guest.web_chat().send_message(&guest.conversation, &guest.member, text);
    let error = call.await.unwrap_err();

    let exchange = arrived(&sim);
    let reply = exchange.reply.as_ref().unwrap();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Api, 400));
    assert_eq!(error.code(), Some(ErrorCode::ConstraintValidation));
    assert_eq!(error.code_str(), Some("constraint.validation"));
    assert_eq!(error.operation(), Some(Operation::SendMessage.id()));
    assert_eq!(error.raw_body(), Some(&reply.body));
    assert_eq!(error.correlation_id(), Some(exchange.correlation_id.as_str()));
    assert_eq!(error.headers().unwrap()["content-type"], "application/json");
    assert_eq!((error.attempts(), error.retry_after()), (1, None));
    assert!(!error.elapsed().is_zero());
    assert!(!error.is_retryable() && !error.may_have_been_processed());

    let body = error.api_error().unwrap();
    assert_eq!(body.message.as_deref(), Some("body may have 4000 characters at most"));
    assert_eq!(body.status, Some(400));
    assert_eq!(body.message_params.as_ref().unwrap()["fieldName"], "body");
    assert_eq!(body.context_id.as_deref(), error.correlation_id());
    let detail = &body.details.as_ref().unwrap()[0];
    assert_eq!(detail.field_name.as_deref(), Some("body"));
    let expected = format!(
        "{}: the service answered with an error (status 400, code constraint.validation, correlation id {})",
        Operation::SendMessage.id(),
        exchange.correlation_id
    );
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn attempts_are_counted_and_the_last_reply_is_told() {
    let sim = Simulator::start().await.unwrap();
    let client = builder(&sim).retry(RetryConfig::genesys(seconds(5))).build().unwrap();
    let guest = start_chat(&sim, &client).await;
    sim.clear_exchanges();
    sim.faults().next(Fault::too_many_requests(0)).times(3);
    let call = guest.web_chat().list_members(&guest.conversation);
    let response = call.send_with_response().await.unwrap();
    let exchanges = sim.exchanges();
    assert_eq!((exchanges.len(), response.attempts()), (4, 4));
    assert_eq!(response.correlation_id(), Some(exchanges[3].correlation_id.as_str()));
}

#[tokio::test]
async fn a_page_of_html_is_kept() {
    let (sim, guest) = Guest::arrives().await;
    sim.faults().next(Fault::bad_gateway());
    let error = guest.web_chat().list_members(&guest.conversation).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Api, 502));
    assert!(error.raw_body().unwrap().starts_with(b"<html>"));
    assert!(error.api_error().is_none() && error.code().is_none());
    assert!(error.correlation_id().is_some());
}

#[tokio::test]
async fn an_unreadable_success_is_kept_whole() {
    let (sim, guest) = Guest::arrives().await;
    sim.faults().next(Fault::body("application/json", r#"{"entities": "canary"}"#));
    let error = guest.web_chat().list_members(&guest.conversation).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, 200));
    assert_eq!(error.raw_body().unwrap(), r#"{"entities": "canary"}"#);
    assert!(error.to_string().contains("at `entities`"), "{error}");
    assert!(!guest_chat_tests::all_texts(&error).contains("canary"));
    assert_eq!(error.attempts(), 1);
}
