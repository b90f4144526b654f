//! What is said: echoes, and what the bot and the agent answer.

use serde_json::{Value, json};
use web_messaging_simulator::{DEPLOYMENT_ID, Goodbye, Player, Simulator};

use crate::guest::{Guest, TOKEN, classes};

fn texts(frames: &[Value]) -> Vec<&str> {
    frames.iter().filter_map(|frame| frame["body"]["text"].as_str()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_message_is_echoed_with_what_it_is_known_by() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let attributes = json!({"order": "42"});
    let channel = json!({"metadata": {"customAttributes": attributes}});
    let request = json!({"action": "onMessage", "message": {"type": "Text", "text": "hi", "channel": channel}});
    let echo = guest.ask(request).await;
    assert_eq!((&echo["type"], &echo["class"]), (&json!("message"), &json!("StructuredMessage")));
    let body = &echo["body"];
    assert_eq!((&body["direction"], &body["text"]), (&json!("Inbound"), &json!("hi")));
    assert_eq!(body["channel"]["metadata"]["customAttributes"], attributes);
    assert_eq!(body["id"].as_str().unwrap().len(), 32);
    assert_eq!(body["channel"]["messageId"].as_str().unwrap().len(), 36);
}

#[tokio::test(start_paused = true)]
async fn every_connection_of_a_session_hears_what_is_said() {
    let sim = Simulator::builder().player(Player::Agent).start().await.unwrap();
    let (mut first, mut second) = (Guest::open(&sim).await, Guest::open(&sim).await);
    first.send(json!({"action": "onMessage", "message": {"type": "Text", "text": "hi"}})).await;
    for guest in [&mut first, &mut second] {
        assert_eq!(texts(&guest.hear().await), ["hi", "Hello, I am Ann. I repeat what you say."]);
    }
}

#[tokio::test(start_paused = true)]
async fn the_bot_shows_every_kind_of_content() {
    let sim = Simulator::builder().player(Player::Bot).start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    guest.say("hi").await;
    let menu = guest.hear().await;
    let offered = menu.last().unwrap()["body"]["content"].as_array().unwrap();
    assert!(offered.iter().all(|item| item["contentType"] == "QuickReply"));
    let kinds = [
        ("quick replies", "QuickReply", "quickReply"),
        ("buttons", "GenericTemplate", "generic"),
        ("card", "Card", "card"),
        ("carousel", "Carousel", "carousel"),
        ("dates", "DatePicker", "datePicker"),
        ("list", "ListPicker", "listPicker"),
        ("form", "Form", "form"),
        ("file", "Attachment", "attachment"),
    ];
    for (wish, kind, member) in kinds {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        guest.say(wish).await;
        let shown = guest.hear().await.pop().unwrap();
        let content = &shown["body"]["content"][0];
        assert_eq!(content["contentType"], kind, "{wish}");
        assert!(content[member].is_object(), "{wish}");
        assert_eq!(shown["body"]["originatingEntity"], "Bot");
    }
}

#[tokio::test(start_paused = true)]
async fn a_join_makes_the_bot_begin_and_a_wish_ends_it() {
    let sim = Simulator::builder().player(Player::Bot).start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let join = json!({"eventType": "Presence", "presence": {"type": "Join"}});
    guest.ask(json!({"action": "onMessage", "message": {"type": "Event", "events": [join]}})).await;
    assert_eq!(texts(&guest.hear().await), ["Hello, I am a bot. What would you like to see?"]);
    guest.say("end").await;
    let end = guest.hear().await.pop().unwrap();
    assert_eq!(end["body"]["events"][0]["presence"]["type"], "Disconnect");
    assert_eq!(end["body"]["metadata"]["readOnly"], "true", "a text");
}

#[tokio::test(start_paused = true)]
async fn the_other_end_leaves_in_three_ways() {
    for (goodbye, told, is_over) in [
        (Goodbye::Silent, json!(null), false),
        (Goodbye::Send, json!("false"), false),
        (Goodbye::ReadOnly, json!("true"), true),
    ] {
        let sim = Simulator::start().await.unwrap();
        let mut guest = Guest::open(&sim).await;
        sim.session(TOKEN).unwrap().leaves(goodbye);
        let heard = guest.hear().await;
        let metadata = heard.first().map(|frame| frame["body"]["metadata"]["readOnly"].clone());
        assert_eq!(metadata.unwrap_or_default(), told);
        let answer = guest.say("still there?").await;
        assert_eq!(answer["code"] == 409, is_over, "{goodbye:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_only_conversation_is_followed_by_a_new_one() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    sim.session(TOKEN).unwrap().leaves(Goodbye::ReadOnly);
    assert_eq!(guest.configure(false).await["body"]["readOnly"], true);
    let closed = guest.ask(json!({"action": "closeSession", "closeAllConnections": true})).await;
    assert_eq!(closed["body"], json!({"connected": false, "readOnly": true}));
    let opened = guest.configure(true).await;
    assert_eq!(
        (&opened["body"]["readOnly"], &opened["body"]["newSession"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(guest.say("hello again").await["class"], "StructuredMessage");
}

#[tokio::test(start_paused = true)]
async fn a_cleared_conversation_is_gone_for_all() {
    let sim = Simulator::start().await.unwrap();
    let (mut first, mut second) = (Guest::open(&sim).await, Guest::open(&sim).await);
    let clear = json!({"eventType": "Presence", "presence": {"type": "Clear"}});
    first
        .send(json!({"action": "onMessage", "message": {"type": "Event", "events": [clear]}}))
        .await;
    for guest in [&mut first, &mut second] {
        let heard = guest.hear().await;
        assert_eq!(
            classes(&heard),
            ["StructuredMessage", "SessionClearedEvent", "ConnectionClosedEvent"]
        );
        assert!(guest.next().await.is_none());
    }
    let mut again = Guest::connect(&sim, DEPLOYMENT_ID, None).await.unwrap();
    assert_eq!(again.configure(false).await["body"]["newSession"], true);
}
