//! Time limits, on virtual time.

use bytes::Bytes;
use futures_core::Stream;
use guest_chat_tests::{
    Answer, FakeTransport, VirtualTimer, block_on, fake_client, reply, seconds,
};
use purecloud_guest_chat_client::transport::{Body, TransportError};
use purecloud_guest_chat_client::{ErrorKind, RetryConfig, Timeouts};

fn silent() -> (FakeTransport, VirtualTimer) {
    let timer = VirtualTimer::default();
    (FakeTransport::new(&timer, |_| Answer::Never), timer)
}

#[test]
fn an_attempt_ends_after_twenty_seconds() {
    let (transport, timer) = silent();
    let client = fake_client(&transport, &timer).build().unwrap();
    let error = block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_timeout() && error.is_retryable() && error.may_have_been_processed());
    assert_eq!((error.elapsed(), timer.elapsed(), error.attempts()), (seconds(20), seconds(20), 1));
    assert_eq!(
        error.to_string(),
        "getWebchatGuestConversationMessage: no complete answer came within 20s"
    );
}

#[test]
fn the_limit_of_the_whole_call_is_the_lower_one() {
    let (transport, timer) = silent();
    let timeouts = Timeouts::new().attempt(seconds(20)).total(seconds(8));
    let client = fake_client(&transport, &timer).timeouts(timeouts).build().unwrap();
    block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
    assert_eq!(timer.elapsed(), seconds(8));
}

#[test]
fn a_call_can_have_its_own_limit() {
    for limit in [1, 120] {
        let (transport, timer) = silent();
        let client = fake_client(&transport, &timer).build().unwrap();
        let error =
            block_on(client.web_chat().get_message("c", "m").timeout(seconds(limit)).send())
                .unwrap_err();
        assert_eq!((error.elapsed(), timer.elapsed()), (seconds(limit), seconds(limit)));
    }
}

#[test]
fn a_body_that_never_ends_is_a_timeout_that_keeps_the_head() {
    struct Silence;
    impl Stream for Silence {
        type Item = Result<Bytes, TransportError>;
        fn poll_next(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            std::task::Poll::Pending
        }
    }
    for (status, kind) in
        [(200, ErrorKind::Timeout), (500, ErrorKind::Api), (429, ErrorKind::RateLimited)]
    {
        let timer = VirtualTimer::default();
        let transport = FakeTransport::new(&timer, move |_| {
            let response =
                http::Response::builder().status(status).header("inin-correlation-id", "abc");
            Answer::Now(Ok(response.body(Body::from_stream(Silence)).unwrap()))
        });
        let client = fake_client(&transport, &timer).build().unwrap();
        let error = block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.correlation_id(), Some("abc"));
        assert_eq!((error.raw_body(), timer.elapsed()), (None, seconds(20)));
    }
}

#[test]
fn a_later_attempt_gets_what_is_left() {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::new(&timer, |number| match number {
        0 => Answer::Now(Ok(reply(503, &[("retry-after", "7")], ""))),
        _ => Answer::Never,
    });
    let retry = RetryConfig::genesys(seconds(9));
    let client = fake_client(&transport, &timer)
        .retry(retry)
        .timeouts(Timeouts::new().total(seconds(10)))
        .build()
        .unwrap();
    let error = block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), timer.elapsed()),
        (ErrorKind::Timeout, 2, seconds(10))
    );
}
