//! The history as a stream.

use std::time::Duration;

use purecloud_web_messaging_client::ErrorKind;
use purecloud_web_messaging_client::session::{History, SessionEvents};
use web_messaging_simulator::{Fault, Goodbye, Moment, Simulator};

use crate::guest::Guest;

async fn all(history: &mut History, events: &mut SessionEvents) -> Vec<String> {
    let mut texts = Vec::new();
    while let Some(message) = events.drive_while(history.next()).await {
        texts.push(message.unwrap().text.clone().unwrap_or_default());
    }
    texts
}

fn numbers(numbers: impl Iterator<Item = u32>) -> Vec<String> {
    numbers.map(|number| number.to_string()).collect()
}

#[tokio::test(start_paused = true)]
async fn it_goes_over_all_pages_newest_first() {
    let mut guest = Guest::open(Simulator::builder()).await;
    let there = guest.there();
    (0..250).for_each(|number| there.says(number.to_string()));
    let mut history = guest.session.history();
    assert_eq!(all(&mut history, &mut guest.events).await, numbers((0..250).rev()));
    let asked =
        guest.sim.requests().into_iter().filter(|asked| asked.request["action"] == "getJwt");
    assert_eq!(asked.count(), 1, "one token opens all pages");
}

#[tokio::test(start_paused = true)]
async fn what_moves_to_another_page_is_given_once() {
    let mut guest = Guest::open(Simulator::builder()).await;
    let there = guest.there();
    (0..150).for_each(|number| there.says(number.to_string()));
    let mut history = guest.session.history();
    let first = guest.events.drive_while(history.next()).await.unwrap().unwrap();
    assert_eq!(first.text.as_deref(), Some("149"));
    (150..160).for_each(|number| there.says(number.to_string()));
    assert_eq!(all(&mut history, &mut guest.events).await, numbers((0..149).rev()));
}

#[tokio::test(start_paused = true)]
async fn its_token_is_renewed() {
    let mut guest = Guest::open(Simulator::builder()).await;
    let there = guest.there();
    (0..150).for_each(|number| there.says(number.to_string()));
    let mut history = guest.session.history();
    guest.events.drive_while(history.next()).await.unwrap().unwrap();
    guest.events.drive_while(tokio::time::sleep(Duration::from_secs(300))).await;
    assert_eq!(all(&mut history, &mut guest.events).await.len(), 149);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_refused_too_early_is_renewed_as_well() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.there().says("hi");
    guest.sim.faults().on(Moment::History, Fault::Refused(401));
    let mut history = guest.session.history();
    assert_eq!(all(&mut history, &mut guest.events).await, ["hi"]);
}

#[tokio::test(start_paused = true)]
async fn after_a_failure_it_goes_on_where_it_was() {
    let mut guest = Guest::open(Simulator::builder()).await;
    let there = guest.there();
    (0..150).for_each(|number| there.says(number.to_string()));
    guest.sim.faults().on(Moment::History, Fault::Refused(500)).after(1);
    let mut history = guest.session.history();
    for _ in 0..100 {
        guest.events.drive_while(history.next()).await.unwrap().unwrap();
    }
    let error = guest.events.drive_while(history.next()).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(guest.events.drive_while(history.next()).await.is_none());
    history.resume();
    assert_eq!(all(&mut history, &mut guest.events).await.len(), 50);
}

#[tokio::test(start_paused = true)]
async fn a_conversation_that_has_ended_can_be_read() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.there().says("goodbye");
    guest.there().leaves(Goodbye::ReadOnly);
    guest.hear(0).await;
    assert!(guest.session.is_read_only());
    let mut history = guest.session.history();
    assert_eq!(all(&mut history, &mut guest.events).await, ["", "goodbye"], "the end is an event");
}
