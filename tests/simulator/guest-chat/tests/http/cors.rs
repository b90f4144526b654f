//! What browsers ask, and what they let pages read.

use guest_chat_simulator::Simulator;

use crate::client::{BASE, Guest, create_request, send};

const ORIGIN: (&str, &str) = ("origin", "https://shop.example.com");

#[tokio::test]
async fn a_browser_may_ask_before_it_calls() {
    let sim = Simulator::start().await.unwrap();
    let asks = [
        ORIGIN,
        ("access-control-request-method", "POST"),
        (
            "access-control-request-headers",
            "authorization,content-type",
        ),
    ];
    let reply = send(&sim, "OPTIONS", BASE, &asks, b"").await.unwrap();
    assert_eq!(reply.status, 204);
    assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    let methods = reply.header("access-control-allow-methods").unwrap();
    assert!(methods.contains("POST"), "{methods}");
    let headers = reply.header("access-control-allow-headers").unwrap();
    assert!(headers.contains("authorization"), "{headers}");
    // It is no request of the client.
    assert!(sim.exchanges().is_empty());
    // Without an origin nobody asks.
    let reply = send(&sim, "OPTIONS", BASE, &[], b"").await.unwrap();
    assert_eq!(reply.status, 404);
}

#[tokio::test]
async fn pages_may_read_answers_and_refusals() {
    let sim = Simulator::start().await.unwrap();
    let body = create_request().to_string();
    let json = ("content-type", "application/json");
    for body in [body.as_str(), "{"] {
        let reply = send(&sim, "POST", BASE, &[ORIGIN, json], body.as_bytes())
            .await
            .unwrap();
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        let exposed = reply.header("access-control-expose-headers").unwrap();
        assert!(exposed.contains("retry-after"), "{exposed}");
    }
    let guest = Guest::arrives(&sim).await;
    let reply = guest.say("Hello").await;
    assert_eq!(reply.header("access-control-allow-origin"), None);
}
