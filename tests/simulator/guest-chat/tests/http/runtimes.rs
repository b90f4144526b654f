//! Where it runs, and how it ends.

use guest_chat_simulator::Simulator;
use tokio::net::TcpStream;

use crate::client::{Connection, Guest, create, create_request};

#[tokio::test(flavor = "current_thread")]
async fn it_runs_on_one_thread() {
    let sim = Simulator::start().await.unwrap();
    assert_eq!(Guest::arrives(&sim).await.say("hi").await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_runs_on_many_threads() {
    let sim = std::sync::Arc::new(Simulator::start().await.unwrap());
    let mut guests = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let sim = sim.clone();
        guests.spawn(async move { Guest::arrives(&sim).await.say("hi").await.status });
    }
    assert_eq!(guests.join_all().await, [200; 20]);
    assert_eq!(sim.conversations().len(), 20);
}

#[tokio::test]
async fn stopping_frees_the_port_and_closes_connections() {
    let sim = Simulator::start().await.unwrap();
    let port = sim.port();
    let mut connection = Connection::open(&sim).await;
    connection.send("GET", "/", &[], b"").await.unwrap();
    sim.stop().await;
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
    assert_eq!(connection.rest().await, b"");
}

#[tokio::test]
async fn dropping_stops() {
    let sim = Simulator::start().await.unwrap();
    let mut connection = Connection::open(&sim).await;
    connection.send("GET", "/", &[], b"").await.unwrap();
    drop(sim);
    assert_eq!(connection.rest().await, b"");
}

#[tokio::test]
async fn idle_connections_can_be_closed() {
    let sim = Simulator::start().await.unwrap();
    let mut connection = Connection::open(&sim).await;
    connection.send("GET", "/", &[], b"").await.unwrap();
    sim.close_connections();
    assert_eq!(connection.rest().await, b"");
    assert_eq!(create(&sim, &create_request()).await.status, 200);
}

#[tokio::test]
async fn two_at_once_count_alike_but_share_no_token() {
    let (one, two) = (
        Simulator::start().await.unwrap(),
        Simulator::start().await.unwrap(),
    );
    let (greta, hans) = (Guest::arrives(&one).await, Guest::arrives(&two).await);
    assert_eq!((greta.chat.id(), &greta.id), (hans.chat.id(), &hans.id));
    assert_ne!(greta.jwt, hans.jwt);
    assert_eq!(one.base_url(), format!("http://127.0.0.1:{}", one.port()));
}

#[tokio::test]
async fn a_taken_port_is_an_error() {
    let sim = Simulator::start().await.unwrap();
    assert!(Simulator::builder().port(sim.port()).start().await.is_err());
}
