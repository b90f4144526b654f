//! The event stream behind a gateway.

use guest_chat_tests::{JWT, LineTransport};
use http::Uri;
use purecloud_guest_chat_client::events::{EventOptions, ReconnectPolicy};
use purecloud_guest_chat_client::models::{ConversationId, MemberId};
use purecloud_guest_chat_client::{Client, Conversation, ConversationParts, ErrorKind, Gateway};

const STREAM: &str = "wss://streaming.example.org/chat/jwt/canary?x=1";

async fn dialled(gateway: Gateway) -> (Vec<String>, ErrorKind) {
    let transport = LineTransport::new([]);
    let client = Client::builder().gateway(gateway).transport(transport.clone()).build().unwrap();
    let (id, member) = (ConversationId::from("c"), MemberId::from("m"));
    let chat = Conversation::from_parts(&client, ConversationParts::new(id, member, JWT, STREAM));
    let options = EventOptions::new().reconnect(ReconnectPolicy::never());
    let error = chat.events().options(options).await.unwrap_err();
    assert!(!format!("{error:?}").contains("canary"));
    (transport.dialled(), error.kind())
}

#[tokio::test]
async fn a_stream_goes_through_a_gateway_that_has_a_path_for_it() {
    let gateway = Gateway::new("gateway.example.com").port(8443).api_path("api");
    let through = gateway.clone().stream_path("/streams/");
    let (dialled_at, kind) = dialled(through).await;
    assert_eq!(dialled_at, ["https://gateway.example.com:8443/streams/chat/jwt/canary?x=1"]);
    assert_eq!(kind, ErrorKind::Connect);
    // Without one it goes where the service says, which is not trusted just because there is a gateway.
    let (dialled_at, kind) = dialled(gateway).await;
    assert_eq!((dialled_at.len(), kind), (0, ErrorKind::Stream));
}

#[test]
fn the_address_for_a_socket_of_the_callers_own() {
    let original: Uri = STREAM.parse().unwrap();
    let gateway = Gateway::new("gateway.example.com");
    assert_eq!(gateway.stream_address(&original).unwrap(), None);
    let behind = gateway.stream_path("").stream_address(&original).unwrap().unwrap();
    assert_eq!(behind.to_string(), "wss://gateway.example.com/chat/jwt/canary?x=1");
    let local = Gateway::new("localhost").protocol("http").port(8080).stream_path("s");
    let behind = local.stream_address(&original).unwrap().unwrap();
    assert_eq!(behind.to_string(), "ws://localhost:8080/s/chat/jwt/canary?x=1");
    assert!(Gateway::new("a/b").stream_path("").stream_address(&original).is_err());
}
