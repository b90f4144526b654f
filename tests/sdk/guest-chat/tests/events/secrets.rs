//! The address of a stream holds the guest's token: where it may go, and that it is never shown.

use guest_chat_simulator::{Fault, Simulator, StreamFault};
use guest_chat_tests::{JWT, Line, LineTransport, MemoryTransport, all_texts, create_request};
use http::{HeaderName, HeaderValue};
use purecloud_guest_chat_client::events::EventOptions;
use purecloud_guest_chat_client::{Client, Conversation, ConversationParts, Error, ErrorKind};

use crate::guest::Guest;

const API: &str = "https://api.example.com";

/// What becomes of an address: the address that was dialled, or why none was.
async fn dialled(base: &str, stream: &str, options: EventOptions) -> Result<String, Error> {
    let transport = LineTransport::new([Box::new(Line::new(std::iter::empty()).0) as _]);
    let chat = transport.chat_at(base, stream);
    let result = chat.events().options(options.backfill(false)).await;
    let dialled = transport.dialled();
    match result {
        Ok(_) => Ok(dialled[0].clone()),
        Err(error) => {
            assert!(dialled.is_empty(), "{dialled:?} was dialled");
            Err(error)
        }
    }
}

#[tokio::test(start_paused = true)]
async fn rule_s06_a_stream_of_the_service_is_dialled() {
    for (base, stream, expected) in [
        (API, "wss://stream.example.com/chat/jwt/x", "https://stream.example.com/chat/jwt/x"),
        (API, "wss://STREAM.Example.COM:443/x?y=z", "https://STREAM.Example.COM:443/x?y=z"),
        (API, "wss://api.example.com/x", "https://api.example.com/x"),
        (API, "wss://example.com", "https://example.com/"),
        (API, "wss://a.b.example.com:8443/", "https://a.b.example.com:8443/"),
        (
            "https://gateway.example.org",
            "wss://gateway.example.org/x",
            "https://gateway.example.org/x",
        ),
        ("http://127.0.0.1:1", "ws://127.0.0.1:2/x", "http://127.0.0.1:2/x"),
        ("http://localhost:1", "ws://localhost:2/x", "http://localhost:2/x"),
        ("http://[::1]:1", "ws://[::1]:2/x", "http://[::1]:2/x"),
        ("http://127.0.0.1:1", "wss://127.0.0.1/x", "https://127.0.0.1/x"),
    ] {
        assert_eq!(dialled(base, stream, EventOptions::new()).await.unwrap(), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn rule_s06_no_other_address_is_dialled() {
    for (base, stream) in [
        // Another domain, or one that only looks like it.
        (API, "wss://canary.example.org/x"),
        (API, "wss://canaryexample.com/x"),
        (API, "wss://example.com.canary.org/x"),
        (API, "wss://stream.example.com./canary"),
        (API, "wss://stream.example.com@canary.org/x"),
        (API, "wss://canary.org\\.example.com/x"),
        (API, "wss://canary.org#.example.com"),
        (API, "wss://canary.org?.example.com"),
        (API, "wss://canary.org%2f.example.com/x"),
        ("https://gateway.example.org", "wss://canary.example.org/x"),
        ("https://com", "wss://canary.com/x"),
        ("https://api.com", "wss://canary.com/x"),
        // Not secure, or no WebSocket.
        (API, "ws://stream.example.com/canary"),
        (API, "ws://127.0.0.1/canary"),
        (API, "https://stream.example.com/canary"),
        (API, "http://stream.example.com/canary"),
        ("http://127.0.0.1:1", "ws://stream.example.com/canary"),
        ("http://127.0.0.1:1", "ws://10.0.0.1/canary"),
        ("http://127.0.0.1:1", "wss://canary.example.com/x"),
        ("http://127.0.0.1:1", "ws://127.0.0.2/canary"),
        ("https://10.0.0.1", "wss://canary.0.0.1/x"),
        // No address at all.
        (API, ""),
        (API, "canary"),
        (API, "/canary"),
        (API, "wss:///canary"),
        (API, "wss://stream.example.com:canary/x"),
        (API, "wss://stream.example.com:99999/canary"),
        (API, "wss://user:canary@stream.example.com/x"),
        (API, "wss://stream.example.com/canary with spaces"),
    ] {
        let error = dialled(base, stream, EventOptions::new()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Stream, "{stream}");
        assert!(!error.is_retryable());
        assert!(!all_texts(&error).contains("canary"), "{}", all_texts(&error));
    }
    let long = format!("wss://stream.example.com/{}", "canary".repeat(20_000));
    let error = dialled(API, &long, EventOptions::new()).await.unwrap_err();
    assert!(!all_texts(&error).contains("canary"));
}

#[tokio::test(start_paused = true)]
async fn other_domains_are_trusted_by_name() {
    let stream = "wss://stream.example.org/x";
    let error = dialled(API, stream, EventOptions::new()).await.unwrap_err();
    assert!(error.to_string().contains("trust_domain"), "{error}");
    for domain in ["example.org", ".Example.ORG", "stream.example.org"] {
        let options = EventOptions::new().trust_domain(domain);
        dialled(API, stream, options).await.unwrap();
    }
    for domain in ["", ".", "ample.org", "example.com", "other.example.org"] {
        let options = EventOptions::new().trust_domain(domain);
        dialled(API, stream, options).await.unwrap_err();
    }
}

#[tokio::test(start_paused = true)]
async fn rule_s06_an_address_that_is_not_the_services_never_starts_a_chat() {
    let elsewhere = Simulator::start().await.unwrap();
    let base = format!("ws://localhost:{}/chat/jwt", elsewhere.port());
    let sim = Simulator::builder().event_stream_base(base).start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let error = Conversation::start(&client, create_request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Stream);
    assert_eq!(elsewhere.exchanges().len(), 0);
    // The chat itself exists, and only that was asked for.
    assert_eq!(sim.exchanges().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn rule_s03_default_headers_go_to_their_own_host_only() {
    let header = HeaderName::from_static("x-gateway-key");
    let sim = Simulator::start().await.unwrap();
    let client = MemoryTransport::builder(&sim)
        .default_header(header.clone(), HeaderValue::from_static("key"))
        .user_agent_suffix("app/1");
    let client = client.build().unwrap();
    let (_, events) = Conversation::start(&client, create_request()).await.unwrap();
    let dial = sim.exchanges().pop().unwrap();
    assert_eq!(dial.request_header("x-gateway-key"), Some("key"));
    // The token is in the path, and not sent twice.
    assert_eq!(dial.request_header("authorization"), None);
    drop(events);

    let sim = Simulator::builder();
    let base = "ws://localhost/chat/jwt".to_owned();
    let sim = sim.event_stream_base(base).start().await.unwrap();
    let client = MemoryTransport::builder(&sim)
        .default_header(header, HeaderValue::from_static("key"))
        .user_agent_suffix("app/1");
    let start = Conversation::start(&client.build().unwrap(), create_request());
    start.options(EventOptions::new().trust_domain("localhost")).await.unwrap();
    let dial = sim.exchanges().pop().unwrap();
    assert_eq!(dial.request_header("x-gateway-key"), None);
    assert!(dial.request_header("user-agent").unwrap().ends_with(" app/1"));
}

/// The token and what could be taken for it: each of its parts.
fn leaks(text: &str, token: &str) -> Option<String> {
    let parts = token.split('.').chain([token]);
    parts.map(str::to_owned).find(|part| text.contains(part))
}

#[tokio::test(start_paused = true)]
async fn rule_s01_nothing_shows_the_token() {
    let sim = Simulator::start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let start = Conversation::start(&client, create_request());
    let started = format!("{start:?} {start:#?}");
    let (chat, events) = start.await.unwrap();
    let token = chat.parts().jwt.expose().to_owned();
    assert_eq!(token.split('.').count(), 3);
    assert!(chat.parts().event_stream_uri.expose().contains(&token));
    let (parts, builder) = (chat.parts(), chat.events());
    let texts = [
        started,
        format!("{chat:?} {chat:#?} {parts:?} {parts:#?} {:?}", parts.expose()),
        format!("{events:?} {events:#?} {builder:?} {builder:#?} {:?}", chat.client()),
        format!("{:?} {:?} {:?}", chat.send("x"), chat.messages().pages(), chat.members().items()),
    ]
    .concat();
    assert_eq!(leaks(&texts, &token), None, "{texts}");
}

#[tokio::test(start_paused = true)]
async fn rule_s01_no_error_shows_the_token() {
    for fault in [
        Fault::status(401),
        Fault::status(503),
        Fault::redirect(302, "wss://elsewhere.example.com/canary"),
        Fault::wrong_accept(),
        Fault::ResetBeforeHeaders,
        Fault::ResetMidHeaders,
        Fault::Hang,
    ] {
        let mut guest = Guest::arrives().await;
        let token = guest.chat.parts().jwt.expose().to_owned();
        guest.sim.faults().on_stream(fault.clone()).always();
        guest.service.strike_streams(StreamFault::CutAt(0));
        let error = guest.last_error().await;
        assert_eq!(leaks(&all_texts(&error), &token), None, "{fault:?}: {}", all_texts(&error));
        assert!(!all_texts(&error).contains("/chat/jwt"), "{}", all_texts(&error));
    }
    for frame in [r#"{"eventBody":"TOKEN","metadata":{"type":"message"}}"#, "TOKEN"] {
        let mut guest = Guest::arrives().await;
        let token = guest.chat.parts().jwt.expose().to_owned();
        guest.service.strike_streams(StreamFault::Text(frame.replace("TOKEN", &token)));
        let error = guest.item().await.unwrap().unwrap_err();
        assert_eq!(leaks(&all_texts(&error), &token), None);
    }
    // An event that is not known is given whole, but does not show it by itself.
    let mut guest = Guest::arrives().await;
    let token = guest.chat.parts().jwt.expose().to_owned();
    let frame = format!("{{\"eventBody\":\"{token}\"}}");
    guest.service.strike_streams(StreamFault::Text(frame));
    let event = guest.event().await;
    assert!(event.raw().unwrap().contains(&token));
    assert_eq!(leaks(&format!("{event:?} {event:#?}"), &token), None);
}

#[test]
fn a_transport_that_cannot_switch_says_so() {
    let (client, _) = guest_chat_tests::answering(200, &[], "{}");
    let parts = ConversationParts::new("c", "m", JWT, "wss://stream.example.com/canary");
    let chat = Conversation::from_parts(&client, parts);
    let error = guest_chat_tests::block_on(chat.events().connect()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Stream, "the fake's address is another");
    let client =
        Client::builder().base_url(API).transport(guest_chat_tests::FakeTransport::constant(
            &guest_chat_tests::VirtualTimer::default(),
            200,
            &[],
            "{}",
        ));
    let client = client.timer(guest_chat_tests::VirtualTimer::default()).build().unwrap();
    let chat = Conversation::from_parts(&client, chat.parts().clone());
    let error = guest_chat_tests::block_on(chat.events().connect()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("Transport::upgrade"), "{error}");
    assert!(!all_texts(&error).contains("canary"));
}
