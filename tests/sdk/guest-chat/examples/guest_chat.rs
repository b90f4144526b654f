//! A guest's chat from the first word to the last, with the SDK's public API and nothing else.
//!
//! ```text
//! cargo run -p guest-chat-tests --example guest_chat                                  # with a simulated service
//! cargo run -p guest-chat-tests --example guest_chat -- --base-url http://127.0.0.1:8080    # with a running one
//! ```
//!
//! The service it starts by itself also plays the agent. Where the service runs elsewhere, what an agent would have to
//! do is left out.

use std::error::Error;
use std::io::Write;
use std::time::Duration;

use guest_chat_simulator::{
    DEPLOYMENT_ID, Fault, ORGANIZATION_ID, Operation, QUEUE, Simulator, StreamFault,
};
use purecloud_guest_chat_client::models::{
    CreateWebChatConversationRequest, GuestMemberInfo, MediaRequestState, WebChatRoutingTarget,
};
use purecloud_guest_chat_client::{
    Client, Conversation, ErrorCode, Event, EventStream, RetryConfig,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => run(None, &mut std::io::stdout()).await,
        ["--base-url", url] => run(Some(*url), &mut std::io::stdout()).await,
        _ => Err("usage: guest_chat [--base-url URL]".into()),
    }
}

/// Plays the whole flow and tells about it.
pub async fn run(base_url: Option<&str>, out: &mut impl Write) -> Result<()> {
    let sim = if base_url.is_none() { Some(Simulator::start().await?) } else { None };
    let own_url = sim.as_ref().map(Simulator::base_url);

    // The real service needs one line: `Client::new(&Region::EuWest1)?`. The simulator speaks plain http on this
    // machine, which has to be allowed by name. By default nothing is retried; this is the rule of the Genesys SDKs,
    // for 30 seconds.
    let client = Client::builder()
        .base_url(base_url.or(own_url.as_deref()).unwrap_or_default())
        .allow_insecure_loopback(true)
        .user_agent_suffix("guest-chat-example/1.0")
        .retry(RetryConfig::genesys(Duration::from_secs(30)))
        .build()?;

    // This creates the chat and opens its event stream, without which nobody would be found for it. The token belongs
    // to this chat and goes into a handle of its own; the client can start any number of chats.
    let (chat, mut events) = Conversation::start(&client, request("Greta")).await?;
    writeln!(out, "Greta has started a chat")?;

    greet(&chat, out).await?;
    if let Some(sim) = &sim {
        let ann = sim.conversation(chat.id().as_str()).ok_or("no such chat")?.agent_joins("Ann");
        ann.types();
        ann.says("Hello Greta, how can I help?");
        listen(&chat, &mut events, "Hello Greta, how can I help?", out).await?;
        // Connections break, here amid the second event from now on; the stream opens another.
        sim.stream_faults().on_event(StreamFault::CutAt(100)).after(1);
        ann.requests_media(&[guest_chat_simulator::MediaType::Cobrowse]);
        ann.says("Are you there?");
        listen(&chat, &mut events, "Are you there?", out).await?;
    }
    list_messages(&chat, out).await?;
    answer_media_requests(&chat, out).await?;
    make_a_mistake(&chat, out).await?;
    if let Some(sim) = &sim {
        // The next message is refused once, as when a guest writes too much.
        sim.faults().on(Operation::SendMessage, Fault::too_many_requests(1));
    }
    send_in_spite_of_a_limit(&chat, out).await?;
    chat_twice(&client, &chat, out).await?;
    leave(&chat, events, out).await
}

fn request(name: &str) -> CreateWebChatConversationRequest {
    CreateWebChatConversationRequest::new(
        DEPLOYMENT_ID,
        GuestMemberInfo::new(name).custom_fields([("order", "42")]),
        ORGANIZATION_ID,
        WebChatRoutingTarget::new(QUEUE),
    )
}

async fn greet(chat: &Conversation, out: &mut impl Write) -> Result<()> {
    // A list is a stream: a call is made for each page, when it is needed.
    let mut members = chat.members().items();
    while let Some(member) = members.next().await {
        let member = member?;
        let name = member.display_name.unwrap_or_default();
        let role = member.role.map(|role| role.to_string()).unwrap_or_default();
        writeln!(out, "member: {name} ({role})")?;
    }
    chat.typing().await?;
    writeln!(out, "Greta is typing")?;

    // A request is a value: awaiting it sends it. `send_with_response` also gives what came with the reply; the
    // correlation id is what support asks for.
    let sent = chat.send("Hello!").send_with_response().await?;
    let (status, attempts) = (sent.status().as_u16(), sent.attempts());
    let id = sent.correlation_id().unwrap_or("none");
    writeln!(out, "sent: status {status}, correlation id {id}, attempts {attempts}")?;
    Ok(())
}

/// Tells what happens, up to a text.
async fn listen(
    chat: &Conversation,
    events: &mut EventStream,
    last: &str,
    out: &mut impl Write,
) -> Result<()> {
    while let Some(event) = events.next().await {
        let event = event?;
        let who = if event.sender() == Some(chat.member_id()) { "Greta" } else { "Ann" };
        match &event {
            Event::Message(message) => {
                // An enum value that this release does not know keeps its text, so this prints it too.
                let kind = message.message.body_type.as_ref().map_or("", |kind| kind.as_str());
                let text = message.text().unwrap_or("no text");
                // What was said while there was no connection is asked for, and marked.
                let how = if event.is_backfilled() { "told later" } else { "told at once" };
                writeln!(out, "{how}: {who}, {kind}, {text}")?;
                if text == last {
                    return Ok(());
                }
            }
            Event::Typing(_) if who == "Ann" => writeln!(out, "Ann is typing")?,
            Event::Connection(change) => {
                // `Interrupted`, `Reopened` and `CaughtUp`; what to show of it is up to the app.
                writeln!(
                    out,
                    "connection: {}",
                    format!("{change:?}").split(' ').next().unwrap_or("")
                )?;
            }
            // Heartbeats, who comes and goes, and what later versions of the service will tell.
            _ => {}
        }
    }
    Err("the chat is over".into())
}

async fn list_messages(chat: &Conversation, out: &mut impl Write) -> Result<()> {
    let mut messages = chat.messages().max_results(2).items();
    while let Some(message) = messages.next().await {
        let message = message?;
        let kind = message.body_type.as_ref().map_or("", |kind| kind.as_str());
        writeln!(out, "message: {kind}, {}", message.body.as_deref().unwrap_or("no text"))?;
    }
    Ok(())
}

async fn answer_media_requests(chat: &Conversation, out: &mut impl Write) -> Result<()> {
    // Every operation is there, with the token of this chat.
    let api = chat.web_chat();
    let wishes = api.list_media_requests(chat.id()).await?;
    for wish in wishes.entities.unwrap_or_default() {
        // A reply may lack any field, whatever the definition promises. So all of them are options.
        let id = wish.id.ok_or("the media request has no id")?;
        let wish = api.get_media_request(chat.id(), &id).await?;
        // Accepting is an update of the request itself.
        let yes = wish.state(MediaRequestState::Accepted);
        let accepted = api.update_media_request(chat.id(), &id, yes).await?;
        let state = accepted.state.map(|state| state.to_string()).unwrap_or_default();
        // The key of the session is a secret, and prints as one.
        writeln!(out, "media request: {state}, key {:?}", accepted.security_key)?;
    }
    Ok(())
}

async fn make_a_mistake(chat: &Conversation, out: &mut impl Write) -> Result<()> {
    match chat.web_chat().get_message(chat.id(), "no-such-message").await {
        Ok(_) => Err("there is such a message".into()),
        // The codes of the service are an enum; the error prints without ids, texts or secrets, so it can be logged.
        Err(error) if error.code() == Some(ErrorCode::ChatErrorNotFound) => {
            writeln!(out, "not found, as expected: {error}")?;
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

async fn send_in_spite_of_a_limit(chat: &Conversation, out: &mut impl Write) -> Result<()> {
    let call = chat.send("Are you still there?");
    // A limit for this call alone, pauses included. Every call also takes `retry` and `header`.
    let sent = call.timeout(Duration::from_secs(10)).send_with_response().await?;
    writeln!(out, "sent: status {}, attempts {}", sent.status().as_u16(), sent.attempts())?;
    Ok(())
}

async fn chat_twice(client: &Client, first: &Conversation, out: &mut impl Write) -> Result<()> {
    let (second, _events) = Conversation::start(client, request("Gus")).await?;
    second.send("Hello from Gus").await?;
    writeln!(out, "Gus has a chat of his own")?;
    // Each handle presents its own token, which opens its own chat only.
    match second.web_chat().list_members(first.id()).await {
        Err(error) if error.code() == Some(ErrorCode::NotAuthorized) => {
            writeln!(out, "Gus cannot look into Greta's chat")?;
        }
        Err(error) => return Err(error.into()),
        Ok(_) => return Err("the tokens are mixed up".into()),
    }
    second.leave().await?;
    Ok(())
}

async fn leave(chat: &Conversation, mut events: EventStream, out: &mut impl Write) -> Result<()> {
    let left = chat.leave().send_with_response().await?;
    writeln!(out, "Greta has left: status {}", left.status().as_u16())?;
    // The stream tells the rest, and ends.
    while let Some(event) = events.next().await {
        event?;
    }
    writeln!(out, "the chat is over")?;
    Ok(())
}
