//! Events per second over one stream: messages of an agent, which the service writes in one piece.

use guest_chat_benchmarks::{Events, What};
use purecloud_guest_chat_client::{Event, EventStream};

use crate::rounds::compare;
use crate::{chat_by_hand, runtime, sdk_chat};

/// How many events make a measurement.
const EVENTS: usize = 5000;

pub(crate) fn measure(address: &str) {
    let runtime = runtime();
    let (sdk, mut events) = runtime.block_on(sdk_chat(address));
    let hand = runtime.block_on(chat_by_hand(address));
    let mut events_by_hand = runtime.block_on(hand.events()).unwrap();
    let wish = format!("burst {EVENTS}");
    compare(
        "events of one stream",
        EVENTS,
        || {
            runtime.block_on(async {
                sdk.send(&wish).await.unwrap();
                listen(&mut events, EVENTS).await;
            });
        },
        || {
            runtime.block_on(async {
                hand.send(&wish).await.unwrap();
                listen_by_hand(&mut events_by_hand, EVENTS).await;
            });
        },
    );
}

/// Listens until the agent has said so much. What the guest says comes too.
pub(crate) async fn listen(events: &mut EventStream, count: usize) {
    let mut heard = 0;
    while heard < count {
        if let Event::Message(message) = events.next().await.unwrap().unwrap() {
            heard += usize::from(message.text().is_some_and(|text| text.starts_with("Hello")));
        }
    }
}

/// The same by hand.
pub(crate) async fn listen_by_hand(events: &mut Events, count: usize) {
    let mut heard = 0;
    while heard < count {
        if let What::Message(message) = events.next().await.unwrap().unwrap().what {
            heard += usize::from(message.body.is_some_and(|text| text.starts_with("Hello")));
        }
    }
}
