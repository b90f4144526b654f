//! Runs the page of this package in Chromium, against the simulator: every check, and a chat by hand.
//!
//! ```text
//! driver --page page.wasm --work folder [--screenshot file.png] [--serve]
//! ```
//!
//! `page.wasm` is what Cargo made of the page, `folder` what may be written to. With `--serve` no browser is started,
//! and the page stays there to be looked at.

mod agent;
mod bundle;
mod checks;
mod chromium;
mod demo;
mod server;

use std::path::PathBuf;
use std::process::ExitCode;

use guest_chat_simulator::{DEPLOYMENT_ID, ORGANIZATION_ID, QUEUE, Simulator};

use self::server::Server;

/// What goes wrong is told to people.
type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What the program was asked to do.
#[derive(Default)]
struct Arguments {
    page: PathBuf,
    work: PathBuf,
    screenshot: Option<PathBuf>,
    serve: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result {
    let arguments = parse(std::env::args().skip(1))?;
    let pages = arguments.work.join("pages");
    bundle::make(&arguments.page, &pages)?;
    let server = Server::start(pages).await?;
    if arguments.serve {
        return serve(&server).await;
    }
    let mut browser = chromium::Browser::start(&arguments.work).await?;
    let failures = checks::run_all(&mut browser, &server).await?;
    demo::run(&mut browser, &server, arguments.screenshot.as_deref()).await?;
    browser.stop().await?;
    if failures > 0 {
        return Err(format!("{failures} checks failed").into());
    }
    Ok(())
}

fn parse(mut words: impl Iterator<Item = String>) -> Result<Arguments> {
    let mut arguments = Arguments::default();
    while let Some(word) = words.next() {
        let mut path = || words.next().map(PathBuf::from).ok_or(format!("{word} takes a path"));
        match word.as_str() {
            "--page" => arguments.page = path()?,
            "--work" => arguments.work = path()?,
            "--screenshot" => arguments.screenshot = Some(path()?),
            "--serve" => arguments.serve = true,
            _ => return Err(format!("`{word}` is no option").into()),
        }
    }
    Ok(arguments)
}

/// Lets people look at the page.
async fn serve(server: &Server) -> Result {
    let simulator = Simulator::start().await?;
    println!("The chat is at {}\nCtrl-C ends it.", address(server, &simulator, ""));
    tokio::select! {
        () = agent::work(&simulator, &agent::Ann) => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    Ok(())
}

/// Where the page is, and what it is told. `more` are further parameters.
fn address(server: &Server, simulator: &Simulator, more: &str) -> String {
    let (page, service) = (server.origin(), simulator.base_url());
    format!(
        "{page}/?service={service}&organization={ORGANIZATION_ID}&deployment={DEPLOYMENT_ID}&queue={QUEUE}{more}"
    )
}
