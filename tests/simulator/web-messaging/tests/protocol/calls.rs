//! What is called beside the socket: the history, the sign-in, devices, and how the deployment is set up.

use std::time::Duration;

use serde_json::{Value, json};
use web_messaging_simulator::{CODE, DEPLOYMENT_ID, Fault, Goodbye, Moment, Simulator};

use crate::guest::{Answer, Guest, TOKEN, call, classes};

const JSON: (&str, &str) = ("content-type", "application/json");

/// Signs in.
pub async fn signed_in(sim: &Simulator) -> Value {
    let body = json!({"deploymentId": DEPLOYMENT_ID, "oauth": {"code": CODE, "redirectUri": "https://shop.example"}});
    let line = "POST /api/v2/webdeployments/token/oauthcodegrantjwtexchange";
    call(sim, line, &[JSON], body.to_string().as_bytes()).await.unwrap().json()
}

async fn history(sim: &Simulator, jwt: &Value, query: &str) -> Answer {
    let bearer = format!("bearer {}", jwt.as_str().unwrap());
    let line = format!("GET /api/v2/webmessaging/messages{query}");
    call(sim, &line, &[("authorization", &bearer)], b"").await.unwrap()
}

async fn jwt(guest: &mut Guest) -> Value {
    guest.ask(json!({"action": "getJwt"})).await["body"]["jwt"].take()
}

#[tokio::test(start_paused = true)]
async fn the_history_is_given_in_pages_newest_first_and_shifts() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let session = sim.session(TOKEN).unwrap();
    for number in 0..5 {
        session.says(number.to_string());
    }
    let echo = loop {
        let frame = guest.say("mine").await;
        if frame["body"]["direction"] == "Inbound" {
            break frame;
        }
    };
    let jwt = jwt(&mut guest).await;
    let texts = |page: &Value| -> Vec<String> {
        let entities = page["entities"].as_array().unwrap();
        entities.iter().map(|entity| entity["text"].as_str().unwrap().to_owned()).collect()
    };
    let first = history(&sim, &jwt, "?pageSize=2").await.json();
    assert_eq!(texts(&first), ["mine", "4"]);
    assert_eq!(first["entities"][0]["id"], echo["body"]["channel"]["messageId"]);
    assert_eq!((&first["pageCount"], &first["total"]), (&json!(3), &json!(6)));
    session.says("5");
    let second = history(&sim, &jwt, "?pageSize=2&pageNumber=2").await.json();
    assert_eq!(texts(&second), ["4", "3"], "one of them was on the first page before");
}

#[tokio::test(start_paused = true)]
async fn a_token_of_the_history_lives_for_a_minute() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let jwt = jwt(&mut guest).await;
    assert_eq!(history(&sim, &jwt, "").await.status, 200);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(history(&sim, &jwt, "").await.status, 401);
    assert_eq!(history(&sim, &json!("made up"), "").await.status, 401);
}

#[tokio::test(start_paused = true)]
async fn the_history_is_given_ten_times_a_minute() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let jwt = jwt(&mut guest).await;
    for _ in 0..10 {
        assert_eq!(history(&sim, &jwt, "").await.status, 200);
    }
    let refused = history(&sim, &jwt, "").await;
    assert_eq!(refused.status, 429);
    assert!(refused.head.contains("retry-after: 60"), "{}", refused.head);
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_is_refreshed_and_taken_back() {
    let sim = Simulator::start().await.unwrap();
    let signed_in = signed_in(&sim).await;
    let refresh = json!({"refreshToken": signed_in["refreshToken"]}).to_string();
    let line = "POST /api/v2/webdeployments/token/refresh";
    let refreshed = call(&sim, line, &[JSON], refresh.as_bytes()).await.unwrap().json();
    assert_ne!(refreshed["jwt"], signed_in["jwt"]);

    let mut guest = Guest::connect(&sim, DEPLOYMENT_ID, None).await.unwrap();
    let data = json!({"code": refreshed["jwt"]});
    guest.ask(json!({"action": "configureAuthenticatedSession", "deploymentId": DEPLOYMENT_ID, "data": data})).await;
    let bearer = format!("Bearer {}", refreshed["jwt"].as_str().unwrap());
    let line = "DELETE /api/v2/webdeployments/token/revoke";
    assert_eq!(call(&sim, line, &[("authorization", &bearer)], b"").await.unwrap().status, 204);
    assert_eq!(classes(&guest.hear().await), ["LogoutEvent"]);
    assert_eq!(call(&sim, line, &[("authorization", &bearer)], b"").await.unwrap().status, 401);
    let line = "POST /api/v2/webdeployments/token/refresh";
    assert_eq!(call(&sim, line, &[JSON], refresh.as_bytes()).await.unwrap().status, 401);
}

#[tokio::test(start_paused = true)]
async fn devices_are_added_changed_and_removed() {
    let sim = Simulator::start().await.unwrap();
    let path = format!("/api/v2/webmessaging/deployments/{DEPLOYMENT_ID}/pushdevices/{TOKEN}");
    let body = br#"{"deviceToken": "d"}"#;
    let mut statuses = Vec::new();
    for (method, body) in [
        ("PATCH", &body[..]),
        ("POST", body),
        ("POST", b"{}"),
        ("PATCH", body),
        ("DELETE", b""),
        ("DELETE", b""),
    ] {
        statuses.push(call(&sim, &format!("{method} {path}"), &[JSON], body).await.unwrap().status);
    }
    assert_eq!(statuses, [404, 204, 400, 204, 204, 404]);
    assert_eq!(sim.device(TOKEN), None);
}

#[tokio::test(start_paused = true)]
async fn the_files_of_the_deployment_say_how_it_is_set_up() {
    let builder =
        Simulator::builder().domains(["shop.example"]).auto_start(true).goodbye(Goodbye::ReadOnly);
    let sim = builder.start().await.unwrap();
    let file = async |id: &str, name: &str| {
        call(&sim, &format!("GET /webdeployments/v1/deployments/{id}/{name}.json"), &[], b"")
            .await
            .unwrap()
    };
    let config = file(DEPLOYMENT_ID, "config").await.json();
    let chat = &config["messenger"]["apps"]["conversations"];
    assert_eq!(
        (&config["status"], &chat["autoStart"]["enabled"]),
        (&json!("Active"), &json!(true))
    );
    assert_eq!(chat["conversationDisconnect"]["type"], "ReadOnly");
    let domains = file(DEPLOYMENT_ID, "domains").await.json();
    assert_eq!(domains, json!({"allowAllDomains": false, "allowedDomains": ["shop.example"]}));
    assert_eq!(file("nobody's", "config").await.status, 403);
}

#[tokio::test(start_paused = true)]
async fn calls_go_wrong_as_planned() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let jwt = jwt(&mut guest).await;
    sim.faults().on(Moment::History, Fault::Refused(503));
    sim.faults().on(Moment::History, Fault::TooMany(3));
    assert_eq!(history(&sim, &jwt, "").await.status, 503);
    assert!(history(&sim, &jwt, "").await.head.contains("retry-after: 3"));
    sim.faults().on(Moment::Upload, Fault::Reset);
    assert!(call(&sim, "PUT /files/a", &[], b"abc").await.is_none());
}
