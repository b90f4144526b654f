//! Services that cannot be trusted, or only pretend to speak TLS.

use std::sync::Arc;
use std::time::Duration;

use guest_chat_tests::{JWT, assert_discreet, seconds};
use purecloud_guest_chat_client::{Client, Error, ErrorKind, RetryConfig};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

async fn listener() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

/// What becomes of a call to this port, by a client that would try twice if that were worth it.
async fn error_from(port: u16) -> Error {
    let retry = RetryConfig::standard(seconds(5)).max_retries(1);
    let client = Client::builder()
        .base_url(format!("https://localhost:{port}"))
        .no_proxy()
        .retry(retry.retry_after_default(Duration::from_millis(1)))
        .jwt(JWT)
        .build()
        .unwrap();
    let error = client.web_chat().get_message("canary", "m").await.unwrap_err();
    assert_eq!(error.attempts(), if error.kind() == ErrorKind::Tls { 1 } else { 2 });
    assert!(!error.may_have_been_processed());
    assert_discreet(&error, "/canary");
    error
}

#[tokio::test]
async fn something_that_is_not_tls() {
    let (listener, port) = listener().await;
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        }
    });
    let error = error_from(port).await;
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn fault_38_a_certificate_that_nobody_vouches_for() {
    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(certified.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let (listener, port) = listener().await;
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            assert!(acceptor.accept(socket).await.is_err());
        }
    });
    let error = error_from(port).await;
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn fault_38_a_service_that_only_speaks_tls_1_0() {
    // It chooses its version in the greeting, or it has none to choose.
    let hello = [&[22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1][..], &[7; 32], &[0, 0xc0, 0x13, 0]].concat();
    let alert = vec![21, 3, 1, 0, 2, 2, 70];
    for answer in [hello, alert] {
        let (listener, port) = listener().await;
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let _ = socket.read(&mut [0; 4096]).await;
                let _ = socket.write_all(&answer).await;
                // Until the client has had enough.
                let _ = socket.read(&mut [0; 64]).await;
            }
        });
        let error = error_from(port).await;
        assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
        assert!(!error.is_retryable());
    }
}

/// What a server may have sent when its handshake ends: nothing, a part of a greeting, or all of one.
fn beginnings() -> [Vec<u8>; 3] {
    let hello = [&[22, 3, 3, 0, 42, 2, 0, 0, 38, 3, 3][..], &[7; 32], &[0, 0xc0, 0x2f, 0]].concat();
    [Vec::new(), hello[..12].to_vec(), hello]
}

#[tokio::test]
async fn fault_38_a_handshake_that_is_cut_short() {
    for beginning in beginnings() {
        let (listener, port) = listener().await;
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let _ = socket.read(&mut [0; 4096]).await;
                let _ = socket.write_all(&beginning).await;
            }
        });
        let error = error_from(port).await;
        assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
        assert!(!error.is_retryable());
    }
}

/// A reset is what somebody on the way does who has no room: it is tried again, because nothing was sent.
#[tokio::test]
async fn fault_38_a_handshake_that_is_reset_is_a_failure_to_connect() {
    // A whole greeting may be found wanting before the reset is noticed.
    let [nothing, some, _] = beginnings();
    for beginning in [nothing, some] {
        let (listener, port) = listener().await;
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let _ = socket.read(&mut [0; 4096]).await;
                let _ = socket.write_all(&beginning).await;
                socket.set_zero_linger().unwrap();
            }
        });
        let error = error_from(port).await;
        assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
        assert!(error.is_retryable());
    }
}
