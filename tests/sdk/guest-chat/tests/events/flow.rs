//! A chat as it should be.

use guest_chat_simulator::{Operation, Simulator, StreamEnd};
use guest_chat_tests::{MemoryTransport, create_request, seconds};
use purecloud_guest_chat_client::events::{ConnectionState, Since};
use purecloud_guest_chat_client::models::{MemberId, MemberState, MessageBodyType};
use purecloud_guest_chat_client::{Conversation, ConversationParts, ErrorKind, Event};
use serde_json::json;

use crate::guest::{Guest, short};

#[tokio::test(start_paused = true)]
async fn a_chat_can_speak_as_soon_as_it_has_started() {
    let mut guest = Guest::arrives_at(Simulator::builder().require_event_stream()).await;
    assert_eq!(guest.service.open_streams(), 1);
    let sent = guest.chat.send("Hello").send_with_response().await.unwrap();
    assert_eq!(sent.status(), 200);
    // The guest hears itself.
    let event = guest.event().await;
    assert_eq!(short(&event), "standard Hello");
    assert_eq!(event.sender(), Some(guest.chat.member_id()));
    assert_eq!(event.id(), sent.body().id.as_ref().map(AsRef::as_ref));
    assert_eq!(guest.events.last_message_id(), sent.body().id.as_ref());
}

#[tokio::test(start_paused = true)]
async fn events_have_their_types_and_what_they_came_with() {
    let mut guest = Guest::arrives().await;
    let ann = guest.service.agent_is_alerted("Ann");
    let Event::MemberChange(change) = guest.event().await else { panic!("no change") };
    assert_eq!(change.member.id, Some(MemberId::from(ann.id())));
    assert_eq!(change.member.state, Some(MemberState::Alerting));
    assert_eq!(change.conversation_id.as_ref(), Some(guest.chat.id()));
    assert!(change.timestamp.unwrap().unix_millis().is_some());

    ann.connects();
    assert_eq!(short(&guest.event().await), "member CONNECTED");
    let Event::Message(joined) = guest.event().await else { panic!("no message") };
    assert_eq!(joined.message.body_type, Some(MessageBodyType::MemberJoin));
    assert_eq!(joined.text(), None);

    ann.types();
    let event = guest.event().await;
    assert_eq!(event.sender(), Some(&MemberId::from(ann.id())));
    assert!(event.id().is_some_and(|id| id.starts_with("d0000000")));
    let Event::Typing(typing) = &event else { panic!("no typing") };
    assert!(typing.typing.timestamp.is_some());

    let id = ann.says("How can I help?");
    let event = guest.event().await;
    assert_eq!(event.id(), Some(id.as_str()));
    let topic = format!("v2.conversations.chats.{}.messages", guest.chat.id());
    assert_eq!(event.topic(), Some(topic.as_str()));
    assert!(event.correlation_id().unwrap().starts_with("f1000000"));
    assert!(event.raw().unwrap().contains("\"How can I help?\""));
    assert!(!event.is_backfilled());
}

#[tokio::test(start_paused = true)]
async fn heartbeats_are_told_too() {
    let mut guest = Guest::arrives().await;
    let Event::Heartbeat(beat) = guest.events.next().await.unwrap().unwrap() else {
        panic!("no heartbeat")
    };
    assert_eq!(beat.text.as_deref(), Some("WebSocket Heartbeat"));
    assert_eq!(beat.delivery.topic(), Some("channel.metadata"));
    assert_eq!(beat.delivery.correlation_id(), None);
}

#[tokio::test(start_paused = true)]
async fn leaving_ends_the_stream() {
    let mut guest = Guest::arrives().await;
    guest.chat.send("Bye").await.unwrap();
    guest.chat.leave().await.unwrap();
    assert_eq!(guest.told_until("Bye").await, ["standard Bye"],);
    assert_eq!(short(&guest.event().await), "member DISCONNECTED");
    assert_eq!(short(&guest.event().await), "member-leave ");
    assert!(guest.item().await.is_none());
    assert!(guest.item().await.is_none(), "the end stays the end");
    assert_eq!(guest.events.state(), ConnectionState::Closed);
    assert_eq!(guest.sim.streams().len(), 1, "nothing is opened again");
}

#[tokio::test(start_paused = true)]
async fn closing_says_goodbye_and_leaves_the_chat_alone() {
    let Guest { sim, chat, events, service } = Guest::arrives().await;
    assert_eq!(events.state(), ConnectionState::Open);
    events.close().await;
    assert_eq!(sim.streams()[0].end, Some(StreamEnd::Client(Some(1000))));
    assert!(!service.has_ended());
    chat.send("Still here").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn dropping_closes_the_connection() {
    let Guest { sim, events, service, .. } = Guest::arrives().await;
    let mut changes = sim.changes();
    drop(events);
    while service.open_streams() > 0 {
        changes.changed().await.unwrap();
    }
    assert_eq!(sim.streams()[0].end, Some(StreamEnd::Client(Some(1001))));
}

#[tokio::test(start_paused = true)]
async fn the_lists_of_a_chat_are_at_hand() {
    let guest = Guest::arrives().await;
    guest.service.agent_joins("Ann").says("Hello");
    let members = guest.chat.members().await.unwrap().entities.unwrap();
    assert_eq!(members.len(), 2);
    let messages = guest.chat.messages().max_results(1).await.unwrap().entities.unwrap();
    assert_eq!(messages[0].body_type, Some(MessageBodyType::MemberJoin));
    assert_eq!(guest.chat.me().await.unwrap().display_name.as_deref(), Some("Greta"));
}

#[tokio::test(start_paused = true)]
async fn typing_is_told_every_five_seconds_at_most() {
    let guest = Guest::arrives().await;
    let sent = || guest.sim.exchanges_for(Operation::SendTyping).len();
    let clone = guest.chat.clone();
    guest.chat.typing().await.unwrap();
    clone.typing().await.unwrap();
    assert_eq!(sent(), 1);
    tokio::time::advance(seconds(5)).await;
    guest.sim.faults().next(guest_chat_simulator::Fault::status(503));
    guest.chat.typing().await.unwrap_err();
    // What was not told can be told at once.
    guest.chat.typing().await.unwrap();
    assert_eq!(sent(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_chat_goes_on_after_a_restart() {
    let mut guest = Guest::arrives().await;
    let ann = guest.service.agent_joins("Ann");
    ann.says("one");
    guest.told_until("one").await;
    let last = guest.events.last_message_id().unwrap().clone();
    let kept = serde_json::to_string(&guest.chat.parts().expose()).unwrap();
    guest.events.close().await;
    ann.says("two");

    let parts: ConversationParts = serde_json::from_str(&kept).unwrap();
    assert_eq!(&parts, guest.chat.parts());
    let chat = Conversation::from_parts(&MemoryTransport::client(&guest.sim), parts);
    let events = chat.events().since(Since::Message(last)).await.unwrap();
    assert_eq!(events.state(), ConnectionState::CatchingUp);
    let mut guest = Guest { chat, events, ..guest };
    let told = guest.told_until("two").await;
    assert_eq!(told, ["backfilled standard two"]);
    // Who is there now is news to somebody who has just come.
    assert_eq!(short(&guest.event().await), "backfilled member CONNECTED");
    assert_eq!(short(&guest.event().await), "caught up");
    ann.says("three");
    assert_eq!(short(&guest.event().await), "standard three");
    guest.chat.send("four").await.unwrap();
    assert_eq!(short(&guest.event().await), "standard four");
}

#[tokio::test(start_paused = true)]
async fn a_second_stream_begins_where_it_is_told_to() {
    let guest = Guest::arrives().await;
    let ann = guest.service.agent_joins("Ann");
    ann.says("one");
    let from_the_beginning = guest.chat.events().since(Since::Beginning).await.unwrap();
    let from_now = guest.chat.events().await.unwrap();
    ann.says("two");
    let mut all = Guest { events: from_the_beginning, ..guest };
    assert_eq!(
        all.told_until("two").await,
        ["backfilled member-join ", "backfilled standard one", "backfilled standard two",]
    );
    let mut new = Guest { events: from_now, ..all };
    assert_eq!(new.told_until("two").await, ["standard two"]);
}

#[tokio::test(start_paused = true)]
async fn a_reply_without_its_parts_starts_no_chat() {
    for (pointer, field) in [
        ("/id", "`id`"),
        ("/jwt", "`jwt`"),
        ("/eventStreamUri", "`eventStreamUri`"),
        ("/member", "`member.id`"),
    ] {
        let sim = Simulator::start().await.unwrap();
        sim.faults().next(guest_chat_simulator::Fault::remove(pointer));
        let client = MemoryTransport::client(&sim);
        let error = Conversation::start(&client, create_request()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(field), "{error}");
    }
}

#[test]
fn parts_are_written_down_on_purpose_only() {
    let parts = ConversationParts::new("c", "m", "canary", "wss://canary");
    assert_eq!(
        serde_json::to_value(parts.expose()).unwrap(),
        json!({
            "conversationId": "c",
            "memberId": "m",
            "jwt": "canary",
            "eventStreamUri": "wss://canary",
        })
    );
    for text in [format!("{parts:?}"), format!("{:#?}", parts.expose())] {
        assert!(!text.contains("canary") && text.contains("\"c\""), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn streams_move_between_threads() {
    let sim = Simulator::start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let client = client.clone();
        tasks.spawn(async move {
            let (chat, mut events) = Conversation::start(&client, create_request()).await.unwrap();
            let sending = chat.clone();
            tokio::spawn(async move { sending.send("Hi").await.unwrap() }).await.unwrap();
            while let Some(event) = events.next().await {
                if let Event::Message(message) = event.unwrap() {
                    return message.text().map(str::to_owned);
                }
            }
            None
        });
    }
    assert_eq!(tasks.join_all().await, vec![Some("Hi".to_owned()); 20]);
}
