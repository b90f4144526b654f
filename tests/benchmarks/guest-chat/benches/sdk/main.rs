//! What the SDK costs beside a client written by hand: a program with a command for each question.
//!
//! The service is the simulator, in a process of its own: this program once more, with the command `service`. All
//! clients run on one thread, so that nothing waits to be woken by another one, and are asked in turn.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a benchmark may fail loudly"
)]
#![allow(clippy::cast_precision_loss, reason = "figures are printed with a few digits")]

mod allocations;
mod calls;
mod events;
mod rounds;

use std::process::{Command, ExitCode};
use std::time::Duration;

use clap::{Parser, Subcommand};
use guest_chat_benchmarks::{Chat, CreateRequest, GuestInfo, RoutingTarget};
use guest_chat_simulator::{DEPLOYMENT_ID, ORGANIZATION_ID, QUEUE};
use guest_chat_tests::{Crowd, Script, Soak, create_request, memory_per_idle_chat, serve, soak};
use purecloud_guest_chat_client::{Client, Conversation, EventStream};
use tokio::runtime::{Builder, Runtime};

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    question: Question,
    /// Cargo says so to every benchmark.
    #[arg(long, global = true, hide = true)]
    bench: bool,
}

#[derive(Subcommand)]
enum Question {
    /// Calls per second, one at a time and many.
    Calls,
    /// Events per second.
    Events,
    /// Allocations per call and per event.
    Allocations,
    /// Many chats for a while, with a service in trouble.
    Soak {
        /// How many.
        #[arg(long, default_value_t = 200)]
        chats: usize,
        /// For how long.
        #[arg(long, default_value_t = 60)]
        seconds: u64,
    },
    /// Memory per idle chat.
    Idle {
        /// How many.
        #[arg(long, default_value_t = 500)]
        chats: usize,
    },
    /// Be the service.
    #[command(hide = true)]
    Service {
        #[arg(long)]
        attends: bool,
        #[arg(long)]
        troubled: bool,
    },
}

fn main() -> ExitCode {
    match Arguments::parse().question {
        Question::Calls => calls::measure(service(&[]).address()),
        Question::Events => events::measure(service(&["--attends"]).address()),
        Question::Allocations => allocations::measure(service(&["--attends"]).address()),
        Question::Idle { chats } => idle(chats),
        Question::Soak { chats, seconds } => return endure(chats, seconds),
        Question::Service { attends, troubled } => be_the_service(attends, troubled),
    }
    ExitCode::SUCCESS
}

fn service(arguments: &[&str]) -> Crowd {
    let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
    command.arg("service").args(arguments);
    Crowd::start(command)
}

fn be_the_service(attends: bool, troubled: bool) {
    let trouble_every = troubled.then_some(Duration::from_millis(25));
    let talks = troubled.then_some(Duration::from_millis(1500));
    runtime().block_on(serve(Script { attends, talks, trouble_every }));
}

fn endure(chats: usize, seconds: u64) -> ExitCode {
    let crowd = service(&["--attends", "--troubled"]);
    let report = soak(crowd.address(), Soak { chats, duration: Duration::from_secs(seconds) });
    println!("{report}");
    let mut flaws = report.flaws();
    if !report.memory_is_steady() {
        flaws.push("the memory grew".to_owned());
    }
    for flaw in &flaws {
        println!("WRONG: {flaw}");
    }
    if flaws.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn idle(chats: usize) {
    let crowd = service(&[]);
    match memory_per_idle_chat(crowd.address(), chats) {
        Some(bytes) => println!("{chats} idle chats: {:.1} KiB each", bytes as f64 / 1024.0),
        None => println!("this system does not tell how much memory is resident"),
    }
}

/// One thread, which does everything.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// A chat of the SDK and its stream.
async fn sdk_chat(address: &str) -> (Conversation, EventStream) {
    let builder = Client::builder().base_url(address).allow_insecure_loopback(true);
    Conversation::start(&builder.build().unwrap(), create_request()).await.unwrap()
}

/// A chat by hand.
async fn chat_by_hand(address: &str) -> Chat {
    let request = CreateRequest {
        organization_id: ORGANIZATION_ID,
        deployment_id: DEPLOYMENT_ID,
        routing_target: RoutingTarget { target_type: "QUEUE", target_address: QUEUE },
        member_info: GuestInfo { display_name: "Greta" },
    };
    Chat::start(address, &request).await.unwrap()
}
