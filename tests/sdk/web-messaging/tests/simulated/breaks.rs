//! What a break costs: nothing is lost, nothing doubled, and what nobody knows is said.

use purecloud_web_messaging_client::session::{ConnectionEvent, Event};
use web_messaging_simulator::{Fault, Moment, Player, Simulator};

use crate::guest::{Guest, hear, texts, unsettled};

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
