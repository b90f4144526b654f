//! All checks: what goes wrong in each, and what the service has seen of it afterwards.

use std::net::Ipv4Addr;
use std::time::Duration;

use guest_chat_simulator::{Fault, Operation, Simulator, StreamEnd};
use tokio::net::TcpListener;
use tokio::time::{Instant, sleep};

use crate::agent::{self, Echo};
use crate::chromium::Browser;
use crate::server::Server;
use crate::{Result, address};

/// How long a check may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// The length of a body that is too long for the check `large`.
const LARGE: usize = 50_000;

/// A check: its name, what goes wrong in it, and what must be true afterwards.
struct Check {
    name: &'static str,
    plan: fn(&Simulator),
    holds: fn(&Simulator, &Server) -> bool,
}

const fn check(name: &'static str) -> Check {
    Check { name, plan: |_| (), holds: |_, _| true }
}

const CHECKS: [Check; 21] = [
    Check { holds: |simulator, _| is_discreet(simulator), ..check("calls") },
    Check {
        plan: |simulator| {
            let faults = simulator.faults();
            faults.on(Operation::ListMembers, Fault::too_many_requests(1)).times(2);
            faults.on(Operation::GetMember, Fault::too_many_requests(7));
        },
        ..check("rate-limit")
    },
    Check { plan: |simulator| plan(simulator, Fault::status(500)), ..check("server-error") },
    Check { holds: |_, server| server.abandoned() == 1, ..check("hanging") },
    Check { holds: |_, server| server.abandoned() == 2, ..check("dropped") },
    Check {
        plan: |simulator| {
            let elsewhere = format!("{}/elsewhere", simulator.base_url());
            plan(simulator, Fault::redirect(307, elsewhere));
        },
        holds: |simulator, _| {
            simulator.exchanges().iter().all(|exchange| exchange.path != "/elsewhere")
        },
        ..check("redirect")
    },
    Check {
        plan: |simulator| {
            plan(simulator, Fault::body("application/json", vec![b' '; LARGE]));
            plan(simulator, Fault::gzip_bomb(LARGE));
        },
        ..check("large")
    },
    Check {
        plan: |simulator| {
            simulator.faults().on(Operation::ListMembers, Fault::ResetMidBody).times(2);
        },
        ..check("cut")
    },
    check("nobody"),
    check("settings"),
    check("stream"),
    check("reconnect"),
    check("oversized"),
    Check {
        // The client has closed it, not only the page that went away.
        holds: |simulator, _| {
            let streams = simulator.streams();
            streams.len() == 2 && streams[0].end == Some(StreamEnd::Client(None))
        },
        ..check("unread")
    },
    Check {
        plan: |simulator| {
            simulator.faults().on_stream(Fault::status(403));
        },
        ..check("refused")
    },
    Check {
        plan: |simulator| {
            // Long enough for the agent to see that the guest listens, and to speak.
            let lost = simulator.faults().on_stream(Fault::ResetBeforeHeaders);
            lost.after_processing().delayed(Duration::from_millis(300));
        },
        ..check("unanswered")
    },
    check("ended"),
    check("gone"),
    check("expired"),
    Check {
        holds: |simulator, _| {
            let ends: Vec<_> = simulator.streams().iter().map(|stream| stream.end).collect();
            ends == [Some(StreamEnd::Client(Some(1000))), Some(StreamEnd::Client(None))]
        },
        ..check("closing")
    },
    Check {
        plan: |simulator| {
            // No `Date` is shown to the page, so that the date has to be compared with the clock.
            let refusal = Fault::status(429)
                .with_header("retry-after", "Fri, 01 Jan 2100 00:00:00 GMT")
                .with_header("access-control-expose-headers", "retry-after");
            simulator.faults().on(Operation::GetMember, refusal);
        },
        ..check("time")
    },
];

/// Runs all checks and tells how many failed.
pub(crate) async fn run_all(browser: &mut Browser, server: &Server) -> Result<usize> {
    let mut failures = 0;
    for check in &CHECKS {
        let began = Instant::now();
        let result = run(check, browser, server).await?;
        println!("{}: {result} ({} ms)", check.name, began.elapsed().as_millis());
        failures += usize::from(result != "passed");
    }
    Ok(failures)
}

async fn run(check: &Check, browser: &mut Browser, server: &Server) -> Result<String> {
    let simulator = Simulator::start().await?;
    (check.plan)(&simulator);
    let nobody = format!("http://127.0.0.1:{}", unused_port().await?);
    let more = format!("&check={}&nobody={nobody}", check.name);
    browser.open(&address(server, &simulator, &more)).await?;
    let result = tokio::select! {
        () = agent::work(&simulator, &Echo) => return Err("the simulator has ended".into()),
        result = browser.wait_for("document.body?.dataset.result", PATIENCE) => result,
    };
    let said = match result {
        Ok(said) => said.as_str().unwrap_or_default().to_owned(),
        Err(error) => return Ok(error.to_string()),
    };
    // What the page did last may still be on its way.
    let deadline = Instant::now() + Duration::from_secs(5);
    while !(check.holds)(&simulator, server) {
        if Instant::now() > deadline {
            let streams = simulator.streams();
            return Ok(format!("{said}, but the service has seen something else: {streams:?}"));
        }
        sleep(Duration::from_millis(20)).await;
    }
    if simulator.faults().pending() + simulator.stream_faults().pending() > 0 {
        return Ok(format!("{said}, although not everything went wrong that should"));
    }
    Ok(said)
}

/// Lets something go wrong with the next list of members.
fn plan(simulator: &Simulator, fault: Fault) {
    simulator.faults().on(Operation::ListMembers, fault);
}

/// Whether nothing was sent that is none of the service's business, the cookie of the page's server above all.
fn is_discreet(simulator: &Simulator) -> bool {
    let exchanges = simulator.exchanges();
    let tells = |name| exchanges.iter().any(|exchange| exchange.request_header(name).is_some());
    simulator.creates_with_authorization().is_empty() && !tells("cookie") && !tells("referer")
}

/// A port where nobody listens.
async fn unused_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?.local_addr()?.port())
}
