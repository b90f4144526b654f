//! Replies, errors, enums and dates.

use guest_chat_tests::{
    Act, Answer, FakeTransport, RawServer, VirtualTimer, answering, block_on, fake_client,
};
use purecloud_guest_chat_client::models::{MemberRole, WebChatMemberInfo, WebChatMessage};
use purecloud_guest_chat_client::transport::{TransportError, TransportErrorKind};
use purecloud_guest_chat_client::{Error, ErrorKind, Timestamp};
use serde_json::json;

fn error_of(
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
) -> Error {
    let (client, _) = answering(status, headers, body);
    block_on(client.web_chat().get_message("c", "m").send()).unwrap_err()
}

#[test]
fn defect_a_missing_argument_looks_like_an_answer() {
    // .NET makes an `ApiException` with status 400 of it, as if the service had refused.
    let (client, transport) = answering(200, &[], "{}");
    let error = block_on(client.web_chat().get_message("c", "").send()).unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::InvalidInput, None));
    assert!(transport.requests().is_empty());
}

#[test]
fn defect_a_reply_that_cannot_be_read_looks_like_a_broken_service() {
    // .NET reports status 500, whatever the status was.
    let error = error_of(200, &[("inin-correlation-id", "abc")], "not json");
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, 200));
    assert_eq!(
        (error.raw_body().unwrap().as_ref(), error.correlation_id()),
        (&b"not json"[..], Some("abc"))
    );
}

#[test]
fn defect_a_broken_connection_has_a_status() {
    // It is 0 in .NET and -1 in Java.
    let timer = VirtualTimer::default();
    let transport = FakeTransport::new(&timer, |_| {
        Answer::Now(Err(TransportError::new(TransportErrorKind::Io)))
    });
    let client = fake_client(&transport, &timer).build().unwrap();
    let error = block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Io, None));
}

#[test]
fn defect_headers_of_errors_are_found_in_one_spelling_only() {
    // In Java the headers of a response are case-insensitive, those of an exception are not.
    let error = error_of(404, &[("X-Some-Header", "yes")], "");
    for name in ["x-some-header", "X-SOME-HEADER"] {
        assert_eq!(error.headers().unwrap()[name], "yes");
    }
}

#[test]
fn defect_headers_of_one_name_are_glued_together() {
    // .NET merges them with commas, which breaks values that hold some.
    let error = error_of(404, &[("x-date", "Tue, 1"), ("x-date", "Wed, 2")], "");
    let values: Vec<_> = error.headers().unwrap().get_all("x-date").iter().collect();
    assert_eq!(values, ["Tue, 1", "Wed, 2"]);
}

#[test]
fn defect_the_raw_body_is_missing() {
    // In JavaScript `text` of an extended response is undefined since the HTTP library was replaced.
    let (client, _) = answering(200, &[], r#"{"id":"1","later":true}"#);
    let response = block_on(client.web_chat().get_message("c", "m").send_with_response()).unwrap();
    assert_eq!(response.raw_body(), r#"{"id":"1","later":true}"#);
}

#[test]
fn defect_a_reply_of_nothing_is_undefined() {
    // JavaScript resolves with undefined for a reply without a body, and for one that is false or 0.
    let (client, _) = answering(204, &[], "");
    block_on(client.web_chat().leave("c", "m").send()).unwrap();
    for body in ["false", "0", "\"\"", "null"] {
        assert_eq!(error_of(200, &[], body).kind(), ErrorKind::Decode, "{body}");
    }
}

#[test]
fn defect_values_that_are_false_get_lost() {
    let (client, _) =
        answering(200, &[], r#"{"id":"1","displayName":"","authenticatedGuest":false}"#);
    let member = block_on(client.web_chat().get_member("c", "m").send()).unwrap();
    assert_eq!(
        (member.authenticated_guest, member.display_name.as_deref()),
        (Some(false), Some(""))
    );
}

#[test]
fn defect_rate_limits_are_not_values() {
    // No official SDK reads the headers `inin-ratelimit-…`.
    let error = error_of(
        429,
        &[
            ("inin-ratelimit-allowed", "300"),
            ("inin-ratelimit-count", "301"),
            ("inin-ratelimit-reset", "20"),
        ],
        "",
    );
    let limit = format!("{:?}", error.rate_limit().unwrap());
    assert!(limit.contains("300") && limit.contains("301") && limit.contains("20"), "{limit}");
}

#[tokio::test]
async fn defect_redirects_carry_the_token_away() {
    // .NET followed redirects until 2026.
    let other = RawServer::start(vec![Act::ok("{}")]).await;
    let target = format!("http://{}/", other.address);
    let moved = guest_chat_tests::http_reply("307 Temporary", &[("location", &target)], b"");
    let server = RawServer::start(vec![Act::Write(moved)]).await;
    let error = server.client().web_chat().get_message("c", "m").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(other.requests().is_empty());
}

#[test]
fn defect_an_unknown_value_loses_its_text() {
    // .NET and Java read it as `OutdatedSdkVersion`, and write that back.
    let member: WebChatMemberInfo = serde_json::from_value(json!({ "role": "ROBOT" })).unwrap();
    let role = member.role.clone().unwrap();
    assert!(matches!(role, MemberRole::Unknown(_)) && role.as_str() == "ROBOT");
    assert_eq!(serde_json::to_value(&member).unwrap()["role"], "ROBOT");
}

#[test]
fn defect_null_is_an_unknown_value() {
    // In .NET null becomes `OutdatedSdkVersion` too.
    let member: WebChatMemberInfo = serde_json::from_value(json!({ "role": null })).unwrap();
    assert_eq!(member.role, None);
}

#[test]
fn defect_dates_of_some_forms_are_refused_or_trimmed() {
    // Java knows four forms and trimmed what is finer than milliseconds.
    for (text, millis) in [
        ("2019-06-18T16:59:22.277Z", Some(1_560_877_162_277)),
        ("2019-06-18T18:59:22+0200", Some(1_560_877_162_000)),
        ("2019-06-18T16:59:22.277", Some(1_560_877_162_277)),
        ("2019-06-18", Some(1_560_816_000_000)),
        ("2019-06-18T16:59:22.277123456Z", Some(1_560_877_162_277)),
        ("yesterday", None),
    ] {
        let message: WebChatMessage = serde_json::from_value(json!({ "timestamp": text })).unwrap();
        let timestamp: Timestamp = message.timestamp.unwrap();
        assert_eq!((timestamp.as_str(), timestamp.unix_millis()), (text, millis));
    }
}
