//! A whole session with everything that can be seen of it: logs at the most talkative level, `Debug` and `Display` of all
//! values, and errors. Nothing of it holds a token or the address of a file, and no log what guests say.
//!
//! The service is a process of its own, because its libraries would log too.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::error::Error as _;
use std::fmt::{Debug, Write as _};
use std::process::Stdio;
use std::time::Duration;

use purecloud_web_messaging_client::models::{
    PushDeviceInsertRequest, WebDeploymentsOAuthRequestParameters,
};
use purecloud_web_messaging_client::session::{
    ConnectionEvent, Event, ReconnectPolicy, SessionEvents, SignIn,
};
use purecloud_web_messaging_client::{Client, Deployment, Error, Session};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use web_messaging_simulator::{CODE, DEPLOYMENT_ID, Fault, Moment, Player, Simulator};
use web_messaging_tests::capture::Capture;

/// What the guest says, the names and values of attributes, and what is in files.
const SAID: &str = "canary-said";
/// What all tokens and addresses of the simulator have in them.
const MADE: &str = "simulated.";
/// Before the address of the service.
const ADDRESS: &str = "ADDRESS ";

/// All that was printed.
#[derive(Default)]
struct Shown(String);

impl Shown {
    fn add(&mut self, value: &dyn Debug) {
        write!(self.0, "{value:?}\n{value:#?}\n").unwrap();
    }

    fn add_error(&mut self, error: &Error) {
        write!(self.0, "{error} {error:?} {error:#?}").unwrap();
        let mut source = error.source();
        while let Some(cause) = source {
            write!(self.0, " | {cause} {cause:?}").unwrap();
            source = cause.source();
        }
    }
}

#[tokio::test]
async fn a_whole_session_shows_no_secret() {
    let mut service = Service::start().await;
    Capture::start();
    let mut shown = Shown::default();
    let client = Client::builder()
        .base_url(&*service.address)
        .allow_insecure_loopback(true)
        .build()
        .unwrap();
    let hasty = ReconnectPolicy::new().first_pause(Duration::from_millis(2));
    let deployment = Deployment::new(DEPLOYMENT_ID).reconnect(hasty).origin("https://shop.example");
    shown.add(&(
        &client,
        deployment.configuration(&client).await.unwrap(),
        deployment.domains(&client).await.unwrap(),
    ));
    let given = WebDeploymentsOAuthRequestParameters::new().code(CODE);
    shown.add(&given);
    let sign_in = SignIn::exchange(&client, &deployment, given).await.unwrap();
    let deployment = deployment.signed_in(sign_in.clone());
    shown.add(&(&sign_in, &deployment));

    let (session, mut events) = Session::open(&client, deployment).await.unwrap();
    shown.add(&(&session, &events, session.parts(), session.parts().expose()));
    talk(&mut shown, &session, &mut events).await;
    files(&mut shown, &session, &mut events).await;
    let mut history = session.history();
    while let Some(message) = events.drive_while(history.next()).await {
        shown.add(&message.unwrap());
        shown.add(&history);
    }
    fail(&mut shown, &client, &session, &mut events).await;
    session.log_out().await.unwrap();
    while let Some(event) = events.next().await {
        shown.add(&event);
    }
    service.child.kill().await.unwrap();

    let token = session.parts().token.expose();
    let log = Capture::log();
    for target in ["hyper", "reqwest", "purecloud_web_messaging_client"] {
        assert!(log.contains(&format!(" of {target}")), "{target} logs nothing: {log}");
    }
    assert!(shown.0.contains("[redacted]"), "{}", shown.0);
    for secret in [token, MADE, CODE, "signature="] {
        for (place, text) in [("logged", &*log), ("shown", &shown.0)] {
            let lines: Vec<&str> = text.lines().filter(|line| line.contains(secret)).collect();
            assert!(lines.is_empty(), "{secret} is {place}: {lines:?}");
        }
    }
    let lines: Vec<&str> = log.lines().filter(|line| line.contains(SAID)).collect();
    assert!(lines.is_empty(), "what is said is logged: {lines:?}");
}

/// Says something with attributes, over a connection that breaks, and listens until it is caught up.
async fn talk(shown: &mut Shown, session: &Session, events: &mut SessionEvents) {
    session.send_with_attributes(SAID, [("canary-said", "canary-said")]).unwrap();
    session.typing().unwrap();
    let device = PushDeviceInsertRequest::new("device", "Android", "en", "FCM");
    shown.add(&device);
    let add = session.add_push_device(device);
    shown.add(&add);
    add.await.unwrap();
    loop {
        let event = events.next().await.unwrap().unwrap();
        shown.add(&(&event, &*events));
        if matches!(event, Event::Connection(ConnectionEvent::CaughtUp { .. })) {
            return;
        }
    }
}

/// Uploads a file and sends it, has its address renewed, and takes another one back.
async fn files(shown: &mut Shown, session: &Session, events: &mut SessionEvents) {
    let upload = session.upload("a.txt", "text/plain", SAID);
    shown.add(&upload);
    let file = events.drive_while(upload).await.unwrap();
    shown.add(&file);
    session.send_file(file.id.clone(), Some(SAID.to_owned())).unwrap();
    shown.add(&events.drive_while(session.file_address(file.id)).await.unwrap());
    let file = events.drive_while(session.upload("b.txt", "text/plain", SAID)).await.unwrap();
    events.drive_while(session.take_back(file.id)).await.unwrap();
}

/// What the service refuses, and what does not get there.
async fn fail(shown: &mut Shown, client: &Client, session: &Session, events: &mut SessionEvents) {
    let file = format!("{SAID}: EICAR-STANDARD-ANTIVIRUS-TEST-FILE");
    shown.add_error(
        &events.drive_while(session.upload("a.txt", "text/plain", file)).await.unwrap_err(),
    );
    shown.add_error(
        &events.drive_while(session.upload("a.exe", "text/plain", SAID)).await.unwrap_err(),
    );
    shown.add_error(&events.drive_while(session.take_back("none")).await.unwrap_err());
    shown.add_error(&session.send(SAID.repeat(1000)).unwrap_err());
    let wrong = client.with_jwt(format!("{MADE}wrong")).web_messaging();
    shown.add_error(&wrong.list_messages().await.unwrap_err());
    let nowhere = Deployment::new(DEPLOYMENT_ID).signed_in(SignIn::new(format!("{MADE}wrong")));
    shown.add_error(&Session::open(client, nowhere).await.unwrap_err());
}

/// This program once more, as the service.
struct Service {
    child: Child,
    address: String,
    /// What it prints, kept open because a program that cannot print fails.
    _lines: Lines<BufReader<ChildStdout>>,
}

impl Service {
    async fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "the_service", "--nocapture"])
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        loop {
            let line = lines.next_line().await.unwrap().unwrap();
            if let Some((_, address)) = line.split_once(ADDRESS) {
                return Self { child, address: address.to_owned(), _lines: lines };
            }
        }
    }
}

#[tokio::test]
#[ignore = "serves until it is stopped; `a_whole_session_shows_no_secret` runs it"]
async fn the_service() {
    let sim = Simulator::builder().player(Player::Bot).start().await.unwrap();
    // The connection breaks amid the first thing that the bot says.
    sim.faults().on(Moment::Said, Fault::CutAt(9));
    println!("{ADDRESS}{}", sim.base_url());
    std::future::pending::<()>().await;
}
