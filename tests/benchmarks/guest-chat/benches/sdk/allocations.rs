//! Allocations per call and per event, on the thread of the client.

use crate::events::{listen, listen_by_hand};
use crate::{chat_by_hand, runtime, sdk_chat};

/// How many calls are made.
const CALLS: usize = 500;
/// How many events come.
const EVENTS: usize = 5000;

pub(crate) fn measure(address: &str) {
    let runtime = runtime();
    let (sdk, mut events) = runtime.block_on(sdk_chat(address));
    let hand = runtime.block_on(chat_by_hand(address));
    let mut events_by_hand = runtime.block_on(hand.events()).unwrap();

    let call = || runtime.block_on(async { drop(sdk.send("Hello").await.unwrap()) });
    let call_by_hand = || runtime.block_on(async { drop(hand.send("Hello").await.unwrap()) });
    report("a call", CALLS, (call, call_by_hand));

    let wish = format!("burst {EVENTS}");
    runtime.block_on(async { drop(sdk.send(&wish).await.unwrap()) });
    runtime.block_on(async { drop(hand.send(&wish).await.unwrap()) });
    let listen = || runtime.block_on(listen(&mut events, 1));
    let listen_by_hand = || runtime.block_on(listen_by_hand(&mut events_by_hand, 1));
    report("an event", EVENTS - 1, (listen, listen_by_hand));
}

/// Does both so many times, after one that does not count.
fn report(what: &str, count: usize, (mut sdk, mut by_hand): (impl FnMut(), impl FnMut())) {
    sdk();
    by_hand();
    let sdk = allocation_counter::measure(|| (1..count).for_each(|_| sdk()));
    let hand = allocation_counter::measure(|| (1..count).for_each(|_| by_hand()));
    let each = |total: u64| total as f64 / (count - 1) as f64;
    println!(
        "{what}: SDK {:.1} allocations of {:.0} bytes in all, by hand {:.1} of {:.0}",
        each(sdk.count_total),
        each(sdk.bytes_total),
        each(hand.count_total),
        each(hand.bytes_total)
    );
}
