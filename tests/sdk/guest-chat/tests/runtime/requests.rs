//! What goes out: paths, queries, headers, cookies, credentials, bodies. Nothing is sent in these tests.

use guest_chat_tests::{
    FakeTransport, JWT, VirtualTimer, answering, block_on, create_request, fake_client, message,
};
use http::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use purecloud_guest_chat_client::{Client, ErrorKind, Request};
use url::Url;

fn client() -> Client {
    answering(200, &[], "{}").0
}

#[test]
fn a_request_in_full() {
    let request = client().web_chat().send_message("c 1", "ü/m", message("hi")).prepare().unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(
        request.uri(),
        "https://api.mypurecloud.com/api/v2/webchat/guest/conversations/c%201/members/%C3%BC%2Fm/messages"
    );
    assert_eq!(request.headers()["accept"], "application/json");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.headers()["authorization"], format!("Bearer {JWT}"));
    assert!(request.headers()["authorization"].is_sensitive());
    assert!(
        request.headers()["user-agent"]
            .to_str()
            .unwrap()
            .starts_with("purecloud-guest-chat-client/")
    );
    assert_eq!(request.headers().len(), 4);
    assert_eq!(request.body(), r#"{"body":"hi"}"#);
}

#[test]
fn hostile_path_values_are_refused_before_any_io() {
    let (client, transport) = answering(200, &[], "{}");
    for value in ["", ".", "..", "a\rb", "a\nb", "\0", "\u{7f}", "\u{85}"] {
        let error = block_on(client.web_chat().get_message(value, "m").send()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{value:?}");
        let text = error.to_string();
        assert!(text.contains("conversationId") && !text.contains(['\r', '\n', '\0']), "{text}");
    }
    assert!(transport.requests().is_empty());
}

#[test]
fn dots_and_slashes_stay_one_segment() {
    let request = client().web_chat().get_message("../../x", "%2e%2e").prepare().unwrap();
    assert!(request.uri().path().ends_with("/conversations/..%2F..%2Fx/messages/%252e%252e"));
}

proptest! {
    #[test]
    fn rule_s08_any_path_value_is_one_segment_or_refused(value in any::<String>()) {
        let fine = !value.is_empty() && value != "." && value != ".." && !value.chars().any(char::is_control);
        match client().web_chat().get_message(value.clone(), "m").prepare() {
            Ok(request) => {
                let segments: Vec<&str> = request.uri().path().split('/').collect();
                prop_assert!(fine);
                prop_assert_eq!(segments.len(), 9);
                prop_assert_eq!(percent_decode_str(segments[6]).decode_utf8().unwrap(), value);
                prop_assert_eq!((segments[7], segments[8]), ("messages", "m"));
                // The URL parser that the transport uses sees the same.
                let url = Url::parse(&request.uri().to_string()).unwrap();
                prop_assert_eq!(url.path(), request.uri().path());
            }
            Err(error) => {
                prop_assert!(!fine, "{}", error);
                prop_assert_eq!(error.kind(), ErrorKind::InvalidInput);
            }
        }
    }

    #[test]
    fn any_query_value_comes_back(value in any::<String>()) {
        let request = client().web_chat().list_messages("c").after(value.clone()).max_results(0).prepare().unwrap();
        let url = Url::parse(&request.uri().to_string()).unwrap();
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        prop_assert_eq!(pairs, [("after".to_owned(), value), ("maxResults".to_owned(), "0".to_owned())]);
    }

    #[test]
    fn rule_s02_any_credential_is_sent_as_it_is_or_refused(jwt in any::<String>()) {
        match client().with_jwt(&*jwt).web_chat().get_message("c", "m").prepare() {
            Ok(request) => {
                let value = &request.headers()["authorization"];
                prop_assert!(value.is_sensitive());
                let expected = format!("Bearer {jwt}");
                prop_assert_eq!(value.as_bytes(), expected.as_bytes());
                prop_assert!(!jwt.contains(['\r', '\n', '\0']));
            }
            Err(error) => {
                prop_assert_eq!(error.kind(), ErrorKind::InvalidInput);
                let text = format!("{error:?}");
                prop_assert!(jwt.len() < 12 || !text.contains(&jwt));
            }
        }
    }
}

#[test]
fn unset_parameters_are_left_out_and_zero_is_sent() {
    let list = client().web_chat().list_messages("c");
    assert_eq!(list.prepare().unwrap().uri().query(), None);
    let uri = list.max_results(0).prepare().unwrap().uri().clone();
    assert_eq!(uri.query(), Some("maxResults=0"));
}

#[test]
fn setting_again_replaces() {
    let request = client()
        .web_chat()
        .list_messages("c")
        .after("1")
        .max_results(2)
        .after("3")
        .prepare()
        .unwrap();
    assert_eq!(request.uri().query(), Some("maxResults=2&after=3"));
}

#[test]
fn rule_s09_callers_cannot_take_over_headers() {
    let (client, transport) = answering(200, &[], "{}");
    for name in [
        "authorization",
        "host",
        "content-length",
        "cookie",
        "transfer-encoding",
        "connection",
        "proxy-authorization",
        "accept-encoding",
    ] {
        let name = HeaderName::from_static(name);
        let call = client
            .web_chat()
            .get_message("c", "m")
            .header(name.clone(), HeaderValue::from_static("x"));
        assert_eq!(call.prepare().unwrap_err().kind(), ErrorKind::InvalidInput, "{name}");
        assert_eq!(block_on(call.send()).unwrap_err().kind(), ErrorKind::InvalidInput);
        let built =
            Client::builder().default_header(name.clone(), HeaderValue::from_static("x")).build();
        assert_eq!(built.unwrap_err().kind(), ErrorKind::InvalidInput, "{name}");
    }
    assert!(transport.requests().is_empty());
}

#[test]
fn too_long_a_url_is_an_error() {
    let error =
        client().web_chat().list_messages("c").after("x".repeat(70_000)).prepare().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
}

#[test]
fn a_default_header_and_a_user_agent() {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    let name = HeaderName::from_static("x-tag");
    let client = fake_client(&transport, &timer)
        .default_header(name.clone(), HeaderValue::from_static("default"))
        .user_agent_suffix("my-app/1.2")
        .build()
        .unwrap();
    let call = client.web_chat().get_message("c", "m");
    let headers = call.prepare().unwrap().headers().clone();
    assert_eq!(headers["x-tag"], "default");
    assert!(headers["user-agent"].to_str().unwrap().ends_with(" my-app/1.2"));
    let call = call.header(name, HeaderValue::from_static("call"));
    assert_eq!(call.prepare().unwrap().headers()["x-tag"], "call");
    for suffix in ["a\r\nauthorization: x", "a\nb", "\0"] {
        let error = Client::builder().user_agent_suffix(suffix).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
}

#[test]
fn rule_s07_create_never_sends_credentials() {
    let (client, transport) = answering(200, &[], "{}");
    for client in [client.clone(), client.with_jwt("other"), client.without_jwt()] {
        block_on(client.web_chat().create_conversation(create_request()).send()).unwrap();
    }
    for request in transport.requests() {
        assert!(!request.headers().contains_key("authorization"));
        assert!(!format!("{request:?}").contains("canary"));
    }
}

#[test]
fn missing_credentials_are_noticed_before_any_io() {
    let (client, transport) = answering(200, &[], "{}");
    let error = block_on(client.without_jwt().web_chat().get_message("c", "m").send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingCredentials);
    assert_eq!(
        error.to_string(),
        "getWebchatGuestConversationMessage: credentials are needed and not set: Guest Chat JWT"
    );
    assert_eq!(error.attempts(), 0);
    assert!(transport.requests().is_empty());
}

#[test]
fn rule_s07_handles_do_not_share_credentials() {
    let (client, transport) = answering(200, &[], "{}");
    let (a, b) = (client.with_jwt("jwt-a"), client.with_jwt("jwt-b"));
    let late = client.without_jwt();
    for (client, expected) in [(&client, JWT), (&a, "jwt-a"), (&b, "jwt-b"), (&a.clone(), "jwt-a")]
    {
        block_on(client.web_chat().get_message("c", "m").send()).unwrap();
        assert_eq!(
            transport.requests().last().unwrap().headers()["authorization"],
            format!("Bearer {expected}")
        );
    }
    assert!(!late.has_jwt() && a.has_jwt() && client.has_jwt());
    assert_eq!(transport.requests().len(), 4);
}

#[test]
fn a_prefix_of_the_base_url_stays() {
    for (base, expected) in [
        (
            "https://gw.example/base/path/",
            "https://gw.example/base/path/api/v2/webchat/guest/conversations/c/messages",
        ),
        (
            "https://gw.example:8443",
            "https://gw.example:8443/api/v2/webchat/guest/conversations/c/messages",
        ),
        (
            "https://[::1]:8443/x",
            "https://[::1]:8443/x/api/v2/webchat/guest/conversations/c/messages",
        ),
    ] {
        let (_, transport) = answering(200, &[], "{}");
        let client =
            fake_client(&transport, &VirtualTimer::default()).base_url(base).build().unwrap();
        assert_eq!(client.web_chat().list_messages("c").prepare().unwrap().uri(), expected);
    }
}

#[test]
fn what_a_program_has_at_hand_is_taken_as_it_is() {
    let (id, address) = ("c".to_owned(), "https://api.example.com".to_owned());
    let client = Client::builder().base_url(&address).default_header("x-app", "mine").jwt(&id);
    let client = client.build().unwrap();
    let chat = client.web_chat();
    let number = purecloud_guest_chat_client::http::HeaderValue::from(7);
    let request = chat.get_message(&id, &id).header("x-a", "b").header("x-b", number);
    let request = request.prepare().unwrap();
    let values = ["x-a", "x-b", "x-app"].map(|name| request.headers()[name].to_str().unwrap());
    assert_eq!(values, ["b", "7", "mine"]);
    for (name, value) in [("x a", "b"), ("x-a", "b\nc"), ("authorization", "b")] {
        let error = chat.get_message(&id, &id).header(name, value).prepare().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(!error.to_string().contains("b\nc"));
    }
    let listing = |most| chat.list_messages(&id).with_some(most, Request::max_results);
    assert_eq!(listing(None).prepare().unwrap().uri().query(), None);
    assert_eq!(listing(Some(3)).prepare().unwrap().uri().query(), Some("maxResults=3"));
}
