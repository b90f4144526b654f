//! Building clients: addresses, proxies; and responses for fakes.

use guest_chat_tests::{FakeTransport, VirtualTimer, block_on, fake_client};
use purecloud_guest_chat_client::{BaseUrl, Client, ErrorKind, Proxy, Response};

#[test]
fn base_urls() {
    for good in [
        "https://api.example.com",
        "https://api.example.com/",
        "https://api.example.com:8443/gw/v1",
        "HTTPS://API.example.com",
        "https://[2001:db8::1]",
        "https://[::1]:8443",
        "https://10.0.0.1",
        "http://localhost:8080",
        "http://127.0.0.1",
        "http://[::1]:1",
        "http://127.9.9.9",
    ] {
        assert!(BaseUrl::try_from(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        "api.example.com",
        "/path",
        "ftp://x",
        "https://",
        "https:///x",
        "https://u:p@x",
        "https://u@x",
        "https://x?q=1",
        "https://x#f",
        "https://x/?",
        "https://x/a/../b",
        "https://x/.",
        "https://x/%2E%2e/y",
        "https://x/a\\..\\b",
        "https://x:99999",
        "https://x:",
        "http://example.com",
        "http://127.1",
        "http://2130706433",
        "http://0x7f.0.0.1",
        "http://localhost.example.com",
        "http://localhost@evil.example",
        "https://ex%61mple.com",
        "https://exämple.com",
        "https://[::1",
        "https://[v1.x]",
        "https://a b",
        "https://x/\r\n",
        "ws://localhost",
    ] {
        let error = BaseUrl::try_from(bad).map(|url| format!("{url}")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{bad}");
        assert!(!bad.contains("u:p@") || !error.to_string().contains("u:p"), "{error}");
    }
}

#[test]
fn rule_s05_plain_http_needs_the_switch() {
    let builder = || Client::builder().base_url("http://127.0.0.1:9");
    assert_eq!(builder().build().unwrap_err().kind(), ErrorKind::Config);
    builder().allow_insecure_loopback(true).build().unwrap();
    let error = Client::builder()
        .base_url("http://example.com")
        .allow_insecure_loopback(true)
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[test]
fn the_default_address_is_that_of_the_definition() {
    let client = Client::builder().build().unwrap();
    assert_eq!(client.base_url(), "https://api.mypurecloud.com/");
    let client =
        Client::builder().base_url(BaseUrl::try_from("https://x").unwrap()).build().unwrap();
    assert_eq!(client.base_url().host(), Some("x"));
    Client::builder().base_url(http::Uri::from_static("https://x")).build().unwrap();
    Client::builder().base_url("https://x".to_owned()).build().unwrap();
}

#[test]
fn proxies() {
    for bad in ["", "proxy:3128", "ftp://proxy", "http://user:secret@proxy", "http://"] {
        let error = Proxy::new(bad).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{bad}");
        assert!(!format!("{error:?} {error}").contains("secret"));
    }
    let proxy =
        Proxy::new("http://proxy.example:3128").unwrap().basic_auth("user", "canary-password");
    assert_eq!(format!("{proxy:?}"), r#"Proxy { host: "proxy.example", has_credentials: true }"#);
    let builder = Client::builder().proxy(proxy.clone());
    assert!(!format!("{builder:?}").contains("canary"));
    builder.build().unwrap();
    Client::builder().no_proxy().build().unwrap();
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    assert_eq!(
        fake_client(&transport, &timer).proxy(proxy).build().unwrap_err().kind(),
        ErrorKind::Config
    );
}

#[test]
fn the_first_problem_is_reported() {
    let error = Client::builder().base_url("nonsense").base_url("https://x").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[test]
fn fakes_need_no_runtime() {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], r#"{"id":"1"}"#);
    let client = fake_client(&transport, &timer).build().unwrap();
    let message = block_on(client.web_chat().get_message("c", "m").into_future()).unwrap();
    assert_eq!(message.id, Some("1".into()));
}

#[test]
fn responses_for_fakes() {
    let response = Response::new(7).map(|number| number + 1);
    assert_eq!((response.status().as_u16(), *response.body(), response.attempts()), (200, 8, 0));
    assert_eq!(
        (response.header("x"), response.correlation_id(), response.rate_limit()),
        (None, None, None)
    );
    assert_eq!(response.into_body(), 8);
}
