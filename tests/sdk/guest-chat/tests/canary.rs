//! A whole chat with everything that can be seen of it: logs at the most talkative level, `Debug` and `Display` of all
//! values, errors and panics. Nothing of it holds a token or what a token says.
//!
//! The service is a process of its own, because its libraries would log too.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::error::Error as StdError;
use std::fmt::{Debug, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guest_chat_simulator::{BodyType, Certificate, ConversationHandle, Simulator, StreamFault};
use guest_chat_tests::{Capture, all_texts, create_request, seconds};
use purecloud_guest_chat_client::events::{EventOptions, ReconnectPolicy};
use purecloud_guest_chat_client::models::MediaRequestState;
use purecloud_guest_chat_client::{
    AttemptInfo, AttemptOutcome, AttemptRequest, Client, Conversation, Error, Event, EventStream,
    Interceptor, RetryConfig,
};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// What the agent says and the guest answers. It is personal, as a token is secret.
const SAID: &str = "canary-said";
/// Before a line of the address, and before those of the certificate of the authority.
const ADDRESS: &str = "ADDRESS ";

/// All that was printed.
#[derive(Clone, Default)]
struct Shown(Arc<Mutex<String>>);

impl Shown {
    fn add(&self, value: &dyn Debug) {
        write!(self.0.lock().unwrap(), "{value:?}\n{value:#?}\n").unwrap();
    }

    fn add_text(&self, text: &str) {
        self.0.lock().unwrap().push_str(text);
    }

    /// What is shown of an error, and of a program that did not expect it.
    fn add_error(&self, error: Error) {
        self.add_text(&all_texts(&error));
        let surprise = |result: Result<(), Error>| result.unwrap();
        let panic = catch_unwind(AssertUnwindSafe(|| surprise(Err(error)))).unwrap_err();
        self.add_text(panic.downcast_ref::<String>().unwrap());
    }
}

impl Interceptor for Shown {
    fn before(
        &self,
        attempt: &AttemptInfo,
        request: &mut AttemptRequest<'_>,
    ) -> Result<(), Box<dyn StdError + Send + Sync>> {
        self.add(&(attempt, &*request));
        // The header of the token is marked as what must not be shown.
        self.add(&request.headers());
        Ok(())
    }

    fn after(
        &self,
        attempt: &AttemptInfo,
        outcome: &AttemptOutcome<'_>,
    ) -> Result<(), Box<dyn StdError + Send + Sync>> {
        self.add(&(attempt, outcome));
        Ok(())
    }
}

#[tokio::test]
async fn rule_s01_a_whole_chat_shows_no_token() {
    let mut service = Service::start().await;
    Capture::start();
    let shown = Shown::default();
    let client = Client::builder()
        .base_url(service.address.as_str())
        .root_certificates(service.authority.as_str())
        .no_proxy()
        .retry(RetryConfig::standard(seconds(20)))
        .interceptor(shown.clone());
    shown.add(&client);
    let client = client.build().unwrap();
    let hasty = ReconnectPolicy::new().first_pause(Duration::from_millis(2));
    let start = Conversation::start(&client, create_request());
    let start = start.options(EventOptions::new().reconnect(hasty));
    shown.add(&start);
    let (chat, mut events) = start.await.unwrap();
    shown.add(&(&client, client.diagnostics(), &chat, &events, chat.parts(), chat.client()));
    shown.add_text(&chat.client().diagnostics().to_string());

    shown.add(&chat.send(SAID).send_with_response().await.unwrap());
    let breaks = listen(&shown, &mut events).await;
    assert!(breaks >= 2, "the connection broke and was opened again");
    let key = call_all(&shown, &chat).await;
    fail(&shown, &chat, &client).await;
    chat.leave().await.unwrap();
    while let Some(event) = events.next().await {
        shown.add(&event);
    }
    shown.add(&events);
    service.child.kill().await.unwrap();

    let token = chat.parts().jwt.expose();
    let mut secrets = vec![key, chat.parts().event_stream_uri.expose().to_owned()];
    secrets.extend(token.split('.').map(str::to_owned));
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims = String::from_utf8(claims).unwrap();
    assert!(claims.contains("urn:purecloud:webchat"));
    secrets.extend([claims, "urn:purecloud:webchat".to_owned(), "/chat/jwt".to_owned()]);
    let (log, shown) = (Capture::log(), shown.0.lock().unwrap());
    // The library of the system logs nothing.
    let tls = if cfg!(feature = "native-tls") { "reqwest" } else { "rustls" };
    for target in ["hyper", "reqwest", tls, "purecloud_guest_chat_client"] {
        assert!(log.contains(&format!(" of {target}")), "{target} logs nothing: {log}");
    }
    assert!(shown.contains("authorization") && shown.contains("[redacted]"), "{shown}");
    for (place, text) in [("logged", &*log), ("shown", &*shown)] {
        for secret in &secrets {
            let lines: Vec<&str> = text.lines().filter(|line| line.contains(secret)).collect();
            assert!(lines.is_empty(), "{secret} is {place}: {lines:?}");
        }
    }
    // Who is asked for what is not logged either, and what is said never.
    for personal in [SAID, chat.id().as_str(), chat.member_id().as_str()] {
        assert!(!log.contains(personal), "{personal} is logged: {log}");
    }
}

/// Listens until the agent has said what it has to say; how often the stream told of its connection.
async fn listen(shown: &Shown, events: &mut EventStream) -> usize {
    let (mut breaks, mut said) = (0, 0);
    while said < 3 {
        let event = events.next().await.unwrap().unwrap();
        shown.add(&(&event, &*events));
        match &event {
            Event::Connection(_) => breaks += 1,
            Event::Message(message) if message.text() == Some(SAID) => said += 1,
            _ => {}
        }
    }
    breaks
}

/// Makes a call of each operation; the key of the session that was accepted.
async fn call_all(shown: &Shown, chat: &Conversation) -> String {
    let (api, id, member) = (chat.web_chat(), chat.id(), chat.member_id());
    shown.add(&api.get_member(id, member).send_with_response().await.unwrap());
    shown.add(&chat.typing().await.unwrap());
    let mut members = chat.members().pages();
    shown.add(&members.next().await.unwrap().unwrap());
    shown.add(&members);
    let mut ids = Vec::new();
    let mut messages = chat.messages().items();
    while let Some(message) = messages.next().await {
        ids.push(message.unwrap().id.unwrap());
        shown.add(&messages);
    }
    let call = api.get_message(id, ids.first().unwrap());
    shown.add(&call);
    call.await.unwrap();
    let wishes = api.list_media_requests(id).await.unwrap();
    shown.add(&wishes);
    let wish = wishes.entities.unwrap().remove(0).id.unwrap();
    let answer = api.get_media_request(id, &wish).await.unwrap();
    let answer = answer.state(MediaRequestState::Accepted);
    let accepted = api.update_media_request(id, &wish, answer).await.unwrap();
    shown.add(&accepted);
    accepted.security_key.unwrap().expose().to_owned()
}

/// Makes calls that fail, some because of the token.
async fn fail(shown: &Shown, chat: &Conversation, client: &Client) {
    let token = chat.parts().jwt.expose();
    let broken = client.with_jwt(format!("{token}\n")).web_chat();
    let longer = client.with_jwt(format!("{token}x")).web_chat();
    let mine = chat.web_chat();
    shown.add_error(mine.get_message(chat.id(), "nowhere").await.unwrap_err());
    shown.add_error(longer.get_message(chat.id(), "nowhere").await.unwrap_err());
    shown.add_error(broken.get_message(chat.id(), "nowhere").await.unwrap_err());
    shown.add_error(mine.get_message(chat.id(), "..").await.unwrap_err());
    // A stream for which the token is not known, and one at another place.
    let stream = chat.parts().event_stream_uri.expose();
    for stream in [format!("{stream}x"), stream.replace("wss://", "wss://elsewhere.")] {
        let mut parts = chat.parts().clone();
        parts.event_stream_uri = stream.into();
        let never = EventOptions::new().reconnect(ReconnectPolicy::never());
        let other = Conversation::from_parts(client, parts);
        shown.add_error(other.events().options(never).await.unwrap_err());
    }
}

/// This program once more, as the service.
struct Service {
    child: Child,
    /// Where it is.
    address: String,
    /// Whom to trust for that.
    authority: String,
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
        let mut address = None;
        let mut authority = String::new();
        while !authority.contains("-----END") {
            let line = lines.next_line().await.unwrap().unwrap();
            match line.split_once(ADDRESS) {
                Some((_, found)) => address = Some(found.to_owned()),
                None if address.is_some() => writeln!(authority, "{line}").unwrap(),
                None => {}
            }
        }
        Self { child, address: address.unwrap(), authority, _lines: lines }
    }
}

#[tokio::test]
#[ignore = "serves until it is stopped; `rule_s01_a_whole_chat_shows_no_token` runs it"]
async fn the_service() {
    let sim = Simulator::builder().tls(Certificate::Right).start().await.unwrap();
    println!("{ADDRESS}{}\n{}", sim.base_url(), sim.authority_pem().unwrap());
    let mut changes = sim.changes();
    let greeted = |chat: &ConversationHandle| chat.members().len() > 1;
    let has_spoken = |chat: &ConversationHandle| {
        chat.messages().iter().any(|message| message.body_type == BodyType::Standard)
    };
    while changes.changed().await.is_ok() {
        for chat in sim.conversations() {
            if has_spoken(&chat) && !greeted(&chat) {
                // The connection breaks amid what the agent says first.
                sim.stream_faults().on_event(StreamFault::CutAt(9)).after(1);
                let ann = chat.agent_joins("Ann");
                ann.says(SAID);
                ann.requests_media(&[guest_chat_simulator::MediaType::Cobrowse]);
                ann.says(SAID);
            }
        }
    }
}
