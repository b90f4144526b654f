//! Sessions: who gets one, how long it lives, how many connections share it, and how fast they may be.

use std::time::Duration;

use serde_json::{Value, json};
use web_messaging_simulator::{DEPLOYMENT_ID, Player, Simulator};

use crate::guest::{Guest, TOKEN, classes};

#[tokio::test(start_paused = true)]
async fn a_session_is_new_once() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::connect(&sim, DEPLOYMENT_ID, None).await.unwrap();
    let first = guest.configure(false).await;
    let again = guest.configure(false).await;
    assert_eq!(
        (&first["body"]["newSession"], &again["body"]["newSession"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(first["body"]["durationSeconds"], 259_200);
}

#[tokio::test(start_paused = true)]
async fn a_handshake_is_refused_where_the_deployment_says_so() {
    let sim = Simulator::builder().domains(["shop.example"]).start().await.unwrap();
    assert_eq!(
        Guest::connect(&sim, "nobody's", Some("https://shop.example")).await.err(),
        Some(403)
    );
    assert_eq!(Guest::connect(&sim, DEPLOYMENT_ID, None).await.err(), Some(403));
    assert!(Guest::connect(&sim, DEPLOYMENT_ID, Some("https://www.shop.example")).await.is_ok());
    let sim = Simulator::builder().inactive().start().await.unwrap();
    assert_eq!(Guest::connect(&sim, DEPLOYMENT_ID, None).await.err(), Some(403));
}

#[tokio::test(start_paused = true)]
async fn a_fourth_connection_evicts_the_first() {
    let sim = Simulator::start().await.unwrap();
    let mut guests = Vec::new();
    for _ in 0..4 {
        guests.push(Guest::open(&sim).await);
    }
    assert_eq!(classes(&guests[0].hear().await), ["ConnectionClosedEvent"]);
    assert!(guests[0].next().await.is_none());
    assert!(guests[1].hear().await.is_empty());
    assert_eq!(sim.session(TOKEN).unwrap().connections(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_session_expires_after_its_last_message() {
    let sim =
        Simulator::builder().session_duration(Duration::from_secs(900)).start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    tokio::time::sleep(Duration::from_secs(600)).await;
    guest.say("still here").await;
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert!(guest.hear().await.is_empty());
    tokio::time::sleep(Duration::from_secs(301)).await;
    assert_eq!(classes(&guest.hear().await), ["SessionExpiredEvent"]);
    let mut again = Guest::connect(&sim, DEPLOYMENT_ID, None).await.unwrap();
    assert_eq!(again.configure(false).await["code"], 4006);
}

#[tokio::test(start_paused = true)]
async fn an_echo_says_how_long_the_session_lives() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let echo = json!({"action": "echo", "message": {"type": "Text", "text": "ping"}});
    let answer = guest.ask(echo.clone()).await;
    assert_eq!((&answer["type"], &answer["body"]["text"]), (&json!("response"), &json!("ping")));
    assert_eq!(answer["body"]["metadata"]["durationSeconds"], "259200", "a text");
    guest.ask(echo.clone()).await;
    assert_eq!(
        guest.ask(echo).await["class"],
        "TooManyRequestsErrorMessage",
        "the third in a minute"
    );
}

#[tokio::test(start_paused = true)]
async fn five_messages_a_second_are_heard() {
    let sim = Simulator::builder().player(Player::Nobody).start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let mut classes: Vec<Value> = Vec::new();
    for number in 0..6 {
        classes.push(guest.say(&number.to_string()).await["class"].take());
    }
    assert_eq!(classes[4..], [json!("StructuredMessage"), json!("TooManyRequestsErrorMessage")]);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(guest.say("6").await["class"], "StructuredMessage");
    assert_eq!(sim.session(TOKEN).unwrap().texts(), ["0", "1", "2", "3", "4", "6"]);
}

#[tokio::test(start_paused = true)]
async fn sixty_requests_a_minute_are_heard_over_one_connection() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    for _ in 1..60 {
        assert_eq!(guest.ask(json!({"action": "getJwt"})).await["class"], "JwtResponse");
    }
    let refused = guest.ask(json!({"action": "getJwt"})).await;
    assert_eq!((&refused["code"], &refused["body"]["retryAfter"]), (&json!(429), &json!(60)));
    let mut other = Guest::open(&sim).await;
    assert_eq!(other.ask(json!({"action": "getJwt"})).await["class"], "JwtResponse");
}

#[tokio::test(start_paused = true)]
async fn who_has_signed_in_takes_the_session_over() {
    let sim = Simulator::start().await.unwrap();
    let mut elsewhere = Guest::open_as(&sim, "elsewhere").await;
    let user = |jwt: &Value| json!({"action": "configureAuthenticatedSession", "deploymentId": DEPLOYMENT_ID, "startNew": false, "data": {"code": jwt}});
    let jwt = crate::calls::signed_in(&sim).await["jwt"].clone();
    let stepped_up = elsewhere.ask(user(&jwt)).await;
    assert_eq!(stepped_up["body"]["clearedExistingSession"], false);
    let presence = elsewhere.hear().await.pop().unwrap();
    assert_eq!(presence["body"]["events"][0]["presence"]["type"], "SignIn");
    assert_eq!(presence["body"]["channel"]["from"]["firstName"], "Greta");

    let mut here = Guest::connect(&sim, DEPLOYMENT_ID, None).await.unwrap();
    assert_eq!(here.ask(user(&jwt)).await["body"]["clearedExistingSession"], true);
    let dismissed = elsewhere.hear().await;
    assert_eq!(dismissed[0]["body"]["reason"], "signedIn");
}
