//! What users of other clients have wished for, one test each.

use std::time::Duration;

use purecloud_web_messaging_client::models::{
    ButtonResponseType, ContentButtonResponse, ContentQuickReply, ReceivedContent,
};
use purecloud_web_messaging_client::session::{Closed, ConnectionEvent, Event, SessionEvent};
use purecloud_web_messaging_client::{Session, models::OriginatingEntity};
use serde_json::json;
use web_messaging_simulator::{Fault, Goodbye, Moment, Player, Simulator};
use web_messaging_tests::memory::MemoryTransport;

use crate::guest::{Guest, deployment, hear, texts, to_the_end};

fn content(events: &[Event]) -> Vec<ReceivedContent> {
    let content = events.iter().filter_map(|event| match event {
        Event::Message(message) => message.content.clone(),
        _ => None,
    });
    content.flatten().collect()
}

/// Asks the bot for a kind of content.
async fn shown(kind: &str) -> (Guest, ReceivedContent) {
    let mut guest = Guest::open(Simulator::builder().player(Player::Bot)).await;
    guest.say("hi").await;
    let content = content(&guest.say(kind).await);
    (guest, content.into_iter().next().unwrap())
}

#[tokio::test(start_paused = true)]
async fn nothing_is_lost_or_stuck_when_the_connection_breaks_between_message_and_echo() {
    let mut guest = Guest::open(Simulator::builder().player(Player::Agent)).await;
    guest.say("one").await;
    guest.sim.faults().on(Moment::Echo, Fault::Reset);
    guest.session.send("two").unwrap();
    guest.session.send("three").unwrap();
    let heard = guest.hear(20).await;
    let heard = texts(&heard);
    assert_eq!(heard[..2], ["two", "You said: two"]);
    assert!(!heard.contains(&"one"));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_lost_when_the_connection_breaks_while_the_agent_writes() {
    let mut guest = Guest::open(Simulator::builder()).await;
    let there = guest.there();
    guest.sim.faults().on(Moment::Said, Fault::CutAt(30)).after(1);
    (0..4).for_each(|number| there.says(number.to_string()));
    assert_eq!(texts(&guest.hear(20).await), ["0", "1", "2", "3"]);
}

#[tokio::test(start_paused = true)]
async fn disorder_is_reported() {
    let mut guest = Guest::open(Simulator::builder()).await;
    let there = guest.there();
    guest.sim.faults().on(Moment::Said, Fault::Overtaken);
    there.says("first");
    tokio::time::sleep(Duration::from_millis(10)).await;
    there.says("second");
    let heard = guest.hear(1).await;
    let told = heard.iter().filter_map(|event| match event {
        Event::Message(message) => Some((message.text.as_deref()?, message.delivery.is_late)),
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), [("second", false), ("first", true)]);
}

#[tokio::test(start_paused = true)]
async fn quick_replies_are_read_and_chosen() {
    let (mut guest, content) = shown("quick replies").await;
    let reply: ContentQuickReply = content.quick_reply.unwrap();
    assert_eq!(reply.text.as_deref(), Some("Yes"));
    guest.session.choose(&reply).unwrap();
    assert!(texts(&guest.hear(1).await).contains(&"You chose: Yes (yes)"));
}

#[tokio::test(start_paused = true)]
async fn buttons_and_cards_are_read_and_pressed() {
    let (mut guest, content) = shown("carousel").await;
    let card = &content.carousel.unwrap().cards.unwrap()[1];
    assert_eq!(card.title.as_deref(), Some("pen"));
    let action = &card.actions.as_ref().unwrap()[0];
    let (payload, text) = (action.payload.clone().unwrap(), action.text.clone().unwrap());
    let press = ContentButtonResponse::new(payload, text, ButtonResponseType::Button);
    guest.session.answer([press]).unwrap();
    assert!(texts(&guest.hear(1).await).contains(&"You chose: Buy the pen (buy-pen)"));
    for kind in ["card", "buttons"] {
        let (_, content) = shown(kind).await;
        assert!(content.card.is_some() || content.generic.is_some(), "{kind}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_time_and_items_of_a_list_are_read_and_chosen() {
    let (mut guest, content) = shown("list").await;
    let section = &content.list_picker.unwrap().sections.unwrap()[0];
    let chosen = section.items.as_ref().unwrap().iter().map(|item| {
        let (id, title) = (item.id.clone().unwrap(), item.title.clone().unwrap());
        ContentButtonResponse::new(id, title, ButtonResponseType::ListPicker)
    });
    guest.session.answer(chosen).unwrap();
    assert!(texts(&guest.hear(1).await).contains(&"You chose: Olives (t1), Capers (t2)"));
    let (_, content) = shown("dates").await;
    let times = content.date_picker.unwrap().available_times.unwrap();
    assert_eq!(times.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_form_is_read() {
    let (_, content) = shown("form").await;
    let pages = content.form.unwrap().form_pages.unwrap();
    let components = pages[0].page_components.as_ref().unwrap();
    let ids = components.iter().filter_map(|component| component.input.as_ref()?.id.as_deref());
    assert_eq!(ids.collect::<Vec<_>>(), ["street", "town"]);
}

#[tokio::test(start_paused = true)]
async fn who_says_it_is_known() {
    let mut guest = Guest::open(Simulator::builder().player(Player::Bot)).await;
    guest.say("hi").await;
    let heard = guest.say("agent").await;
    let who = heard.iter().filter_map(|event| match event {
        Event::Message(message) => message.originating_entity.clone(),
        _ => None,
    });
    assert_eq!(who.collect::<Vec<_>>(), [OriginatingEntity::Bot, OriginatingEntity::Human]);
}

#[tokio::test(start_paused = true)]
async fn fifty_sessions_share_one_client() {
    let sim = Simulator::builder().player(Player::Agent).start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let mut guests = Vec::new();
    for number in 0..50 {
        let client = client.clone();
        guests.push(tokio::spawn(async move {
            let (session, mut events) = Session::open(&client, deployment()).await.unwrap();
            hear(&mut events, 0).await;
            session.send("hi").unwrap();
            hear(&mut events, 1).await;
            session.send(number.to_string()).unwrap();
            let heard = hear(&mut events, 1).await;
            let answer = format!("You said: {number}");
            assert_eq!(texts(&heard), [number.to_string(), answer]);
        }));
    }
    for guest in guests {
        guest.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_site_that_is_not_allowed_is_refused() {
    let sim = Simulator::builder().domains(["shop.example"]).start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let error = Session::open(&client, deployment()).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    let allowed = deployment().origin("https://www.shop.example");
    assert!(Session::open(&client, allowed).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn what_the_platform_knows_a_message_by_is_at_hand() {
    let mut guest = Guest::open(Simulator::builder().player(Player::Agent)).await;
    let heard = guest.say("hi").await;
    for event in &heard {
        let message = match event {
            Event::Message(message) => &message.message,
            Event::Echo(echo) => &echo.message,
            other => panic!("{other:?}"),
        };
        assert!(message.id.is_some());
    }
    let Some(Event::Message(answer)) = heard.last() else { panic!("{heard:?}") };
    assert!(answer.metadata.as_ref().unwrap().contains_key("correlationId"));
}

#[tokio::test(start_paused = true)]
async fn attributes_travel_with_the_message_they_are_of() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.session.send_with_attributes("hi", [("order", "42")]).unwrap();
    guest.hear(1).await;
    let sent = guest.sim.requests().pop().unwrap().request;
    assert_eq!(sent["message"]["channel"]["metadata"]["customAttributes"], json!({"order": "42"}));
}

#[tokio::test(start_paused = true)]
async fn a_fourth_device_ends_the_first_which_does_not_come_back() {
    let mut guest = Guest::open(Simulator::builder()).await;
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(guest.again().await);
    }
    let heard = guest.hear(60).await;
    let last = heard.last().unwrap();
    assert!(
        matches!(last, Event::Connection(ConnectionEvent::Ended(Closed::ByService(None)))),
        "{heard:?}"
    );
    for (_, events) in &mut others {
        let heard = hear(events, 60).await;
        let is_left_alone =
            heard.iter().all(|event| matches!(event, Event::Session(SessionEvent::Configured(_))));
        assert!(is_left_alone, "{heard:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_that_expires_is_over() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.there().expires();
    let heard = to_the_end(&mut guest.events).await;
    assert!(matches!(heard[0], Ok(Event::Session(SessionEvent::Expired))), "{heard:?}");
    assert_eq!(heard.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn after_a_restart_a_session_goes_on_from_its_parts() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.say("before").await;
    let kept = serde_json::to_string(&guest.session.parts().expose()).unwrap();
    guest.events.close().await;
    let parts = serde_json::from_str(&kept).unwrap();
    let (session, mut events) = Session::resume(&guest.client, deployment(), parts).await.unwrap();
    hear(&mut events, 0).await;
    session.send("after").unwrap();
    hear(&mut events, 1).await;
    let there = guest.sim.session(session.parts().token.expose()).unwrap();
    assert_eq!(there.texts(), ["before", "after"]);
}

#[tokio::test(start_paused = true)]
async fn a_conversation_that_has_ended_is_followed_by_another() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.there().leaves(Goodbye::ReadOnly);
    guest.hear(0).await;
    assert!(guest.session.send("hi").is_err());
    guest.session.start_over().unwrap();
    guest.session.send("hello again").unwrap();
    assert_eq!(texts(&guest.hear(1).await), ["hello again"]);
}

#[tokio::test(start_paused = true)]
async fn a_cleared_conversation_ends_the_connection() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.say("secret").await;
    guest.session.clear().unwrap();
    let heard = to_the_end(&mut guest.events).await;
    let heard: Vec<Event> = heard.into_iter().map(Result::unwrap).collect();
    assert!(
        heard.iter().any(|event| matches!(event, Event::Session(SessionEvent::Cleared))),
        "{heard:?}"
    );
    assert!(matches!(heard.last(), Some(Event::Connection(ConnectionEvent::Ended(_)))));
}

#[tokio::test(start_paused = true)]
async fn one_task_is_enough() {
    let sim = Simulator::builder().player(Player::Agent).start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let (session, mut events) = Session::open(&client, deployment()).await.unwrap();
    session.send("1").unwrap();
    let mut answers = 0;
    while let Some(event) = events.next().await {
        if let Event::Message(_) = event.unwrap() {
            answers += 1;
            if answers == 10 {
                return;
            }
            session.send(answers.to_string()).unwrap();
        }
    }
    panic!("the session ended after {answers} answers");
}
