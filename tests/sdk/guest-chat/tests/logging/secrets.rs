//! No record holds a secret, at the most talkative level, with all bodies, whatever they look like.

use guest_chat_simulator::{MediaType, Simulator};
use guest_chat_tests::{
    Answer, FakeTransport, VirtualTimer, block_on, builder, create_request, fake_client, message,
    reply,
};
use purecloud_guest_chat_client::models::{MediaRequestState, WebChatGuestMediaRequest};
use purecloud_guest_chat_client::{LogFormat, LogLevel, LogSettings};

use crate::Records;

fn everything(format: LogFormat) -> LogSettings {
    LogSettings::new(LogLevel::Trace)
        .format(format)
        .request_bodies(true)
        .response_bodies(true)
        .longest_body(usize::MAX)
}

#[tokio::test]
async fn rule_s01_s14_a_log_of_a_whole_chat_holds_no_secret() {
    const PROOF: &str = "an-opaque-proof-of-who-the-guest-is";
    for format in [LogFormat::Text, LogFormat::Json] {
        let sim = Simulator::builder().require_member_auth(PROOF).start().await.unwrap();
        let records = Records::default();
        let client = builder(&sim).logger(records.logger(everything(format))).build().unwrap();
        let request = create_request().member_auth_token(PROOF);
        let created = client.web_chat().create_conversation(request).await.unwrap();
        let (id, jwt) = (created.id.unwrap(), created.jwt.unwrap());
        let chat = client.with_jwt(&jwt).web_chat();
        let ann = sim.conversation(id.as_str()).unwrap().agent_joins("Ann");
        let wished = ann.requests_media(&[MediaType::Cobrowse]);
        let answer = WebChatGuestMediaRequest::new(
            MediaRequestState::Accepted,
            [purecloud_guest_chat_client::models::MediaType::Cobrowse],
        );
        let accepted = chat.update_media_request(&id, wished.as_str(), answer).await.unwrap();
        chat.list_messages(&id).await.unwrap();

        let log = records.take().concat();
        assert!(log.contains("[REDACTED]") && log.contains("memberInfo"), "{log}");
        let key = accepted.security_key.unwrap();
        let uri = created.event_stream_uri.unwrap();
        let payload = jwt.expose().split('.').nth(1).unwrap();
        for secret in [PROOF, jwt.expose(), payload, key.expose(), uri.expose()] {
            assert!(!log.contains(secret), "{secret} in {log}");
        }
    }
}

/// What is logged about a call that gets this reply.
fn logged(headers: &'static [(&'static str, &'static str)], body: &'static str) -> String {
    let (records, timer) = (Records::default(), VirtualTimer::default());
    let transport = FakeTransport::new(&timer, move |_| Answer::Now(Ok(reply(500, headers, body))));
    let logger = records.logger(everything(LogFormat::Text));
    let client = fake_client(&transport, &timer).logger(logger).build().unwrap();
    let _ = block_on(client.web_chat().send_message("c", "m", message("hi")).send());
    records.take().concat()
}

#[test]
fn replies_of_any_form_are_masked() {
    for body in [
        r#"{"errors":[{"deep":{"JWT":"canary"}}]}"#,
        r#"{"eventStreamUri":["wss://canary"]}"#,
        // Cut off, so no JSON.
        r#"{"id":"1","jwt":"opaque-\"canary"#,
        "{\"jwt\" :\n \"canary-in-a-string\", \"id\": 1",
        "<html>wss://stream.example.com/chat/jwt/eyJhbGciOiJSUzI1NiJ9.canary.canary</html>",
        // JSON in name only.
        "{'jwt':'canary', 'id':'1'}",
        "{jwt: canary, id: 1}",
        r#"{"jwt":12345,"securityKey":["canary"],"#,
        r#"{"jwt":{"value":"canary"},"id":"#,
        r#"{"j\u0077t":"canary","#,
        r#"{"payload":"{\"jwt\":\"canary\"}"}"#,
        r#"oops {"payload":"{\"jwt\":\"canary\"}"}"#,
        "id=1&jwt=canary",
        // The token of the request, sent back.
        "you said: eyJhbGciOiJSUzI1NiJ9.canary-payload.canary-signature",
        r#"{"eyJhbGciOiJSUzI1NiJ9.canary-payload.canary-signature":1}"#,
    ] {
        let log = logged(&[], body);
        assert!(!log.contains("canary") && log.contains("[REDACTED]"), "{log}");
    }
}

#[test]
fn defect_headers_with_secrets_are_masked_in_any_spelling() {
    // In the official SDKs only `Authorization` of the request is masked, one of them in this spelling only.
    let log = logged(
        &[
            ("SET-COOKIE", "session=canary"),
            ("location", "https://example.com/?token=canary"),
            ("www-authenticate", "Bearer realm=canary"),
            ("x-echo", "Bearer eyJhbGciOiJSUzI1NiJ9.canary-payload.canary-signature"),
        ],
        "",
    );
    assert!(!log.contains("canary"), "{log}");
    assert!(log.contains("    set-cookie: [REDACTED]\n"), "{log}");
}

#[test]
fn what_the_service_sends_cannot_look_like_records() {
    let log = logged(&[], "first\nERROR 2023-01-01T00:00:00.000Z forged, attempt 1\u{1b}[31m");
    assert!(log.contains(r"first\nERROR 2023"), "{log}");
    assert!(!log.contains('\u{1b}'));
}

#[test]
fn nothing_turns_a_record_round_or_breaks_its_lines() {
    let hidden = "\u{202e}\u{2066}\u{2028}\u{2029}\u{85}\u{9b}\u{200b}\u{feff}\u{7f}";
    let body: &'static str = Box::leak(format!("a{hidden}b").into_boxed_str());
    for format in [LogFormat::Text, LogFormat::Json] {
        let (records, timer) = (Records::default(), VirtualTimer::default());
        let transport = FakeTransport::constant(&timer, 500, &[], body);
        let logger = records.logger(everything(format));
        let client = fake_client(&transport, &timer).logger(logger).build().unwrap();
        let _ = block_on(client.web_chat().send_message("c", "m", message(body)).send());
        let log = records.take().concat();
        assert!(log.contains("u{202e}"), "{log}");
        for character in hidden.chars() {
            assert!(!log.contains(character), "{character:?} in {log:?}");
        }
    }
}

#[test]
fn bodies_that_are_no_text_or_very_long_are_counted() {
    let (records, timer) = (Records::default(), VirtualTimer::default());
    let transport = FakeTransport::new(&timer, |number| {
        let body = if number == 0 { vec![0xff_u8; 10] } else { vec![b'x'; 2 * 1024 * 1024] };
        let body = purecloud_guest_chat_client::transport::Body::from(bytes::Bytes::from(body));
        Answer::Now(Ok(http::Response::new(body)))
    });
    let logger = records.logger(everything(LogFormat::Text));
    let client = fake_client(&transport, &timer).logger(logger).build().unwrap();
    for expected in ["Body: [10 bytes that are no text]\n", "Body: [2097152 bytes]\n"] {
        let _ = block_on(client.web_chat().get_message("c", "m").send());
        let log = records.take().concat();
        assert!(log.ends_with(expected), "{expected} is not the end of the log");
    }
}

#[test]
fn defect_a_token_is_logged_that_was_not_sent() {
    // JavaScript adds a masked `Authorization` to the log of requests without one, and to older requests themselves.
    let (records, timer) = (Records::default(), VirtualTimer::default());
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    let logger = records.logger(everything(LogFormat::Json));
    let client = fake_client(&transport, &timer).logger(logger).build().unwrap();
    for _ in 0..2 {
        block_on(client.web_chat().get_message("c", "m").send()).unwrap();
    }
    for request in transport.requests() {
        assert!(request.headers()["authorization"].to_str().unwrap().contains("canary-payload"));
    }
    // And nothing is said of a credential that was not sent.
    let created = client.web_chat().create_conversation(create_request());
    let _ = block_on(created.send());
    assert!(!records.take().pop().unwrap().contains("authorization"));
}
