//! Tests of a bot, written as dialogues: each is held with a session of its own, all at once, and told with its times.
//!
//! ```text
//! cargo run -p web-messaging-tests --example bot_test -- tests/sdk/web-messaging/examples/bot_test/dialogues/*.yaml
//! … -- --domain mypurecloud.ie --deployment ID --origin https://shop.example dialogues/*.yaml    # with the service itself
//! ```
//!
//! Without an address it holds them with a simulated bot, which it starts itself. It ends with 0 when all dialogues went as
//! they should, with 1 when one did not, and with 2 when a file is no dialogue or the command line is wrong.
//!
//! `dialogue.rs` says what a dialogue is, `play.rs` holds one; copy the folder, and drop the simulator.

#[path = "dialogue.rs"]
mod dialogue;
#[path = "play.rs"]
mod play;

use std::io::Write;
use std::process::ExitCode;

use purecloud_web_messaging_client::{Client, Deployment, Region};
use tokio::task::JoinSet;
use web_messaging_simulator::{DEPLOYMENT_ID, Player, Simulator};

use self::dialogue::Dialogue;
use self::play::{Outcome, play};

type Error = Box<dyn std::error::Error>;

const USAGE: &str = "\
usage: bot_test [--base-url URL | --domain DOMAIN] [--deployment ID] [--origin SITE] FILE...";

/// What the command line asks for.
#[derive(Debug, Default)]
struct Arguments {
    base_url: Option<String>,
    domain: Option<String>,
    deployment: Option<String>,
    origin: Option<String>,
    files: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments, &mut std::io::stdout()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

/// Holds all dialogues; whether they went as they should.
pub async fn run(arguments: &[String], out: &mut impl Write) -> Result<bool, Error> {
    let arguments = parse(arguments)?;
    let dialogues = arguments.files.iter().map(|file| Dialogue::read(file));
    let dialogues: Vec<Dialogue> = dialogues.collect::<Result<_, _>>()?;
    let is_simulated = arguments.base_url.is_none() && arguments.domain.is_none();
    let sim = if is_simulated {
        Some(Simulator::builder().player(Player::Bot).start().await?)
    } else {
        None
    };
    let client = client(&arguments, sim.as_ref())?;
    let id = arguments.deployment.as_deref().unwrap_or(DEPLOYMENT_ID);
    let mut deployment = Deployment::new(id).application("bot-test/1.0");
    if let Some(origin) = arguments.origin {
        deployment = deployment.origin(origin);
    }

    let mut running = JoinSet::new();
    for (place, dialogue) in dialogues.into_iter().enumerate() {
        let (client, deployment) = (client.clone(), deployment.clone());
        running.spawn(async move { (place, play(&client, deployment, dialogue).await) });
    }
    let mut outcomes = running.join_all().await;
    outcomes.sort_by_key(|(place, _)| *place);
    for (_, outcome) in &outcomes {
        tell(outcome, out)?;
    }
    let failed = outcomes.iter().filter(|(_, outcome)| outcome.failure.is_some()).count();
    writeln!(out, "{} dialogues, {failed} failed", outcomes.len())?;
    Ok(failed == 0)
}

fn parse(words: &[String]) -> Result<Arguments, Error> {
    let mut arguments = Arguments::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let place = match word.as_str() {
            "--base-url" => &mut arguments.base_url,
            "--domain" => &mut arguments.domain,
            "--deployment" => &mut arguments.deployment,
            "--origin" => &mut arguments.origin,
            option if option.starts_with("--") => {
                return Err(format!("`{option}` is no option\n{USAGE}").into());
            }
            file => {
                arguments.files.push(file.to_owned());
                continue;
            }
        };
        let value = words.next().ok_or_else(|| format!("{word} takes a value\n{USAGE}"))?;
        *place = Some(value.clone());
    }
    if arguments.files.is_empty() { Err(USAGE.into()) } else { Ok(arguments) }
}

fn client(arguments: &Arguments, sim: Option<&Simulator>) -> Result<Client, Error> {
    if let Some(domain) = &arguments.domain {
        return Ok(Client::new(&Region::custom(domain)?)?);
    }
    let simulated = sim.map(Simulator::base_url);
    let url = arguments.base_url.clone().or(simulated).unwrap_or_default();
    // The simulator speaks plain http on this machine, which has to be allowed by name.
    Ok(Client::builder().base_url(url).allow_insecure_loopback(true).build()?)
}

fn tell(outcome: &Outcome, out: &mut impl Write) -> std::io::Result<()> {
    let verdict = if outcome.failure.is_some() { "FAIL" } else { "PASS" };
    writeln!(out, "{verdict} {}", outcome.name)?;
    for line in &outcome.transcript {
        writeln!(out, "  {:7.3} {:<8} {}", line.at.as_secs_f64(), line.who, line.what)?;
    }
    if let Some(failure) = &outcome.failure {
        writeln!(out, "  {failure}")?;
    }
    Ok(())
}
