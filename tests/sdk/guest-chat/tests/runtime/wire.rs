//! The default transport against a server of raw bytes on this machine.

use std::error::Error as _;
use std::io::Write as _;
use std::time::Duration;

use guest_chat_tests::{Act, JWT, RawServer, assert_discreet, http_reply, message, seconds};
use purecloud_guest_chat_client::models::WebChatMessage;
use purecloud_guest_chat_client::{Client, Error, ErrorKind, RetryConfig, Timeouts};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

async fn get_message(client: &Client) -> Result<WebChatMessage, Error> {
    client.web_chat().get_message("c", "m").await
}

/// What becomes of a call that is answered like this.
async fn error_of(act: Act) -> Error {
    let server = RawServer::start(vec![act]).await;
    get_message(&server.client()).await.unwrap_err()
}

#[tokio::test]
async fn requests_on_the_wire() {
    let server = RawServer::start(vec![Act::ok(r#"{"id":"1"}"#)]).await;
    let client = server.client();
    let message = client.web_chat().send_message("../c", "m", message("hi")).await.unwrap();
    assert_eq!(message.id, Some("1".into()));
    client.web_chat().send_typing("c", "m").await.unwrap();
    let requests = server.requests();
    assert!(
        requests[0].starts_with(
            "POST /api/v2/webchat/guest/conversations/..%2Fc/members/m/messages HTTP/1.1\r\n"
        ),
        "{}",
        requests[0]
    );
    assert!(
        requests[0]
            .to_lowercase()
            .contains(&format!("authorization: bearer {}\r\n", JWT.to_lowercase()))
    );
    assert!(requests[0].contains("accept-encoding: gzip\r\n"));
    assert!(requests[0].ends_with("\r\n\r\n{\"body\":\"hi\"}"));
    assert!(requests[1].contains("content-length: 0"), "{}", requests[1]);
}

#[tokio::test]
async fn no_content_keeps_the_connection() {
    let server =
        RawServer::start(vec![Act::Write(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec())]).await;
    let client = server.client();
    for _ in 0..3 {
        let response = client.web_chat().leave("c", "m").send_with_response().await.unwrap();
        assert_eq!(response.status(), 204);
    }
}

#[tokio::test]
async fn fault_40_a_loopback_address_may_be_ipv6() {
    let server = RawServer::on("[::1]:0", vec![Act::ok("{}")]).await;
    server.client().web_chat().get_message("c", "m").send().await.unwrap();
    assert!(server.requests()[0].contains(&format!("host: {}\r\n", server.address)));
}

#[tokio::test]
async fn fault_28_gzip_is_decompressed_and_counted_afterwards() {
    let small = gzip(br#"{"id":"zipped"}"#);
    let bomb = gzip(&vec![b' '; 64 * 1024 * 1024]);
    assert!(bomb.len() < 100_000);
    let zipped = [("content-encoding", "gzip")];
    let server = RawServer::start(vec![
        Act::Write(http_reply("200 OK", &zipped, &small)),
        Act::Write(http_reply("200 OK", &zipped, &bomb)),
    ])
    .await;
    let client = server.client();
    assert_eq!(get_message(&client).await.unwrap().id, Some("zipped".into()));
    let error = get_message(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::TooLarge, 200));
    assert!(error.raw_body().is_none() && !error.is_retryable());
    assert!(error.to_string().contains("larger than 8388608 bytes"), "{error}");
}

#[tokio::test]
async fn rule_s10_an_announced_giant_is_not_read() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 999999999999\r\n\r\n".to_vec();
    assert_eq!(error_of(Act::WriteHang(head)).await.kind(), ErrorKind::TooLarge);
    let chunked = [
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec(),
        b"100000\r\n".to_vec(),
        vec![b' '; 1 << 20],
        b"\r\n".to_vec(),
    ]
    .concat();
    let server = RawServer::start(vec![Act::WriteHang(chunked)]).await;
    let client = server.builder().max_response_bytes(1000).build().unwrap();
    assert_eq!(get_message(&client).await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn the_limit_itself_fits() {
    let body = format!("{{}}{}", " ".repeat(998));
    let server = RawServer::start(vec![Act::ok(&body)]).await;
    let client = server.builder().max_response_bytes(1000).build().unwrap();
    get_message(&client).await.unwrap();
    let client = server.builder().max_response_bytes(999).build().unwrap();
    assert_eq!(get_message(&client).await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn fault_37_redirects_are_not_followed() {
    let other = RawServer::start(vec![Act::ok("{}")]).await;
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        for target in [
            "/elsewhere".to_owned(),
            format!("http://{}/x", other.address),
            format!("http://localhost:{}/", other.address.port()),
        ] {
            let moved = http_reply(status, &[("location", &target)], b"moved");
            let server = RawServer::start(vec![Act::Write(moved)]).await;
            let call = server.client().web_chat().send_message("c", "m", message("hi"));
            let error = call.await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Redirect);
            assert_eq!(error.headers().unwrap()["location"], target);
            assert_eq!(error.raw_body().unwrap(), "moved");
            assert_discreet(&error, &server.address.to_string());
            assert_eq!(server.requests().len(), 1);
        }
    }
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn fault_01_nobody_listens() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .allow_insecure_loopback(true)
        .jwt(JWT)
        .build()
        .unwrap();
    let error = client.web_chat().get_message("canary", "m").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_retryable() && !error.may_have_been_processed());
    assert!(error.source().is_some());
    assert_discreet(&error, "\u{0}");
}

#[tokio::test]
async fn fault_02_03_broken_connections() {
    let acts = [
        Act::WriteClose(Vec::new()),
        Act::WriteReset(Vec::new()),
        Act::WriteClose(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec()),
        Act::WriteReset(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec()),
        Act::WriteClose(b"garbage\r\n\r\n".to_vec()),
    ];
    for act in acts {
        let error = error_of(act).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Io, None), "{error:?}");
        assert!(error.may_have_been_processed() && error.is_retryable());
        assert_discreet(&error, "127.0.0.1");
    }
}

#[tokio::test]
async fn fault_04_05_broken_bodies_keep_the_head() {
    let acts = [
        Act::WriteClose(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":".to_vec()),
        Act::WriteReset(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":".to_vec()),
        Act::WriteClose(
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n".to_vec(),
        ),
    ];
    for act in acts {
        let error = error_of(act).await;
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16(), error.raw_body()),
            (ErrorKind::Io, 200, None)
        );
        assert_discreet(&error, "127.0.0.1");
    }
    let error = error_of(Act::WriteClose(
        b"HTTP/1.1 503 No\r\nretry-after: 9\r\ncontent-length: 9\r\n\r\nx".to_vec(),
    ))
    .await;
    assert_eq!((error.kind(), error.retry_after().unwrap().as_secs()), (ErrorKind::Api, 9));
    assert!(error.source().is_some() && error.raw_body().is_none());
}

#[tokio::test]
async fn an_error_status_with_a_broken_body_is_still_retried() {
    let broken = Act::WriteClose(
        b"HTTP/1.1 503 No\r\nretry-after: 0\r\ncontent-length: 9\r\n\r\nx".to_vec(),
    );
    let server = RawServer::start(vec![broken.clone(), broken, Act::ok("{}")]).await;
    let client = server.builder().retry(RetryConfig::genesys(seconds(10))).build().unwrap();
    let response = client.web_chat().get_message("c", "m").send_with_response().await.unwrap();
    assert_eq!(response.attempts(), 3);
}

#[tokio::test]
async fn fault_07_08_slow_answers_time_out() {
    let server = RawServer::start(vec![Act::WriteHang(
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx".to_vec(),
    )])
    .await;
    let error = server
        .client()
        .web_chat()
        .get_message("c", "m")
        .timeout(Duration::from_millis(200))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Timeout, 200));
    let server = RawServer::start(vec![Act::WriteHang(Vec::new())]).await;
    let client = server
        .builder()
        .timeouts(Timeouts::new().attempt(Duration::from_millis(50)))
        .build()
        .unwrap();
    assert_eq!(get_message(&client).await.unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn fault_10_a_connection_closed_while_idle_loses_nothing() {
    let server = RawServer::start(vec![Act::WriteClose(http_reply("200 OK", &[], b"{}"))]).await;
    let client = server.client();
    for _ in 0..20 {
        client.web_chat().send_message("c", "m", message("x")).await.unwrap();
    }
    assert_eq!(server.requests().len(), 20);
}

/// What becomes of a call to a server that does this with its only connection.
async fn outcome_of<F>(serve: impl FnOnce(TcpStream) -> F) -> Error
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .allow_insecure_loopback(true)
        .timeouts(Timeouts::new().attempt(Duration::from_millis(300)))
        .jwt(JWT)
        .build()
        .unwrap();
    let accept = async {
        let (socket, _) = listener.accept().await.unwrap();
        tokio::spawn(serve(socket));
    };
    let chat = client.web_chat();
    let (result, ()) = tokio::join!(chat.get_message("c", "m").send(), accept);
    result.unwrap_err()
}

#[tokio::test]
async fn fault_06_headers_that_trickle_time_out() {
    let error = outcome_of(|mut socket| async move {
        for byte in b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}" {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if socket.write_all(&[*byte]).await.is_err() {
                return;
            }
        }
    })
    .await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Timeout, None), "{error:?}");
    assert!(error.may_have_been_processed() && error.elapsed() < seconds(1));
}

#[tokio::test]
async fn fault_07_a_body_that_trickles_times_out() {
    let error = outcome_of(|mut socket| async move {
        let _ = socket.read(&mut [0; 4096]).await;
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n").await;
        // Each byte comes well within the limit, all of them do not.
        while socket.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert!(error.may_have_been_processed() && error.elapsed() < seconds(1));
}

#[tokio::test]
async fn fault_09_a_half_closed_connection_is_a_broken_one() {
    let error = outcome_of(|mut socket| async move {
        let _ = socket.read(&mut [0; 4096]).await;
        let _ = socket.shutdown().await;
        // The other half stays open until the client has had enough.
        while socket.read(&mut [0; 64]).await.is_ok_and(|count| count > 0) {}
    })
    .await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Io, None), "{error:?}");
    assert!(error.may_have_been_processed());
}

/// Waits until no task is left but the server's own, which waits for connections: all of them are closed then.
async fn assert_nothing_goes_on() {
    let metrics = tokio::runtime::Handle::current().metrics();
    let only_the_server = async {
        while metrics.num_alive_tasks() > 1 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(seconds(5), only_the_server).await.expect("tasks are left");
}

#[tokio::test]
async fn fault_53_a_dropped_call_leaves_nothing_behind() {
    let server = RawServer::start(vec![Act::WriteHang(Vec::new())]).await;
    let client = server.client();
    for count in 1..=5 {
        tokio::select! {
            answer = get_message(&client) => panic!("there is no answer, but {answer:?}"),
            () = server.has_received(count) => {}
        }
    }
    assert_nothing_goes_on().await;
}

#[tokio::test]
async fn fault_54_a_call_dropped_in_a_pause_is_not_sent_again() {
    let busy = http_reply("503 Busy", &[("retry-after", "1"), ("connection", "close")], b"");
    let server = RawServer::start(vec![Act::WriteClose(busy)]).await;
    let client = server.builder().retry(RetryConfig::genesys(seconds(60))).build().unwrap();
    let a_moment_later = async {
        server.has_received(1).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    tokio::select! {
        answer = get_message(&client) => panic!("the pause is longer, but {answer:?}"),
        () = a_moment_later => {}
    }
    assert_nothing_goes_on().await;
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn fault_54_a_client_dropped_in_a_pause_leaves_its_call_alone() {
    let busy = http_reply("503 Busy", &[("retry-after", "0"), ("connection", "close")], b"");
    let server = RawServer::start(vec![Act::WriteClose(busy), Act::ok("{}")]).await;
    let client = server.builder().retry(RetryConfig::genesys(seconds(60))).build().unwrap();
    let call = client.web_chat().get_message("c", "m").send();
    drop(client);
    // The call holds what it needs, and lets go of it when it is over.
    call.await.unwrap();
    assert_eq!(server.requests().len(), 2);
    assert_nothing_goes_on().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fault_55_one_client_serves_many_tasks() {
    let server = RawServer::start(vec![Act::ok("{}")]).await;
    let client = server.client();
    let calls = (0..1000).map(|number| {
        let handle = client.with_jwt(format!("jwt-{number}"));
        tokio::spawn(handle.web_chat().get_message(format!("c{number}"), "m").send())
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 1000);
    for request in requests {
        let (_, rest) = request.split_once("/conversations/c").unwrap();
        let (number, _) = rest.split_once('/').unwrap();
        let expected = format!("authorization: Bearer jwt-{number}\r\n");
        assert!(request.contains(&expected), "{request}");
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_decompressed_is_not_asked_for_again() {
    let zipped = [("content-encoding", "gzip")];
    let mut corrupt = gzip(br#"{"id":"zipped"}"#);
    corrupt[12] ^= 0xff;
    let cut = gzip(&[b' '; 1000])[..15].to_vec();
    for body in [b"no gzip at all".to_vec(), corrupt, cut] {
        let server = RawServer::start(vec![Act::Write(http_reply("200 OK", &zipped, &body))]).await;
        let client = server.builder().retry(RetryConfig::standard(seconds(20))).build().unwrap();
        let error = get_message(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1), "{error:?}");
    }
}

#[tokio::test]
async fn a_page_in_place_of_json_is_called_what_it_is() {
    let page = [("content-type", "text/html; charset=utf-8")];
    let error = error_of(Act::Write(http_reply("200 OK", &page, b"<html>Log in</html>"))).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("`text/html`"), "{error}");
    let unnamed = error_of(Act::Write(http_reply("200 OK", &[], b"<html>"))).await;
    assert!(unnamed.to_string().contains("line 1 column 1"), "{unnamed}");
}
