//! Event streams, byte by byte.

use bytes::Bytes;
use guest_chat_tests::{Line, LineTransport, Read};
use purecloud_guest_chat_client::events::{EventOptions, ReconnectPolicy};
use purecloud_guest_chat_client::{Error, ErrorKind, Event};

/// What a stream makes of frames: first byte and content of each.
async fn events(frames: &[(u8, &str)]) -> Vec<Result<Event, Error>> {
    let mut bytes = Vec::new();
    for (first, content) in frames {
        let length = u16::try_from(content.len()).unwrap();
        bytes.extend_from_slice(&[*first, 126]);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(content.as_bytes());
    }
    let (line, _) = Line::new([Read::Bytes(Bytes::from(bytes)), Read::End].into_iter());
    let options = EventOptions::new().backfill(false).reconnect(ReconnectPolicy::never());
    let transport = LineTransport::new([Box::new(line) as _]);
    let mut stream = transport.chat().events().options(options).await.unwrap();
    let mut items = Vec::new();
    while let Some(item) = stream.next().await {
        items.push(item);
    }
    items
}

/// A text of more than 125 bytes, which takes two bytes for its length.
fn padded(text: &str) -> String {
    format!("{text}{}", " ".repeat(200))
}

#[tokio::test]
async fn defect_parts_of_a_message_are_read_by_themselves() {
    // The web messaging client for Java ignores whether a part is the last one.
    let text = padded(
        r#"{"topicName":"v2.conversations.chats.c.messages","eventBody":{"id":"1","body":"whole"},"metadata":{"type":"message"}}"#,
    );
    let (one, two) = text.split_at(150);
    let two = padded(two);
    let items = events(&[(0x01, one), (0x80, &two)]).await;
    let Some(Ok(Event::Message(event))) = items.first() else { panic!("{items:?}") };
    assert_eq!(event.message.body.as_deref(), Some("whole"));
}

#[tokio::test]
async fn defect_events_of_unknown_topics_vanish() {
    // The notification handlers drop them without a word.
    let items =
        events(&[(0x81, &padded(r#"{"topicName":"v2.something.new","eventBody":{"a":1}}"#))]).await;
    let Some(Ok(event @ Event::Unknown(_))) = items.first() else { panic!("{items:?}") };
    assert!(event.raw().unwrap().contains("v2.something.new"));
}

#[tokio::test]
async fn defect_texts_that_cannot_be_read_vanish() {
    // The web messaging client for Java swallows them.
    let heartbeat =
        padded(r#"{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}"#);
    let items = events(&[(0x81, &padded("no json")), (0x81, &heartbeat)]).await;
    assert_eq!(items[0].as_ref().unwrap_err().kind(), ErrorKind::Decode);
    assert!(matches!(items[1], Ok(Event::Heartbeat(_))), "{items:?}");
}
