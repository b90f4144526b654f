//! Every refusal once a chat has begun, and those that any operation shares.

use guest_chat_simulator::Simulator;
use serde_json::json;

use crate::client::{BASE, Guest, create_request, send};

#[tokio::test]
async fn a_body_has_to_be_a_json_object() {
    let sim = Simulator::start().await.unwrap();
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\"x\"",
        "{\"memberInfo\": \"\\ud800\"}",
    ] {
        let reply = send(
            &sim,
            "POST",
            BASE,
            &[("content-type", "application/json")],
            body.as_bytes(),
        )
        .await
        .unwrap();
        assert_eq!(reply.refusal(), (400, "bad.request".to_owned()), "{body}");
    }
    for headers in [vec![], vec![("content-type", "text/plain")]] {
        let reply = send(&sim, "POST", BASE, &headers, b"{}").await.unwrap();
        assert_eq!(reply.refusal(), (415, "unsupported.media.type".to_owned()));
    }
    let charset = [("content-type", "Application/JSON; charset=utf-8")];
    let body = create_request().to_string();
    assert_eq!(
        send(&sim, "POST", BASE, &charset, body.as_bytes())
            .await
            .unwrap()
            .status,
        200
    );
}

#[tokio::test]
async fn a_body_has_a_limit() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let reply = guest.say(&"x".repeat(512_000)).await;
    assert_eq!(
        reply.refusal(),
        (413, "request.entity.too.large".to_owned())
    );
    assert_eq!(
        reply.json()["messageParams"],
        json!({ "maximum": "512000" })
    );
}

#[tokio::test]
async fn a_message_needs_a_body_of_bounded_length() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let missing = "chat.error.notnull.createconversationmessagerequest.body";
    assert_eq!(
        guest.send(&json!({})).await.refusal(),
        (400, missing.to_owned())
    );
    assert_eq!(
        guest.send(&json!({ "body": null })).await.refusal(),
        (400, missing.to_owned())
    );
    let nothing = guest
        .tries("POST", &guest.own_path("/messages"), None)
        .await
        .unwrap();
    assert_eq!(nothing.refusal(), (400, missing.to_owned()));

    assert_eq!(guest.say(&"ü".repeat(4000)).await.status, 200);
    let too_long = guest.say(&"ü".repeat(4001)).await;
    assert_eq!(
        too_long.refusal(),
        (400, "constraint.validation".to_owned())
    );
    assert_eq!(
        too_long.json()["message"],
        "body may have 4000 characters at most"
    );

    assert_eq!(
        guest.send(&json!({ "body": 1 })).await.code(),
        "invalid.value"
    );
    assert_eq!(
        guest
            .send(&json!({ "body": "x", "bodyType": "shout" }))
            .await
            .code(),
        "invalid.value"
    );
    assert_eq!(guest.chat.messages().len(), 1);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    for rest in ["members/x", "messages/x", "mediarequests/x"] {
        assert_eq!(
            guest.get(rest).await.refusal(),
            (404, "chat.error.not.found".to_owned()),
            "{rest}"
        );
    }
    assert_eq!(
        guest.answers("x", "ACCEPTED").await.refusal(),
        (404, "chat.error.not.found".to_owned())
    );
    for (method, rest) in [("POST", "members/x/typing"), ("DELETE", "members/x")] {
        let reply = guest.tries(method, &guest.path(rest), None).await.unwrap();
        assert_eq!(reply.refusal(), (404, "not.found".to_owned()), "{rest}");
    }
    let message = guest
        .tries(
            "POST",
            &guest.path("members/x/messages"),
            Some(&json!({ "body": "x" })),
        )
        .await
        .unwrap();
    assert_eq!(message.refusal(), (404, "not.found".to_owned()));
    for (method, target) in [
        ("GET", "/"),
        ("GET", BASE),
        ("PUT", BASE),
        ("GET", "/api/v2/users"),
    ] {
        let reply = guest.tries(method, target, None).await.unwrap();
        assert_eq!(
            reply.refusal(),
            (404, "not.found".to_owned()),
            "{method} {target}"
        );
    }
}

#[tokio::test]
async fn a_guest_acts_for_itself_only() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let agent = guest.chat.agent_joins("Ann");
    let path = |rest: &str| guest.path(&format!("members/{}{rest}", agent.id()));
    let refused = (403, "not.authorized".to_owned());
    assert_eq!(
        guest
            .tries("DELETE", &path(""), None)
            .await
            .unwrap()
            .refusal(),
        refused
    );
    assert_eq!(
        guest
            .tries("POST", &path("/typing"), None)
            .await
            .unwrap()
            .refusal(),
        refused
    );
    let message = guest
        .tries("POST", &path("/messages"), Some(&json!({ "body": "x" })))
        .await
        .unwrap();
    assert_eq!(message.refusal(), refused);
    assert_eq!(
        guest.tries("GET", &path(""), None).await.unwrap().json()["role"],
        "AGENT"
    );
}

#[tokio::test]
async fn a_guest_who_left_only_reads() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    guest.say("bye").await;
    guest.leaves().await;
    let refused = (400, "chat.error.member.state".to_owned());
    assert_eq!(guest.say("hello?").await.refusal(), refused);
    assert_eq!(guest.types().await.refusal(), refused);
    assert_eq!(guest.leaves().await.refusal(), refused);
    assert_eq!(
        guest.get("messages").await.json()["entities"][0]["body"],
        "bye"
    );
}

#[tokio::test]
async fn an_ended_conversation_is_only_read() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let media = guest.chat.agent_joins("Ann").requests_media(&[]);
    guest.chat.end();
    assert!(guest.chat.has_ended());
    let refused = (400, "chat.error.conversation.state".to_owned());
    assert_eq!(guest.say("hello?").await.refusal(), refused);
    assert_eq!(guest.types().await.refusal(), refused);
    assert_eq!(guest.leaves().await.refusal(), refused);
    assert_eq!(guest.answers(&media, "ACCEPTED").await.refusal(), refused);
    assert_eq!(
        guest
            .get("members?excludeDisconnectedMembers=true")
            .await
            .json()["total"],
        0
    );
}

#[tokio::test]
async fn sending_can_be_refused_until_the_event_stream_is_attached() {
    let sim = Simulator::builder()
        .require_event_stream()
        .start()
        .await
        .unwrap();
    let guest = Guest::arrives(&sim).await;
    let refused = (400, "chat.error.conversation.state".to_owned());
    assert_eq!(guest.say("anyone?").await.refusal(), refused);
    assert_eq!(guest.types().await.refusal(), refused);
    assert_eq!(guest.get("messages").await.status, 200);
    guest.chat.attach_event_stream();
    assert_eq!(guest.say("anyone?").await.status, 200);
}

#[tokio::test]
async fn a_media_request_goes_one_way() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let media = guest.chat.agent_joins("Ann").requests_media(&[]);
    assert_eq!(
        guest.answers(&media, "MAYBE").await.refusal(),
        (400, "invalid.value".to_owned())
    );
    assert_eq!(
        guest.answers(&media, "TIMEDOUT").await.refusal(),
        (400, "constraint.validation".to_owned())
    );
    assert_eq!(guest.answers(&media, "DECLINED").await.status, 200);
    let reply = guest.answers(&media, "ACCEPTED").await;
    assert_eq!(reply.refusal(), (400, "constraint.validation".to_owned()));
    assert_eq!(
        reply.json()["message"],
        "state cannot go from DECLINED to ACCEPTED"
    );

    let path = guest.path(&format!("mediarequests/{media}"));
    let stateless = guest
        .tries("PATCH", &path, Some(&json!({ "types": [] })))
        .await
        .unwrap();
    assert_eq!(
        stateless.refusal(),
        (400, "constraint.validation".to_owned())
    );
}
