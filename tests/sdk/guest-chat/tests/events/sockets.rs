//! Streams over the network: TCP with everything it can do to a frame, TLS, proxies, and many chats at once.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use guest_chat_simulator::{Certificate, Simulator, StreamEnd, StreamFault};
use guest_chat_tests::{JWT, all_texts, builder, client, create_request};
use purecloud_guest_chat_client::events::{EventOptions, ReconnectPolicy};
use purecloud_guest_chat_client::{
    Client, Conversation, ConversationParts, ErrorKind, Event, EventStream, Proxy,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::server::Acceptor;

/// Pauses that a test can wait for.
fn hasty() -> EventOptions {
    EventOptions::new().reconnect(ReconnectPolicy::new().first_pause(Duration::from_millis(2)))
}

/// The texts up to one of them, and how many of them were asked for afterwards.
async fn texts_until(events: &mut EventStream, last: &str) -> (Vec<String>, usize) {
    let (mut texts, mut backfilled) = (Vec::new(), 0);
    while let Some(event) = events.next().await {
        let event = event.unwrap();
        if let Event::Message(message) = &event {
            let text = message.text().unwrap_or_default();
            texts.push(text.to_owned());
            backfilled += usize::from(event.is_backfilled());
            if text == last {
                return (texts, backfilled);
            }
        }
    }
    panic!("the stream has ended");
}

#[tokio::test]
async fn a_chat_over_the_network() {
    let sim = Simulator::builder().require_event_stream().start().await.unwrap();
    let (chat, mut events) = Conversation::start(&client(&sim), create_request()).await.unwrap();
    chat.send("Hello").await.unwrap();
    let service = sim.conversation(chat.id().as_str()).unwrap();
    service.agent_joins("Ann").says("Hi");
    assert_eq!(
        texts_until(&mut events, "Hi").await,
        (["Hello", "", "Hi"].map(Into::into).into(), 0)
    );
    events.close().await;
    assert_eq!(sim.streams()[0].end, Some(StreamEnd::Client(Some(1000))));
}

#[tokio::test]
async fn fault_43_a_connection_may_be_reset_at_any_byte() {
    let sim = Simulator::start().await.unwrap();
    let start = Conversation::start(&client(&sim), create_request());
    let (chat, mut events) = start.options(hasty()).await.unwrap();
    let service = sim.conversation(chat.id().as_str()).unwrap();
    let ann = service.agent_joins("Ann");
    texts_until(&mut events, "").await;
    for reset_at in [0, 1, 2, 3, 4, 5, 100, 300, 10_000] {
        sim.stream_faults().on_event(StreamFault::ResetAt(reset_at));
        let text = format!("reset at {reset_at}");
        ann.says(&text);
        assert_eq!(texts_until(&mut events, &text).await.0, [text]);
        ann.says("afterwards");
        assert_eq!(texts_until(&mut events, "afterwards").await.0, ["afterwards"]);
    }
    assert!(sim.streams().len() > 9);
}

#[tokio::test]
async fn frames_may_come_byte_by_byte_and_in_fragments() {
    let sim = Simulator::start().await.unwrap();
    let (chat, mut events) = Conversation::start(&client(&sim), create_request()).await.unwrap();
    let faults = sim.stream_faults();
    faults.on_event(StreamFault::Slowly(Duration::from_millis(1)));
    faults.on_event(StreamFault::Fragments(3));
    chat.send("slow").await.unwrap();
    chat.send("torn").await.unwrap();
    assert_eq!(texts_until(&mut events, "torn").await, (vec!["slow".into(), "torn".into()], 0));
    assert_eq!(sim.streams().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fault_55_many_chats_share_one_pool() {
    const CHATS: usize = 1000;
    let sim = Simulator::start().await.unwrap();
    let client = client(&sim);
    let mut chats = Vec::new();
    for _ in 0..CHATS {
        chats.push(Conversation::start(&client, create_request()).await.unwrap());
    }
    let mut tasks = tokio::task::JoinSet::new();
    for (number, (chat, mut events)) in chats.into_iter().enumerate() {
        tasks.spawn(async move {
            let text = format!("chat {number}");
            chat.send(&text).await.unwrap();
            assert_eq!(texts_until(&mut events, &text).await.0, [text]);
        });
    }
    tasks.join_all().await;
    let exchanges = sim.exchanges();
    let connections = |stream: bool| -> usize {
        let of_kind =
            exchanges.iter().filter(|exchange| exchange.path.starts_with("/chat/jwt/") == stream);
        of_kind.map(|exchange| exchange.connection).collect::<BTreeSet<u64>>().len()
    };
    assert_eq!(connections(true), CHATS);
    let creating = exchanges.iter().filter(|exchange| exchange.path.ends_with("/conversations"));
    let creating: BTreeSet<u64> = creating.map(|exchange| exchange.connection).collect();
    // One after the other they were created over one connection, or over another if the machine was too busy to put
    // it back in time; the messages were sent at once.
    assert!(creating.len() < CHATS / 10, "{} connections", creating.len());
    assert!(connections(false) <= CHATS + creating.len(), "{} connections", connections(false));
}

/// A chat whose stream is at this address.
fn chat_at(client: &Client, stream: &str) -> Conversation {
    Conversation::from_parts(client, ConversationParts::new("c", "m", JWT, stream))
}

#[tokio::test]
async fn a_stream_takes_the_proxy_of_its_client() {
    let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = proxy.local_addr().unwrap();
    let asked = tokio::spawn(async move {
        let (mut socket, _) = proxy.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(socket.read_u8().await.unwrap());
        }
        socket.write_all(b"HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        String::from_utf8(request).unwrap()
    });
    let client = Client::builder()
        .base_url("https://api.example.com")
        .proxy(Proxy::new(&format!("http://{address}")).unwrap().basic_auth("user", "password"))
        .build()
        .unwrap();
    let chat = chat_at(&client, "wss://stream.example.com/chat/jwt/canary");
    let options = EventOptions::new().reconnect(ReconnectPolicy::never());
    let error = chat.events().options(options).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert!(!all_texts(&error).contains("canary") && !all_texts(&error).contains("password"));
    let request = asked.await.unwrap();
    assert!(request.starts_with("CONNECT stream.example.com:443 HTTP/1.1\r\n"), "{request}");
    assert!(request.to_lowercase().contains("proxy-authorization: basic "), "{request}");
    assert!(!request.contains("canary"), "{request}");
}

#[tokio::test]
async fn a_stream_does_not_offer_http_2() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let offered = tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        let hello = LazyConfigAcceptor::new(Acceptor::default(), socket).await.unwrap();
        let offered = hello.client_hello().alpn().map(|offered| {
            offered.map(|name| String::from_utf8(name.to_vec()).unwrap()).collect::<Vec<_>>()
        });
        offered.unwrap_or_default()
    });
    let client = Client::builder().base_url("https://localhost").no_proxy().build().unwrap();
    let chat = chat_at(&client, &format!("wss://localhost:{port}/chat/jwt/canary"));
    let options = EventOptions::new().reconnect(ReconnectPolicy::never());
    chat.events().options(options).await.unwrap_err();
    let offered = offered.await.unwrap();
    assert!(!offered.contains(&"h2".to_owned()), "{offered:?}");
}

#[tokio::test]
async fn fault_38_tls_is_as_for_any_request() {
    let right = Simulator::builder().tls(Certificate::Right).start().await.unwrap();
    let client = |authorities: &str, address: &str| {
        let builder = Client::builder().base_url(address).no_proxy();
        builder.root_certificates(authorities).build().unwrap()
    };
    let trusting = client(right.authority_pem().unwrap(), &right.base_url());
    let (chat, mut events) = Conversation::start(&trusting, create_request()).await.unwrap();
    chat.send("secure").await.unwrap();
    assert_eq!(texts_until(&mut events, "secure").await.0, ["secure"]);
    events.close().await;
    assert_eq!(right.streams()[0].end, Some(StreamEnd::Client(Some(1000))));

    for certificate in [Certificate::SelfSigned, Certificate::Expired, Certificate::WrongHost] {
        // The API is right, and its streams are at a place that is not.
        let wrong = Simulator::builder().tls(certificate).start().await.unwrap();
        let base = format!("wss://localhost:{}/chat/jwt", wrong.port());
        let api = Simulator::builder().tls(Certificate::Right).event_stream_base(base);
        let api = api.start().await.unwrap();
        let authorities = [&api, &wrong].map(|sim| sim.authority_pem().unwrap()).concat();
        let client = client(&authorities, &api.base_url());
        let error = Conversation::start(&client, create_request()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
        assert_eq!((error.operation(), error.attempts()), (Some("eventStream"), 1));
        assert!(!error.is_retryable() && !all_texts(&error).contains("/chat/jwt"));
        assert!(wrong.streams().is_empty());
    }
}

/// A place whose first connections lead to a service, and whose later ones end amid the TLS handshake.
async fn place_that_turns_bad(good: usize, service: u16) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let accepted = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&accepted);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            if counter.fetch_add(1, Ordering::Relaxed) < good {
                tokio::spawn(async move {
                    let mut behind = TcpStream::connect(("127.0.0.1", service)).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut socket, &mut behind).await;
                });
                continue;
            }
            let _ = socket.read(&mut [0; 4096]).await;
            let _ = socket.write_all(&[22, 3, 3, 0, 42, 2, 0, 0, 38, 3, 3, 7]).await;
        }
    });
    (port, accepted)
}

#[tokio::test]
async fn fault_38_a_handshake_that_is_cut_short_ends_a_stream() {
    for good in [0, 1] {
        let streams = Simulator::builder().tls(Certificate::Right).start().await.unwrap();
        let (port, accepted) = place_that_turns_bad(good, streams.port()).await;
        let client = Client::builder().base_url(streams.base_url()).no_proxy();
        let client = client.root_certificates(streams.authority_pem().unwrap()).build().unwrap();
        let created = client.web_chat().create_conversation(create_request()).await.unwrap();
        let mut parts = ConversationParts::try_from(created).unwrap();
        let uri =
            parts.event_stream_uri.expose().replace(&streams.port().to_string(), &port.to_string());
        parts.event_stream_uri = uri.into();
        let chat = Conversation::from_parts(&client, parts);
        let opened = chat.events().options(hasty()).await;
        let error = match opened {
            Err(error) => error,
            Ok(mut events) => {
                let service = streams.conversation(chat.id().as_str()).unwrap();
                service.strike_streams(StreamFault::CutAt(0));
                loop {
                    match events.next().await.expect("it ends with the error") {
                        Ok(_) => {}
                        Err(error) => break error,
                    }
                }
            }
        };
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1), "{error:?}");
        assert!(!error.is_retryable() && !all_texts(&error).contains("/chat/jwt"));
        assert_eq!(accepted.load(Ordering::Relaxed), good + 1);
    }
}

#[test]
fn a_chat_can_be_set_up_outside_a_runtime_but_not_opened() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let sim = runtime.block_on(Simulator::start()).unwrap();
    let client = builder(&sim).build().unwrap();
    let chat = chat_at(&client, &format!("ws://127.0.0.1:{}/chat/jwt/x", sim.port()));
    let error = guest_chat_tests::block_on(chat.events().connect()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("runtime"), "{error}");
}
