//! Code of the caller around each attempt: what it sees, what it may change, and how it ends a call.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use guest_chat_tests::{
    Answer, FakeTransport, VirtualTimer, all_texts, block_on, fake_client, message, reply, seconds,
};
use http::{HeaderName, HeaderValue};
use purecloud_guest_chat_client::transport::{TransportError, TransportErrorKind};
use purecloud_guest_chat_client::{
    AttemptInfo, AttemptOutcome, AttemptRequest, Client, Error, ErrorKind, Interceptor, RetryConfig,
};

type Hook = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// Writes down what it sees, and fails where it is told to.
#[derive(Clone, Default)]
struct Witness {
    name: &'static str,
    fails_before: Option<u32>,
    fails_after: Option<u32>,
    notes: Arc<Mutex<Vec<String>>>,
}

impl Witness {
    fn note(&self, text: String) {
        self.notes.lock().unwrap().push(text);
    }
}

impl Interceptor for Witness {
    fn before(&self, attempt: &AttemptInfo, request: &mut AttemptRequest<'_>) -> Hook {
        self.note(format!("{}>{} {}", self.name, attempt.number(), request.method()));
        if self.fails_before == Some(attempt.number()) {
            return Err("no more of this".into());
        }
        let number = HeaderValue::from(attempt.number());
        request.set_header(HeaderName::from_static("x-attempt"), number)?;
        Ok(())
    }

    fn after(&self, attempt: &AttemptInfo, outcome: &AttemptOutcome<'_>) -> Hook {
        let status = outcome.status().map(|status| status.as_u16());
        self.note(format!("{}<{} {status:?}", self.name, attempt.number()));
        if self.fails_after == Some(attempt.number()) {
            return Err("no more of this".into());
        }
        Ok(())
    }
}

fn witnesses() -> (Witness, Witness) {
    let one = Witness { name: "a", ..Witness::default() };
    let other = Witness { name: "b", ..one.clone() };
    (one, other)
}

/// A client whose service is unavailable once.
fn client(witnesses: [Witness; 2]) -> (Client, FakeTransport) {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::new(&timer, |number| {
        let headers = [("retry-after", "1"), ("x-canary", "canary")];
        Answer::Now(Ok(reply(if number == 0 { 503 } else { 200 }, &headers, "{}")))
    });
    let [one, other] = witnesses;
    let client = fake_client(&transport, &timer)
        .retry(RetryConfig::standard(seconds(30)))
        .interceptor(one)
        .interceptor(other)
        .build()
        .unwrap();
    (client, transport)
}

fn send(client: &Client) -> Result<(), Error> {
    block_on(client.web_chat().send_message("c", "m", message("hi")).send()).map(drop)
}

#[test]
fn every_attempt_is_seen_from_both_sides() {
    let (one, other) = witnesses();
    let (client, transport) = client([one.clone(), other]);
    send(&client).unwrap();
    assert_eq!(
        *one.notes.lock().unwrap(),
        [
            "a>1 POST",
            "b>1 POST",
            "b<1 Some(503)",
            "a<1 Some(503)",
            "a>2 POST",
            "b>2 POST",
            "b<2 Some(200)",
            "a<2 Some(200)"
        ]
    );
    let numbers: Vec<_> = transport
        .requests()
        .iter()
        .map(|request| request.headers()["x-attempt"].to_str().unwrap().to_owned())
        .collect();
    assert_eq!(numbers, ["1", "2"]);
}

#[test]
fn an_error_before_an_attempt_keeps_it_from_being_sent() {
    let (mut one, other) = witnesses();
    one.fails_before = Some(1);
    let (client, transport) = client([one.clone(), other]);
    let error = send(&client).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Interceptor, 0));
    assert!(!error.may_have_been_processed() && !error.is_retryable());
    assert!(all_texts(&error).contains("no more of this"));
    assert_eq!(error.operation(), Some("postWebchatGuestConversationMemberMessages"));
    assert!(transport.requests().is_empty());
    assert_eq!(*one.notes.lock().unwrap(), ["a>1 POST"]);
}

#[test]
fn an_error_after_an_attempt_ends_the_call() {
    let (mut one, mut other) = witnesses();
    other.fails_after = Some(1);
    let (first, transport) = client([one.clone(), other.clone()]);
    let error = send(&first).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Interceptor, 1));
    assert!(!error.may_have_been_processed(), "503 with Retry-After is a refusal");
    assert_eq!(transport.requests().len(), 1);

    (one.fails_after, other.fails_after) = (Some(2), None);
    let (second, transport) = client([one, other]);
    let error = send(&second).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Interceptor, 2));
    assert!(error.may_have_been_processed(), "the attempt succeeded");
    assert_eq!((transport.requests().len(), error.elapsed() >= seconds(1)), (2, true));
}

/// Tries to take over what the client owns.
struct Intruder(&'static str);

impl Interceptor for Intruder {
    fn before(&self, _: &AttemptInfo, request: &mut AttemptRequest<'_>) -> Hook {
        let name = HeaderName::from_static(self.0);
        Ok(request.set_header(name, HeaderValue::from_static("x"))?)
    }
}

#[test]
fn headers_of_the_client_cannot_be_taken_over() {
    for name in ["authorization", "host", "content-length", "cookie", "transfer-encoding"] {
        let timer = VirtualTimer::default();
        let transport = FakeTransport::constant(&timer, 200, &[], "{}");
        let client = fake_client(&transport, &timer).interceptor(Intruder(name)).build().unwrap();
        let error = send(&client).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interceptor);
        assert!(all_texts(&error).contains("cannot be overridden"), "{error:?}");
        assert!(transport.requests().is_empty());
    }
}

/// Looks at everything there is.
#[derive(Clone, Default)]
struct Observer(Arc<Mutex<Vec<String>>>);

impl Interceptor for Observer {
    fn before(&self, attempt: &AttemptInfo, request: &mut AttemptRequest<'_>) -> Hook {
        assert!(request.uri().path().ends_with("/messages") && request.body().starts_with(b"{"));
        let shown = format!("{attempt:?} {request:?} {:?}", request.headers());
        self.0.lock().unwrap().push(shown);
        Ok(())
    }

    fn after(&self, attempt: &AttemptInfo, outcome: &AttemptOutcome<'_>) -> Hook {
        let shown = format!("{attempt:?} {outcome:?} {:?}", outcome.error());
        assert_eq!(outcome.body().is_some(), outcome.error().is_none());
        assert_eq!(outcome.headers().is_some(), outcome.status().is_some());
        self.0.lock().unwrap().push(shown);
        Ok(())
    }
}

#[test]
fn what_is_shown_holds_no_secrets() {
    let timer = VirtualTimer::default();
    let clock = timer.clone();
    let transport = FakeTransport::new(&timer, move |number| {
        clock.advance(Duration::from_millis(1500));
        Answer::Now(match number {
            0 => Ok(reply(429, &[("retry-after", "1"), ("x-canary", "canary")], "canary")),
            _ => Err(TransportError::new(TransportErrorKind::Io)),
        })
    });
    let observer = Observer::default();
    let client = fake_client(&transport, &timer)
        .retry(RetryConfig::genesys(seconds(30)))
        .interceptor(observer.clone())
        .build()
        .unwrap();
    assert_eq!(send(&client).unwrap_err().kind(), ErrorKind::Io);
    let shown = observer.0.lock().unwrap();
    assert_eq!(shown.len(), 4);
    assert!(shown[1].contains("429") && shown[1].contains("1.5s"), "{}", shown[1]);
    assert!(shown[3].contains("Io"), "{}", shown[3]);
    assert!(!shown.concat().contains("canary"), "{shown:#?}");
}

#[test]
fn a_call_can_have_one_of_its_own_inside_of_those_of_the_client() {
    let (outer, inner) = witnesses();
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    let client = fake_client(&transport, &timer).interceptor(outer.clone()).build().unwrap();
    let chat = client.web_chat();
    block_on(chat.get_message("c", "m").interceptor(inner).send()).unwrap();
    block_on(chat.get_message("c", "m").send()).unwrap();
    let notes = outer.notes.lock().unwrap().clone();
    let of_first = ["a>1 GET", "b>1 GET", "b<1 Some(200)", "a<1 Some(200)"];
    assert_eq!(notes, [&of_first[..], &["a>1 GET", "a<1 Some(200)"]].concat());
}
