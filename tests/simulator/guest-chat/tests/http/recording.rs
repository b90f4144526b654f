//! What is recorded, the headers of every reply, and the rate limit.

use std::time::Duration;

use guest_chat_simulator::{Operation, Simulator};
use serde_json::json;

use crate::client::{BASE, Connection, Guest, create, create_request};

#[tokio::test]
async fn every_exchange_is_recorded_whole() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let reply = guest.get("messages?maxResults=%35").await;
    let recorded = sim.exchanges_for(Operation::ListMessages).pop().unwrap();
    assert_eq!((recorded.number, recorded.connection), (2, 2));
    assert_eq!(
        (recorded.method.as_str(), recorded.path.clone()),
        ("GET", guest.path("messages"))
    );
    assert_eq!(recorded.query.as_deref(), Some("maxResults=%35"));
    assert_eq!(
        recorded.path_and_query(),
        guest.path("messages?maxResults=%35")
    );
    assert_eq!(
        recorded.request_header("Authorization"),
        Some(format!("Bearer {}", guest.jwt).as_str())
    );
    assert_eq!(recorded.status(), Some(200));
    assert_eq!(recorded.reply_json(), Some(reply.json()));
    assert_eq!(
        recorded.reply_header("inin-correlation-id"),
        Some(recorded.correlation_id.as_str())
    );
    assert_eq!(recorded.fault, None);
    assert!(recorded.at <= recorded.reply.unwrap().at);

    let created = &sim.exchanges()[0];
    assert_eq!(created.request_json(), Some(create_request()));
    assert_eq!(created.path_and_query(), BASE);
    sim.clear_exchanges();
    assert!(sim.exchanges().is_empty());
}

#[tokio::test]
async fn what_nobody_knows_is_recorded_too() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    guest
        .tries("GET", "/api/v2/users/me?expand=x", None)
        .await
        .unwrap();
    let recorded = sim.exchanges().pop().unwrap();
    assert_eq!((recorded.operation, recorded.status()), (None, Some(404)));
    assert_eq!(recorded.path_and_query(), "/api/v2/users/me?expand=x");
}

#[tokio::test]
async fn every_reply_has_the_services_headers() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    for (count, reply) in [
        guest.get("members").await,
        guest.get("members/x").await,
        guest.leaves().await,
    ]
    .iter()
    .enumerate()
    {
        let id = format!("f0000000-0000-4000-8000-{:012x}", count + 2);
        assert_eq!(reply.header("inin-correlation-id"), Some(id.as_str()));
        assert_eq!(
            reply.header("inin-ratelimit-count"),
            Some((count + 1).to_string().as_str())
        );
        assert_eq!(reply.header("inin-ratelimit-allowed"), Some("300"));
        assert!(
            reply
                .header("inin-ratelimit-reset")
                .unwrap()
                .parse::<u64>()
                .unwrap()
                <= 60
        );
        assert!(reply.header("date").unwrap().ends_with(" GMT"));
    }
    assert_eq!(
        guest.get("members/x").await.json()["contextId"],
        "f0000000-0000-4000-8000-000000000005"
    );
}

#[tokio::test]
async fn a_connection_is_kept_and_numbered() {
    let sim = Simulator::start().await.unwrap();
    let mut connection = Connection::open(&sim).await;
    for _ in 0..3 {
        assert_eq!(
            connection.send("GET", "/", &[], b"").await.unwrap().status,
            404
        );
    }
    let other = create(&sim, &create_request()).await;
    assert_eq!(other.status, 200);
    let connections: Vec<u64> = sim
        .exchanges()
        .iter()
        .map(|exchange| exchange.connection)
        .collect();
    assert_eq!(connections, [1, 1, 1, 2]);
}

#[tokio::test]
async fn the_limit_is_only_announced_unless_enforced() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let mut connection = Connection::open(&sim).await;
    let authorization = format!("Bearer {}", guest.jwt);
    for _ in 0..301 {
        let headers = [("authorization", authorization.as_str())];
        let reply = connection
            .send("GET", &guest.path("members"), &headers, b"")
            .await
            .unwrap();
        assert_eq!(reply.status, 200);
    }
}

#[tokio::test(start_paused = true)]
async fn an_enforced_limit_holds_per_token_and_minute() {
    let sim = Simulator::builder().rate_limit(2).start().await.unwrap();
    let (guest, other) = (Guest::arrives(&sim).await, Guest::arrives(&sim).await);
    assert_eq!(guest.get("members").await.status, 200);
    tokio::time::advance(Duration::from_secs(20)).await;
    assert_eq!(
        guest.get("members").await.header("inin-ratelimit-reset"),
        Some("40")
    );
    let refused = guest.get("members").await;
    assert_eq!(
        refused.refusal(),
        (429, "too.many.requests.retry.after".to_owned())
    );
    assert_eq!(
        (
            refused.header("retry-after"),
            refused.header("inin-ratelimit-count")
        ),
        (Some("40"), Some("3"))
    );
    assert_eq!(refused.json()["messageParams"], json!({ "seconds": "40" }));
    assert_eq!(other.get("members").await.status, 200);
    tokio::time::advance(Duration::from_secs(40)).await;
    assert_eq!(
        guest.get("members").await.header("inin-ratelimit-count"),
        Some("1")
    );
}
