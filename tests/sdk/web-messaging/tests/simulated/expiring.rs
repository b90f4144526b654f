//! The warning before a session is over.

use std::time::Duration;

use purecloud_web_messaging_client::session::{Event, SessionEvent};
use web_messaging_simulator::{Fault, Moment, Simulator, SimulatorBuilder};

use crate::guest::{Guest, hear};

fn an_hour() -> SimulatorBuilder {
    Simulator::builder().session_duration(Duration::from_secs(3600))
}

/// How much time was left at each warning.
fn warnings(events: &[Event]) -> Vec<u64> {
    let left = events.iter().filter_map(|event| match event {
        Event::Session(SessionEvent::Expiring { left, .. }) => Some(left.as_secs()),
        _ => None,
    });
    left.collect()
}

#[tokio::test(start_paused = true)]
async fn there_is_one_warning_five_minutes_before() {
    let mut guest = Guest::open(an_hour()).await;
    assert!(warnings(&guest.hear(3290).await).is_empty());
    let heard = guest.hear(60).await;
    let [left] = warnings(&heard)[..] else { panic!("{heard:?}") };
    assert!((295..=300).contains(&left), "{left}");
    let heard = guest.hear(600).await;
    assert!(warnings(&heard).is_empty());
    let is_over = heard.iter().any(|event| matches!(event, Event::Session(SessionEvent::Expired)));
    assert!(is_over, "{heard:?}");
}

#[tokio::test(start_paused = true)]
async fn a_message_moves_it() {
    let mut guest = Guest::open(an_hour()).await;
    guest.hear(3000).await;
    guest.say("still here").await;
    assert!(warnings(&guest.hear(3200).await).is_empty());
    assert_eq!(warnings(&guest.hear(200).await).len(), 1);
    guest.say("still here").await;
    assert_eq!(warnings(&guest.hear(3400).await).len(), 1, "there is another one for another end");
}

/// Half an hour into a session of an hour, another device has moved its end, and this one did not hear of it.
async fn moved_elsewhere() -> Guest {
    let mut guest = Guest::open(an_hour()).await;
    guest.hear(1800).await;
    let (session, mut events) = guest.again().await;
    guest.sim.faults().on(Moment::Echo, Fault::Lost).times(2);
    session.send("from another device").unwrap();
    hear(&mut events, 1).await;
    assert!(guest.hear(1).await.is_empty());
    guest.sim.faults().clear();
    guest
}

#[tokio::test(start_paused = true)]
async fn what_was_said_where_this_device_does_not_hear_it_moves_it_as_well() {
    let mut guest = moved_elsewhere().await;
    assert!(warnings(&guest.hear(1700).await).is_empty(), "it was asked in time");
}

#[tokio::test(start_paused = true)]
async fn nobody_is_warned_before_the_service_was_asked() {
    let mut guest = moved_elsewhere().await;
    // Nobody polls until after the time of the warning.
    tokio::time::sleep(Duration::from_secs(1600)).await;
    assert!(warnings(&guest.hear(60).await).is_empty(), "the end has moved");
}

#[tokio::test(start_paused = true)]
async fn the_service_is_asked_again_where_a_break_costs_its_answer() {
    let mut guest = moved_elsewhere().await;
    guest.hear(1400).await;
    guest.sim.faults().on(Moment::Answer, Fault::Reset);
    assert!(warnings(&guest.hear(200).await).is_empty(), "the end has moved");
    assert_eq!(guest.sim.faults().pending(), 0, "the answer was lost");
}
