//! Who may do what: every operation but the first wants the token of its conversation.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guest_chat_simulator::{Operation, Simulator};
use serde_json::{Value, json};

use crate::client::{BASE, Guest, create_request, send};

/// A request for each of the ten operations that want a token, on any conversation.
fn requests(conversation: &str) -> Vec<(&'static str, String)> {
    let path = |rest: &str| format!("{BASE}/{conversation}/{rest}");
    vec![
        ("GET", path("mediarequests/x")),
        ("PATCH", path("mediarequests/x")),
        ("GET", path("mediarequests")),
        ("POST", path("members/x/typing")),
        ("POST", path("members/x/messages")),
        ("GET", path("members/x")),
        ("DELETE", path("members/x")),
        ("GET", path("members")),
        ("GET", path("messages/x")),
        ("GET", path("messages")),
    ]
}

async fn assert_all_refused(
    sim: &Simulator,
    conversation: &str,
    authorization: Option<&str>,
    status: u16,
    code: &str,
) {
    let headers: Vec<(&str, &str)> = authorization
        .map(|value| ("authorization", value))
        .into_iter()
        .collect();
    for (method, target) in requests(conversation) {
        let reply = send(sim, method, &target, &headers, b"").await.unwrap();
        assert_eq!(
            reply.refusal(),
            (status, code.to_owned()),
            "{method} {target}"
        );
    }
}

#[tokio::test]
async fn a_token_is_required() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let id = guest.chat.id();
    assert_all_refused(&sim, id, None, 401, "authentication.required").await;
    assert_all_refused(&sim, id, Some("Basic Zzp4"), 401, "authentication.required").await;
    assert_all_refused(&sim, id, Some("Bearer "), 401, "authentication.required").await;
    assert_all_refused(&sim, id, Some(&guest.jwt), 401, "authentication.required").await;
}

#[tokio::test]
async fn a_token_has_to_be_known() {
    let sim = Simulator::start().await.unwrap();
    let other = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let stranger = Guest::arrives(&other).await;
    assert_all_refused(
        &sim,
        guest.chat.id(),
        Some("Bearer made-up"),
        401,
        "bad.credentials",
    )
    .await;
    let foreign = format!("Bearer {}", stranger.jwt);
    assert_all_refused(
        &sim,
        guest.chat.id(),
        Some(&foreign),
        401,
        "bad.credentials",
    )
    .await;
}

#[tokio::test]
async fn a_token_expires_when_a_test_says_so() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let other = Guest::arrives(&sim).await;
    guest.chat.expire_jwt();
    let token = format!("Bearer {}", guest.jwt);
    assert_all_refused(
        &sim,
        guest.chat.id(),
        Some(&token),
        401,
        "credentials.expired",
    )
    .await;
    assert_eq!(other.get("members").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_token_expires_in_time() {
    let sim = Simulator::builder()
        .jwt_lifetime(Duration::from_secs(60))
        .start()
        .await
        .unwrap();
    let guest = Guest::arrives(&sim).await;
    tokio::time::advance(Duration::from_secs(59)).await;
    assert_eq!(guest.get("members").await.status, 200);
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(
        guest.get("members").await.refusal(),
        (401, "credentials.expired".to_owned())
    );
}

#[tokio::test]
async fn a_token_opens_its_own_conversation_only() {
    let sim = Simulator::start().await.unwrap();
    let (guest, other) = (Guest::arrives(&sim).await, Guest::arrives(&sim).await);
    let token = format!("Bearer {}", guest.jwt);
    assert_all_refused(&sim, other.chat.id(), Some(&token), 403, "not.authorized").await;
    assert_all_refused(&sim, "unknown", Some(&token), 404, "not.found").await;
}

#[tokio::test]
async fn the_scheme_may_be_in_any_case() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let token = format!("bearer {}", guest.jwt);
    let reply = send(
        &sim,
        "GET",
        &guest.path("members"),
        &[("Authorization", &token)],
        b"",
    )
    .await
    .unwrap();
    assert_eq!(reply.status, 200);
}

#[tokio::test]
async fn a_token_sent_to_create_is_noticed() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    assert!(sim.creates_with_authorization().is_empty());
    let token = format!("Bearer {}", guest.jwt);
    let headers = [
        ("content-type", "application/json"),
        ("authorization", token.as_str()),
    ];
    let reply = send(
        &sim,
        "POST",
        BASE,
        &headers,
        create_request().to_string().as_bytes(),
    )
    .await
    .unwrap();
    assert_eq!(reply.status, 200);
    let noticed = sim.creates_with_authorization();
    assert_eq!(noticed.len(), 1);
    assert_eq!(noticed[0].operation, Some(Operation::CreateConversation));
    assert_eq!(
        noticed[0].request_header("Authorization"),
        Some(token.as_str())
    );
}

#[tokio::test]
async fn a_token_looks_like_a_jwt_and_holds_its_claims() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let parts: Vec<&str> = guest.jwt.split('.').collect();
    let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).unwrap();
    let header: Value = serde_json::from_slice(&decoded(parts[0])).unwrap();
    let claims: Value = serde_json::from_slice(&decoded(parts[1])).unwrap();
    assert_eq!(header["alg"], "RS256");
    assert_eq!(claims["iss"], "urn:purecloud:webchat");
    assert_eq!(claims["data"]["conv"], guest.chat.id());
    assert_eq!(claims["data"]["sub"], json!(guest.id));
    assert_eq!(
        claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(),
        72_000
    );
    assert_eq!(decoded(parts[2]).len(), 256);
}
