//! The simulator as a program: serves until interrupted and prints what is asked.
//!
//! With `--agent`, an agent joins every chat and repeats what the guest says, so that an app has somebody to talk to.

use std::collections::BTreeMap;
use std::process::ExitCode;

use guest_chat_simulator::{
    BodyType, ConversationHandle, DEPLOYMENT_ID, Exchange, MemberHandle, ORGANIZATION_ID, QUEUE,
    Simulator,
};

const USAGE: &str = "\
Simulates the guest chat service on the loopback interface until interrupted.

Usage: guest-chat-simulator [--port N] [--agent]

  --port N   the port to listen on; 0, the default, takes a free one
  --agent    an agent joins every chat and repeats what the guest says
  --help     this text";

/// What the program was asked to do.
#[derive(Debug, Default, PartialEq, Eq)]
struct Arguments {
    port: u16,
    agent: bool,
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
            "--agent" => arguments.agent = true,
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
    let sim = match Simulator::builder().port(arguments.port).start().await {
        Ok(sim) => sim,
        Err(error) => {
            eprintln!("cannot listen on port {}: {error}", arguments.port);
            return ExitCode::from(3);
        }
    };
    print_welcome(&sim);
    tokio::select! {
        () = watch(&sim, arguments.agent) => ExitCode::SUCCESS,
        _ = tokio::signal::ctrl_c() => ExitCode::SUCCESS,
    }
}

fn print_welcome(sim: &Simulator) {
    let url = sim.base_url();
    let path = "/api/v2/webchat/guest/conversations";
    println!("base URL         {url}");
    println!("organization id  {ORGANIZATION_ID}");
    println!("deployment id    {DEPLOYMENT_ID}");
    println!("queue            {QUEUE}");
    println!("\nPoint the app's base URL here. To start a chat by hand:\n");
    println!("curl {url}{path} -H 'content-type: application/json' -d '{{");
    println!(r#"  "organizationId": "{ORGANIZATION_ID}", "deploymentId": "{DEPLOYMENT_ID}","#);
    println!(r#"  "routingTarget": {{ "targetType": "QUEUE", "targetAddress": "{QUEUE}" }},"#);
    println!(r#"  "memberInfo": {{ "displayName": "Guest" }}"#);
    println!(
        "}}'\n\nEverything else needs its `jwt`: -H 'authorization: Bearer <jwt>'. Ctrl-C stops.\n"
    );
}

/// Prints what was asked, and lets the agent work, whenever something changes.
async fn watch(sim: &Simulator, with_agent: bool) {
    let mut changes = sim.changes();
    let mut agent = RepeatingAgent::default();
    loop {
        let exchanges = sim.exchanges();
        // Nothing else runs between here and the next await, so what is forgotten has been printed.
        if exchanges.iter().all(|exchange| exchange.reply.is_some()) {
            exchanges.iter().for_each(print_exchange);
            sim.clear_exchanges();
        }
        if with_agent {
            sim.conversations().iter().for_each(|chat| agent.work(chat));
        }
        if changes.changed().await.is_err() {
            return;
        }
    }
}

fn print_exchange(exchange: &Exchange) {
    let status = exchange.status().unwrap_or_default();
    println!(
        "{} {} -> {status}",
        exchange.method,
        exchange.path_and_query()
    );
}

/// An agent who joins every chat and repeats what the guest says.
#[derive(Default)]
struct RepeatingAgent {
    chats: BTreeMap<String, Seat>,
}

/// The agent's place in one chat, and how many of its messages have been read.
struct Seat {
    member: MemberHandle,
    read: usize,
}

impl RepeatingAgent {
    fn work(&mut self, chat: &ConversationHandle) {
        let seat = self.chats.entry(chat.id().to_owned()).or_insert_with(|| {
            let member = chat.agent_joins("Echo");
            member.says("Hello! I repeat what you say.");
            Seat { member, read: 0 }
        });
        let guest = chat.guest_id();
        let messages = chat.messages();
        for message in messages.iter().skip(seat.read) {
            if message.sender == guest && message.body_type == BodyType::Standard {
                seat.member
                    .says(message.body.as_deref().unwrap_or_default());
            }
        }
        seat.read = messages.len();
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
        assert_eq!(
            parsed("--port 80 --agent"),
            Ok(Arguments {
                port: 80,
                agent: true,
                help: false
            })
        );
        assert_eq!(
            parsed("--port=81"),
            Ok(Arguments {
                port: 81,
                ..Arguments::default()
            })
        );
        assert!(parsed("--port").is_err());
        assert!(parsed("--port 65536").is_err());
        assert!(parsed("--verbose").is_err());
    }
}
