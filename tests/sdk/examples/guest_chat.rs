//! A guest's chat from the first word to the last, with the SDK's public API and nothing else.
//!
//! ```text
//! cargo run -p sdk-tests --example guest_chat                                  # with a simulated service
//! cargo run -p sdk-tests --example guest_chat -- --base-url http://127.0.0.1:8080    # with a running one
//! ```
//!
//! The service it starts by itself also plays the agent. Where the service runs elsewhere, what an agent would have to
//! do is left out.

use std::error::Error;
use std::io::Write;
use std::time::Duration;

use guest_chat_simulator::{DEPLOYMENT_ID, Fault, ORGANIZATION_ID, Operation, QUEUE, Simulator};
use purecloud_guest_chat_client::api::WebChatApi;
use purecloud_guest_chat_client::models::{
    ConversationId, CreateWebChatConversationRequest, CreateWebChatMessageRequest, GuestMemberInfo,
    MediaRequestState, MemberId, RoutingTargetType, WebChatRoutingTarget,
};
use purecloud_guest_chat_client::{Client, ErrorCode, RetryConfig};

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

    let chat = Chat::start(&client, "Greta").await?;
    writeln!(out, "Greta has started a chat")?;
    // The create reply also has `event_stream_uri`, where the service tells what happens. The stream comes in a later
    // release of the SDK; until then, lists and look-ups show the same.

    greet(&chat, out).await?;
    if let Some(sim) = &sim {
        let ann =
            sim.conversation(chat.conversation.as_str()).ok_or("no such chat")?.agent_joins("Ann");
        ann.says("Hello Greta, how can I help?");
        ann.requests_media(&[guest_chat_simulator::MediaType::Cobrowse]);
        writeln!(out, "Ann has joined, said hello and asked to see the page")?;
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
    leave(&chat, out).await
}

/// One chat: the operations with its token, and the ids that all of them ask for.
struct Chat {
    api: WebChatApi,
    conversation: ConversationId,
    guest: MemberId,
}

impl Chat {
    async fn start(client: &Client, name: &str) -> Result<Self> {
        let request = CreateWebChatConversationRequest::new(
            DEPLOYMENT_ID,
            GuestMemberInfo::new(name).custom_fields([("order", "42")]),
            ORGANIZATION_ID,
            WebChatRoutingTarget::new(QUEUE, RoutingTargetType::Queue),
        );
        let created = client.web_chat().create_conversation(request).await?;

        // The token belongs to this chat, so it goes into a handle of its own. The handle shares the client's
        // connections; the client itself stays without a token and can start any number of chats.
        let jwt = created.jwt.ok_or("the reply has no jwt")?;
        let guest = created.member.and_then(|member| member.id);
        Ok(Self {
            api: client.with_jwt(jwt).web_chat(),
            // A reply may lack any field, whatever the definition promises. So all of them are options.
            conversation: created.id.ok_or("the reply has no id")?,
            guest: guest.ok_or("the reply has no member")?,
        })
    }
}

async fn greet(chat: &Chat, out: &mut impl Write) -> Result<()> {
    // A request is a value: awaiting it sends it.
    let members = chat.api.list_members(&chat.conversation).await?;
    for member in members.entities.unwrap_or_default() {
        let name = member.display_name.unwrap_or_default();
        let role = member.role.map(|role| role.to_string()).unwrap_or_default();
        writeln!(out, "member: {name} ({role})")?;
    }
    chat.api.send_typing(&chat.conversation, &chat.guest).await?;
    writeln!(out, "Greta is typing")?;

    // `send_with_response` also gives what came with the reply. The correlation id is what support asks for.
    let hello = CreateWebChatMessageRequest::new("Hello!");
    let sent =
        chat.api.send_message(&chat.conversation, &chat.guest, hello).send_with_response().await?;
    let (status, attempts) = (sent.status().as_u16(), sent.attempts());
    let id = sent.correlation_id().unwrap_or("none");
    writeln!(out, "sent: status {status}, correlation id {id}, attempts {attempts}")?;
    Ok(())
}

async fn list_messages(chat: &Chat, out: &mut impl Write) -> Result<()> {
    // Messages have no page numbers: a slice goes on after the last message of the one before.
    let mut slice = chat.api.list_messages(&chat.conversation).max_results(2).await?;
    loop {
        let messages = slice.entities.unwrap_or_default();
        for message in &messages {
            // An enum value that this release does not know keeps its text, so this prints it too.
            let kind = message.body_type.as_ref().map_or("", |kind| kind.as_str());
            writeln!(out, "message: {kind}, {}", message.body.as_deref().unwrap_or("no text"))?;
        }
        let last = messages.last().and_then(|message| message.id.as_ref());
        let (Some(_), Some(last)) = (slice.next, last) else {
            return Ok(());
        };
        slice = chat.api.list_messages(&chat.conversation).max_results(2).after(last).await?;
    }
}

async fn answer_media_requests(chat: &Chat, out: &mut impl Write) -> Result<()> {
    let wishes = chat.api.list_media_requests(&chat.conversation).await?;
    for wish in wishes.entities.unwrap_or_default() {
        let id = wish.id.ok_or("the media request has no id")?;
        let wish = chat.api.get_media_request(&chat.conversation, &id).await?;
        // Accepting is an update of the request itself.
        let yes = wish.state(MediaRequestState::Accepted);
        let accepted = chat.api.update_media_request(&chat.conversation, &id, yes).await?;
        let state = accepted.state.map(|state| state.to_string()).unwrap_or_default();
        // The key of the session is a secret, and prints as one.
        writeln!(out, "media request: {state}, key {:?}", accepted.security_key)?;
    }
    Ok(())
}

async fn make_a_mistake(chat: &Chat, out: &mut impl Write) -> Result<()> {
    match chat.api.get_message(&chat.conversation, "no-such-message").await {
        Ok(_) => Err("there is such a message".into()),
        // The codes of the service are an enum; the error prints without ids, texts or secrets, so it can be logged.
        Err(error) if error.code() == Some(ErrorCode::ChatErrorNotFound) => {
            writeln!(out, "not found, as expected: {error}")?;
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

async fn send_in_spite_of_a_limit(chat: &Chat, out: &mut impl Write) -> Result<()> {
    let text = CreateWebChatMessageRequest::new("Are you still there?");
    let call = chat.api.send_message(&chat.conversation, &chat.guest, text);
    // A limit for this call alone, pauses included. Every call also takes `retry` and `header`.
    let sent = call.timeout(Duration::from_secs(10)).send_with_response().await?;
    writeln!(out, "sent: status {}, attempts {}", sent.status().as_u16(), sent.attempts())?;
    Ok(())
}

async fn chat_twice(client: &Client, first: &Chat, out: &mut impl Write) -> Result<()> {
    let second = Chat::start(client, "Gus").await?;
    let text = CreateWebChatMessageRequest::new("Hello from Gus");
    second.api.send_message(&second.conversation, &second.guest, text).await?;
    writeln!(out, "Gus has a chat of his own")?;
    // Each handle presents its own token, which opens its own chat only.
    match second.api.list_members(&first.conversation).await {
        Err(error) if error.code() == Some(ErrorCode::NotAuthorized) => {
            writeln!(out, "Gus cannot look into Greta's chat")?;
        }
        Err(error) => return Err(error.into()),
        Ok(_) => return Err("the tokens are mixed up".into()),
    }
    second.api.leave(&second.conversation, &second.guest).await?;
    Ok(())
}

async fn leave(chat: &Chat, out: &mut impl Write) -> Result<()> {
    let left = chat.api.leave(&chat.conversation, &chat.guest).send_with_response().await?;
    writeln!(out, "Greta has left: status {}", left.status().as_u16())?;
    Ok(())
}
