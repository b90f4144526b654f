//! Where blocking calls can be made: on any thread, inside and outside a runtime; and which clients take part.

use std::thread;
use std::time::{Duration, Instant};

use guest_chat_tests::{
    Act, FakeTransport, JWT, VirtualTimer, fake_client, http_reply, message, seconds,
};
use purecloud_guest_chat_client::{
    AttemptInfo, AttemptRequest, Client, ErrorKind, Interceptor, RequestRate, RetryConfig,
};

use crate::{builder, serving};

fn get(client: &Client) -> Result<(), ErrorKind> {
    let call = client.web_chat().get_message("c", "m");
    call.send_blocking().map(drop).map_err(|error| error.kind())
}

#[test]
fn inside_a_runtime_of_either_kind() {
    let service = serving(vec![Act::ok("{}")]);
    let client = builder(service.address).build_blocking().unwrap();
    let address = service.address;
    for mut kind in
        [tokio::runtime::Builder::new_current_thread(), tokio::runtime::Builder::new_multi_thread()]
    {
        let runtime = kind.enable_all().build().unwrap();
        let client = client.clone();
        // Made, used and dropped inside: other libraries panic at one of the three.
        runtime.block_on(async move {
            assert_eq!(get(&client), Ok(()));
            drop(client);
            assert_eq!(get(&builder(address).build_blocking().unwrap()), Ok(()));
        });
        runtime.block_on(async {
            let client = builder(address).build_blocking().unwrap();
            let task = tokio::spawn(async move { get(&client) });
            assert_eq!(task.await.unwrap(), Ok(()));
        });
    }
}

#[test]
fn on_many_threads_at_once() {
    let service = serving(vec![Act::ok("{}")]);
    let client = builder(service.address).build_blocking().unwrap();
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || (0..5).map(|_| get(&client)).collect::<Result<Vec<_>, _>>())
        })
        .collect();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
    assert_eq!(service.requests().len(), 40);
}

#[test]
fn each_client_says_which_calls_it_is_for() {
    let blocking = builder("127.0.0.1:1").build_blocking().unwrap();
    let calling = builder("127.0.0.1:1").build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let call = blocking.web_chat().get_message("c", "m");
    let error = runtime.block_on(call.send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("_blocking"), "{error}");
    for inside in [true, false] {
        let call = calling.web_chat().get_message("c", "m");
        let error = if inside {
            runtime.block_on(async { call.send_blocking() }).unwrap_err()
        } else {
            call.send_blocking().unwrap_err()
        };
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("build_blocking"), "{error}");
    }
}

#[test]
fn a_transport_and_a_timer_of_the_caller_serve_both() {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 503, &[], "");
    for client in [
        fake_client(&transport, &timer).retry(RetryConfig::genesys(seconds(10))).build(),
        fake_client(&transport, &timer).retry(RetryConfig::genesys(seconds(10))).build_blocking(),
    ] {
        let before = timer.elapsed();
        let error = client.unwrap().web_chat().leave("c", "m").send_blocking().unwrap_err();
        assert_eq!(error.attempts(), 5);
        assert_eq!(timer.elapsed(), before + seconds(12));
    }
}

#[test]
fn pauses_are_really_waited_for() {
    let unavailable = http_reply("503 Unavailable", &[("retry-after", "1")], b"");
    let service = serving(vec![Act::Write(unavailable), Act::ok("{}")]);
    let client = builder(service.address).retry(RetryConfig::standard(seconds(30)));
    let client = client.build_blocking().unwrap();
    let began = Instant::now();
    let call = client.web_chat().send_message("c", "m", message("hi"));
    let response = call.send_with_response_blocking().unwrap();
    assert_eq!(response.attempts(), 2);
    assert!(began.elapsed() >= Duration::from_secs(1));
}

#[test]
fn threads_take_turns_under_a_request_rate() {
    let service = serving(vec![Act::ok("{}")]);
    let rate = RequestRate::per_minute(600).burst(1);
    let client = builder(service.address).request_rate(rate).build_blocking().unwrap();
    let began = Instant::now();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || get(&client))
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), Ok(()));
    }
    assert!(began.elapsed() >= Duration::from_millis(300), "{:?}", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
}

#[test]
fn a_call_within_a_call() {
    struct Asks(Client);
    impl Interceptor for Asks {
        fn before(
            &self,
            _: &AttemptInfo,
            _: &mut AttemptRequest<'_>,
        ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
            self.0.web_chat().get_message("inner", "m").send_blocking()?;
            Ok(())
        }
    }
    let service = serving(vec![Act::ok("{}")]);
    let inner = builder(service.address).build_blocking().unwrap();
    let outer = builder(service.address).interceptor(Asks(inner)).build_blocking().unwrap();
    assert_eq!(get(&outer), Ok(()));
    assert!(service.requests()[0].contains("/inner/") && service.requests().len() == 2);
}

#[test]
fn nothing_about_a_token_is_shown() {
    let client = Client::builder().base_url("https://api.example.com").jwt(JWT);
    let client = client.build_blocking().unwrap();
    let call = client.web_chat().get_message("c", "m");
    for text in [format!("{client:?}"), format!("{call:?}"), client.diagnostics().to_string()] {
        assert!(!text.contains("canary"), "{text}");
    }
}
