//! A chat widget: a guest says who they are, talks with whoever answers, and leaves.
//!
//! All that it knows of the service is the SDK. The same code talks to the real one: take
//! `Client::new(&Region::EuWest1)` for the client, and your own deployment for the request.

use std::time::Duration;

use purecloud_guest_chat_client::events::ConnectionEvent;
use purecloud_guest_chat_client::models::{
    CreateWebChatConversationRequest, GuestMemberInfo, MessageBodyType, WebChatMessage,
    WebChatRoutingTarget,
};
use purecloud_guest_chat_client::{
    Client, Conversation, Error, ErrorKind, Event, EventStream, RetryConfig,
};
use wasm_bindgen_futures::spawn_local;

use crate::dom;

/// Lets guests start chats with the service at this address.
pub fn run(service: &str) -> Result<(), Error> {
    let client = Client::builder()
        .base_url(service)
        .allow_insecure_loopback(true)
        .retry(RetryConfig::genesys(Duration::from_secs(30)))
        .build()?;
    dom::on("start", "submit", move || {
        spawn_local(report(chat(client.clone(), dom::value("name"))));
    });
    dom::set_text("status", "Who are you?");
    Ok(())
}

/// One chat from its beginning to its end.
async fn chat(client: Client, name: String) -> Result<(), Error> {
    dom::show("start", false);
    dom::show("chat", true);
    dom::set_text("status", "Connecting …");
    let (chat, events) = Conversation::start(&client, request(&name)).await?;
    dom::set_text("status", "Connected. Somebody will be with you soon.");
    listen_to_guest(&chat);
    dom::focus("text");
    let result = show_events(&chat, events).await;
    dom::show("say", false);
    dom::show("leave", false);
    dom::set_text("typing", "");
    dom::set_text("status", "The chat has ended.");
    result
}

/// Who the guest is, and whom it wants.
pub fn request(name: &str) -> CreateWebChatConversationRequest {
    CreateWebChatConversationRequest::new(
        dom::parameter("deployment").unwrap_or_default(),
        GuestMemberInfo::new(name),
        dom::parameter("organization").unwrap_or_default(),
        WebChatRoutingTarget::new(dom::parameter("queue").unwrap_or_default()),
    )
}

/// Sends what the guest says, tells that it types, and lets it leave.
fn listen_to_guest(chat: &Conversation) {
    let speaking = chat.clone();
    dom::on("say", "submit", move || {
        let text = dom::value("text");
        if !text.trim().is_empty() {
            dom::clear("text");
            let message = speaking.send(text);
            spawn_local(report(async { message.await.map(drop) }));
        }
    });
    let typing = chat.clone();
    dom::on("text", "input", move || {
        let typing = typing.clone();
        // That it could not be told is no loss.
        spawn_local(async move { drop(typing.typing().await) });
    });
    let leaving = chat.clone();
    dom::on("leave", "click", move || {
        let leave = leaving.leave();
        spawn_local(report(async { leave.await.map(drop) }));
    });
}

/// Shows what happens until the chat is over.
async fn show_events(chat: &Conversation, mut events: EventStream) -> Result<(), Error> {
    while let Some(event) = events.next().await {
        let event = match event {
            Ok(event) => event,
            // One event that made no sense; others follow.
            Err(error) if error.kind() == ErrorKind::Decode => continue,
            Err(error) => return Err(error),
        };
        let is_own = event.sender() == Some(chat.member_id());
        match &event {
            Event::Message(message) => show_message(&message.message, is_own),
            Event::Typing(_) if !is_own => dom::set_text("typing", "…"),
            Event::Connection(ConnectionEvent::Interrupted { .. }) => {
                dom::set_text("status", "The connection was lost. Connecting …");
            }
            Event::Connection(ConnectionEvent::Reopened { .. }) => {
                dom::set_text("status", "Connected again.");
            }
            _ => {}
        }
    }
    Ok(())
}

/// Joins and leaves are messages too, and need not be shown.
fn show_message(message: &WebChatMessage, is_own: bool) {
    if !is_own {
        dom::set_text("typing", "");
    }
    let is_said = message.body_type == Some(MessageBodyType::Standard);
    if let Some(text) = message.body.as_deref().filter(|_| is_said) {
        dom::add_paragraph("messages", if is_own { "own" } else { "other" }, text);
    }
}

/// Shows what failed.
async fn report(work: impl Future<Output = Result<(), Error>>) {
    if let Err(error) = work.await {
        dom::set_text("status", &format!("That did not work: {error}"));
    }
}
