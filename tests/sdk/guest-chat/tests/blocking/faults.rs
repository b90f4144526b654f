//! What goes wrong on the way, and what a blocking call makes of it: the same as an async one.

use std::io::Write as _;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use guest_chat_tests::{Act, JWT, assert_discreet, http_reply, message, seconds};
use purecloud_guest_chat_client::{Client, Error, ErrorKind, Proxy, RetryConfig, Timeouts};

use crate::{builder, serving};

const SHORT: Duration = Duration::from_millis(300);

fn error_of(act: Act) -> Error {
    let service = serving(vec![act]);
    let client = builder(service.address).timeouts(Timeouts::new().attempt(SHORT));
    let client = client.build_blocking().unwrap();
    let error = client.web_chat().get_message("canary", "m").send_blocking().unwrap_err();
    assert_discreet(&error, &service.address.to_string());
    error
}

#[test]
fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = builder(address).build_blocking().unwrap();
    let error = client.web_chat().leave("canary", "m").send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert!(error.is_retryable() && !error.may_have_been_processed());
    assert_discreet(&error, &address.to_string());
}

#[test]
fn an_unknown_host() {
    let client = Client::builder().base_url("https://nowhere.invalid").no_proxy().jwt(JWT);
    let client = client.build_blocking().unwrap();
    let error = client.web_chat().leave("canary", "m").send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert!(!error.may_have_been_processed());
    assert_discreet(&error, "nowhere.invalid");
}

#[test]
fn resets() {
    for act in [
        Act::WriteReset(Vec::new()),
        Act::WriteReset(b"HTTP/1.1 200 OK\r\ncontent-".to_vec()),
        Act::WriteClose(Vec::new()),
    ] {
        let error = error_of(act);
        assert_eq!((error.kind(), error.status()), (ErrorKind::Io, None), "{error:?}");
        assert!(error.may_have_been_processed());
    }
}

#[test]
fn a_body_that_breaks_keeps_the_head() {
    for body in [
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\ninin-correlation-id: abc\r\n\r\n{".to_vec(),
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ninin-correlation-id: abc\r\n\r\n1\r\n{\r\n"
            .to_vec(),
    ] {
        for act in [Act::WriteClose(body.clone()), Act::WriteReset(body.clone())] {
            let error = error_of(act);
            assert_eq!(error.kind(), ErrorKind::Io, "{error:?}");
            assert_eq!(error.correlation_id(), Some("abc"));
        }
    }
}

#[test]
fn silence_ends_with_the_time_limit() {
    for (act, status) in [
        (Act::WriteHang(Vec::new()), None),
        (Act::WriteHang(b"HTTP/1.1 200 OK\r\nx".to_vec()), None),
        (Act::WriteHang(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{".to_vec()), Some(200)),
    ] {
        let began = Instant::now();
        let error = error_of(act);
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
        assert_eq!(error.status().map(|status| status.as_u16()), status);
        assert!(began.elapsed() >= SHORT && began.elapsed() < seconds(10));
        assert!(error.is_timeout() && error.may_have_been_processed());
    }
}

#[test]
fn a_call_can_have_its_own_limit() {
    let service = serving(vec![Act::WriteHang(Vec::new())]);
    let client = builder(service.address).build_blocking().unwrap();
    let call = client.web_chat().get_message("c", "m").timeout(SHORT);
    assert!(call.send_blocking().unwrap_err().is_timeout());
}

#[test]
fn too_many_requests_are_told_apart_and_waited_for() {
    let refusal = || http_reply("429 Too Many", &[("retry-after", "7")], b"{}");
    let error = error_of(Act::Write(refusal()));
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(error.retry_after(), Some(seconds(7)));
    let soon = http_reply("429 Too Many", &[("retry-after", "0")], b"{}");
    let service = serving(vec![Act::Write(soon), Act::ok("{}")]);
    let client = builder(service.address).retry(RetryConfig::standard(seconds(10)));
    let client = client.build_blocking().unwrap();
    let call = client.web_chat().send_message("c", "m", message("hi"));
    assert_eq!(call.send_with_response_blocking().unwrap().attempts(), 2);
    assert!(service.requests()[1].ends_with("{\"body\":\"hi\"}"));
}

#[test]
fn redirects_are_not_followed() {
    let other = serving(vec![Act::ok("{}")]);
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let target = format!("http://{}/x", other.address);
        let moved = http_reply(status, &[("location", &target)], b"moved");
        let service = serving(vec![Act::Write(moved)]);
        let client = builder(service.address).build_blocking().unwrap();
        let call = client.web_chat().send_message("c", "m", message("hi"));
        let error = call.send_blocking().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert_eq!(error.raw_body().unwrap(), "moved");
        assert_eq!(service.requests().len(), 1);
    }
    assert!(other.requests().is_empty());
}

#[test]
fn too_large_a_reply_is_not_read() {
    let announced = b"HTTP/1.1 200 OK\r\ncontent-length: 999999999999\r\n\r\n".to_vec();
    assert_eq!(error_of(Act::WriteHang(announced)).kind(), ErrorKind::TooLarge);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![b' '; 64 * 1024 * 1024]).unwrap();
    let bomb = encoder.finish().unwrap();
    let zipped = http_reply("200 OK", &[("content-encoding", "gzip")], &bomb);
    let service = serving(vec![Act::Write(zipped)]);
    let client = builder(service.address).build_blocking().unwrap();
    let error = client.web_chat().get_message("c", "m").send_blocking().unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::TooLarge, 200));
}

#[test]
fn a_reply_that_is_zipped_is_read() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(br#"{"id":"zipped"}"#).unwrap();
    let zipped = encoder.finish().unwrap();
    let zipped = http_reply("200 OK", &[("content-encoding", "gzip")], &zipped);
    let service = serving(vec![Act::Write(zipped)]);
    let client = builder(service.address).build_blocking().unwrap();
    let message = client.web_chat().get_message("c", "m").send_blocking().unwrap();
    assert_eq!(message.id, Some("zipped".into()));
}

#[test]
fn a_connection_closed_while_idle_loses_nothing() {
    let service = serving(vec![Act::WriteClose(http_reply("200 OK", &[], b"{}"))]);
    let client = builder(service.address).build_blocking().unwrap();
    for _ in 0..3 {
        client.web_chat().send_message("c", "m", message("hi")).send_blocking().unwrap();
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(service.requests().len(), 3);
}

#[test]
fn a_page_from_a_gateway_survives() {
    let page = http_reply("502 Bad Gateway", &[("content-type", "text/html")], b"<html>");
    let error = error_of(Act::Write(page));
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Api, 502));
    assert_eq!(error.raw_body().unwrap(), "<html>");
}

#[test]
fn a_proxy_gets_a_tunnel_and_its_own_credentials() {
    let refusal = http_reply("407 Proxy Authentication Required", &[], b"");
    let proxy = serving(vec![Act::WriteClose(refusal)]);
    let settings = Proxy::new(&format!("http://{}", proxy.address)).unwrap();
    let client = Client::builder()
        .base_url("https://127.0.0.1:1")
        .proxy(settings.basic_auth("user", "pass"))
        .jwt(JWT)
        .build_blocking()
        .unwrap();
    let error = client.web_chat().get_message("c", "m").send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert!(!format!("{error:?}").contains("pass"));
    let request = proxy.requests().remove(0);
    assert!(request.starts_with("CONNECT 127.0.0.1:1 HTTP/1.1\r\n"), "{request}");
    assert!(request.to_lowercase().contains("proxy-authorization: basic "), "{request}");
    assert!(!request.contains("canary"));
}

#[test]
fn what_cannot_be_sent_is_no_broken_connection() {
    let service = serving(vec![Act::ok("{}")]);
    let retry = RetryConfig::standard(seconds(20));
    for (token, kind) in
        [("a\nb".to_owned(), ErrorKind::InvalidInput), ("x".repeat(200_000), ErrorKind::Config)]
    {
        let client = builder(service.address).jwt(token).retry(retry.clone());
        let client = client.build_blocking().unwrap();
        let error = client.web_chat().leave("c", "m").send_blocking().unwrap_err();
        assert_eq!(error.kind(), kind, "{error:?}");
        assert!(!error.may_have_been_processed() && error.attempts() <= 1, "{error:?}");
    }
    assert!(service.requests().is_empty());
}

#[test]
fn a_body_that_cannot_be_decompressed_is_not_asked_for_again() {
    let zipped = [("content-encoding", "gzip")];
    let mut corrupt = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    corrupt.write_all(br#"{"id":"zipped"}"#).unwrap();
    let mut corrupt = corrupt.finish().unwrap();
    let cut = corrupt[..15].to_vec();
    corrupt[12] ^= 0xff;
    for body in [b"no gzip at all".to_vec(), corrupt, cut] {
        let service = serving(vec![Act::Write(http_reply("200 OK", &zipped, &body))]);
        let client = builder(service.address).retry(RetryConfig::standard(seconds(20)));
        let client = client.build_blocking().unwrap();
        let error = client.web_chat().get_message("c", "m").send_blocking().unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1), "{error:?}");
    }
}
