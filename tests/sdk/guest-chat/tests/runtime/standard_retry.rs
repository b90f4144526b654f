//! The careful retry rule: as a pure function with golden vectors, and through a client with virtual time.

use std::time::{Duration, SystemTime};

use guest_chat_tests::{
    Answer, FakeTransport, VirtualTimer, block_on, fake_client, message, reply, seconds,
};
use http::{HeaderMap, HeaderName, Method, StatusCode};
use proptest::prelude::*;
use purecloud_guest_chat_client::retry::{Decision, GiveUp, Outcome, RetryState, decide};
use purecloud_guest_chat_client::transport::{TransportError, TransportErrorKind};
use purecloud_guest_chat_client::{ErrorKind, RetryConfig, RetryWrites};

const KINDS: [TransportErrorKind; 6] = [
    TransportErrorKind::Config,
    TransportErrorKind::Connect,
    TransportErrorKind::Tls,
    TransportErrorKind::Timeout,
    TransportErrorKind::Io,
    TransportErrorKind::TooLarge,
];

fn standard(budget: u64) -> RetryConfig {
    RetryConfig::standard(seconds(budget))
}

fn headers(lines: &[(&str, &str)]) -> HeaderMap {
    let line = |(name, value): &(&str, &str)| {
        (HeaderName::try_from(*name).unwrap(), value.parse().unwrap())
    };
    lines.iter().map(line).collect()
}

/// When attempts are made, in seconds, and why there is no further one, if each fails like this and takes no time.
fn run(
    config: &RetryConfig,
    method: &Method,
    status: u16,
    lines: &[(&str, &str)],
) -> (Vec<u64>, GiveUp) {
    let headers = headers(lines);
    let status = StatusCode::from_u16(status).unwrap();
    let mut state = RetryState::default();
    let mut times = Vec::new();
    let mut now = Duration::ZERO;
    loop {
        times.push(now.as_secs());
        match decide(config, &mut state, &Outcome::from_status(method, now, status, &headers)) {
            Decision::Wait(wait) => now += wait,
            Decision::GiveUp(reason) => return (times, reason),
            other => panic!("{other:?}"),
        }
    }
}

fn once(config: &RetryConfig, outcome: &Outcome<'_>) -> Decision {
    decide(config, &mut RetryState::default(), outcome)
}

#[test]
fn ten_seconds_of_503_end_before_the_budget() {
    assert_eq!(run(&standard(10), &Method::GET, 503, &[]), (vec![0, 3, 6, 9], GiveUp::TimeIsUp));
    assert_eq!(run(&standard(12), &Method::GET, 503, &[]), (vec![0, 3, 6, 9], GiveUp::TimeIsUp));
    assert_eq!(run(&standard(13), &Method::GET, 503, &[]).0, [0, 3, 6, 9, 12]);
}

#[test]
fn six_retries_are_enough() {
    let expected = (vec![0, 3, 6, 9, 12, 15, 18], GiveUp::TooManyRetries);
    assert_eq!(run(&standard(1000), &Method::GET, 503, &[]), expected);
    let (times, _) = run(&standard(1000), &Method::GET, 429, &[("Retry-After", "1")]);
    assert_eq!(times, [0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn the_backoff_is_that_of_the_service() {
    let patient = standard(2000).max_retries(1000);
    let (times, reason) = run(&patient, &Method::GET, 502, &[]);
    let waits: Vec<u64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let count = |wait| waits.iter().filter(|&&other| other == wait).count();
    assert_eq!((count(3), count(9), count(27), reason), (100, 34, 51, GiveUp::TimeIsUp));
    assert!(waits.is_sorted());
}

#[test]
fn a_wait_is_never_shorter_than_asked_for() {
    let (times, _) = run(&standard(1000), &Method::GET, 503, &[("retry-after", "20")]);
    assert_eq!(times, [0, 20, 40, 60, 80, 100, 120]);
}

#[test]
fn fault_15_too_long_a_wait_is_given_up() {
    let asks = |text| run(&standard(1000), &Method::GET, 429, &[("retry-after", text)]);
    assert_eq!(asks("181"), (vec![0], GiveUp::WaitTooLong));
    assert_eq!(asks("180"), (vec![0, 180, 360, 540, 720, 900], GiveUp::TimeIsUp));
    assert_eq!(asks("99999999999999999999999"), (vec![0], GiveUp::WaitTooLong));
    assert_eq!(
        run(&standard(10), &Method::GET, 429, &[("retry-after", "60")]),
        (vec![0], GiveUp::TimeIsUp)
    );
}

#[test]
fn fault_12_dates_are_understood() {
    let at = |text, date: Option<&str>| {
        let mut lines = vec![("RETRY-AFTER", text)];
        lines.extend(date.map(|date| ("date", date)));
        run(&standard(1000).max_retries(1), &Method::GET, 429, &lines).0[1]
    };
    let date = Some("Wed, 21 Oct 2015 07:28:00 GMT");
    assert_eq!(at("Wed, 21 Oct 2015 07:29:30 GMT", date), 90);
    assert_eq!(at("Wednesday, 21-Oct-15 07:29:30 GMT", date), 90);
    assert_eq!(at("Wed Oct 21 07:29:30 2015", date), 90);
    assert_eq!(at("Wed, 21 Oct 2015 07:27:00 GMT", date), 0);
    // Garbage, and a date that nothing can be compared with, mean the default.
    assert_eq!(at("Wed, 21 Oct 2015 07:29:30 GMT", None), 3);
    assert_eq!(at("soon", date), 3);
    let headers = headers(&[("retry-after", "Wed, 21 Oct 2015 07:29:30 GMT")]);
    let outcome =
        Outcome::from_status(&Method::GET, seconds(0), StatusCode::TOO_MANY_REQUESTS, &headers)
            .at(SystemTime::UNIX_EPOCH + seconds(1_445_412_480));
    assert_eq!(once(&standard(1000), &outcome), Decision::Wait(seconds(90)));
}

/// A status, its headers, and by whom it is repeated.
type AnswerRow = (u16, &'static [(&'static str, &'static str)], [bool; 4]);

const AFTER: &[(&str, &str)] = &[("Retry-After", "1")];

/// Which answers lead to a second request, by method.
#[test]
fn answers_by_method() {
    // Status, headers, then whether it is repeated: GET and DELETE, POST, POST with `Always`, POST with `Never`.
    let table: [AnswerRow; 12] = [
        (429, &[], [true, true, true, false]),
        (429, AFTER, [true, true, true, false]),
        (503, AFTER, [true, true, true, false]),
        (503, &[], [true, false, true, false]),
        (503, &[("Retry-After", "soon")], [true, false, true, false]),
        (502, AFTER, [true, false, true, false]),
        (502, &[], [true, false, true, false]),
        (504, AFTER, [true, false, true, false]),
        (408, AFTER, [false; 4]),
        (425, &[], [false; 4]),
        (500, AFTER, [false; 4]),
        (401, &[], [false; 4]),
    ];
    for (status, lines, expected) in table {
        let repeats = |method: &Method, config: RetryConfig| {
            run(&config.max_retries(1), method, status, lines).0.len() == 2
        };
        let writes = |writes| standard(1000).retry_writes(writes);
        for method in [Method::GET, Method::DELETE, Method::PUT] {
            for rule in [RetryWrites::OnlyIfRefused, RetryWrites::Always, RetryWrites::Never] {
                assert_eq!(repeats(&method, writes(rule)), expected[0], "{method} {status}");
            }
        }
        for method in [Method::POST, Method::PATCH] {
            let found = [
                repeats(&method, standard(1000)),
                repeats(&method, writes(RetryWrites::Always)),
                repeats(&method, writes(RetryWrites::Never)),
            ];
            assert_eq!(found, expected[1..], "{method} {status} {lines:?}");
        }
    }
}

/// Which broken exchanges lead to a second request, by method.
#[test]
fn broken_connections_by_method() {
    for kind in KINDS {
        let passes = matches!(
            kind,
            TransportErrorKind::Connect | TransportErrorKind::Timeout | TransportErrorKind::Io
        );
        for sent in [false, true] {
            for (method, writes, expected) in [
                (Method::GET, RetryWrites::OnlyIfRefused, passes),
                (Method::DELETE, RetryWrites::Never, passes),
                (Method::POST, RetryWrites::OnlyIfRefused, passes && !sent),
                (Method::POST, RetryWrites::Always, passes && !sent),
                (Method::POST, RetryWrites::Never, false),
            ] {
                let outcome = Outcome::from_transport_error(&method, seconds(0), kind, sent);
                let decision = once(&standard(1000).retry_writes(writes), &outcome);
                assert_eq!(
                    decision == Decision::Wait(seconds(3)),
                    expected,
                    "{method} {kind:?} {sent} {writes:?}: {decision:?}"
                );
            }
        }
    }
}

#[test]
fn a_write_that_was_sent_is_not_repeatable() {
    let outcome =
        Outcome::from_transport_error(&Method::POST, seconds(0), TransportErrorKind::Io, true);
    assert_eq!(once(&standard(10), &outcome), Decision::GiveUp(GiveUp::NotRepeatable));
    let outcome =
        Outcome::from_transport_error(&Method::GET, seconds(0), TransportErrorKind::Tls, false);
    assert_eq!(once(&standard(10), &outcome), Decision::GiveUp(GiveUp::NotRetryable));
}

#[test]
fn without_time_nothing_is_retried() {
    assert_eq!(run(&standard(0), &Method::GET, 503, &[]), (vec![0], GiveUp::TimeIsUp));
}

#[test]
fn chance_adds_up_to_a_tenth() {
    let headers = headers(&[("retry-after", "10")]);
    let wait = |random, budget| {
        let outcome =
            Outcome::from_status(&Method::GET, seconds(0), StatusCode::TOO_MANY_REQUESTS, &headers);
        once(&RetryConfig::standard(budget), &outcome.with_random(random))
    };
    assert_eq!(wait(0, seconds(100)), Decision::Wait(seconds(10)));
    assert_eq!(wait(u32::MAX, seconds(100)), Decision::Wait(seconds(11)));
    // What chance adds gives way to the budget; what the service asks for does not.
    let tight = Duration::from_millis(10_100);
    let Decision::Wait(shortened) = wait(u32::MAX, tight) else { panic!("no wait") };
    assert!(shortened >= seconds(10) && shortened < tight, "{shortened:?}");
    assert_eq!(wait(u32::MAX, seconds(10)), Decision::GiveUp(GiveUp::TimeIsUp));
}

#[derive(Clone, Debug)]
struct Sample {
    method: Method,
    elapsed: Duration,
    failure: Result<(StatusCode, String), (TransportErrorKind, bool)>,
    random: u32,
}

impl Sample {
    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Ok((_, text)) = &self.failure
            && let Ok(value) = text.parse()
        {
            headers.insert("retry-after", value);
        }
        headers
    }

    fn outcome<'a>(&'a self, headers: &'a HeaderMap) -> Outcome<'a> {
        let outcome = match self.failure {
            Ok((status, _)) => Outcome::from_status(&self.method, self.elapsed, status, headers),
            Err((kind, sent)) => {
                Outcome::from_transport_error(&self.method, self.elapsed, kind, sent)
            }
        };
        outcome.with_random(self.random)
    }
}

fn samples() -> impl Strategy<Value = Sample> {
    let methods = prop_oneof![
        Just(Method::GET),
        Just(Method::POST),
        Just(Method::DELETE),
        Just(Method::PATCH)
    ];
    let status = prop_oneof![Just(429_u16), Just(503), Just(502), Just(504), 100_u16..1000]
        .prop_map(|status| StatusCode::from_u16(status).unwrap());
    let header = prop_oneof!["[0-9]{1,4}", "[0-9]{1,40}", "\\PC{0,30}"];
    let failure = prop_oneof![
        (status, header).prop_map(Ok),
        (0..KINDS.len(), any::<bool>()).prop_map(|(kind, sent)| Err((KINDS[kind], sent))),
    ];
    let elapsed =
        prop_oneof![0_u64..2_000_000_000_000, any::<u64>()].prop_map(Duration::from_nanos);
    (methods, elapsed, failure, any::<u32>())
        .prop_map(|(method, elapsed, failure, random)| Sample { method, elapsed, failure, random })
}

fn budgets() -> impl Strategy<Value = Duration> {
    prop_oneof![
        (0_u64..2_000_000_000_000).prop_map(Duration::from_nanos),
        any::<u64>().prop_map(Duration::from_secs),
    ]
}

proptest! {
    /// Whatever happens there is a decision, and no wait ends outside the budget or is shorter than asked for.
    #[test]
    fn no_wait_exceeds_the_budget(
        sample in samples(), budget in budgets(), default in any::<u64>(), limit in any::<u64>(),
        base in any::<u32>(), interval in any::<u64>(), plain in 0_u32..3,
    ) {
        let config = RetryConfig::standard(budget)
            .retry_after_default(seconds(default)).max_retry_after(seconds(limit))
            .backoff_powers(base, 40).backoff_interval(Duration::from_nanos(interval)).waits_before_backoff(plain);
        let headers = sample.headers();
        let mut state = RetryState::default();
        for attempt in 0..8 {
            if let Decision::Wait(wait) = decide(&config, &mut state, &sample.outcome(&headers)) {
                prop_assert!(attempt < 6);
                prop_assert!(sample.elapsed + wait < budget);
                if let Ok((_, Ok(asked))) = sample.failure.as_ref().map(|(status, text)| (status, text.trim().parse())) {
                    prop_assert!(wait >= seconds(asked));
                }
            }
        }
    }

    /// More time never means fewer or shorter waits.
    #[test]
    fn decisions_are_monotone_in_the_budget(sample in samples(), one in budgets(), other in budgets()) {
        let headers = sample.headers();
        let outcome = sample.outcome(&headers);
        let (less, more) = (one.min(other), one.max(other));
        let decisions = [less, more].map(|budget| once(&RetryConfig::standard(budget), &outcome));
        if let [Decision::Wait(less), more] = decisions {
            let Decision::Wait(more) = more else { panic!("{more:?}") };
            prop_assert!(less <= more);
        }
    }
}

/// A client with the careful rule, over this script.
fn careful(
    budget: u64,
    script: impl Fn(usize) -> Answer + Send + Sync + 'static,
) -> (purecloud_guest_chat_client::Client, FakeTransport, VirtualTimer) {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::new(&timer, script);
    let client =
        fake_client(&transport, &timer).retry(standard(budget)).random_seed(7).build().unwrap();
    (client, transport, timer)
}

fn broken(kind: TransportErrorKind) -> Answer {
    Answer::Now(Err(TransportError::new(kind)))
}

fn status(status: u16, headers: &[(&str, &str)]) -> Answer {
    Answer::Now(Ok(reply(status, headers, "{}")))
}

#[test]
fn a_message_that_cannot_have_arrived_is_sent_again() {
    let (client, transport, _) = careful(60, |number| match number {
        0 => broken(TransportErrorKind::Connect),
        1 => status(429, &[("retry-after", "2")]),
        2 => status(503, &[("retry-after", "1")]),
        _ => status(200, &[]),
    });
    let call = client.web_chat().send_message("c", "m", message("hi"));
    let response = block_on(call.send_with_response()).unwrap();
    assert_eq!(response.attempts(), 4);
    assert!(response.elapsed() >= seconds(6) && response.elapsed() < Duration::from_millis(6600));
    let bodies: Vec<_> = transport.requests().iter().map(|sent| sent.body().clone()).collect();
    assert_eq!(bodies, vec![r#"{"body":"hi"}"#; 4]);
}

#[test]
fn fault_19_a_message_that_may_have_arrived_is_not_sent_again() {
    let cases: [(fn() -> Answer, ErrorKind); 4] = [
        (|| broken(TransportErrorKind::Io), ErrorKind::Io),
        (|| broken(TransportErrorKind::Timeout), ErrorKind::Timeout),
        (|| status(504, &[]), ErrorKind::Api),
        (|| status(503, &[]), ErrorKind::Api),
    ];
    for (answer, kind) in cases {
        let (client, transport, _) = careful(60, move |_| answer());
        let call = client.web_chat().send_message("c", "m", message("hi"));
        let error = block_on(call.send()).unwrap_err();
        assert_eq!((error.kind(), transport.times().len()), (kind, 1));
        assert!(error.may_have_been_processed());
        // What only reads is asked for again.
        block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
        assert!(transport.times().len() > 2, "{kind:?}");
    }
}

/// Waits are measured on the monotonic clock, so it does not matter what becomes of the date meanwhile.
#[test]
fn fault_56_the_clock_jumps_between_attempts() {
    let timer = VirtualTimer::default();
    let clock = timer.clone();
    let noon = SystemTime::UNIX_EPOCH + seconds(1_445_428_800);
    clock.set_wall_clock(noon);
    let transport = FakeTransport::new(&timer, move |number| {
        clock.set_wall_clock(if number == 0 { noon + seconds(3600) } else { noon - seconds(3600) });
        status(if number < 2 { 503 } else { 200 }, &[("retry-after", "2")])
    });
    let retry = standard(60);
    let client = fake_client(&transport, &timer).retry(retry).random_seed(7).build().unwrap();
    let response = block_on(client.web_chat().get_message("c", "m").send_with_response()).unwrap();
    assert_eq!(transport.times(), [0, 2, 4]);
    assert!(response.elapsed() >= seconds(4) && response.elapsed() < seconds(5));
}

#[test]
fn waits_of_clients_differ_and_those_of_a_seed_do_not() {
    let ends = |seed: Option<u64>| {
        let timer = VirtualTimer::default();
        let transport = FakeTransport::constant(&timer, 503, &[], "");
        let builder = fake_client(&transport, &timer).retry(standard(60));
        let builder = match seed {
            Some(seed) => builder.random_seed(seed),
            None => builder,
        };
        block_on(builder.build().unwrap().web_chat().get_message("c", "m").send()).unwrap_err();
        timer.elapsed()
    };
    assert_eq!(ends(Some(1)), ends(Some(1)));
    assert_ne!(ends(Some(1)), ends(Some(2)));
    assert_ne!(ends(None), ends(None));
    for seed in 0..50 {
        let end = ends(Some(seed));
        assert!(end >= seconds(18) && end <= Duration::from_millis(19_800), "{end:?}");
    }
}

#[test]
fn fault_20_what_clients_retry_together_is_limited() {
    let (client, transport, _) = careful(60, |_| status(503, &[]));
    for _ in 0..100 {
        let handle = client.with_jwt("another");
        block_on(handle.web_chat().get_message("c", "m").send()).unwrap_err();
    }
    // A reserve of 10 and one per five calls.
    assert_eq!(transport.times().len(), 100 + 10 + 20);
    // A rule without a budget of its own is not held back, nor does it pay.
    let call = client.web_chat().get_message("c", "m").retry(RetryConfig::genesys(seconds(4)));
    block_on(call.send()).unwrap_err();
    assert_eq!(transport.times().len(), 130 + 3);
}

#[test]
fn calls_that_succeed_earn_retries() {
    let (client, transport, _) = careful(60, |number| match number {
        70..170 => status(200, &[]),
        _ => status(503, &[]),
    });
    let get = || block_on(client.web_chat().get_message("c", "m").send());
    while transport.times().len() < 70 {
        get().unwrap_err();
    }
    let before = transport.times().len();
    while transport.times().len() < 170 {
        get().unwrap();
    }
    assert_eq!(before, 70);
    get().unwrap_err();
    assert_eq!(transport.times().len(), 170 + 1 + 6);
}
