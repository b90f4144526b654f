//! What the parts of a gateway make, and what they must not.

use guest_chat_tests::{Act, FakeTransport, JWT, RawServer, VirtualTimer, block_on, fake_client};
use purecloud_guest_chat_client::{Client, ErrorKind, Gateway, Region};

#[test]
fn the_parts_make_a_base_url() {
    let full = Gateway::new("gateway.example.com").port(8443).api_path("/chat/api/");
    for (gateway, expected) in [
        (Gateway::new("gateway.example.com"), "https://gateway.example.com/"),
        (full, "https://gateway.example.com:8443/chat/api"),
        (Gateway::new("127.0.0.1").protocol("HTTP").port(80), "http://127.0.0.1:80/"),
        (Gateway::new("::1").protocol("http"), "http://[::1]/"),
        (Gateway::new("[2001:db8::1]").api_path("a"), "https://[2001:db8::1]/a"),
    ] {
        assert_eq!(gateway.base_url().unwrap().to_string(), expected);
    }
}

#[test]
fn parts_that_make_none_are_refused_when_the_client_is_built() {
    for gateway in [
        Gateway::new(""),
        Gateway::new("https://gateway.example.com"),
        Gateway::new("user:canary@gateway.example.com"),
        Gateway::new("gateway.example.com/canary"),
        Gateway::new("gateway.example.com:443"),
        Gateway::new("gateway.example.com").port(0),
        Gateway::new("gateway.example.com").protocol("ftp"),
        // Plain text leaves this machine never.
        Gateway::new("gateway.example.com").protocol("http"),
        Gateway::new("gateway.example.com").api_path("a/../canary"),
        Gateway::new("gateway.example.com").api_path("a?canary=1"),
        Gateway::new("gateway.example.com").api_path("a#canary"),
        Gateway::new("gateway.example.com").api_path("a b"),
    ] {
        let error = Client::builder().gateway(gateway.clone()).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{gateway:?}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
}

#[test]
fn of_several_addresses_the_last_counts() {
    let gateway = Gateway::new("gateway.example.com");
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    let builder = || fake_client(&transport, &timer).region(&Region::EuWest1);
    let client = builder().gateway(gateway.clone()).build().unwrap();
    assert_eq!(client.base_url().host(), Some("gateway.example.com"));
    let client = builder().gateway(gateway).region(&Region::EuWest1).build().unwrap();
    assert_eq!(client.base_url().host(), Some("api.mypurecloud.ie"));
}

#[test]
fn requests_go_below_the_prefix() {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    let gateway = Gateway::new("gateway.example.com").port(8443).api_path("chat/api");
    let client = fake_client(&transport, &timer).gateway(gateway).build().unwrap();
    block_on(client.web_chat().get_message("c", "m").send()).unwrap();
    assert_eq!(
        transport.requests()[0].uri().to_string(),
        "https://gateway.example.com:8443/chat/api/api/v2/webchat/guest/conversations/c/messages/m"
    );
}

#[tokio::test]
async fn a_gateway_on_this_machine_over_a_socket() {
    let server = RawServer::start(vec![Act::ok("{}")]).await;
    let gateway =
        Gateway::new("localhost").protocol("http").port(server.address.port()).api_path("prefix");
    let client = Client::builder().gateway(gateway).allow_insecure_loopback(true).jwt(JWT);
    client.build().unwrap().web_chat().get_message("c", "m").await.unwrap();
    assert!(server.requests()[0].starts_with("GET /prefix/api/v2/webchat/guest/"));
}
