//! Requests that go through a proxy, and what the proxy gets to see.

use guest_chat_tests::{Act, JWT, RawServer, http_reply};
use purecloud_guest_chat_client::{Client, ErrorKind, Proxy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

#[tokio::test]
async fn an_explicit_proxy_gets_the_request_and_its_own_credentials() {
    let proxy = RawServer::start(vec![Act::ok("{}")]).await;
    let settings =
        Proxy::new(&format!("http://{}", proxy.address)).unwrap().basic_auth("user", "pass");
    let client = Client::builder()
        .base_url("http://127.0.0.1:1")
        .allow_insecure_loopback(true)
        .proxy(settings)
        .jwt(JWT)
        .build()
        .unwrap();
    client.web_chat().get_message("c", "m").await.unwrap();
    let request = &proxy.requests()[0];
    assert!(request.starts_with("GET http://127.0.0.1:1/api/"), "{request}");
    assert!(request.contains("proxy-authorization: Basic dXNlcjpwYXNz\r\n"), "{request}");
}

#[tokio::test]
async fn fault_39_a_proxy_that_refuses_the_tunnel() {
    let refusal = http_reply("407 Proxy Authentication Required", &[], b"");
    let proxy = RawServer::start(vec![Act::WriteClose(refusal)]).await;
    let settings = Proxy::new(&format!("http://{}", proxy.address)).unwrap();
    let client =
        Client::builder().base_url("https://127.0.0.1:1").proxy(settings).jwt(JWT).build().unwrap();
    let error = client.web_chat().get_message("c", "m").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert!(proxy.requests()[0].starts_with("CONNECT 127.0.0.1:1 HTTP/1.1\r\n"));
    assert!(!proxy.requests()[0].contains("canary"));
}

#[tokio::test]
async fn fault_39_a_proxy_that_hangs_up_after_connect() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let settings = Proxy::new(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let proxy = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut seen = Vec::with_capacity(16 * 1024);
        while !seen.ends_with(b"\r\n\r\n") {
            seen.push(socket.read_u8().await.unwrap());
        }
        socket.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        // What is left unread when a connection is closed makes a reset of it.
        socket.read_buf(&mut seen).await.unwrap();
        seen
    });
    let client =
        Client::builder().base_url("https://127.0.0.1:1").proxy(settings).jwt(JWT).build().unwrap();
    let error = client.web_chat().get_message("c", "m").await.unwrap_err();
    // The handshake in the tunnel is cut short, as in fault 38.
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    assert!(!error.is_retryable() && !error.may_have_been_processed());
    assert!(!String::from_utf8_lossy(&proxy.await.unwrap()).contains("canary"));
}
