//! Holds a dialogue with a bot, step by step, and keeps what was said, with its times.

use std::time::Duration;

use purecloud_web_messaging_client::models::{
    ContentQuickReply, EventPresenceType, OriginatingEntity,
};
use purecloud_web_messaging_client::session::{
    ConnectionEvent, Event, Said, SessionEvent, SessionEvents,
};
use purecloud_web_messaging_client::{Client, Deployment, Session};
use tokio::time::Instant;

use super::dialogue::{Dialogue, Expected, Step, Upload, usual};

/// What came of a dialogue.
#[derive(Debug)]
pub struct Outcome {
    pub name: String,
    pub transcript: Vec<Line>,
    /// Why it went wrong, if it did.
    pub failure: Option<String>,
}

/// Something that was said or done.
#[derive(Debug)]
pub struct Line {
    /// Counted from the beginning.
    pub at: Duration,
    pub who: &'static str,
    pub what: String,
}

/// Something that is waited for.
enum Heard {
    Message(Said),
    /// The other end has left.
    End,
}

struct Play {
    session: Session,
    events: SessionEvents,
    began: Instant,
    transcript: Vec<Line>,
    /// The last message that was waited for.
    last: Option<Said>,
}

/// Holds a dialogue, as a guest whom nobody has seen before.
pub async fn play(client: &Client, deployment: Deployment, dialogue: Dialogue) -> Outcome {
    let Dialogue { name, steps } = dialogue;
    let (session, events) = match Session::open(client, deployment).await {
        Ok(opened) => opened,
        Err(error) => {
            let failure = Some(format!("the session does not open: {error}"));
            return Outcome { name, transcript: Vec::new(), failure };
        }
    };
    let mut play =
        Play { session, events, began: Instant::now(), transcript: Vec::new(), last: None };
    let mut failure = None;
    for (place, step) in steps.iter().enumerate() {
        if let Err(reason) = play.step(step).await {
            failure = Some(format!("step {}: {reason}", place + 1));
            break;
        }
    }
    play.events.close().await;
    Outcome { name, transcript: play.transcript, failure }
}

impl Play {
    async fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Join => {
                self.note("guest", "joins");
                self.session.join().map_err(|error| error.to_string())?;
            }
            Step::Say(text) => {
                self.note("guest", text);
                self.session.send(text).map_err(|error| error.to_string())?;
            }
            Step::Expect(expected) => self.expect(expected).await?,
            Step::QuickReplies(texts) => self.check_replies(texts)?,
            Step::Choose(text) => {
                let reply = self.reply(text)?;
                self.note("guest", &format!("chooses {text}"));
                self.session.choose(&reply).map_err(|error| error.to_string())?;
            }
            Step::Upload(file) => self.upload(file).await?,
            Step::HandOver => self.hand_over().await?,
            Step::End => self.end().await?,
        }
        Ok(())
    }

    /// Waits for a message that fits. Whatever else the bot says until then is let pass.
    async fn expect(&mut self, expected: &Expected) -> Result<(), String> {
        let until = Instant::now() + expected.within;
        let mut others = Vec::new();
        loop {
            match self.next(until).await? {
                Some(Heard::Message(said)) => {
                    let text = said.text.clone().unwrap_or_default();
                    if expected.fits(&text) {
                        self.last = Some(said);
                        return Ok(());
                    }
                    others.push(format!("`{text}`"));
                }
                Some(Heard::End) => {
                    return Err(format!(
                        "expected {}, but the other end has left",
                        expected.describe()
                    ));
                }
                None => {
                    let instead =
                        if others.is_empty() { "nothing".to_owned() } else { others.join(", ") };
                    let within = expected.within.as_secs();
                    let wanted = expected.describe();
                    return Err(format!(
                        "expected {wanted} within {within} s, but the bot said {instead}"
                    ));
                }
            }
        }
    }

    async fn hand_over(&mut self) -> Result<(), String> {
        let until = Instant::now() + Duration::from_secs(usual());
        loop {
            match self.next(until).await? {
                Some(Heard::Message(said)) => {
                    let is_human = said.originating_entity == Some(OriginatingEntity::Human);
                    self.last = Some(said);
                    if is_human {
                        return Ok(());
                    }
                }
                Some(Heard::End) => {
                    return Err("expected a person, but the other end has left".to_owned());
                }
                None => return Err("expected a person, but only the bot is there".to_owned()),
            }
        }
    }

    async fn end(&mut self) -> Result<(), String> {
        let until = Instant::now() + Duration::from_secs(usual());
        loop {
            match self.next(until).await? {
                Some(Heard::End) => return Ok(()),
                Some(Heard::Message(said)) => self.last = Some(said),
                None => {
                    return Err("expected the other end to leave, but it is still there".to_owned());
                }
            }
        }
    }

    async fn upload(&mut self, file: &Upload) -> Result<(), String> {
        let upload = self.session.upload(&file.name, &file.media_type, file.text.clone());
        // The events are polled meanwhile, because the address comes over the socket.
        let uploaded = self.events.drive_while(upload).await.map_err(|error| error.to_string())?;
        self.note("guest", &format!("sends {}", file.name));
        self.session.send_file(uploaded.id, None).map_err(|error| error.to_string())?;
        Ok(())
    }

    /// The answers that were suggested with the last message.
    fn replies(&self) -> impl Iterator<Item = &ContentQuickReply> {
        let content = self.last.iter().flat_map(|said| said.content.iter().flatten());
        content.filter_map(|content| content.quick_reply.as_ref())
    }

    fn check_replies(&self, texts: &[String]) -> Result<(), String> {
        let mut expected: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut suggested: Vec<&str> =
            self.replies().filter_map(|reply| reply.text.as_deref()).collect();
        expected.sort_unstable();
        suggested.sort_unstable();
        if expected == suggested {
            return Ok(());
        }
        Err(format!("expected the quick replies {expected:?}, but the bot suggests {suggested:?}"))
    }

    fn reply(&self, text: &str) -> Result<ContentQuickReply, String> {
        let found = self.replies().find(|reply| reply.text.as_deref() == Some(text));
        found.cloned().ok_or_else(|| {
            let suggested: Vec<&str> =
                self.replies().filter_map(|reply| reply.text.as_deref()).collect();
            format!("`{text}` cannot be chosen, because the bot suggests {suggested:?}")
        })
    }

    /// What the other end does next; `None` when the time is up.
    async fn next(&mut self, until: Instant) -> Result<Option<Heard>, String> {
        loop {
            let Ok(event) = tokio::time::timeout_at(until, self.events.next()).await else {
                return Ok(None);
            };
            let event = match event {
                Some(Err(error)) => {
                    // A frame that cannot be read costs no more than itself; an end for good follows.
                    self.note("service", &error.to_string());
                    continue;
                }
                Some(Ok(event)) => Some(event),
                None => None,
            };
            match event {
                Some(Event::Message(said)) => {
                    let is_human = said.originating_entity == Some(OriginatingEntity::Human);
                    let text = said.text.clone().unwrap_or_default();
                    self.note(if is_human { "person" } else { "bot" }, &text);
                    return Ok(Some(Heard::Message(said)));
                }
                Some(
                    Event::Session(SessionEvent::Disconnected | SessionEvent::ReadOnly)
                    | Event::Presence(EventPresenceType::Disconnect),
                ) => {
                    self.note("service", "the other end has left");
                    return Ok(Some(Heard::End));
                }
                Some(Event::Refused(refusal)) => {
                    let code = refusal.code.unwrap_or_default();
                    return Err(format!("the service refuses what was sent: code {code}"));
                }
                Some(Event::Unsettled(_)) => {
                    return Err("nobody knows whether what was sent has arrived".to_owned());
                }
                Some(Event::Connection(ConnectionEvent::Ended(_))) | None => {
                    return Err("the session has ended".to_owned());
                }
                Some(_) => {}
            }
        }
    }

    fn note(&mut self, who: &'static str, what: &str) {
        let at = self.began.elapsed();
        self.transcript.push(Line { at, who, what: what.to_owned() });
    }
}
