//! The example does what it says, with the simulator it starts itself and with one that runs already.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use guest_chat_simulator::Simulator;

#[path = "../examples/guest_chat.rs"]
#[allow(dead_code, reason = "its `main` belongs to the example")]
mod guest_chat;

async fn played(base_url: Option<&str>) -> Vec<String> {
    let mut out = Vec::new();
    guest_chat::run(base_url, &mut out).await.unwrap();
    String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn it_plays_the_whole_flow() {
    let expected = [
        "Greta has started a chat",
        "member: Greta (CUSTOMER)",
        "Greta is typing",
        "sent: status 200, correlation id f0000000-0000-4000-8000-000000000005, attempts 1",
        "told at once: Greta, standard, Hello!",
        "told at once: Ann, member-join, no text",
        "Ann is typing",
        "told at once: Ann, standard, Hello Greta, how can I help?",
        "told at once: Ann, media-request, e0000000-0000-4000-8000-000000000001",
        "connection: Interrupted",
        "connection: Reopened",
        "told later: Ann, standard, Are you there?",
        "message: standard, Hello!",
        "message: member-join, no text",
        "message: standard, Hello Greta, how can I help?",
        "message: media-request, e0000000-0000-4000-8000-000000000001",
        "message: standard, Are you there?",
        "media request: ACCEPTED, key Some(SecurityKey([redacted]))",
        "not found, as expected: getWebchatGuestConversationMessage: the service answered with an error (status 404, \
         code chat.error.not.found, correlation id f0000000-0000-4000-8000-00000000000e)",
        "sent: status 200, attempts 2",
        "Gus has a chat of his own",
        "Gus cannot look into Greta's chat",
        "Greta has left: status 204",
        "the chat is over",
    ];
    assert_eq!(played(None).await, expected);
}

#[tokio::test]
async fn it_plays_with_a_service_that_runs_elsewhere() {
    let sim = Simulator::start().await.unwrap();
    let lines = played(Some(&sim.base_url())).await;
    assert_eq!(lines.first().unwrap(), "Greta has started a chat");
    assert!(lines.contains(&"sent: status 200, attempts 1".to_owned()), "{lines:?}");
    assert_eq!(lines.last().unwrap(), "the chat is over");
    let agents = sim
        .exchanges()
        .into_iter()
        .map(|exchange| exchange.request_header("user-agent").unwrap().to_owned());
    assert!(agents.into_iter().all(|agent| agent.ends_with(" guest-chat-example/1.0")));
    assert!(sim.creates_with_authorization().is_empty());
    assert_eq!(sim.conversations().len(), 2);
}
