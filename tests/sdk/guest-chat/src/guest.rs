//! A guest in a chat with the simulator, through the SDK's public API and over real sockets.

use guest_chat_simulator::{ConversationHandle, DEPLOYMENT_ID, ORGANIZATION_ID, QUEUE, Simulator};
use purecloud_guest_chat_client::api::WebChatApi;
use purecloud_guest_chat_client::models::{
    ConversationId, CreateWebChatConversationRequest, CreateWebChatMessageRequest, GuestMemberInfo,
    Jwt, MemberId, WebChatRoutingTarget,
};
use purecloud_guest_chat_client::{Client, ClientBuilder};

/// A guest who has started a chat.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The handle with the chat's token.
    pub client: Client,
    /// The chat, as the service knows it.
    pub chat: ConversationHandle,
    /// The chat's id.
    pub conversation: ConversationId,
    /// The guest's own id in it.
    pub member: MemberId,
    /// The chat's token.
    pub jwt: Jwt,
}

impl Guest {
    /// Starts a simulator, and a chat with it.
    pub async fn arrives() -> (Simulator, Self) {
        let sim = Simulator::start().await.unwrap();
        let guest = start_chat(&sim, &client(&sim)).await;
        sim.clear_exchanges();
        (sim, guest)
    }

    /// The operations, with the chat's token.
    pub fn web_chat(&self) -> WebChatApi {
        self.client.web_chat()
    }

    /// The path of something in this chat: `path("/members")`.
    pub fn path(&self, rest: &str) -> String {
        format!("/api/v2/webchat/guest/conversations/{}{rest}", self.conversation)
    }

    /// The `Authorization` header that the chat's requests carry.
    pub fn authorization(&self) -> String {
        format!("Bearer {}", self.jwt.expose())
    }
}

/// A client of this simulator, to be set up further.
pub fn builder(sim: &Simulator) -> ClientBuilder {
    Client::builder().base_url(sim.base_url()).allow_insecure_loopback(true)
}

/// A client of this simulator, without a token.
pub fn client(sim: &Simulator) -> Client {
    builder(sim).build().unwrap()
}

/// Starts a chat with this client.
pub async fn start_chat(sim: &Simulator, client: &Client) -> Guest {
    start_chat_with(sim, client, create_request()).await
}

/// Starts a chat with this client and this request.
pub async fn start_chat_with(
    sim: &Simulator,
    client: &Client,
    request: CreateWebChatConversationRequest,
) -> Guest {
    let created = client.web_chat().create_conversation(request).await.unwrap();
    let conversation = created.id.unwrap();
    let jwt = created.jwt.unwrap();
    Guest {
        client: client.with_jwt(&jwt),
        chat: sim.conversation(conversation.as_str()).unwrap(),
        member: created.member.unwrap().id.unwrap(),
        conversation,
        jwt,
    }
}

/// A request to start a chat, without anything optional.
pub fn create_request() -> CreateWebChatConversationRequest {
    CreateWebChatConversationRequest::new(
        DEPLOYMENT_ID,
        GuestMemberInfo::new("Greta"),
        ORGANIZATION_ID,
        WebChatRoutingTarget::new(QUEUE),
    )
}

/// A message to send.
pub fn message(text: &str) -> CreateWebChatMessageRequest {
    CreateWebChatMessageRequest::new(text)
}
