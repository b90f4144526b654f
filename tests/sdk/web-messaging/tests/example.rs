//! The example does what it says, with the simulator it starts itself and with one that runs already.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use web_messaging_simulator::{Fault, Moment, Player, Simulator};

#[path = "../examples/web_messaging.rs"]
#[allow(dead_code, reason = "its `main` belongs to the example")]
mod web_messaging;

async fn played(base_url: Option<&str>) -> Vec<String> {
    let mut out = Vec::new();
    web_messaging::run(base_url, &mut out).await.unwrap();
    String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn it_plays_the_whole_session() {
    let expected = [
        "active: true, files: true",
        "arrived: Hello!",
        "told at once: bot, Hello, I am a bot. What would you like to see?",
        "10 answers are suggested",
        "arrived: an answer",
        "told at once: bot, Here you see: quick replies.",
        "arrived: Are you there?",
        "the connection broke",
        "told later: bot, You said: Are you there?",
        "arrived: My order",
        "told at once: bot, I got your file. My order",
        "8 messages are in the history",
    ];
    assert_eq!(played(None).await, expected);
}

#[tokio::test]
async fn it_plays_with_a_service_that_runs_elsewhere_and_over_what_cannot_be_read() {
    let sim = Simulator::builder().player(Player::Bot).start().await.unwrap();
    sim.faults().on(Moment::Said, Fault::Text("{".to_owned()));
    let lines = played(Some(&sim.base_url())).await;
    assert!(lines.contains(&"told at once: bot, You said: Are you there?".to_owned()), "{lines:?}");
    assert_eq!(sim.sessions().len(), 1);
}
