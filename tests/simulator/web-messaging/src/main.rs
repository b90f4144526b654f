//! The simulator as a program: serves until interrupted and prints what is asked.
//!
//! With `--bot`, a bot shows every kind of content; with `--agent`, an agent repeats what the guest says.

use std::process::ExitCode;

use web_messaging_simulator::{CODE, DEPLOYMENT_ID, Player, Simulator};

const USAGE: &str = "\
Simulates the Web Messaging service on the loopback interface until interrupted.

Usage: web-messaging-simulator [--port N] [--bot | --agent]

  --port N   the port to listen on; 0, the default, takes a free one
  --bot      a bot shows every kind of content: say `help` to it
  --agent    an agent repeats what the guest says
  --help     this text";

/// What the program was asked to do.
#[derive(Debug, Default, PartialEq, Eq)]
struct Arguments {
    port: u16,
    player: Player,
    help: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match parse(std::env::args().skip(1)) {
        Err(problem) => {
            eprintln!("{problem}\n\n{USAGE}");
            ExitCode::from(2)
        }
        Ok(Arguments { help: true, .. }) => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        Ok(arguments) => run(&arguments).await,
    }
}

fn parse(words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut words = words;
    let mut arguments = Arguments::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--help" | "-h" => arguments.help = true,
            "--bot" => arguments.player = Player::Bot,
            "--agent" => arguments.player = Player::Agent,
            "--port" => arguments.port = parse_port(words.next().as_deref())?,
            word => match word.strip_prefix("--port=") {
                Some(port) => arguments.port = parse_port(Some(port))?,
                None => return Err(format!("`{word}` is no option")),
            },
        }
    }
    Ok(arguments)
}

fn parse_port(word: Option<&str>) -> Result<u16, String> {
    word.and_then(|word| word.parse().ok())
        .ok_or_else(|| "--port takes a number from 0 to 65535".to_owned())
}

async fn run(arguments: &Arguments) -> ExitCode {
    let sim = Simulator::builder().port(arguments.port).player(arguments.player).start().await;
    let sim = match sim {
        Ok(sim) => sim,
        Err(error) => {
            eprintln!("cannot listen on port {}: {error}", arguments.port);
            return ExitCode::from(3);
        }
    };
    let url = sim.base_url();
    println!("base URL       {url}");
    println!("deployment id  {DEPLOYMENT_ID}");
    println!("sign-in code   {CODE}");
    println!("\nPoint the app's base URL here. Ctrl-C stops.\n");
    tokio::select! {
        () = watch(&sim) => ExitCode::SUCCESS,
        _ = tokio::signal::ctrl_c() => ExitCode::SUCCESS,
    }
}

/// Prints which requests come over which connection.
async fn watch(sim: &Simulator) {
    let mut changes = sim.changes();
    let mut printed = 0;
    while changes.changed().await.is_ok() {
        let requests = sim.requests();
        for asked in requests.iter().skip(printed) {
            let action = asked.request.get("action").and_then(serde_json::Value::as_str);
            println!("connection {}: {}", asked.connection, action.unwrap_or("no request"));
        }
        printed = requests.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Arguments, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn arguments_are_read() {
        assert_eq!(parsed(""), Ok(Arguments::default()));
        let bot = Arguments { port: 80, player: Player::Bot, help: false };
        assert_eq!(parsed("--port 80 --bot"), Ok(bot));
        let agent = Arguments { port: 81, player: Player::Agent, help: false };
        assert_eq!(parsed("--port=81 --agent"), Ok(agent));
        assert!(parsed("--port").is_err());
        assert!(parsed("--port 65536").is_err());
        assert!(parsed("--verbose").is_err());
    }
}
