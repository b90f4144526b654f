//! Which operations list in pages, and what they ask for next, over a transport that answers from a list.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use paging::transport::{Body, TransportError, TransportOptions};
use paging::{BoxFuture, Client, Timer, Transport};

/// Answers each request with the next body, and remembers what was asked.
#[derive(Clone, Default)]
struct Answers(Arc<Mutex<(Vec<&'static str>, Vec<String>)>>);

impl Transport for Answers {
    fn send(
        &self,
        request: Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let mut state = self.0.lock().expect("no panic before");
        state.1.push(request.uri().to_string());
        let body = if state.0.is_empty() { "{}" } else { state.0.remove(0) };
        Box::pin(async move { Ok(Response::new(Body::from(Bytes::from(body)))) })
    }
}

/// A clock that stands still.
struct Still;

impl Timer for Still {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

fn answering(bodies: &[&'static str]) -> (Client, Answers) {
    let answers = Answers::default();
    answers.0.lock().expect("no panic before").0 = bodies.to_vec();
    let client = Client::builder().transport(answers.clone()).timer(Still);
    (client.build().expect("a client"), answers)
}

impl Answers {
    fn asked(&self) -> Vec<String> {
        let state = self.0.lock().expect("no panic before");
        state.1.iter().map(|uri| uri.replace("https://api.example.com/", "")).collect()
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing to wait for"),
    }
}

/// The ids of all items.
macro_rules! ids {
    ($request:expr) => {{
        let mut items = $request.items();
        let mut ids = Vec::new();
        while let Some(item) = wait(items.next()) {
            ids.push(item.expect("an item").id.expect("an id"));
        }
        ids
    }};
}

#[test]
fn a_cursor_is_handed_back() {
    let (client, answers) = answering(&[
        r#"{"items":[{"id":"a"}],"next":"b&c"}"#,
        r#"{"items":[{"id":"b"}],"next":""}"#,
    ]);
    assert_eq!(ids!(client.general().list_by_cursor().limit(1)), ["a", "b"]);
    assert_eq!(answers.asked(), ["by-cursor?limit=1", "by-cursor?limit=1&cursor=b%26c"]);
}

#[test]
fn of_two_cursors_the_one_that_fits_is_used() {
    let page = r#"{"items":[{"id":"a"}],"next":"x"}"#;
    let (client, answers) = answering(&[page]);
    ids!(client.general().list_by_two_cursors());
    assert_eq!(answers.asked()[1], "by-two-cursors?since=x");
    let (client, answers) = answering(&[page]);
    ids!(client.general().list_by_two_cursors().order("newest"));
    assert_eq!(answers.asked()[1], "by-two-cursors?order=newest&before=x");
}

#[test]
fn pages_are_counted() {
    let page = r#"{"data":[{"id":"a"}],"totalPages":3}"#;
    let (client, answers) = answering(&[page; 5]);
    assert_eq!(ids!(client.general().list_by_number()).len(), 3);
    assert_eq!(answers.asked(), ["by-number", "by-number?page=2", "by-number?page=3"]);
}

#[test]
fn of_an_address_only_known_values_are_taken() {
    let (client, answers) = answering(&[
        r#"{"values":[{"id":"a"}],"nextUri":"https://evil.example.org/x?offset=1&admin=true#offset=9"}"#,
        r#"{"values":[{"id":"b"}],"nextUri":"/by-link?off%73et=2"}"#,
        r#"{"values":[{"id":"c"}],"nextUri":"/by-link"}"#,
    ]);
    assert_eq!(ids!(client.general().list_by_link()), ["a", "b", "c"]);
    assert_eq!(answers.asked(), ["by-link", "by-link?offset=1", "by-link?offset=2"]);
}

#[test]
fn every_list_ends() {
    // Round and round.
    let (client, answers) = answering(&[r#"{"items":[{"id":"a"}],"next":"a"}"#; 9]);
    assert_eq!(ids!(client.general().list_by_cursor()), ["a", "a"]);
    assert_eq!(answers.asked().len(), 2);
    // Nothing, and nothing, and nothing.
    let (client, answers) = answering(&[
        r#"{"items":[],"next":"1"}"#,
        r#"{"items":[],"next":"2"}"#,
        r#"{"items":[{"id":"a"}],"next":"3"}"#,
        r#"{"items":[],"next":"4"}"#,
        r#"{"next":"5"}"#,
        r#"{"items":null,"next":"6"}"#,
        r#"{"items":[{"id":"b"}],"next":"7"}"#,
    ]);
    assert_eq!(ids!(client.general().list_by_cursor()), ["a"]);
    assert_eq!(answers.asked().len(), 6);
}

#[test]
fn an_error_is_not_the_end() {
    let (client, answers) = answering(&[
        r#"{"items":[{"id":"a"}],"next":"b"}"#,
        "no JSON",
        r#"{"items":[{"id":"b"}]}"#,
    ]);
    let mut items = client.general().list_by_cursor().items();
    assert!(wait(items.next()).is_some_and(|item| item.is_ok()));
    assert!(wait(items.next()).is_some_and(|item| item.is_err()));
    assert!(wait(items.next()).is_none(), "an error ends the list");
    items.resume();
    let item = wait(items.next()).expect("an item").expect("no error");
    assert_eq!(item.id.as_deref(), Some("b"));
    assert!(wait(items.next()).is_none());
    assert_eq!(answers.asked(), ["by-cursor", "by-cursor?cursor=b", "by-cursor?cursor=b"]);
}

#[test]
fn pages_are_whole_replies() {
    let (client, _) = answering(&[r#"{"items":[{"id":"a"}],"next":"b"}"#, r#"{"items":[]}"#]);
    let mut pages = client.general().list_by_cursor().pages();
    let page = wait(pages.next()).expect("a page").expect("no error");
    assert_eq!((page.attempts(), page.raw_body().len()), (1, 33));
    assert_eq!(page.into_body().next.as_deref(), Some("b"));
    assert!(wait(pages.next()).is_some_and(|page| page.is_ok()));
    assert!(wait(pages.next()).is_none());
}
