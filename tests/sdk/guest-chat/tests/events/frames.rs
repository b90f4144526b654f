//! Frames that are broken, torn, doubled, or not what they should be.

use bytes::Bytes;
use guest_chat_simulator::{StreamEnd, StreamFault};
use guest_chat_tests::{all_texts, seconds};
use purecloud_guest_chat_client::events::{
    ConnectionEvent, EventOptions, Interruption, ReconnectPolicy,
};
use purecloud_guest_chat_client::{ErrorKind, Event};

use crate::guest::{Guest, short};

#[tokio::test(start_paused = true)]
async fn fault_43_a_frame_may_be_torn_at_every_byte() {
    let mut guest = Guest::arrives().await;
    let ann = guest.service.agent_joins("Ann");
    ann.says("hello");
    guest.told_until("hello").await;
    let Some(Ok(Event::Heartbeat(_))) = guest.events.next().await else { panic!("no heartbeat") };
    let mut length = 0;
    for torn_at in 0.. {
        // A connection that lasted is no trouble, so the pauses do not grow.
        tokio::time::sleep(seconds(31)).await;
        guest.sim.stream_faults().on_event(StreamFault::CutAt(torn_at));
        let text = format!("torn {torn_at:03}");
        ann.says(&text);
        let told = guest.told_until(&text).await;
        match told.last().unwrap().split(' ').next().unwrap() {
            "backfilled" => length = torn_at + 1,
            // The frame was whole.
            _ => break,
        }
        assert_eq!(
            told[told.len() - 3..],
            [
                "interrupted: lost its connection".to_owned(),
                "reopened".to_owned(),
                format!("backfilled standard {text}"),
            ]
        );
    }
    assert!(length > 300, "a frame of {length} bytes");
    assert_eq!(guest.service.messages().len(), length + 3);
}

#[tokio::test(start_paused = true)]
async fn fault_44_fragments_with_pings_between_them_are_joined() {
    let mut guest = Guest::arrives().await;
    let ann = guest.service.agent_joins("Ann");
    for size in [1, 2, 7, 100, 300] {
        let text = format!("Grüße 🎉 {size}");
        guest.sim.stream_faults().clear();
        guest.sim.stream_faults().on_event(StreamFault::Fragments(size)).always();
        ann.says(&text);
        let told = guest.told_until(&text).await;
        assert_eq!(told.last().unwrap(), &format!("standard {text}"));
    }
    ann.says("end");
    guest.told_until("end").await;
    let stream = guest.last_stream();
    assert!(stream.pongs > 0, "pings between fragments are answered");
    assert_eq!((guest.sim.streams().len(), stream.texts.len()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn fault_45_a_binary_message_is_an_error_and_no_more() {
    let mut guest = Guest::arrives().await;
    let ann = guest.service.agent_joins("Ann");
    ann.says("one");
    guest.told_until("one").await;
    guest.sim.stream_faults().on_event(StreamFault::Binary);
    ann.says("two");
    ann.says("three");
    let error = guest.item().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(guest.told_until("three").await, ["standard three"]);
    assert_eq!(guest.sim.streams().len(), 1);
}

/// What becomes of a stream after a message that cannot be read.
async fn interrupted_by(fault: StreamFault, options: EventOptions) -> Guest {
    let mut guest = Guest::arrives_with(guest_chat_simulator::Simulator::builder(), options).await;
    let ann = guest.service.agent_joins("Ann");
    ann.says("one");
    guest.told_until("one").await;
    guest.sim.stream_faults().on_event(fault);
    ann.says("two");
    ann.says("three");
    assert_eq!(
        guest.told_until("three").await,
        [
            "interrupted: could not be understood",
            "reopened",
            "backfilled standard two",
            "backfilled standard three",
        ]
    );
    guest
}

#[tokio::test(start_paused = true)]
async fn fault_45_a_text_that_is_not_utf8_is_asked_for() {
    let guest = interrupted_by(StreamFault::NotUtf8, EventOptions::new()).await;
    assert_eq!(guest.sim.streams()[0].end, Some(StreamEnd::Client(Some(1007))));
}

#[tokio::test(start_paused = true)]
async fn fault_45_a_message_that_is_too_large_is_asked_for() {
    interrupted_by(StreamFault::Oversized(5 * 1024 * 1024), EventOptions::new()).await;
    let small = EventOptions::new().largest_message(1000);
    let guest = interrupted_by(StreamFault::Oversized(1001), small).await;
    assert_eq!(guest.sim.streams()[0].end, Some(StreamEnd::Client(Some(1009))));
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_breaks_the_protocol_is_left() {
    for bytes in [
        // Reserved bits, an unknown opcode, a masked frame, a continuation of nothing, a ping in fragments, a ping
        // that is too long, a close frame of one byte.
        b"\xc1\x00".as_slice(),
        b"\x83\x00",
        b"\x81\x80aaaa",
        b"\x80\x00",
        b"\x09\x00",
        b"\x89\x7e\x00\x7e",
        b"\x88\x01a",
    ] {
        let fault = StreamFault::Raw(Bytes::copy_from_slice(bytes));
        let guest = interrupted_by(fault, EventOptions::new()).await;
        assert_eq!(guest.sim.streams()[0].end, Some(StreamEnd::Client(Some(1002))));
    }
}

#[tokio::test(start_paused = true)]
async fn fault_48_what_comes_twice_is_told_once() {
    let mut guest = Guest::arrives().await;
    guest.sim.stream_faults().on_event(StreamFault::Twice).always();
    let ann = guest.service.agent_is_alerted("Ann");
    ann.connects();
    ann.types();
    ann.says("hello");
    ann.types();
    ann.says("end");
    assert_eq!(
        guest.told_until("end").await,
        [
            "member ALERTING",
            "member CONNECTED",
            "member-join ",
            "typing",
            "standard hello",
            "typing",
            "standard end",
        ]
    );
}

/// What a text frame in place of an event is told as.
async fn told_of(text: &str) -> Result<Event, purecloud_guest_chat_client::Error> {
    let mut guest = Guest::arrives().await;
    let Some(Ok(Event::Heartbeat(_))) = guest.events.next().await else { panic!("no heartbeat") };
    guest.service.strike_streams(StreamFault::Text(text.to_owned()));
    let told = guest.events.next().await.unwrap();
    // The stream goes on, on the same connection.
    guest.chat.send("end").await.unwrap();
    assert_eq!(guest.told_until("end").await, ["standard end"]);
    assert_eq!(guest.sim.streams().len(), 1);
    told
}

#[tokio::test(start_paused = true)]
async fn fault_49_a_heartbeat_needs_no_metadata() {
    for text in [
        r#"{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}"#,
        r#"{"topicName":"channel.metadata","version":"2","eventBody":{"message":"WebSocket Heartbeat"},"metadata":null}"#,
        r#"{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"},"metadata":{"type":"message"}}"#,
    ] {
        let Event::Heartbeat(beat) = told_of(text).await.unwrap() else { panic!("{text}") };
        assert_eq!(beat.text.as_deref(), Some("WebSocket Heartbeat"));
    }
    assert!(matches!(
        told_of(r#"{"topicName":"channel.metadata"}"#).await,
        Ok(Event::Heartbeat(_))
    ));
}

#[tokio::test(start_paused = true)]
async fn what_is_not_known_is_kept_as_it_came() {
    for (text, kind) in [
        (r#"{"topicName":"v2.new","metadata":{"type":"news","correlationid":"x"}}"#, Some("news")),
        (
            r#"{"topicName":"v2.conversations.chats.c.messages","metadata":{"type":"reaction"}}"#,
            Some("reaction"),
        ),
        (
            r#"{"topicName":"v2.conversations.chats.c.members","metadata":{"type":"message"},"eventBody":{}}"#,
            Some("message"),
        ),
        (r#"{"topicName":"v2.system.maintenance","metadata":{"type":"message"}}"#, Some("message")),
        (r#"{"topicName":"v2.conversations.chats.c.messages","eventBody":{}}"#, None),
        (r#"{"topicName":7,"metadata":[1],"eventBody":"text"}"#, None),
        ("{}", None),
    ] {
        let event = told_of(text).await.unwrap();
        assert_eq!(event.raw(), Some(text));
        let Event::Unknown(unknown) = &event else { panic!("{event:?}") };
        assert_eq!(unknown.kind.as_deref(), kind);
        assert_eq!(event.correlation_id(), text.contains("news").then_some("x"));
    }
}

#[tokio::test(start_paused = true)]
async fn what_can_be_recognised_is() {
    let message = r#"{"topicName":"v2.conversations.chats.c.messages","eventBody":{"id":"x","bodyType":"notice","body":"b"}}"#;
    assert_eq!(short(&told_of(message).await.unwrap()), "notice b");
    let message =
        r#"{"metadata":{"type":"message"},"eventBody":{"bodyType":"new-kind","unknown":1}}"#;
    assert_eq!(short(&told_of(message).await.unwrap()), "new-kind ");
    let change = r#"{"topicName":"v2.conversations.chats.c.members","eventBody":{"member":{"id":"x","state":"AWAY"}}}"#;
    assert_eq!(short(&told_of(change).await.unwrap()), "member AWAY");
    let typing = r#"{"metadata":{"type":"typing-indicator"},"eventBody":{}}"#;
    assert_eq!(short(&told_of(typing).await.unwrap()), "typing");
}

#[tokio::test(start_paused = true)]
async fn a_message_may_be_written_in_any_way() {
    const TOPIC: &str = "v2.conversations.chats.c.messages";
    let topic = format!("\"topicName\":\"{TOPIC}\"");
    let body = r#""eventBody":{"id":"x","body":"b","bodyType":"notice"}"#;
    let metadata = r#""metadata":{"CorrelationId":"i","type":"message"}"#;
    for members in [
        vec![&topic, "\"version\":\"2\"", body, metadata],
        vec![body, &topic, metadata],
        vec![metadata, body, &topic],
        vec![metadata, "\"more\":[{\"topicName\":1e999}]", &topic, body],
        // Written in another way.
        vec![r#""topicName":"v2.conversations.chats.\u0063.messages""#, body, metadata],
        vec![&topic, body, r#""metadata":{"correlationID":"\u0069","TYPE":"\u006dessage"}"#],
        vec![&topic, r#""event\u0042ody":{"id":"x","body":"b","bodyType":"notice"}"#, metadata],
        // What has a form that it should not have counts as absent.
        vec![
            &topic,
            body,
            r#""metadata":{"CorrelationId":1,"correlationid":"i","type":"message"}"#,
        ],
        vec![&topic, body, r#""metadata":{"CorrelationId":"i","Type":7,"type":"message"}"#],
        // Twice: the last of the members counts, and the first of what the metadata says.
        vec!["\"topicName\":\"v2.system.x.messages\"", &topic, body, metadata],
        vec!["\"topicName\":1e999", &topic, body, metadata],
        vec![&topic, "\"eventBody\":{\"id\":\"y\"}", body, metadata],
        vec![&topic, body, "\"metadata\":{\"type\":\"typing-indicator\"}", metadata],
        vec![
            &topic,
            body,
            r#""metadata":{"type":"message","type":"typing-indicator","CorrelationId":"i","correlationId":"j"}"#,
        ],
    ] {
        let text = format!("{{{}}}", members.join(","));
        let event = told_of(&text).await.unwrap();
        assert_eq!(short(&event), "notice b", "{text}");
        let copy = event.clone();
        drop(event);
        assert_eq!(copy.id(), Some("x"));
        assert_eq!(copy.topic(), Some(TOPIC), "{text}");
        assert_eq!(copy.correlation_id(), Some("i"), "{text}");
        assert_eq!(copy.raw(), Some(text.as_str()));
        assert!(!copy.is_backfilled());
    }
}

#[tokio::test(start_paused = true)]
async fn what_looks_like_a_message_is_told_as_what_it_is() {
    let body = r#""eventBody":{"id":"x","body":"b","bodyType":"notice"}"#;
    for (topic, metadata, told) in [
        ("v2.conversations.chats.c.messages", r#"{"type":"typing-indicator"}"#, "typing"),
        ("v2.conversations.chats.c.messages", r#"{"type":"reaction","TYPE":"message"}"#, "unknown"),
        ("v2.system.messages", r#"{"type":"message"}"#, "unknown"),
        ("v2.conversations.chats.c.members", r#"{"type":"message"}"#, "unknown"),
    ] {
        let text = format!(r#"{{"topicName":"{topic}",{body},"metadata":{metadata}}}"#);
        let event = told_of(&text).await.unwrap();
        let is = match &event {
            Event::Typing(_) => "typing",
            Event::Unknown(_) => "unknown",
            _ => "something else",
        };
        assert_eq!(is, told, "{text}");
        assert_eq!((event.topic(), event.raw()), (Some(topic), Some(text.as_str())));
    }
}

#[tokio::test(start_paused = true)]
async fn what_makes_no_sense_is_an_error_and_no_more() {
    let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
    for text in [
        "canary",
        "",
        "[\"canary\"]",
        "\"canary\"",
        "{\"topicName\":",
        r#"{"metadata":{"type":"message"},"eventBody":"canary"}"#,
        r#"{"metadata":{"type":"message"},"eventBody":{"sender":"canary"}}"#,
        r#"{"metadata":{"type":"member-change"},"eventBody":{"member":["canary"]}}"#,
        &deep,
    ] {
        let error = told_of(text).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{text}");
        assert!(!all_texts(&error).contains("canary"));
    }
}

#[tokio::test(start_paused = true)]
async fn an_announced_end_is_not_waited_for() {
    let never_at_random =
        ReconnectPolicy::new().first_pause(seconds(100)).longest_pause(seconds(100));
    let options = EventOptions::new().reconnect(never_at_random);
    let mut guest = Guest::arrives_with(guest_chat_simulator::Simulator::builder(), options).await;
    let notice = r#"{"topicName":"v2.system.socket_closing","eventBody":{"message":"soon"}}"#;
    guest.service.strike_streams(StreamFault::Text(notice.to_owned()));
    let before = tokio::time::Instant::now();
    let Event::Unknown(unknown) = guest.event().await else { panic!("not announced") };
    assert_eq!(unknown.delivery.topic(), Some("v2.system.socket_closing"));
    let Event::Connection(ConnectionEvent::Interrupted { reason, .. }) = guest.event().await else {
        panic!("not interrupted")
    };
    assert_eq!(reason, Interruption::Announced);
    assert_eq!(short(&guest.event().await), "reopened");
    assert!(before.elapsed() < seconds(1), "{:?}", before.elapsed());
}

#[tokio::test(start_paused = true)]
async fn slow_bytes_are_waited_for() {
    let mut guest = Guest::arrives().await;
    guest.sim.stream_faults().on_event(StreamFault::Slowly(std::time::Duration::from_millis(100)));
    guest.chat.send("slow").await.unwrap();
    assert_eq!(guest.told_until("slow").await, ["standard slow"]);
    assert_eq!(guest.sim.streams().len(), 1);
}
