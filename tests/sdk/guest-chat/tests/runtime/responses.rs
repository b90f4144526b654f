//! What comes in: decoding, error replies, and what errors say.

use bytes::Bytes;
use guest_chat_tests::{all_texts, answering, block_on};
use purecloud_guest_chat_client::api::web_chat::{Leave, SendMessage};
use purecloud_guest_chat_client::models::WebChatMessage;
use purecloud_guest_chat_client::{Error, ErrorKind, Request, Response};

/// What a client makes of this reply to a message.
fn decode(status: u16, body: impl Into<Bytes>) -> Result<WebChatMessage, Error> {
    let response = http::Response::builder()
        .status(status)
        .header("inin-correlation-id", "corr-1")
        .body(body.into())
        .unwrap();
    Request::<SendMessage>::decode(response).map(Response::into_body)
}

#[test]
fn a_response_in_full() {
    let headers: &[(&str, &str)] = &[
        ("ININ-Correlation-Id", "corr-1"),
        ("inin-ratelimit-allowed", "300"),
        ("inin-ratelimit-count", "7"),
        ("inin-ratelimit-reset", "42"),
        ("x-secret", "canary"),
    ];
    let (client, _) = answering(
        200,
        Box::leak(headers.to_vec().into()),
        r#"{"id":"canary","new":1,"bodyType":"brand-new"}"#,
    );
    let response = block_on(client.web_chat().get_message("c", "m").send_with_response()).unwrap();
    assert_eq!((response.status().as_u16(), response.attempts()), (200, 1));
    assert_eq!(
        (response.correlation_id(), response.header("X-Secret")),
        (Some("corr-1"), Some("canary"))
    );
    let limit = response.rate_limit().unwrap();
    assert_eq!(
        (limit.allowed, limit.count, limit.reset.unwrap().as_secs()),
        (Some(300), Some(7), 42)
    );
    assert!(response.raw_body().starts_with(b"{\"id\""));
    assert!(!format!("{response:?}").contains("canary"));
    assert_eq!(response.body().body_type.as_ref().unwrap().as_str(), "brand-new");
}

#[test]
fn tolerated_bodies() {
    assert!(decode(200, "\u{feff}{}").is_ok());
    assert!(decode(201, " \n{} \n").is_ok());
    assert!(decode(200, r#"{"id":null,"unknown":{"deep":[1,2]}}"#).is_ok());
}

#[test]
fn fault_21_22_24_27_30_36_decode_errors_say_where() {
    let cases = [
        ("", "the body is empty where JSON is due"),
        (" \n", "the body is empty where JSON is due"),
        (r#"{"id": 5}"#, "at `id`, line 1 column 8: expected a string"),
        (r#"{"sender":{"id":["canary"]}}"#, "at `sender.id`, line 1 column 16: expected a string"),
        (r#"{"id":"#, "line 1 column 6: EOF while parsing a value"),
        ("<html>canary</html>", "line 1 column 1: expected value"),
        (r#"{"id":"x"} canary"#, "line 1 column 12: trailing characters"),
        (r#"{"id":"1","id":"2"}"#, "duplicate field `id`"),
        ("\u{feff}\u{feff}{}", "expected value"),
    ];
    for (body, expected) in cases {
        let error = decode(200, body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(expected), "{body}: {error}");
        assert_eq!(error.raw_body().unwrap(), body);
        assert_eq!(
            (error.status().unwrap().as_u16(), error.correlation_id()),
            (200, Some("corr-1"))
        );
        assert!(!all_texts(&error).contains("canary"), "{}", all_texts(&error));
        assert!(error.may_have_been_processed() && !error.is_retryable());
    }
    let utf16: Vec<u8> = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(decode(200, utf16).unwrap_err().kind(), ErrorKind::Decode);
    assert!(decode(200, r#"{"id":"\ud800"}"#).unwrap_err().to_string().contains("at `id`"));
}

#[test]
fn rule_s13_values_of_a_reply_do_not_get_into_error_texts() {
    for body in [
        r#"{"id":{"canary":1}}"#,
        r#"{"sender":"canary, expected nothing at line 5"}"#,
        r#"{"body":[7],"x":"canary"}"#,
        r#""canary""#,
        r#"{"sender":{"customFields":"canary"}}"#,
        r#"{"sender":{"authenticatedGuest":"canary"}}"#,
    ] {
        let text = all_texts(&decode(200, body).unwrap_err());
        assert!(!text.contains("canary"), "{text}");
    }
}

/// What a service uses for keys may name people, or be a secret itself.
#[test]
fn rule_s13_keys_of_a_reply_do_not_get_into_error_texts() {
    let cases = [
        (r#"{"sender":{"customFields":{"canary":[}}}"#, "at `sender.customFields.*[0]`, line 1"),
        (r#"{"canary":{"id":xyz}}"#, "at `*.id`, line 1"),
        (r#"{"entities":[{},{"can\u0061ry":x}]}"#, "at `entities[1].*`, line 1"),
        (r#"{"i\u0064":5}"#, "at `*`, line 1"),
    ];
    for (body, expected) in cases {
        let text = all_texts(&decode(200, body).unwrap_err());
        assert!(text.contains(expected) && !text.contains("canary"), "{body}: {text}");
    }
}

#[test]
fn fault_29_deep_nesting_is_an_error_not_a_crash() {
    // What nobody looks into may be as deep as it likes, as long as it ends.
    let deep = format!("{}1{}", r#"{"replyTo":"#.repeat(200), "}".repeat(200));
    assert!(decode(200, deep).is_ok());
    let errors = format!("{}{}", r#"{"errors":["#.repeat(200), "]}".repeat(200));
    let error = decode(500, errors).unwrap_err();
    assert_eq!((error.kind(), error.api_error().is_none()), (ErrorKind::Api, true));
    assert!(decode(200, "[".repeat(1_000_000)).is_err());
    assert!(decode(200, r#"{"x":"#.to_owned() + &"[".repeat(1_000_000)).is_err());
    assert!(decode(500, "[".repeat(1_000_000)).is_err());
}

#[test]
fn error_replies() {
    let body = r#"{"message":"canary sits here","code":"chat.error.conversation.state","status":"400","errors":[{"code":"x"}],"new":1}"#;
    let error = decode(400, body).unwrap_err();
    assert_eq!(
        (error.kind(), error.code_str()),
        (ErrorKind::Api, Some("chat.error.conversation.state"))
    );
    assert_eq!(
        (error.api_error().unwrap().message.as_deref(), error.api_error().unwrap().status),
        (Some("canary sits here"), Some(400))
    );
    assert_eq!(
        error.to_string(),
        "postWebchatGuestConversationMemberMessages: the service answered with an error (status 400, code chat.error.conversation.state, correlation id corr-1)"
    );
    assert!(!all_texts(&error).contains("canary"));
    assert!(!error.is_retryable() && !error.may_have_been_processed());
    assert_eq!(error.operation(), Some("postWebchatGuestConversationMemberMessages"));
}

#[test]
fn a_code_that_is_no_code_is_not_printed() {
    let error = decode(400, r#"{"code":"canary told us\nher name"}"#).unwrap_err();
    assert!(error.code_str().is_some() && !all_texts(&error).contains("canary"));
    let long = format!(r#"{{"code":"{}"}}"#, "a".repeat(129));
    assert!(!all_texts(&decode(400, long).unwrap_err()).contains("aaa"));
}

#[test]
fn fault_23_an_html_page_from_a_gateway_survives() {
    let page = "<html><body>502 Bad Gateway</body></html>";
    let error = decode(502, page).unwrap_err();
    assert_eq!((error.kind(), error.api_error().is_none()), (ErrorKind::Api, true));
    assert_eq!(error.raw_body().unwrap(), page);
    assert!(error.is_retryable() && error.may_have_been_processed());
    for body in ["", "null", "[]", "\"text\"", "5", "\u{feff}{\"code\":\"a.b\"}"] {
        let error = decode(500, body).unwrap_err();
        assert_eq!(
            (error.kind(), error.raw_body().unwrap().as_ref()),
            (ErrorKind::Api, body.as_bytes())
        );
    }
    assert_eq!(decode(500, "\u{feff}{\"code\":\"a.b\"}").unwrap_err().code_str(), Some("a.b"));
}

#[test]
fn kinds_by_status() {
    for (status, kind, retryable, processed) in [
        (301, ErrorKind::Redirect, false, true),
        (302, ErrorKind::Redirect, false, true),
        (304, ErrorKind::Api, false, true),
        (307, ErrorKind::Redirect, false, true),
        (308, ErrorKind::Redirect, false, true),
        (401, ErrorKind::Api, false, false),
        (408, ErrorKind::Api, false, false),
        (429, ErrorKind::RateLimited, true, false),
        (500, ErrorKind::Api, false, true),
        (502, ErrorKind::Api, true, true),
        (503, ErrorKind::Api, true, true),
        (504, ErrorKind::Api, true, true),
    ] {
        let error = decode(status, "").unwrap_err();
        assert_eq!(
            (error.kind(), error.is_retryable(), error.may_have_been_processed()),
            (kind, retryable, processed),
            "{status}"
        );
    }
}

#[test]
fn fault_25_no_content() {
    for (status, body) in [(204, ""), (204, "unexpected"), (200, "{}"), (202, "")] {
        let response = http::Response::builder().status(status).body(Bytes::from(body)).unwrap();
        assert_eq!(Request::<Leave>::decode(response).unwrap().status(), status);
    }
}

/// One odd member of an error reply must not hide what the others say.
#[test]
fn an_odd_member_of_an_error_reply_costs_only_itself() {
    for odd in [
        r#""messageParams":{"limit":300}"#,
        r#""details":{}"#,
        r#""status":"Bad Request""#,
        r#""limit":[]"#,
        r#""errors":"none""#,
    ] {
        let body = format!(r#"{{"code":"bad.request","message":"no",{odd}}}"#);
        let reply = http::Response::builder().status(400).body(body.into()).unwrap();
        let error = Request::<SendMessage>::decode(reply).unwrap_err();
        assert_eq!(error.code(), Some(purecloud_guest_chat_client::ErrorCode::BadRequest), "{odd}");
    }
}
