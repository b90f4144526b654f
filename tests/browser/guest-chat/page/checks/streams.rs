//! The event stream, and what goes wrong with it. An agent repeats what the guest says.

use http::StatusCode;
use purecloud_guest_chat_client::events::{
    ConnectionEvent, EventOptions, Interruption, ReconnectPolicy,
};
use purecloud_guest_chat_client::models::MessageBodyType;
use purecloud_guest_chat_client::{Conversation, ErrorKind, Event, EventStream};

use super::{Result, client, failed, patient, request, said, same};

/// What the agent says first.
const WELCOME: &str = "Hello! I repeat what you say.";

/// A chat from its beginning until the guest has left.
pub(super) async fn whole_chat(service: &str) -> Result {
    let (chat, mut events) = said(Conversation::start(&client(service)?, request()).await)?;
    read_until(&mut events, WELCOME).await?;
    said(chat.typing().await)?;
    said(chat.send("Grüße ✓").await)?;
    let (own, _) = read_until(&mut events, "Grüße ✓").await?;
    same("sender of the first", own.sender(), Some(chat.member_id()))?;
    let (echo, _) = read_until(&mut events, "Grüße ✓").await?;
    same("the second is the guest's", echo.sender() == Some(chat.member_id()), false)?;
    same("was asked for afterwards", echo.is_backfilled(), false)?;
    said(chat.leave().await)?;
    read_to_end(&mut events).await
}

/// A connection that breaks amid an event is opened again, and each message comes once and in its place.
pub(super) async fn reconnect(service: &str) -> Result {
    let (chat, mut events) = said(Conversation::start(&patient(service)?, request()).await)?;
    let interruptions = talk(&chat, &mut events, &["one", "cut", "three"]).await?;
    same("interruptions", interruptions, vec![Interruption::Lost])?;
    said(chat.leave().await)?;
    read_to_end(&mut events).await
}

/// A message that is too large ends the connection, and what it told is asked for.
pub(super) async fn oversized(service: &str) -> Result {
    let options = EventOptions::new().largest_message(20_000);
    let start = Conversation::start(&patient(service)?, request()).options(options);
    let (chat, mut events) = said(start.await)?;
    let interruptions = talk(&chat, &mut events, &["one", "flood", "three"]).await?;
    same("interruptions", interruptions, vec![Interruption::Unreadable])
}

/// What waits for a reader who does not come has a limit, beyond which the connection is given up, and what it told is
/// asked for.
pub(super) async fn unread(service: &str) -> Result {
    let (chat, mut events) = said(Conversation::start(&patient(service)?, request()).await)?;
    said(chat.send("pile").await)?;
    // The agent answers `open` or `closed`, as the service sees the stream.
    loop {
        said(chat.send("and the stream?").await)?;
        if texts(&chat).await?.iter().any(|text| text == "closed") {
            break;
        }
    }
    let listed = texts(&chat).await?;
    let (mut heard, mut interruptions) = (Vec::new(), Vec::new());
    while heard.len() < listed.len() {
        match events.next().await.transpose().map_err(|error| error.to_string())? {
            Some(Event::Connection(ConnectionEvent::Interrupted { reason, .. })) => {
                interruptions.push(reason);
            }
            Some(Event::Message(message)) => heard.extend(message.message.body),
            Some(_) => {}
            None => return Err(format!("the stream ended after {heard:?}")),
        }
    }
    same("interruptions", interruptions, vec![Interruption::Lost])?;
    same("texts", heard, listed)
}

/// All that was said in a chat.
async fn texts(chat: &Conversation) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    let mut messages = chat.messages().items();
    while let Some(message) = messages.next().await {
        texts.extend(said(message)?.body);
    }
    Ok(texts)
}

/// Says each of the texts, and waits until the agent has repeated it.
async fn talk(
    chat: &Conversation,
    events: &mut EventStream,
    texts: &[&str],
) -> Result<Vec<Interruption>> {
    let (_, mut interruptions) = read_until(events, WELCOME).await?;
    for text in texts {
        said(chat.send(*text).await)?;
        for expects_own in [true, false] {
            let (event, found) = read_until(events, text).await?;
            same("is the guest's", event.sender() == Some(chat.member_id()), expects_own)?;
            interruptions.extend(found);
        }
    }
    Ok(interruptions)
}

/// A browser does not show why a stream was refused, so it is tried again, unless that is not wanted.
pub(super) async fn refused(service: &str) -> Result {
    let client = client(service)?;
    let never = EventOptions::new().reconnect(ReconnectPolicy::never());
    let start = Conversation::start(&client, request()).options(never);
    let error = failed(start.await, ErrorKind::Connect)?;
    if format!("{error} {error:?}").contains("jwt") {
        return Err(format!("the error shows the address: {error:?}"));
    }
    let (_, mut events) = said(Conversation::start(&client, request()).await)?;
    read_until(&mut events, WELCOME).await.map(drop)
}

/// What is said while the answer to the first handshake is lost is asked for: a browser does not show whether the service
/// has granted it.
pub(super) async fn unanswered(service: &str) -> Result {
    let (_, mut events) = said(Conversation::start(&client(service)?, request()).await)?;
    let first = events.next().await.transpose().map_err(|error| error.to_string())?;
    if !matches!(first, Some(Event::Connection(ConnectionEvent::Reopened { attempts: 2, .. }))) {
        return Err(format!("found {first:?} first"));
    }
    let (welcome, _) = read_until(&mut events, WELCOME).await?;
    same("was asked for afterwards", welcome.is_backfilled(), true)
}

/// When the chat is over the stream ends in good order, although nobody says why it cannot be opened again. `farewell`
/// is what the guest says last.
pub(super) async fn ends(service: &str, farewell: &str) -> Result {
    let (chat, mut events) = said(Conversation::start(&client(service)?, request()).await)?;
    read_until(&mut events, WELCOME).await?;
    said(chat.send(farewell).await)?;
    read_to_end(&mut events).await
}

/// When the token has expired the stream ends with the answer of the API.
pub(super) async fn expired(service: &str) -> Result {
    let (chat, mut events) = said(Conversation::start(&client(service)?, request()).await)?;
    read_until(&mut events, WELCOME).await?;
    said(chat.send("expire").await)?;
    let error = failed(read_to_end_of(&mut events).await, ErrorKind::Api)?;
    same("status", error.status(), Some(StatusCode::UNAUTHORIZED))
}

/// A stream that is closed says goodbye, and one that is dropped is closed too: the driver sees how.
pub(super) async fn closing(service: &str) -> Result {
    let client = client(service)?;
    let (_, events) = said(Conversation::start(&client, request()).await)?;
    events.close().await;
    let (_, events) = said(Conversation::start(&client, request()).await)?;
    drop(events);
    Ok(())
}

/// The next message with this text, and the interruptions before it.
async fn read_until(events: &mut EventStream, text: &str) -> Result<(Event, Vec<Interruption>)> {
    let mut interruptions = Vec::new();
    while let Some(event) = events.next().await {
        match said(event)? {
            Event::Connection(ConnectionEvent::Interrupted { reason, .. }) => {
                interruptions.push(reason);
            }
            Event::Message(message) if message.text() == Some(text) => {
                return Ok((Event::Message(message), interruptions));
            }
            // Nobody says anything else: what comes here comes twice, or in the wrong place.
            Event::Message(message)
                if message.message.body_type == Some(MessageBodyType::Standard) =>
            {
                return Err(format!("found {:?} instead of `{text}`", message.text()));
            }
            _ => {}
        }
    }
    Err(format!("the stream ended before `{text}`"))
}

async fn read_to_end(events: &mut EventStream) -> Result {
    said(read_to_end_of(events).await)
}

async fn read_to_end_of(
    events: &mut EventStream,
) -> std::result::Result<(), purecloud_guest_chat_client::Error> {
    while let Some(event) = events.next().await {
        event?;
    }
    Ok(())
}
