//! What goes out: paths, queries, headers and bodies.

use guest_chat_tests::{FakeTransport, VirtualTimer, block_on, create_request, fake_client};
use http::Request;
use purecloud_guest_chat_client::Client;
use serde_json::Value;

fn client() -> Client {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    fake_client(&transport, &timer).build().unwrap()
}

fn query(request: &Request<bytes::Bytes>) -> Option<&str> {
    request.uri().query()
}

#[test]
fn defect_parameters_that_are_not_set_are_sent_empty() {
    // JavaScript sends `pageSize=&pageNumber=&…`.
    let chat = client().web_chat();
    assert_eq!(query(&chat.list_members("c").prepare().unwrap()), None);
    assert_eq!(query(&chat.list_messages("c").prepare().unwrap()), None);
}

#[test]
fn defect_false_and_zero_are_sent_empty() {
    // JavaScript makes empty texts of them.
    let members = client().web_chat().list_members("c").page_number(0);
    let request = members.exclude_disconnected_members(false).prepare().unwrap();
    let query = query(&request).unwrap();
    assert!(query.contains("pageNumber=0") && query.contains("excludeDisconnectedMembers=false"));
}

#[test]
fn defect_ids_change_the_path() {
    // .NET puts ids into the path as they are.
    let chat = client().web_chat();
    let request = chat.get_message("a/b?c#d %2F", "m").prepare().unwrap();
    assert!(request.uri().path().contains("/conversations/a%2Fb%3Fc%23d%20%252F/messages/m"));
    for id in ["", ".", ".."] {
        assert!(chat.get_message(id, "m").prepare().is_err(), "{id}");
    }
}

#[test]
fn defect_the_second_call_sends_a_masked_token() {
    // JavaScript shares one object of headers between calls, and its logger overwrites the token in it: every call
    // after the first sends `Authorization: [REDACTED]`.
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    let log = purecloud_guest_chat_client::Logger::to_function(
        purecloud_guest_chat_client::LogSettings::new(purecloud_guest_chat_client::LogLevel::Trace),
        |_| Ok(()),
    );
    let client = fake_client(&transport, &timer).logger(log).build().unwrap();
    for _ in 0..3 {
        block_on(client.web_chat().get_message("c", "m").send()).unwrap();
    }
    let requests = transport.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert_eq!(request.headers()["authorization"], format!("Bearer {}", guest_chat_tests::JWT));
    }
}

#[test]
fn defect_the_first_call_sends_a_token_that_it_must_not() {
    // .NET sends the token of the last chat when it creates the next one.
    let request = client().web_chat().create_conversation(create_request()).prepare().unwrap();
    assert!(!request.headers().contains_key("authorization"));
}

#[test]
fn defect_dates_in_queries_are_local() {
    // .NET writes dates of queries in the time zone of the machine; here a value is sent as it was given.
    let request = client().web_chat().list_messages("c").after("2019-06-18T16:59:22Z");
    assert_eq!(query(&request.prepare().unwrap()), Some("after=2019-06-18T16%3A59%3A22Z"));
}

#[test]
fn defect_fields_that_are_not_set_are_sent_as_null() {
    let request = client().web_chat().create_conversation(create_request()).prepare().unwrap();
    let body: Value = serde_json::from_slice(request.body()).unwrap();
    assert!(!body.to_string().contains("null"), "{body}");
}
