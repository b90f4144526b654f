//! Many sessions at once over real sockets, with faults: nothing is left over, and nothing is lost.
//!
//! Ordinarily 20 sessions for 3 s; `SOAK_SESSIONS=200 SOAK_SECONDS=60` is the whole of it, and prints what it measured.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use purecloud_web_messaging_client::session::{Event, ReconnectPolicy, SessionEvents};
use purecloud_web_messaging_client::{Client, Deployment, Session};
use tokio::task::JoinSet;
use web_messaging_simulator::{DEPLOYMENT_ID, Fault, Moment, Player, Simulator};

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// The memory of this process, in kilobytes, where the system says it.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// How many files and sockets this process has open, where the system says it.
fn open_files() -> Option<usize> {
    Some(std::fs::read_dir("/proc/self/fd").ok()?.count())
}

async fn opened(client: &Client) -> (Session, SessionEvents) {
    let hasty = ReconnectPolicy::new().first_pause(Duration::from_millis(50));
    let deployment = Deployment::new(DEPLOYMENT_ID).reconnect(hasty);
    Session::open(client, deployment).await.unwrap()
}

/// Talks until the time is up; how many messages were echoed.
async fn talk(client: Client, until: Instant) -> usize {
    let (session, mut events) = opened(&client).await;
    let mut echoed = BTreeSet::new();
    let mut sent = 0_usize;
    session.send("0").unwrap();
    // After the time is up, what is on its way may still come.
    let patience = until + Duration::from_secs(20);
    while let Ok(Some(event)) = tokio::time::timeout_at(patience.into(), events.next()).await {
        let settled = match event.unwrap() {
            Event::Echo(echo) => {
                assert!(echoed.insert(echo.text.clone().unwrap()), "{echo:?} came twice");
                true
            }
            // A lost message is followed by another one.
            Event::Unsettled(_) | Event::Refused(_) => true,
            _ => false,
        };
        if settled && Instant::now() >= until {
            break;
        }
        if settled {
            sent += 1;
            session.send(sent.to_string()).unwrap();
        }
    }
    events.close().await;
    echoed.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_sessions_leave_nothing_over() {
    let (sessions, seconds) = (number("SOAK_SESSIONS", 20), number("SOAK_SECONDS", 3));
    let sim = Simulator::builder().player(Player::Agent).start().await.unwrap();
    let client =
        Client::builder().base_url(sim.base_url()).allow_insecure_loopback(true).build().unwrap();
    let (files, before) = (open_files(), memory());

    let mut idle = Vec::new();
    for _ in 0..sessions {
        idle.push(opened(&client).await);
    }
    let each = memory().zip(before).map(|(now, before)| now.saturating_sub(before) / sessions);
    for (_, events) in idle {
        events.close().await;
    }

    let until = Instant::now() + Duration::from_secs(seconds);
    let mut running = JoinSet::new();
    for _ in 0..sessions {
        running.spawn(talk(client.clone(), until));
    }
    while Instant::now() < until {
        for (moment, fault) in [
            (Moment::Echo, Fault::Reset),
            (Moment::Said, Fault::CutAt(20)),
            (Moment::Message, Fault::Reset),
            (Moment::Echo, Fault::Twice),
        ] {
            sim.faults().on(moment, fault);
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    sim.faults().clear();
    let echoed: usize = running.join_all().await.iter().sum();
    assert!(echoed as u64 > sessions, "{echoed}");

    let mut changes = sim.changes();
    while sim.connections() > 0 {
        tokio::time::timeout(Duration::from_secs(10), changes.changed()).await.unwrap().unwrap();
    }
    drop((client, sim));
    tokio::time::sleep(Duration::from_millis(200)).await;
    if let Some((now, then)) = open_files().zip(files) {
        assert!(now <= then + 4, "{now} files are open, and there were {then}");
    }
    println!(
        "{sessions} sessions, {seconds} s: {echoed} messages, {each:?} KB for an idle session and its other end"
    );
}
