//! The retry arithmetic against its golden vectors: as a pure function, and through a client with virtual time.

use std::time::Duration;

use guest_chat_tests::{
    Answer, FakeTransport, VirtualTimer, block_on, fake_client, message, reply, seconds,
};
use http::header::RETRY_AFTER;
use http::{HeaderMap, Method, StatusCode};
use proptest::prelude::*;
use purecloud_guest_chat_client::retry::{Decision, GiveUp, Outcome, RetryState, decide};
use purecloud_guest_chat_client::transport::{TransportError, TransportErrorKind};
use purecloud_guest_chat_client::{Error, RetryConfig, Timeouts};

type Headers = &'static [(&'static str, &'static str)];

struct Run {
    times: Vec<u64>,
    ends: u64,
    result: Result<u32, Error>,
}

/// Sends one message with default time limits; the script's last entry is repeated.
fn run(retry: RetryConfig, script: &'static [(u16, Headers)]) -> Run {
    run_within(Timeouts::new(), retry, script)
}

fn run_within(timeouts: Timeouts, retry: RetryConfig, script: &'static [(u16, Headers)]) -> Run {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::new(&timer, move |number| {
        let (status, headers) = script.get(number).or(script.last()).unwrap();
        Answer::Now(Ok(reply(*status, headers, "{}")))
    });
    let client = fake_client(&transport, &timer).retry(retry).timeouts(timeouts).build().unwrap();
    let call = client.web_chat().send_message("c", "m", message("hi"));
    let result = block_on(call.send_with_response()).map(|response| response.attempts());
    Run { times: transport.times(), ends: timer.elapsed().as_secs(), result }
}

fn genesys(budget: u64) -> RetryConfig {
    RetryConfig::genesys(seconds(budget))
}

fn waits(times: &[u64], ends: u64) -> Vec<u64> {
    let ends = times.iter().skip(1).copied().chain([ends]);
    times.iter().zip(ends).map(|(from, to)| to - from).collect()
}

#[test]
fn fault_16_ten_seconds_of_503() {
    let run = run(genesys(10), &[(503, &[])]);
    assert_eq!(run.times, [0, 3, 6, 9, 12]);
    assert_eq!(run.ends, 12);
    let error = run.result.unwrap_err();
    assert_eq!((error.attempts(), error.elapsed()), (5, seconds(12)));
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
}

#[test]
fn fault_16_one_long_rate_limit_overshoots_the_budget() {
    let run = run(genesys(10), &[(429, &[("Retry-After", "60")])]);
    assert_eq!((run.times, run.ends), (vec![0, 60], 60));
    assert!(run.result.unwrap_err().is_rate_limited());
}

#[test]
fn fault_16_backoff_begins_after_five_waits() {
    let run = run(genesys(10), &[(503, &[("retry-after", "1")])]);
    assert_eq!(waits(&run.times, run.ends), [1, 1, 1, 1, 1, 3, 3, 0]);
    assert_eq!(run.ends, 11);
}

#[test]
fn fault_16_a_thousand_seconds_of_503() {
    let run = run(genesys(1000), &[(503, &[])]);
    let waits = waits(&run.times, run.ends);
    let count = |wait| waits.iter().filter(|&&other| other == wait).count();
    assert_eq!(run.times.len(), 150);
    assert_eq!((count(3), count(9), count(27)), (100, 34, 15));
    assert_eq!(run.ends, 1011);
}

#[test]
fn fault_16_rate_limits_then_success() {
    let limited: (u16, Headers) = (429, &[("Retry-After", "2")]);
    let script: &'static [(u16, Headers)] = Box::leak(Box::new([limited, limited, (200, &[])]));
    let run = run(genesys(30), script);
    assert_eq!((run.result.unwrap(), run.ends), (3, 4));
}

#[test]
fn fault_16_other_gateway_errors_are_waited_for_alike() {
    for status in [502, 504] {
        let script: &'static [(u16, Headers)] = Box::leak(Box::new([(status, &[][..])]));
        assert_eq!(run(genesys(10), script).times, [0, 3, 6, 9, 12], "{status}");
    }
    // Whatever their order, the sixth wait is the first of the backoff.
    let waiting: (u16, Headers) = (503, &[("Retry-After", "1")]);
    let mixed = [(502, &[][..]), waiting, (504, &[]), waiting, (502, &[]), waiting, (200, &[])];
    let run = run(genesys(60), Box::leak(Box::new(mixed)));
    assert_eq!(run.times, [0, 3, 4, 7, 8, 11, 14]);
    assert_eq!(run.result.unwrap(), 7);
}

#[test]
fn fault_17_18_other_statuses_are_not_retried() {
    for status in [400, 401, 404, 408, 409, 425, 500, 501, 505] {
        let script: &'static [(u16, Headers)] = Box::leak(Box::new([(status, &[][..])]));
        assert_eq!(run(genesys(1000), script).times, [0], "{status}");
    }
}

#[test]
fn without_configuration_nothing_is_retried() {
    for retry in [RetryConfig::disabled(), RetryConfig::default(), genesys(0)] {
        assert_eq!(run(retry, &[(503, &[])]).times, [0]);
    }
}

#[test]
fn fault_16_the_newer_variants_are_settings() {
    let capped = genesys(1000).max_retries(6).max_retry_after(seconds(180));
    let run_503 = run(capped.clone(), &[(503, &[])]);
    assert_eq!((run_503.times.len(), run_503.ends), (7, 18));
    let refused = run(capped.clone(), &[(429, &[("Retry-After", "181")])]);
    assert_eq!(refused.times, [0]);
    assert_eq!(refused.result.unwrap_err().retry_after(), Some(seconds(181)));
    let patient = Timeouts::new().total(seconds(10_000));
    let run_180 = run_within(patient, capped, &[(429, &[("Retry-After", "180")])]);
    assert_eq!(run_180.times, [0, 180, 360, 540, 720, 900, 1080]);
}

#[test]
fn fault_11_a_storm_of_rate_limits_ends_with_the_budget() {
    let run = run(genesys(1000), &[(429, &[("Retry-After", "1")])]);
    assert_eq!((run.times.len(), run.ends), (1001, 1000));
}

#[test]
fn a_wait_that_would_outlast_the_call_is_not_begun() {
    // 60 s for the call and 10 s for retries: a wait of 70 s or more would be pointless.
    let run_long = run(genesys(10), &[(429, &[("Retry-After", "70")])]);
    assert_eq!((run_long.times, run_long.ends), (vec![0], 0));
    let error = run_long.result.unwrap_err();
    assert_eq!(error.retry_after(), Some(seconds(70)));
    assert!(error.is_rate_limited());
    let huge = run(genesys(10), &[(503, &[("Retry-After", "99999999999999999999999")])]);
    assert_eq!(huge.times, [0]);
}

#[test]
fn fault_13_headers_that_are_no_seconds_mean_the_default() {
    for value in ["-1", "1e3", "", "3.5", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"] {
        let headers: Headers = Box::leak(Box::new([("Retry-After", value)]));
        let script: &'static [(u16, Headers)] = Box::leak(Box::new([(429, headers), (200, &[])]));
        assert_eq!(run(genesys(30), script).times, [0, 3], "{value}");
    }
}

#[test]
fn a_service_that_asks_for_no_wait_gets_one() {
    let past = "Wed, 21 Oct 2015 07:28:00 GMT";
    for (rule, value) in [
        (genesys(60), "0"),
        (RetryConfig::standard(seconds(60)), "0"),
        (RetryConfig::standard(seconds(60)), past),
        (RetryConfig::standard(seconds(60)), "-1"),
    ] {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, value.parse().unwrap())]);
        let status = StatusCode::TOO_MANY_REQUESTS;
        let outcome = Outcome::from_status(&Method::GET, Duration::ZERO, status, &headers);
        let outcome = outcome.at(std::time::SystemTime::now());
        let decision = decide(&rule, &mut RetryState::default(), &outcome);
        let Decision::Wait(wait) = decision else { panic!("{value}: {decision:?}") };
        assert!(wait >= Duration::from_millis(100), "{value}: {wait:?}");
    }
}

#[test]
fn broken_connections_are_not_retried() {
    for kind in [
        TransportErrorKind::Connect,
        TransportErrorKind::Io,
        TransportErrorKind::Timeout,
        TransportErrorKind::Tls,
    ] {
        let timer = VirtualTimer::default();
        let transport =
            FakeTransport::new(&timer, move |_| Answer::Now(Err(TransportError::new(kind))));
        let client = fake_client(&transport, &timer).retry(genesys(1000)).build().unwrap();
        block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
        assert_eq!(transport.times(), [0], "{kind:?}");
    }
}

#[test]
fn a_call_can_have_its_own_rule() {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 503, &[], "");
    let client = fake_client(&transport, &timer).retry(genesys(1000)).build().unwrap();
    let call = client.web_chat().get_message("c", "m");
    block_on(call.clone().retry(RetryConfig::disabled()).send()).unwrap_err();
    assert_eq!(transport.times().len(), 1);
    block_on(call.retry(genesys(4)).send()).unwrap_err();
    assert_eq!(transport.times().len(), 1 + 3);
}

#[test]
fn an_explicit_total_limit_holds() {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 503, &[], "");
    let timeouts = Timeouts::new().total(seconds(7));
    let client =
        fake_client(&transport, &timer).retry(genesys(1000)).timeouts(timeouts).build().unwrap();
    let error = block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
    assert_eq!(transport.times(), [0, 3, 6]);
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
}

#[test]
fn latency_counts_as_elapsed_time() {
    let timer = VirtualTimer::default();
    let clock = timer.clone();
    let transport = FakeTransport::new(&timer, move |_| {
        clock.advance(seconds(2));
        Answer::Now(Ok(reply(503, &[], "")))
    });
    let client = fake_client(&transport, &timer).retry(genesys(10)).build().unwrap();
    block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
    assert_eq!(transport.times(), [0, 5, 10]);
}

#[test]
fn doubt_about_an_earlier_attempt_is_kept() {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::new(&timer, |number| match number {
        0 => Answer::Now(Ok(reply(504, &[], ""))),
        _ => Answer::Now(Err(TransportError::new(TransportErrorKind::Connect))),
    });
    let client = fake_client(&transport, &timer).retry(genesys(10)).build().unwrap();
    let error =
        block_on(client.web_chat().send_message("c", "m", message("x")).send()).unwrap_err();
    assert_eq!((error.attempts(), error.may_have_been_processed()), (2, true));
}

#[test]
fn the_same_body_and_credentials_go_out_again() {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 503, &[], "");
    let client = fake_client(&transport, &timer).retry(genesys(4)).build().unwrap();
    block_on(client.web_chat().send_message("c", "m", message("x")).send()).unwrap_err();
    for request in transport.requests() {
        assert_eq!(request.body(), r#"{"body":"x"}"#);
        assert!(request.headers().contains_key("authorization"));
    }
}

#[test]
fn give_up_reasons() {
    let decide_once = |config: &RetryConfig, status: u16, elapsed: u64| {
        let headers = HeaderMap::new();
        let status = StatusCode::from_u16(status).unwrap();
        let outcome = Outcome::from_status(&Method::GET, seconds(elapsed), status, &headers);
        decide(config, &mut RetryState::default(), &outcome)
    };
    assert_eq!(decide_once(&genesys(10), 503, 10), Decision::GiveUp(GiveUp::TimeIsUp));
    assert_eq!(decide_once(&genesys(10), 500, 0), Decision::GiveUp(GiveUp::NotRetryable));
    assert_eq!(
        decide_once(&genesys(10).max_retries(0), 503, 0),
        Decision::GiveUp(GiveUp::TooManyRetries)
    );
    assert_eq!(
        decide_once(&genesys(10).max_retry_after(seconds(2)), 503, 0),
        Decision::GiveUp(GiveUp::WaitTooLong)
    );
    assert_eq!(decide_once(&genesys(10), 503, 9), Decision::Wait(seconds(3)));
}

proptest! {
    /// Any settings and outcomes give a decision; past the budget it is always to give up.
    #[test]
    fn decide_is_total(
        budget in any::<u64>(), retries in any::<u32>(), default in any::<u64>(), plain in any::<u32>(),
        interval in any::<u64>(), base in any::<u32>(), exponent in any::<u32>(),
        status in 100_u16..1000, elapsed in any::<u64>(), header in "\\PC{0,30}|[0-9]{1,40}",
    ) {
        let config = RetryConfig::on_statuses(StatusCode::from_u16(status), Duration::from_nanos(budget))
            .max_retries(retries).retry_after_default(seconds(default)).waits_before_backoff(plain % 3)
            .backoff_interval(Duration::from_nanos(interval)).backoff_powers(base, exponent);
        let mut headers = HeaderMap::new();
        if let Ok(value) = header.parse() {
            headers.insert("retry-after", value);
        }
        let mut state = RetryState::default();
        let elapsed = Duration::from_nanos(elapsed);
        let status = StatusCode::from_u16(status).unwrap();
        for _ in 0..5 {
            let outcome = Outcome::from_status(&Method::POST, elapsed, status, &headers);
            let decision = decide(&config, &mut state, &outcome);
            if elapsed >= Duration::from_nanos(budget) {
                prop_assert_eq!(decision, Decision::GiveUp(GiveUp::TimeIsUp));
            }
        }
    }
}
