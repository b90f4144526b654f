//! A small app with the SDK: it starts a chat, says something and hears it. Its size is what `cargo xtask bench` tells.

use purecloud_guest_chat_client::models::{
    CreateWebChatConversationRequest, GuestMemberInfo, WebChatRoutingTarget,
};
use purecloud_guest_chat_client::{Client, Conversation, Event};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let base = std::env::args().nth(1).ok_or("the address of the service is missing")?;
    let client = Client::builder().base_url(base).allow_insecure_loopback(true).build()?;
    let request = CreateWebChatConversationRequest::new(
        "deployment",
        GuestMemberInfo::new("Greta"),
        "organization",
        WebChatRoutingTarget::new("Support"),
    );
    let (chat, mut events) = Conversation::start(&client, request).await?;
    chat.send("Hello").await?;
    while let Some(event) = events.next().await {
        if let Event::Message(message) = event? {
            println!("{:?}", message.text());
            break;
        }
    }
    Ok(())
}
