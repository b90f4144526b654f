//! The report on how a client is set up: complete, and nothing secret.

use guest_chat_tests::{JWT, answering, seconds};
use http::{HeaderName, HeaderValue};
use purecloud_guest_chat_client::{Client, Proxy, RequestRate, RetryConfig};

#[test]
fn a_report_tells_everything_but_secrets() {
    let proxy = Proxy::new("http://proxy.example:3128").unwrap().basic_auth("canary", "canary");
    let client = Client::builder()
        .base_url("https://gateway.example:8443/prefix")
        .proxy(proxy)
        .retry(RetryConfig::standard(seconds(77)))
        .request_rate(RequestRate::per_minute(123))
        .default_header(HeaderName::from_static("x-tag"), HeaderValue::from_static("canary"))
        .jwt(JWT)
        .build()
        .unwrap();
    let report = client.diagnostics();
    let shown = format!("{report}\n{report:?}\n{}", serde_json::to_string(&report).unwrap());
    for fact in [
        "purecloud-guest-chat-client/",
        "gateway.example:8443/prefix",
        if cfg!(feature = "native-tls") { "native-tls" } else { "rustls" },
        "proxy.example",
        "77s",
        "123",
        "Guest Chat JWT",
        "x-tag",
        "user-agent",
    ] {
        assert!(shown.contains(fact), "{fact} in {shown}");
    }
    assert!(!shown.contains("canary"), "{shown}");
    assert_eq!(report.to_string().lines().count(), 12);
}

#[test]
fn what_is_not_there_is_said_to_be_none() {
    let (client, _) = answering(200, &[], "{}");
    let report = client.without_jwt().diagnostics();
    assert_eq!(report.transport, "set by the application");
    assert!(report.credentials.is_empty() && report.request_rate.is_none());
}
