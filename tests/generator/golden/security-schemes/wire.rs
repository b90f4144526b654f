//! Which credential goes where.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use security_schemes::auth::{OAuth2, Token, TokenContext, TokenSource};
use security_schemes::test_util::{FakeReply, FakeService, VirtualClock};
use security_schemes::{BoxFuture, Client, ErrorKind};

fn client() -> Client {
    Client::builder().build().expect("a client")
}

#[test]
fn the_server_with_variables_is_the_default() {
    assert_eq!(client().base_url().to_string(), "https://eu.api.example.com/v1");
}

#[test]
fn an_open_operation_never_sends_one() {
    let request = client().with_bearer("secret").general().open().prepare().expect("a request");
    assert!(request.headers().get("authorization").is_none());
}

#[test]
fn the_default_of_the_definition_counts() {
    let error = client().general().by_default().prepare().expect_err("a credential is missing");
    assert_eq!(error.kind(), ErrorKind::MissingCredentials);
    let request = client().with_bearer("secret").general().by_default().prepare().expect("ok");
    assert_eq!(request.headers()["authorization"], "Bearer secret");
    assert!(request.headers()["authorization"].is_sensitive());
}

#[test]
fn alternatives_are_taken_whole() {
    let half = client().with_bearer("b").general().either().prepare();
    assert!(half.is_err(), "one of two that are needed together is not enough");
    let both = client().with_bearer("b").with_session_key("s").general().either().prepare().expect("ok");
    assert_eq!(both.headers()["authorization"], "Bearer b");
    assert_eq!(both.headers()["cookie"], "sid=s");
    let key = client().with_key("k").general().either().prepare().expect("ok");
    assert_eq!(key.headers()["x-key"], "k");
}

#[test]
fn optional_ones_are_sent_when_they_are_there() {
    let without = client().general().optional().prepare().expect("ok");
    assert_eq!(without.uri().query(), None);
    let with = client().with_query("a b").general().optional().prepare().expect("ok");
    assert_eq!(with.uri().query(), Some("key=a%20b"));
}

#[test]
fn basic_authentication_is_encoded() {
    let request = client().with_user("Aladdin", "open sesame").general().by_user().prepare().expect("ok");
    assert_eq!(request.headers()["authorization"], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    let short = client().with_user("a", "b").general().by_user().prepare().expect("ok");
    assert_eq!(short.headers()["authorization"], "Basic YTpi");
}

/// What is waited for on clocks that jump: whatever polls the future will do.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    for _ in 0..1_000 {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    panic!("the future waits for something that does not come");
}

/// A service that gives tokens, `t1` first, which last for an hour.
fn service_with_tokens() -> FakeService {
    let service = FakeService::new();
    let given = std::sync::atomic::AtomicUsize::new(0);
    service.always(move |request| {
        if request.uri().path() != "/oauth/token" && request.uri().path() != "/token" {
            return FakeReply::status(StatusCode::NO_CONTENT);
        }
        let number = given.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        FakeReply::json(&serde_json::json!({
            "access_token": format!("t{number}"), "token_type": "Bearer", "expires_in": 3600, "refresh_token": format!("r{number}"),
        }))
    });
    service
}

/// The path and the credential of each request, and its body.
fn sent(service: &FakeService) -> Vec<String> {
    let line = |sent: &security_schemes::test_util::SentRequest| {
        let credential = sent.request.headers().get("authorization");
        let credential = credential.map_or("-", |value| value.to_str().expect("a text"));
        let body = std::str::from_utf8(sent.request.body()).expect("a text");
        format!("{} {credential} {body}", sent.request.uri().path())
    };
    service.requests().iter().map(line).collect()
}

fn credentials() -> OAuth2 {
    OAuth2::client_credentials("my app", "s:ecret").scope("read")
}

const GOT: &str = "/oauth/token Basic bXklMjBhcHA6cyUzQWVjcmV0 grant_type=client_credentials&scope=read";

#[test]
fn a_token_is_got_once_and_shared_by_the_handles() {
    let service = service_with_tokens();
    let client = service.client_builder().machine_oauth2(credentials()).build().expect("a client");
    block_on(client.general().by_machine().send()).expect("ok");
    block_on(client.clone().general().by_machine().send()).expect("ok");
    assert_eq!(sent(&service), [GOT, "/machine Bearer t1 ", "/machine Bearer t1 "]);
    let other = client.with_machine_oauth2(credentials());
    block_on(other.general().by_machine().send()).expect("ok");
    assert_eq!(sent(&service).last().map(String::as_str), Some("/machine Bearer t2 "));
    block_on(client.general().open().send()).expect("ok");
    assert_eq!(sent(&service).last().map(String::as_str), Some("/open - "));
}

#[test]
fn a_token_is_renewed_a_minute_before_it_ends() {
    let service = service_with_tokens();
    let client = service.client_builder().machine_oauth2(credentials()).build().expect("a client");
    block_on(client.general().by_machine().send()).expect("ok");
    service.clock().advance(Duration::from_secs(3_539));
    block_on(client.general().by_machine().send()).expect("ok");
    service.clock().advance(Duration::from_secs(1));
    block_on(client.general().by_machine().send()).expect("ok");
    let expected = [GOT, "/machine Bearer t1 ", "/machine Bearer t1 ", GOT, "/machine Bearer t2 "];
    assert_eq!(sent(&service), expected);
}

#[test]
fn calls_that_wait_for_a_token_wait_for_one_request() {
    let service = FakeService::with_clock(VirtualClock::standing());
    let token = serde_json::json!({"access_token": "t", "expires_in": "60"});
    service.reply(FakeReply::json(&token).after(Duration::from_secs(1)));
    service.always(|_| FakeReply::status(StatusCode::NO_CONTENT));
    let client = service.client_builder().machine_oauth2(credentials()).build().expect("a client");
    let mut calls: Vec<_> = (0..3).map(|_| Box::pin(client.general().by_machine().into_future())).collect();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    for call in &mut calls {
        assert!(call.as_mut().poll(&mut context).is_pending());
    }
    assert_eq!(service.requests().len(), 1);
    // The one that asks is given up: another one asks.
    drop(calls.remove(0));
    service.reply(FakeReply::json(&token));
    for mut call in calls {
        assert!(matches!(call.as_mut().poll(&mut context), std::task::Poll::Ready(Ok(_))));
    }
    assert_eq!(service.requests().len(), 4, "two for tokens, and the two calls that are left");
}

#[test]
fn a_token_that_is_refused_is_replaced_once() {
    let service = service_with_tokens();
    let client = service.client_builder().machine_oauth2(credentials()).build().expect("a client");
    block_on(client.general().by_machine().send()).expect("ok");
    service.reply(FakeReply::status(StatusCode::UNAUTHORIZED));
    block_on(client.general().by_machine().send()).expect("ok");
    let expected = [GOT, "/machine Bearer t1 ", "/machine Bearer t1 ", GOT, "/machine Bearer t2 "];
    assert_eq!(sent(&service), expected);
    let refusing = FakeService::new();
    refusing.always(|request| match request.uri().path() {
        "/oauth/token" => FakeReply::json(&serde_json::json!({"access_token": "t"})),
        _ => FakeReply::status(StatusCode::UNAUTHORIZED),
    });
    let client = refusing.client_builder().machine_oauth2(credentials()).build().expect("a client");
    let error = block_on(client.general().by_machine().send()).expect_err("refused");
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(refusing.requests().len(), 4);
}

#[test]
fn a_refresh_token_is_replaced_by_the_next_and_told() {
    let service = service_with_tokens();
    let kept = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&kept);
    let oauth2 = OAuth2::refresh_token("r0")
        .client_id("app")
        .on_refresh_token(move |token| keep.lock().expect("kept").push(token.expose().to_owned()));
    let client = service.client_builder().build().expect("a client").with_machine_oauth2(oauth2);
    block_on(client.general().by_machine().send()).expect("ok");
    service.clock().advance(Duration::from_secs(3_600));
    block_on(client.general().by_machine().send()).expect("ok");
    let requests = service.requests();
    assert_eq!(requests[0].request.uri().to_string(), "https://login.example.com/token");
    let of = |token: &str| format!("/token - grant_type=refresh_token&refresh_token={token}&client_id=app");
    assert_eq!(sent(&service), [of("r0"), "/machine Bearer t1 ".to_owned(), of("r1"), "/machine Bearer t2 ".to_owned()]);
    assert_eq!(*kept.lock().expect("kept"), ["r1", "r2"]);
}

#[test]
fn what_goes_wrong_with_a_token_is_told_without_its_secrets() {
    let service = FakeService::new();
    let refusal = serde_json::json!({"error": "invalid_client", "error_description": "no such secret: s:ecret"});
    service.always(move |_| FakeReply::status(StatusCode::BAD_REQUEST).json_body(&refusal));
    let client = service.client_builder().machine_oauth2(credentials()).build().expect("a client");
    let error = block_on(client.general().by_machine().send()).expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Api);
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("invalid_client") && !shown.contains("ecret\""), "{shown}");
    assert!(!shown.contains("s:ecret"), "{shown}");
    let unsafe_address = credentials().token_url("http://login.example.com/token");
    let error = block_on(client.with_machine_oauth2(unsafe_address).general().by_machine().send()).expect_err("http");
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(service.requests().len(), 1);
}

#[test]
fn a_source_of_the_callers_own_is_asked() {
    struct Vault;
    impl TokenSource for Vault {
        fn token<'a>(&'a self, context: &'a TokenContext<'_>) -> BoxFuture<'a, Result<Token, Box<dyn std::error::Error + Send + Sync>>> {
            Box::pin(async move {
                let request = http::Request::get("https://vault.example.com/").body(Bytes::new())?;
                let response = context.send(request).await?;
                Ok(Token::new(std::str::from_utf8(response.body())?).lasting(Duration::from_secs(60)))
            })
        }
    }
    let service = FakeService::new();
    service.reply(FakeReply::status(StatusCode::OK).body("v"));
    service.always(|_| FakeReply::status(StatusCode::NO_CONTENT));
    let client = service.client_builder().bearer_source(Vault).build().expect("a client");
    assert!(client.has_bearer());
    let early = client.general().by_default().prepare().expect_err("there is none yet");
    assert_eq!(early.kind(), ErrorKind::MissingCredentials);
    block_on(client.general().by_default().send()).expect("ok");
    assert_eq!(sent(&service), ["/ - ", "/default Bearer v "]);
    let ready = client.general().by_default().prepare().expect("there is one now");
    assert_eq!(ready.headers()["authorization"], "Bearer v");
}

#[test]
fn a_token_that_was_copied_with_its_prefix_is_sent_once() {
    let request = client().with_bearer("bearer secret").general().by_default().prepare().expect("ok");
    assert_eq!(request.headers()["authorization"], "Bearer secret");
}

#[test]
fn a_service_that_repeats_a_credential_does_not_spread_it() {
    for given in ["s3cret-token", "Bearer s3cret-token"] {
        let service = FakeService::new();
        let refusal = serde_json::json!({"message": "no such token: s3cret-token"});
        service.always(move |_| FakeReply::status(StatusCode::FORBIDDEN).json_body(&refusal));
        let client = service.client_builder().bearer(given).build().expect("a client");
        let error = block_on(client.general().by_default().send()).expect_err("refused");
        let shown = format!("{error} {error:?} {:?}", error.service_message());
        assert!(shown.contains("no such token") && !shown.contains("s3cret"), "{shown}");
    }
    let empty = client().with_bearer("Bearer ").general().by_default().prepare().expect_err("empty");
    assert_eq!(empty.kind(), ErrorKind::InvalidInput);
}
