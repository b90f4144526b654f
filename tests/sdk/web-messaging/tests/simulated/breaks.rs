//! What a break costs: nothing is lost, nothing doubled, and what nobody knows is said.

use purecloud_web_messaging_client::models::{
    ButtonResponseType, ContentButtonResponse, ContentForm, ContentType, EventPresenceType,
    FormAnswer, FormResponseComponent, MessageType, SentContent, SentMessage,
};
use purecloud_web_messaging_client::session::{ConnectionEvent, Event, SessionEvent};
use web_messaging_simulator::{Fault, Goodbye, Moment, Player, Simulator};

use crate::guest::{Guest, hear, texts, to_the_end, unsettled};

fn caught_up(events: &[Event]) -> Option<(bool, usize)> {
    events.iter().find_map(|event| match event {
        Event::Connection(ConnectionEvent::CaughtUp { is_complete, given, .. }) => {
            Some((*is_complete, *given))
        }
        _ => None,
    })
}

#[tokio::test(start_paused = true)]
async fn what_was_said_meanwhile_is_given_in_its_place() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.there().says("before");
    guest.hear(0).await;
    let there = guest.there();
    there.strike(&Fault::Reset);
    there.says("lost 1");
    there.says("lost 2");
    let heard = guest.hear(10).await;
    there.says("after");
    let heard: Vec<Event> = heard.into_iter().chain(guest.hear(0).await).collect();
    assert_eq!(texts(&heard), ["lost 1", "lost 2", "after"]);
    assert_eq!(caught_up(&heard), Some((true, 2)));
    let from_history = heard.iter().filter_map(|event| match event {
        Event::Message(message) => Some(message.delivery.is_from_history),
        _ => None,
    });
    assert_eq!(from_history.collect::<Vec<_>>(), [true, true, false]);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_arrived_although_its_echo_was_lost_is_found() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.sim.faults().on(Moment::Echo, Fault::Reset);
    let id = guest.session.send("hi").unwrap();
    let heard = guest.hear(10).await;
    let echo = heard.iter().find_map(|event| match event {
        Event::Echo(echo) => Some(echo),
        _ => None,
    });
    let echo = echo.unwrap();
    assert_eq!((echo.text.as_deref(), echo.tracing_id.as_ref()), (Some("hi"), Some(&id)));
    assert!(echo.delivery.is_from_history);
    assert!(unsettled(&heard).is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_message_that_did_not_arrive_is_said_to_be_unknown_and_not_sent_again() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.sim.faults().on(Moment::Message, Fault::Reset);
    let id = guest.session.send("hi").unwrap();
    let heard = guest.hear(10).await;
    assert_eq!(unsettled(&heard), [id]);
    assert!(texts(&heard).is_empty());
    let sent =
        guest.sim.requests().into_iter().filter(|asked| asked.request["action"] == "onMessage");
    assert_eq!(sent.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_echo_that_does_not_come_is_looked_for_though_the_connection_lives() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.sim.faults().on(Moment::Echo, Fault::Lost);
    guest.sim.faults().on(Moment::Message, Fault::Lost).after(1);
    guest.session.send("arrived").unwrap();
    let lost = guest.session.send("lost").unwrap();
    assert!(guest.hear(25).await.is_empty(), "an answer may take its time");
    let heard = guest.hear(10).await;
    assert_eq!(texts(&heard), ["arrived"]);
    assert_eq!(unsettled(&heard), [lost]);
    assert_eq!(caught_up(&heard), None, "there was no break");
}

#[tokio::test(start_paused = true)]
async fn two_messages_that_say_the_same_are_two() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.sim.faults().on(Moment::Message, Fault::Reset).after(1);
    guest.sim.faults().on(Moment::Echo, Fault::Lost);
    let first = guest.session.send("yes").unwrap();
    let second = guest.session.send("yes").unwrap();
    let heard = guest.hear(10).await;
    let echoed = heard.iter().filter_map(|event| match event {
        Event::Echo(echo) => echo.tracing_id.as_ref(),
        _ => None,
    });
    assert_eq!(echoed.collect::<Vec<_>>(), [&first]);
    assert_eq!(unsettled(&heard), [second]);
}

#[tokio::test(start_paused = true)]
async fn what_comes_while_the_history_is_read_waits_for_it() {
    let mut guest = Guest::open(Simulator::builder()).await;
    let there = guest.there();
    guest.sim.faults().on(Moment::History, Fault::Refused(503));
    there.strike(&Fault::Close(1011));
    there.says("lost");
    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    let mut heard = guest.hear(1).await;
    there.says("live");
    heard.extend(guest.hear(10).await);
    assert_eq!(texts(&heard), ["lost", "live"]);
}

#[tokio::test(start_paused = true)]
async fn what_was_said_before_a_resumed_session_is_not_news() {
    let mut guest = Guest::open(Simulator::builder()).await;
    let there = guest.there();
    there.says("old");
    guest.hear(0).await;
    let (_, mut events) = guest.again().await;
    hear(&mut events, 0).await;
    there.says("new");
    assert_eq!(texts(&hear(&mut events, 0).await), ["new"]);
    there.strike(&Fault::Reset);
    there.says("lost");
    assert_eq!(texts(&hear(&mut events, 10).await), ["lost"]);
}

#[tokio::test(start_paused = true)]
async fn a_history_that_cannot_be_read_is_said_to_be_missing() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.sim.faults().on(Moment::History, Fault::Refused(503)).times(1000);
    guest.sim.faults().on(Moment::Echo, Fault::Reset);
    let id = guest.session.send("hi").unwrap();
    let heard = guest.hear(100).await;
    assert_eq!(caught_up(&heard), Some((false, 0)));
    assert_eq!(unsettled(&heard), [id]);
    guest.sim.faults().clear();
    guest.there().strike(&Fault::Reset);
    assert_eq!(texts(&guest.hear(10).await), ["hi"], "the next break finds it");
}

#[tokio::test(start_paused = true)]
async fn every_way_to_break_is_survived() {
    for fault in [
        Fault::Reset,
        Fault::CutAt(3),
        Fault::CutAt(40),
        Fault::Close(1001),
        Fault::Close(1006),
        Fault::Close(1011),
        Fault::Silence,
    ] {
        let mut guest = Guest::open(Simulator::builder().player(Player::Agent)).await;
        guest.say("one").await;
        guest.sim.faults().on(Moment::Said, fault.clone());
        guest.session.send("two").unwrap();
        let heard = guest.hear(120).await;
        assert_eq!(texts(&heard), ["two", "You said: two"], "{fault:?}");
    }
}

/// A guest whose history cannot be read for ten seconds after a break.
async fn interrupted() -> Guest {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.there().says("before");
    guest.hear(0).await;
    guest.sim.faults().on(Moment::History, Fault::TooMany(10));
    guest.there().strike(&Fault::Reset);
    guest.hear(2).await;
    guest
}

/// Who said what was echoed, as far as that is known.
fn echoed(events: &[Event]) -> Vec<(&str, Option<&str>)> {
    let echoes = events.iter().filter_map(|event| match event {
        Event::Echo(echo) => Some((echo.text.as_deref()?, echo.tracing_id.as_deref())),
        _ => None,
    });
    echoes.collect()
}

#[tokio::test(start_paused = true)]
async fn an_echo_that_waits_for_the_history_outlives_another_break() {
    let mut guest = interrupted().await;
    let id = guest.session.send("hi").unwrap();
    assert!(texts(&guest.hear(1).await).is_empty(), "it waits");
    guest.there().strike(&Fault::Reset);
    let heard = guest.hear(20).await;
    assert_eq!(echoed(&heard), [("hi", Some(&*id))]);
    assert!(unsettled(&heard).is_empty(), "{heard:?}");
}

#[tokio::test(start_paused = true)]
async fn what_waits_for_the_history_is_given_before_the_session_ends() {
    for fault in [Fault::Evicted("enough".to_owned()), Fault::Close(4003)] {
        let mut guest = interrupted().await;
        let id = guest.session.send("mine").unwrap();
        assert!(texts(&guest.hear(1).await).is_empty(), "it waits");
        guest.there().says("theirs");
        guest.there().strike(&fault);
        let heard = to_the_end(&mut guest.events).await;
        let heard: Vec<Event> = heard.into_iter().filter_map(Result::ok).collect();
        assert_eq!(texts(&heard), ["mine", "theirs"], "{fault:?}");
        assert_eq!(echoed(&heard), [("mine", Some(&*id))]);
        assert!(unsettled(&heard).is_empty(), "{heard:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_has_waited_is_given_in_the_place_that_the_history_has_for_it() {
    let mut guest = interrupted().await;
    let there = guest.there();
    there.says("heard");
    assert!(texts(&guest.hear(1).await).is_empty(), "it waits");
    guest.sim.faults().on(Moment::Said, Fault::Lost);
    there.says("not heard");
    assert_eq!(texts(&guest.hear(20).await), ["heard", "not heard"]);
}

#[tokio::test(start_paused = true)]
async fn what_was_said_before_a_resumed_session_is_no_fate_of_what_is_lost() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.say("yes").await;
    let (session, mut events) = guest.again().await;
    hear(&mut events, 0).await;
    guest.sim.faults().on(Moment::Message, Fault::Reset);
    let id = session.send("yes").unwrap();
    let heard = hear(&mut events, 10).await;
    assert_eq!(unsettled(&heard), [id]);
    assert!(texts(&heard).is_empty(), "{heard:?}");
    assert_eq!(caught_up(&heard), Some((true, 0)));
}

#[tokio::test(start_paused = true)]
async fn where_nothing_says_what_is_new_no_message_is_recognised() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.say("yes").await;
    guest.sim.faults().on(Moment::History, Fault::TooMany(10));
    let (session, mut events) = guest.again().await;
    hear(&mut events, 1).await;
    guest.sim.faults().on(Moment::Message, Fault::Reset);
    let id = session.send("yes").unwrap();
    let heard = hear(&mut events, 10).await;
    assert_eq!(unsettled(&heard), [id]);
    assert_eq!(echoed(&heard), [("yes", None)], "all of the history comes");
}

#[tokio::test(start_paused = true)]
async fn a_goodbye_of_the_history_says_nothing_of_how_the_conversation_is_now() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.there().strike(&Fault::Reset);
    guest.there().leaves(Goodbye::Send);
    let heard = guest.hear(10).await;
    assert_eq!(caught_up(&heard), Some((true, 1)));
    let said =
        heard.iter().any(|event| matches!(event, Event::Presence(EventPresenceType::Disconnect)));
    let is_now =
        heard.iter().any(|event| matches!(event, Event::Session(SessionEvent::Disconnected)));
    assert!(said && !is_now, "{heard:?}");
}

#[tokio::test(start_paused = true)]
async fn two_forms_that_are_filled_in_differently_are_two_messages() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.sim.faults().on(Moment::Message, Fault::Lost);
    guest.sim.faults().on(Moment::Echo, Fault::Lost);
    let filled_in = |town: &str| {
        let choice = ContentButtonResponse::new(town, town, ButtonResponseType::Button);
        let answer = FormAnswer::new().button_response(choice);
        let form = ContentForm::new("form").response([FormResponseComponent::new(answer, "town")]);
        let content = SentContent::new(ContentType::Form).form(form);
        SentMessage::new(MessageType::Structured).content([content])
    };
    let lost = guest.session.send_message(filled_in("Ulm")).unwrap();
    let arrived = guest.session.send_message(filled_in("Bonn")).unwrap();
    let heard = guest.hear(60).await;
    let echoes = heard.iter().filter_map(|event| match event {
        Event::Echo(echo) => echo.tracing_id.as_deref(),
        _ => None,
    });
    assert_eq!(echoes.collect::<Vec<_>>(), [arrived]);
    assert_eq!(unsettled(&heard), [lost]);
}
