//! Calls per second: a message is sent, and the reply decoded.

use tokio::task::JoinSet;

use crate::rounds::compare;
use crate::{chat_by_hand, runtime, sdk_chat};

/// How many calls there are at the same time.
const IN_FLIGHT: [usize; 2] = [1, 64];
/// How many calls make a measurement.
const CALLS: usize = 320;

pub(crate) fn measure(address: &str) {
    for in_flight in IN_FLIGHT {
        let runtime = runtime();
        // The stream is let go: nobody would read it.
        let (sdk, _) = runtime.block_on(sdk_chat(address));
        let hand = runtime.block_on(chat_by_hand(address));
        compare(
            &format!("calls, {in_flight} in flight"),
            CALLS,
            || {
                runtime.block_on(spread(in_flight, || {
                    let chat = sdk.clone();
                    async move { drop(chat.send("Hello").await.unwrap()) }
                }));
            },
            || {
                runtime.block_on(spread(in_flight, || {
                    let chat = hand.clone();
                    async move { drop(chat.send("Hello").await.unwrap()) }
                }));
            },
        );
    }
}

/// Makes all calls, so many at a time.
async fn spread<F>(in_flight: usize, call: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    if in_flight == 1 {
        for _ in 0..CALLS {
            call().await;
        }
        return;
    }
    let mut callers = JoinSet::new();
    for _ in 0..in_flight {
        let calls: Vec<F> = (0..CALLS / in_flight).map(|_| call()).collect();
        callers.spawn(async move {
            for call in calls {
                call.await;
            }
        });
    }
    callers.join_all().await;
}
