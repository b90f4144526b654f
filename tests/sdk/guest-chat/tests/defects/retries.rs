//! The retry rules: each of these is an official rule that `RetryConfig::standard` does not have.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use guest_chat_tests::{
    Act, Answer, FakeTransport, RawServer, VirtualTimer, block_on, fake_client, http_reply,
    message, reply, seconds,
};
use purecloud_guest_chat_client::transport::{TransportError, TransportErrorKind};
use purecloud_guest_chat_client::{Error, ErrorKind, RetryConfig};

type Headers = &'static [(&'static str, &'static str)];

/// What becomes of a call that always gets this answer, and when it asked.
fn read(retry: RetryConfig, status: u16, headers: Headers) -> (Error, Vec<u64>, Duration) {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, status, headers, "");
    let client = fake_client(&transport, &timer).retry(retry).random_seed(1).build().unwrap();
    let error = block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
    (error, transport.times(), timer.elapsed())
}

#[test]
fn defect_retries_go_on_after_their_time() {
    // The time is looked at before a pause, so a call may take a whole pause longer: 60 s instead of 10.
    let (error, times, elapsed) =
        read(RetryConfig::standard(seconds(10)), 429, &[("retry-after", "60")]);
    assert_eq!((times.len(), elapsed), (1, Duration::ZERO));
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(seconds(60))));
}

#[test]
fn defect_messages_are_sent_twice() {
    // All methods are repeated after 502, 503 and 504, although the first may have been carried out.
    for status in [502, 503, 504] {
        let timer = VirtualTimer::default();
        let transport = FakeTransport::constant(&timer, status, &[], "");
        let retry = RetryConfig::standard(seconds(60));
        let client = fake_client(&transport, &timer).retry(retry).build().unwrap();
        let call = client.web_chat().send_message("c", "m", message("hi"));
        let error = block_on(call.send()).unwrap_err();
        assert_eq!(transport.requests().len(), 1);
        assert!(error.may_have_been_processed());
    }
}

#[test]
fn defect_broken_connections_are_not_retried() {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::new(&timer, |number| match number {
        0 => Answer::Now(Err(TransportError::new(TransportErrorKind::Io))),
        _ => Answer::Now(Ok(reply(200, &[], "{}"))),
    });
    let retry = RetryConfig::standard(seconds(60));
    let client = fake_client(&transport, &timer).retry(retry).build().unwrap();
    let response = block_on(client.web_chat().get_message("c", "m").send_with_response());
    assert_eq!(response.unwrap().attempts(), 2);
}

#[tokio::test]
async fn defect_a_pause_keeps_the_thread() {
    // .NET sleeps on the thread of an asynchronous call, Java in the thread of the callback.
    let unavailable = http_reply("503 Unavailable", &[("retry-after", "1")], b"");
    let server = RawServer::start(vec![Act::Write(unavailable), Act::ok("{}")]).await;
    let client = server.builder().retry(RetryConfig::standard(seconds(30))).build().unwrap();
    let ticks = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&ticks);
    let ticking = tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_millis(10)).await;
            counter.fetch_add(1, Ordering::SeqCst);
        }
    });
    // One thread for both.
    client.web_chat().get_message("c", "m").await.unwrap();
    ticking.abort();
    assert!(ticks.load(Ordering::SeqCst) > 5);
}

#[test]
fn defect_the_number_of_retries_is_not_kept() {
    // `RetryMax` is never read in one SDK, is one too many in others, and does not count pauses of backoff in a third.
    for most in [0, 1, 4] {
        let retry = RetryConfig::standard(seconds(10_000)).max_retries(most);
        let (_, times, _) = read(retry, 503, &[]);
        assert_eq!(times.len(), usize::try_from(most).unwrap() + 1);
    }
    let (_, times, _) = read(RetryConfig::standard(seconds(10_000)), 503, &[]);
    assert_eq!(times.len(), 7);
}

#[test]
fn defect_the_header_is_found_in_one_spelling_only() {
    // HTTP/2 has lower case only; the newer .NET looks for `Retry-After`.
    for headers in [&[("retry-after", "1")], &[("Retry-After", "1")], &[("RETRY-AFTER", "1")]] {
        let (error, ..) = read(RetryConfig::disabled(), 429, headers);
        assert_eq!(error.retry_after(), Some(seconds(1)));
    }
}

#[test]
fn defect_a_date_in_the_header_is_a_crash() {
    // Java throws a NumberFormatException.
    let timer = VirtualTimer::default();
    timer.set_wall_clock(UNIX_EPOCH + seconds(1_560_877_162));
    let headers: Headers = &[("retry-after", "Tue, 18 Jun 2019 16:59:32 GMT")];
    let transport = FakeTransport::constant(&timer, 429, headers, "");
    let client = fake_client(&transport, &timer).build().unwrap();
    let error = block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
    assert_eq!(error.retry_after(), Some(seconds(10)));
}

#[test]
fn defect_long_waits_are_only_refused_at_first() {
    // The limit of 180 s is looked at in the first pauses only.
    let timer = VirtualTimer::default();
    let transport = FakeTransport::new(&timer, |number| {
        let wait: Headers =
            if number < 6 { &[("retry-after", "1")] } else { &[("retry-after", "181")] };
        Answer::Now(Ok(reply(503, wait, "")))
    });
    let retry = RetryConfig::standard(seconds(100_000)).max_retries(100);
    let client = fake_client(&transport, &timer).retry(retry).build().unwrap();
    let error = block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
    assert_eq!((error.attempts(), error.retry_after()), (7, Some(seconds(181))));
}

#[test]
fn defect_hours_are_waited_for() {
    // A daily quota asks for hours; the guest SDK of 2021 waits for them.
    let (error, times, elapsed) =
        read(RetryConfig::standard(seconds(100_000)), 429, &[("retry-after", "36000")]);
    assert_eq!((times.len(), elapsed), (1, Duration::ZERO));
    assert_eq!(error.retry_after(), Some(seconds(36_000)));
}

#[test]
fn defect_all_errors_of_the_service_are_retried() {
    // Go repeats all statuses from 500 on but 501.
    for status in [500, 505, 599] {
        let (_, times, _) = read(RetryConfig::standard(seconds(60)), status, &[]);
        assert_eq!(times.len(), 1, "{status}");
    }
}

#[test]
fn defect_a_refused_token_is_tried_for_ever() {
    // .NET refreshes and calls itself again without a limit; JavaScript tries again but never delivers; Java delivers
    // null.
    let (error, times, _) = read(RetryConfig::standard(seconds(60)), 401, &[]);
    assert_eq!((times.len(), error.status().unwrap().as_u16()), (1, 401));
}

#[test]
fn defect_all_clients_return_at_once() {
    // No official rule has a part that is left to chance.
    let pause = |seed| {
        let timer = VirtualTimer::default();
        let transport = FakeTransport::constant(&timer, 503, &[], "");
        let retry = RetryConfig::standard(seconds(60)).max_retries(1);
        let client = fake_client(&transport, &timer).retry(retry).random_seed(seed);
        let client = client.build().unwrap();
        block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
        transport.moments()[1]
    };
    let pauses: std::collections::BTreeSet<_> = (0..10).map(pause).collect();
    assert!(pauses.len() > 5, "{pauses:?}");
    assert!(pauses.iter().all(|pause| (seconds(3)..=Duration::from_millis(3300)).contains(pause)));
}
