//! The limit that a client sets itself, on virtual time.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use guest_chat_tests::{
    Answer, FakeTransport, JWT, VirtualTimer, block_on, fake_client, reply, seconds,
};
use proptest::prelude::*;
use purecloud_guest_chat_client::{
    BoxFuture, Client, ErrorKind, RequestRate, RetryConfig, Timeouts, Timer,
};

fn limited(rate: RequestRate, timeouts: Timeouts) -> (Client, FakeTransport, VirtualTimer) {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    let client =
        fake_client(&transport, &timer).request_rate(rate).timeouts(timeouts).build().unwrap();
    (client, transport, timer)
}

fn get(client: &Client) {
    block_on(client.web_chat().get_message("c", "m").send()).unwrap();
}

#[test]
fn a_minute_holds_as_many_requests_as_were_allowed() {
    let (client, transport, _) = limited(RequestRate::per_minute(300), Timeouts::new());
    for _ in 0..700 {
        get(&client.clone());
    }
    let times = transport.times();
    assert_eq!(times.iter().filter(|&&at| at < 60).count(), 300);
    assert_eq!(times.iter().filter(|&&at| at == 0).count(), 30 + 4);
    assert!((140..160).contains(times.last().unwrap()), "{:?}", times.last());
}

#[test]
fn a_handle_with_another_token_has_a_limit_of_its_own() {
    let timeouts = Timeouts::new().total(seconds(1000));
    let (client, transport, _) = limited(RequestRate::per_minute(1), timeouts);
    let other = client.with_jwt("other");
    get(&client);
    get(&other);
    assert_eq!(transport.times(), [0, 0]);
    // The same token is the same limit, however it is come by.
    get(&other.with_jwt("other"));
    assert_eq!(transport.times(), [0, 0, 60]);
    get(&client.clone());
    assert_eq!(transport.times(), [0, 0, 60, 60]);
}

#[test]
fn retries_count_too() {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::new(&timer, |number| {
        Answer::Now(Ok(reply(if number < 2 { 503 } else { 200 }, &[("retry-after", "1")], "{}")))
    });
    let client = fake_client(&transport, &timer)
        .retry(RetryConfig::genesys(seconds(100)))
        .request_rate(RequestRate::per_minute(6))
        .build()
        .unwrap();
    get(&client);
    assert_eq!(transport.times(), [0, 10, 20]);
}

#[test]
fn a_turn_that_would_come_too_late_is_not_waited_for() {
    let timeouts = Timeouts::new().total(seconds(5));
    let (client, transport, timer) = limited(RequestRate::per_minute(1), timeouts);
    get(&client);
    let error = block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    assert!(!error.may_have_been_processed() && error.to_string().contains("request rate"));
    assert_eq!((transport.times().len(), timer.elapsed()), (1, seconds(0)));
}

/// A clock that stands until it is moved.
#[derive(Clone, Default)]
struct Clock(Arc<Mutex<Duration>>);

impl Timer for Clock {
    fn now(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        let end = self.now() + duration;
        Box::pin(poll_fn(move |_| if clock.now() >= end { Poll::Ready(()) } else { Poll::Pending }))
    }
}

#[test]
fn those_who_wait_keep_their_order_and_one_who_leaves_takes_nothing() {
    let clock = Clock::default();
    let transport = FakeTransport::constant(&VirtualTimer::default(), 200, &[], "{}");
    let client = Client::builder()
        .jwt(JWT)
        .transport(transport.clone())
        .timer(clock.clone())
        .request_rate(RequestRate::per_minute(2).burst(1))
        .timeouts(Timeouts::new().total(seconds(1000)).attempt(seconds(1000)))
        .build()
        .unwrap();
    let call = || Box::pin(client.web_chat().get_message("c", "m").send());
    let mut calls = [call(), call(), call(), call()];
    let mut finished = || {
        let mut context = Context::from_waker(Waker::noop());
        calls.each_mut().map(|call| call.as_mut().poll(&mut context).is_ready())
    };
    assert_eq!(finished(), [true, false, false, false]);
    // The one whose turn is next leaves.
    let [first, leaver, second, third] = calls;
    drop((first, leaver));
    let mut waiting = [second, third];
    let mut finished = || {
        let mut context = Context::from_waker(Waker::noop());
        waiting.each_mut().map(|call| call.as_mut().poll(&mut context).is_ready())
    };
    assert_eq!(finished(), [false, false]);
    *clock.0.lock().unwrap() += seconds(31);
    assert_eq!(finished(), [true, false]);
    assert_eq!(transport.times().len(), 2);
}

proptest! {
    /// Whenever calls are made, no window of a minute holds more requests than were allowed.
    #[test]
    fn no_minute_holds_more(
        requests in 1_u32..40, burst in 1_u32..60, pauses in proptest::collection::vec(0_u64..20_000, 1..120),
    ) {
        let timeouts = Timeouts::new().total(seconds(10_000));
        let (client, transport, timer) = limited(RequestRate::per_minute(requests).burst(burst), timeouts);
        for pause in pauses {
            timer.advance(Duration::from_millis(pause));
            get(&client);
        }
        let times = transport.moments();
        for (index, start) in times.iter().enumerate() {
            let held = times.iter().skip(index).filter(|at| **at < *start + seconds(60)).count();
            prop_assert!(held <= requests as usize, "{} requests in a minute: {:?}", held, times);
        }
    }
}
