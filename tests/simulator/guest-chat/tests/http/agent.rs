//! The other side of the conversation, driven by the library.

use guest_chat_simulator::{
    BodyType, ChatEvent, MediaState, MediaType, MemberRole, MemberState, Simulator,
};
use serde_json::json;

use crate::client::Guest;

#[tokio::test]
async fn an_agent_joins_talks_types_and_leaves() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let ann = guest.chat.agent_joins("Ann");
    let said = ann.says("Hello");
    ann.types();
    ann.leaves();

    let messages = guest.chat.messages();
    let kinds: Vec<BodyType> = messages.iter().map(|message| message.body_type).collect();
    assert_eq!(
        kinds,
        [
            BodyType::MemberJoin,
            BodyType::Standard,
            BodyType::MemberLeave
        ]
    );
    assert_eq!(
        (messages[1].id.as_str(), messages[1].body.as_deref()),
        (said.as_str(), Some("Hello"))
    );
    assert!(messages.iter().all(|message| message.sender == ann.id()));

    let seen = guest.get("messages").await.json();
    assert_eq!(seen["entities"][0]["bodyType"], "member-join");
    assert!(
        seen["entities"][0].get("body").is_none(),
        "a join has no text: {seen}"
    );
    assert_eq!(seen["entities"][1]["sender"], json!({ "id": ann.id() }));

    let member = guest.get(&format!("members/{}", ann.id())).await.json();
    assert_eq!(
        (&member["role"], &member["state"]),
        (&json!("AGENT"), &json!("DISCONNECTED"))
    );
    assert!(member.get("authenticatedGuest").is_none());
}

#[tokio::test]
async fn events_tell_everything_in_order() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    guest.say("Hi").await;
    let ann = guest.chat.agent_is_alerted("Ann");
    ann.connects();
    guest.types().await;
    let names: Vec<String> = guest
        .chat
        .events()
        .iter()
        .map(|event| match event {
            ChatEvent::Message(message) => message.body_type.as_str().to_owned(),
            ChatEvent::Typing(typing) => format!("typing {}", typing.sender == guest.id),
            ChatEvent::MemberChange { state, .. } => state.as_str().to_owned(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        names,
        [
            "standard",
            "ALERTING",
            "CONNECTED",
            "member-join",
            "typing true"
        ]
    );
    assert_eq!(guest.chat.members()[1].state, MemberState::Connected);
}

#[tokio::test]
async fn other_members_are_not_agents() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let acd = guest.chat.joins(MemberRole::Acd, "ACD");
    acd.sends(BodyType::Notice, "You are number 3");
    assert_eq!(
        guest.get(&format!("members/{}", acd.id())).await.json()["role"],
        "ACD"
    );
    assert_eq!(
        guest.get("messages").await.json()["entities"][1]["bodyType"],
        "notice"
    );
}

#[tokio::test]
async fn an_agent_asks_for_media_and_the_service_gives_up() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let ann = guest.chat.agent_joins("Ann");
    let id = ann.requests_media(&[MediaType::Cobrowse, MediaType::Screenshare]);
    let message = guest.chat.messages().pop().unwrap();
    assert_eq!(
        (message.body_type, message.body.as_deref()),
        (BodyType::MediaRequest, Some(id.as_str()))
    );
    guest.chat.set_media_state(&id, MediaState::TimedOut);
    let seen = guest.get(&format!("mediarequests/{id}")).await.json();
    assert_eq!(
        (&seen["types"], &seen["state"]),
        (&json!(["COBROWSE", "SCREENSHARE"]), &json!("TIMEDOUT"))
    );
}

#[tokio::test]
async fn the_guest_can_be_disconnected() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    guest.chat.disconnect_member(&guest.id);
    assert_eq!(
        guest.say("Hello?").await.refusal(),
        (400, "chat.error.member.state".to_owned())
    );
}

#[tokio::test]
async fn changes_can_be_waited_for() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let mut changes = sim.changes();
    let waiting = tokio::spawn(async move { changes.changed().await });
    guest.chat.agent_joins("Ann");
    waiting.await.unwrap().unwrap();
}
