//! Futures that are dropped before they are done, after any number of polls.

use std::pin::pin;
use std::task::Poll;

use guest_chat_simulator::{Fault, Operation, Simulator, StreamFault};
use guest_chat_tests::{MemoryTransport, create_request, seconds};
use purecloud_guest_chat_client::{Conversation, Event};

use crate::guest::{Guest, short};

/// Polls a future so often; `None` when it was not done then, and is dropped.
async fn polled<T>(future: impl Future<Output = T>, mut polls: u32) -> Option<T> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending if polls <= 1 => Poll::Ready(None),
        Poll::Pending => {
            polls -= 1;
            Poll::Pending
        }
    })
    .await
}

/// A chat in which much goes wrong: what is told of it, if each request for an event is dropped after as many polls as
/// `polls` says.
async fn told(mut polls: impl FnMut() -> u32) -> Vec<String> {
    let mut guest = Guest::arrives().await;
    let ann = guest.service.agent_joins("Ann");
    ann.says("one");
    guest.sim.stream_faults().on_event(StreamFault::CutAt(9)).after(3);
    guest.sim.faults().on_stream(Fault::status(503));
    guest.sim.faults().on(Operation::ListMessages, Fault::status(503));
    guest.sim.stream_faults().on_event(StreamFault::Fragments(5)).after(4);
    ann.says("two");
    ann.types();
    guest.chat.send("three").await.unwrap();
    let (service, mut told) = (guest.service.clone(), Vec::new());
    loop {
        let event = match polled(guest.events.next(), polls()).await {
            None => {
                // Whatever there was to wait for has happened when it is asked again.
                tokio::time::sleep(seconds(1)).await;
                continue;
            }
            Some(event) => event.unwrap().unwrap(),
        };
        if !matches!(event, Event::Heartbeat(_)) {
            told.push(short(&event));
        }
        match told.last().map(String::as_str) {
            Some("caught up") => drop(service.agent_joins("Bob").says("end")),
            Some("standard end") => return told,
            _ => {}
        }
    }
}

#[tokio::test(start_paused = true)]
async fn fault_53_dropping_a_request_for_an_event_loses_nothing() {
    let undisturbed = told(|| u32::MAX).await;
    assert!(undisturbed.contains(&"reopened".to_owned()), "{undisturbed:?}");
    for polls in 1..8 {
        assert_eq!(told(|| polls).await, undisturbed, "after {polls} polls");
    }
    for seed in 0..50 {
        let mut random = fastrand::Rng::with_seed(seed);
        assert_eq!(told(|| random.u32(1..6)).await, undisturbed, "seed {seed}");
    }
}

#[tokio::test(start_paused = true)]
async fn fault_53_a_start_can_be_dropped_at_any_time() {
    let mut started = false;
    for polls in 1.. {
        let sim = Simulator::start().await.unwrap();
        let client = MemoryTransport::client(&sim);
        let start = Conversation::start(&client, create_request());
        let result = polled(start.into_future(), polls).await;
        started = result.is_some();
        drop(result);
        // Nothing goes on behind it, and no connection is left open.
        tokio::time::sleep(seconds(60)).await;
        let exchanges = sim.exchanges().len();
        assert!(sim.streams().iter().all(|stream| stream.end.is_some()), "after {polls} polls");
        tokio::time::sleep(seconds(600)).await;
        assert_eq!(sim.exchanges().len(), exchanges);
        if started {
            break;
        }
    }
    assert!(started);
}

#[tokio::test(start_paused = true)]
async fn fault_53_a_stream_can_be_dropped_at_any_time() {
    for polls in 1..60 {
        let mut guest = Guest::arrives().await;
        guest.service.agent_joins("Ann").says("one");
        guest.sim.stream_faults().on_event(StreamFault::CutAt(5)).after(1);
        guest.sim.faults().on(Operation::ListMessages, Fault::Delay(seconds(1)));
        let listening = async { while guest.events.next().await.is_some() {} };
        assert!(polled(listening, polls).await.is_none());
        drop(guest.events);
        tokio::time::sleep(seconds(60)).await;
        assert!(
            guest.sim.streams().iter().all(|stream| stream.end.is_some()),
            "after {polls} polls: {:?}",
            guest.sim.streams()
        );
    }
}

#[test]
fn a_stream_outlives_its_runtime_without_harm() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (first, second) = (runtime(), runtime());
    let mut events = first.block_on(async {
        let sim = Simulator::start().await.unwrap();
        let client = MemoryTransport::client(&sim);
        Conversation::start(&client, create_request()).await.unwrap().1
    });
    drop(first);
    // Its connection is gone, and nothing can be opened any more.
    second.block_on(async {
        while let Ok(Some(Ok(_))) = tokio::time::timeout(seconds(1), events.next()).await {}
    });
    drop(second);
    // Without a runtime there is an error, not a panic.
    let error = guest_chat_tests::block_on(async {
        loop {
            match events.next().await {
                Some(Ok(_)) => {}
                item => break item,
            }
        }
    });
    assert!(error.is_none() || error.unwrap().is_err());
}
