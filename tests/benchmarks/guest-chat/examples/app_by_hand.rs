//! The same small app by hand: it starts a chat, says something and hears it.

use guest_chat_benchmarks::{Chat, CreateRequest, Failure, GuestInfo, RoutingTarget, What};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let base = std::env::args().nth(1).ok_or("the address of the service is missing")?;
    let request = CreateRequest {
        organization_id: "organization",
        deployment_id: "deployment",
        routing_target: RoutingTarget { target_type: "QUEUE", target_address: "Support" },
        member_info: GuestInfo { display_name: "Greta" },
    };
    let chat = Chat::start(&base, &request).await?;
    let mut events = chat.events().await?;
    chat.send("Hello").await?;
    while let Some(event) = events.next().await {
        if let What::Message(message) = event?.what {
            println!("{:?}", message.body);
            break;
        }
    }
    Ok(())
}
