//! What tests of bots wait for.

use std::time::Duration;

use purecloud_web_messaging_client::session::Event;
use web_messaging_simulator::{Fault, Moment, Player, Simulator};

use crate::guest::{Guest, text};

const LIMIT: Duration = Duration::from_secs(5);

#[tokio::test(start_paused = true)]
async fn what_fits_is_given_with_what_came_before_it() {
    let mut guest = Guest::open(Simulator::builder().player(Player::Agent)).await;
    guest.session.send("hi").unwrap();
    let waited = guest.events.wait_for(|event| matches!(event, Event::Message(_)), LIMIT).await;
    assert_eq!(
        waited.event.as_ref().and_then(text),
        Some("Hello, I am Ann. I repeat what you say.")
    );
    assert_eq!(waited.others.iter().flatten().filter_map(text).collect::<Vec<_>>(), ["hi"]);
}

#[tokio::test(start_paused = true)]
async fn what_does_not_come_is_not_waited_for_longer() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.session.send("hi").unwrap();
    let began = tokio::time::Instant::now();
    let waited = guest.events.wait_for(|event| matches!(event, Event::Message(_)), LIMIT).await;
    assert_eq!((waited.event.is_none(), waited.others.len()), (true, 1));
    let took = began.elapsed();
    assert!(LIMIT <= took && took < LIMIT + Duration::from_secs(1), "{took:?}");
    assert!(guest.events.all_within(LIMIT).await.is_empty(), "it is quiet");
    guest.there().says("now");
    assert_eq!(guest.events.all_within(LIMIT).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_is_no_end() {
    let mut guest = Guest::open(Simulator::builder()).await;
    for waits in [true, false] {
        guest.sim.faults().on(Moment::Said, Fault::Text("{".to_owned()));
        guest.there().says("one");
        guest.there().says("two");
        if waits {
            let is_two = |event: &Event| text(event) == Some("two");
            let waited = guest.events.wait_for(is_two, LIMIT).await;
            assert!(waited.event.is_some());
            assert!(matches!(waited.others[..], [Err(_), Ok(_)]), "{waited:?}");
        } else {
            let all = guest.events.all_within(LIMIT).await;
            assert!(matches!(all[..], [Err(_), Ok(_), Ok(_)]), "{all:?}");
        }
    }
}
