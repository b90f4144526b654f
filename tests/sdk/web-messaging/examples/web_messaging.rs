//! A guest's session from the first word to the last, with the SDK's public API and nothing else.
//!
//! ```text
//! cargo run -p web-messaging-tests --example web_messaging                                  # with a simulated service
//! cargo run -p web-messaging-tests --example web_messaging -- --base-url http://127.0.0.1:8080    # with a running one
//! ```
//!
//! The bot that it talks with is that of the simulator (`cargo run -p web-messaging-simulator -- --bot`).

use std::error::Error;
use std::io::Write;

use purecloud_web_messaging_client::session::{ConnectionEvent, Event, Said, SessionEvents};
use purecloud_web_messaging_client::{Client, Deployment, Session};
use web_messaging_simulator::{DEPLOYMENT_ID, Fault, Moment, Player, Simulator};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => run(None, &mut std::io::stdout()).await,
        ["--base-url", url] => run(Some(*url), &mut std::io::stdout()).await,
        _ => Err("usage: web_messaging [--base-url URL]".into()),
    }
}

/// Plays the whole session and tells about it.
pub async fn run(base_url: Option<&str>, out: &mut impl Write) -> Result<()> {
    let sim = match base_url {
        None => Some(Simulator::builder().player(Player::Bot).start().await?),
        Some(_) => None,
    };
    let own_url = sim.as_ref().map(Simulator::base_url);

    // The real service needs one line: `Client::new(&Region::EuWest1)?`. The simulator speaks plain http on this machine, which
    // has to be allowed by name.
    let client = Client::builder()
        .base_url(base_url.or(own_url.as_deref()).unwrap_or_default())
        .allow_insecure_loopback(true)
        .build()?;
    let deployment = Deployment::new(DEPLOYMENT_ID).application("web-messaging-example/1.0");
    let set_up = deployment.configuration(&client).await?;
    writeln!(out, "active: {}, files: {}", set_up.is_active, set_up.has_attachments)?;

    // One task is enough: what is sent goes out while the events are polled.
    let (session, mut events) = Session::open(&client, deployment).await?;
    session.send("Hello!")?;
    let greeting = answer(&mut events, out).await?;

    // The bot suggests answers; one of them is chosen.
    let suggested = greeting.content.iter().flatten().filter_map(|item| item.quick_reply.as_ref());
    let suggested: Vec<_> = suggested.collect();
    writeln!(out, "{} answers are suggested", suggested.len())?;
    session.choose(suggested.first().ok_or("nothing is suggested")?)?;
    answer(&mut events, out).await?;

    // Connections break, here amid what the bot says next. The session opens another, and reads what it has missed.
    if let Some(sim) = &sim {
        sim.faults().on(Moment::Said, Fault::CutAt(100));
    }
    session.send("Are you there?")?;
    answer(&mut events, out).await?;

    // Whatever needs an answer of the service is awaited while the events are polled.
    let upload = session.upload("order.csv", "text/csv", "book,1\n");
    let file = events.drive_while(upload).await?;
    session.send_file(file.id, Some("My order".to_owned()))?;
    answer(&mut events, out).await?;

    let mut history = session.history();
    let mut count = 0;
    while let Some(message) = events.drive_while(history.next()).await {
        message?;
        count += 1;
    }
    writeln!(out, "{count} messages are in the history")?;
    events.close().await;
    Ok(())
}

/// Tells what happens, up to the next thing that the bot says.
async fn answer(events: &mut SessionEvents, out: &mut impl Write) -> Result<Said> {
    while let Some(event) = events.next().await {
        let event = match event {
            Ok(event) => event,
            // A frame that cannot be read costs no more than itself. After a failure for good there is no further event.
            Err(error) => {
                writeln!(out, "{error}")?;
                continue;
            }
        };
        match event {
            Event::Message(said) => {
                let how = if said.delivery.is_from_history { "told later" } else { "told at once" };
                writeln!(out, "{how}: bot, {}", said.text.as_deref().unwrap_or("no text"))?;
                return Ok(said);
            }
            Event::Echo(echo) => {
                writeln!(out, "arrived: {}", echo.text.as_deref().unwrap_or("an answer"))?;
            }
            Event::Connection(ConnectionEvent::Interrupted { .. }) => {
                writeln!(out, "the connection broke")?;
            }
            Event::Unsettled(_) => writeln!(out, "nobody knows whether that has arrived")?,
            // Typing, presence, and what later versions of the service will tell.
            _ => {}
        }
    }
    Err("the session is over".into())
}
