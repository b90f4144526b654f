//! Each operation when everything is well.

use std::time::{Duration, UNIX_EPOCH};

use guest_chat_simulator::{BodyType, MediaState, MediaType, MemberState, Simulator};
use serde_json::{Value, json};

use crate::client::{BASE, Guest, create, create_request};

/// A simulator whose clock begins at a known moment and, the runtime's clock being paused, stays there.
async fn simulator() -> Simulator {
    let moment = UNIX_EPOCH + Duration::from_millis(1_560_882_142_277);
    Simulator::builder()
        .starts_at(moment)
        .start()
        .await
        .unwrap()
}

const NOW: &str = "2019-06-18T18:22:22.277Z";

#[tokio::test(start_paused = true)]
async fn a_conversation_is_created_and_told_sparsely() {
    let sim = simulator().await;
    let reply = create(&sim, &create_request()).await;
    assert_eq!(reply.status, 200);
    let created = reply.json();
    let jwt = created["jwt"].as_str().unwrap();
    let expected = json!({
        "id": "c0000000-0000-4000-8000-000000000001",
        "jwt": jwt,
        "eventStreamUri": format!("ws://127.0.0.1:{}/chat/jwt/{jwt}", sim.port()),
        "member": { "id": "b0000000-0000-4000-8000-000000000001" },
    });
    assert_eq!(created, expected);
    assert_eq!(jwt.split('.').count(), 3);
    assert_eq!(sim.conversations().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_guest_is_told_whole() {
    let sim = simulator().await;
    let mut request = create_request();
    request["memberInfo"] = json!({
        "displayName": "Greta", "firstName": "G", "email": "g@example.org", "customFields": { "plan": "gold" },
        "profileImageUrl": "no property of a guest",
    });
    let created = create(&sim, &request).await.json();
    let chat = sim.conversation(created["id"].as_str().unwrap()).unwrap();
    let guest = Guest {
        sim: &sim,
        id: chat.guest_id(),
        jwt: chat.jwt(),
        chat,
    };
    let reply = guest.tries("GET", &guest.own_path(""), None).await.unwrap();
    let expected = json!({
        "id": guest.id, "displayName": "Greta", "firstName": "G", "email": "g@example.org",
        "customFields": { "plan": "gold" }, "role": "CUSTOMER", "joinDate": NOW, "authenticatedGuest": false,
        "state": "CONNECTED",
    });
    assert_eq!((reply.status, reply.json()), (200, expected));
}

#[tokio::test(start_paused = true)]
async fn a_message_is_sent_and_read_back() {
    let sim = simulator().await;
    let guest = Guest::arrives(&sim).await;
    let sent = guest.say("Grüße, \u{1F44B}").await;
    let id = "a0000000-0000-4000-8000-000000000001";
    let expected = json!({
        "id": id, "conversation": { "id": guest.chat.id() }, "sender": { "id": guest.id },
        "body": "Grüße, \u{1F44B}", "bodyType": "standard", "timestamp": NOW,
        "selfUri": format!("{BASE}/{}/messages/{id}", guest.chat.id()),
    });
    assert_eq!((sent.status, sent.json()), (200, expected.clone()));
    assert_eq!(guest.get(&format!("messages/{id}")).await.json(), expected);
    assert_eq!(
        guest.get("messages").await.json()["entities"],
        json!([expected])
    );
    assert_eq!(
        guest.chat.messages()[0].body.as_deref(),
        Some("Grüße, \u{1F44B}")
    );

    let notice = guest
        .send(&json!({ "body": "seen", "bodyType": "notice" }))
        .await
        .json();
    assert_eq!(notice["bodyType"], "notice");
    assert_eq!(guest.chat.messages()[1].body_type, BodyType::Notice);
}

#[tokio::test(start_paused = true)]
async fn typing_is_told_to_the_other_side() {
    let sim = simulator().await;
    let guest = Guest::arrives(&sim).await;
    let reply = guest.types().await;
    let expected = json!({
        "id": "d0000000-0000-4000-8000-000000000001", "conversation": { "id": guest.chat.id() },
        "sender": { "id": guest.id }, "timestamp": NOW,
    });
    assert_eq!((reply.status, reply.json()), (200, expected));
    assert_eq!(guest.chat.events().len(), 1);
    assert!(guest.chat.messages().is_empty());
}

#[tokio::test(start_paused = true)]
async fn leaving_answers_nothing_and_is_remembered() {
    let sim = simulator().await;
    let guest = Guest::arrives(&sim).await;
    let reply = guest.leaves().await;
    assert_eq!(
        (
            reply.status,
            reply.body.len(),
            reply.header("content-length")
        ),
        (204, 0, None)
    );
    let member = guest
        .tries("GET", &guest.own_path(""), None)
        .await
        .unwrap()
        .json();
    assert_eq!(
        (&member["state"], &member["leaveDate"]),
        (&json!("DISCONNECTED"), &json!(NOW))
    );
    assert_eq!(guest.chat.members()[0].state, MemberState::Disconnected);
}

#[tokio::test(start_paused = true)]
async fn media_requests_are_listed_read_and_answered() {
    let sim = simulator().await;
    let guest = Guest::arrives(&sim).await;
    assert_eq!(
        guest.get("mediarequests").await.json(),
        json!({ "entities": [] })
    );

    let id = guest
        .chat
        .agent_joins("Ann")
        .requests_media(&[MediaType::Cobrowse]);
    let self_uri = guest.path(&format!("mediarequests/{id}"));
    let pending =
        json!({ "id": id, "types": ["COBROWSE"], "state": "PENDING", "selfUri": self_uri });
    assert_eq!(
        guest.get(&format!("mediarequests/{id}")).await.json(),
        pending
    );
    assert_eq!(
        guest.get("mediarequests").await.json(),
        json!({ "entities": [pending] })
    );

    let reply = guest.answers(&id, "ACCEPTED").await;
    let accepted = reply.json();
    assert_eq!(
        (reply.status, &accepted["state"]),
        (200, &json!("ACCEPTED"))
    );
    assert!(
        accepted["communicationId"].is_string() && accepted["securityKey"].is_string(),
        "{accepted}"
    );
    assert_eq!(guest.chat.media_requests()[0].state, MediaState::Accepted);
    assert_eq!(guest.answers(&id, "ACCEPTED").await.json(), accepted);
    assert_eq!(
        guest.answers(&id, "CANCELLED").await.json()["state"],
        "CANCELLED"
    );
}

#[tokio::test(start_paused = true)]
async fn members_are_listed() {
    let sim = simulator().await;
    let guest = Guest::arrives(&sim).await;
    let list = guest.get("members").await.json();
    assert_eq!(list["entities"][0]["id"], Value::from(guest.id.as_str()));
    assert_eq!(
        (&list["total"], &list["pageSize"], &list["pageNumber"]),
        (&json!(1), &json!(25), &json!(1))
    );
}

#[tokio::test]
async fn conversations_do_not_mix() {
    let sim = Simulator::start().await.unwrap();
    let (greta, hans) = (Guest::arrives(&sim).await, Guest::arrives(&sim).await);
    assert_ne!(greta.jwt, hans.jwt);
    greta.say("from Greta").await;
    assert_eq!(hans.get("messages").await.json()["entities"], json!([]));
    assert_eq!(sim.conversations().len(), 2);
    assert!(sim.conversation("nobody's").is_none());
}

#[tokio::test]
async fn an_id_is_decoded_from_its_segment() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let encoded = guest.id.replace('-', "%2D");
    assert_eq!(guest.get(&format!("members/{encoded}")).await.status, 200);
    assert_eq!(
        guest.get("members/..%2F..%2Fmessages").await.refusal(),
        (404, "chat.error.not.found".to_owned())
    );
}
