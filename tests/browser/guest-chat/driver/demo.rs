//! A chat by hand: what a guest would type and click, and what the page shows then.

use std::path::Path;
use std::time::Duration;

use guest_chat_simulator::{Simulator, StreamFault};

use crate::agent::{self, Ann};
use crate::chromium::Browser;
use crate::server::Server;
use crate::{Result, address};

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Chats, and keeps a picture of it if there is a place for one.
pub(crate) async fn run(
    browser: &mut Browser,
    server: &Server,
    screenshot: Option<&Path>,
) -> Result {
    let simulator = Simulator::start().await?;
    browser.open(&address(server, &simulator, "")).await?;
    tokio::select! {
        () = agent::work(&simulator, &Ann) => return Err("the simulator has ended".into()),
        result = chat(browser, &simulator, screenshot) => result?,
    }
    println!("demo: passed");
    Ok(())
}

async fn chat(browser: &mut Browser, simulator: &Simulator, screenshot: Option<&Path>) -> Result {
    shows(browser, "status", "Who are you?").await?;
    browser.evaluate("document.getElementById('name').focus()").await?;
    browser.type_line("Greta").await?;
    shows(browser, "messages", "How can I help you?").await?;
    browser.type_line("Hello Ann, where is my parcel?").await?;
    shows(browser, "messages", "with you tomorrow.").await?;
    // The connection breaks in place of the next event, and nobody but the status tells of it.
    simulator.stream_faults().on_event(StreamFault::CutAt(10));
    browser.type_line("Thank you!").await?;
    shows(browser, "messages", "anything else?").await?;
    shows(browser, "status", "Connected again.").await?;
    let said = browser.evaluate("document.querySelectorAll('#messages p').length").await?;
    if said != 5 {
        return Err(format!("the page shows {said} messages instead of 5").into());
    }
    if let Some(file) = screenshot {
        std::fs::write(file, browser.screenshot().await?)?;
    }
    browser.evaluate("document.getElementById('leave').click()").await?;
    shows(browser, "status", "The chat has ended.").await
}

/// Waits until an element has a text.
async fn shows(browser: &mut Browser, id: &str, text: &str) -> Result {
    let shown = format!("document.getElementById('{id}')?.textContent.includes('{text}')");
    browser.wait_for(&shown, PATIENCE).await.map(drop)
}
