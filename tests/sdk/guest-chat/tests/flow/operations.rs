//! Each of the eleven operations: the request that arrives and the reply that comes back.

use guest_chat_simulator::{
    DEPLOYMENT_ID, MediaType as SimulatedMedia, ORGANIZATION_ID, Operation, QUEUE, Simulator,
};
use guest_chat_tests::{Guest, client, create_request, message};
use purecloud_guest_chat_client::models::{
    JourneyAction, JourneyActionMap, JourneyContext, JourneyCustomer, JourneyCustomerSession,
    MediaRequestState, MediaType, MemberRole, MemberState, MessageBodyType,
    WebChatGuestMediaRequest, WebChatRoutingTarget,
};
use serde_json::json;

use crate::arrived::{arrived, chosen_headers};

const USER_AGENT: &str =
    concat!("purecloud-guest-chat-client/", env!("CARGO_PKG_VERSION_MAJOR"), ".");

#[tokio::test]
async fn create_conversation_with_the_least() {
    let sim = Simulator::start().await.unwrap();
    let client = client(&sim);
    let created = client.web_chat().create_conversation(create_request()).await.unwrap();

    let request = arrived(&sim);
    assert_eq!(request.operation, Some(Operation::CreateConversation));
    assert_eq!(request.path_and_query(), "/api/v2/webchat/guest/conversations");
    let expected = json!({
        "deploymentId": DEPLOYMENT_ID,
        "memberInfo": { "displayName": "Greta" },
        "organizationId": ORGANIZATION_ID,
        "routingTarget": { "targetAddress": QUEUE, "targetType": "QUEUE" },
    });
    assert_eq!(request.request_json(), Some(expected));
    let headers = chosen_headers(&request);
    assert_eq!(
        headers[..2],
        [("accept", "application/json"), ("content-type", "application/json")]
    );
    assert!(headers[2].0 == "user-agent" && headers[2].1.starts_with(USER_AGENT), "{headers:?}");
    assert_eq!(headers.len(), 3);

    // The first reply of the flow names the guest by nothing but its id, though the definition requires a role.
    let chat = &sim.conversations()[0];
    let guest = created.member.unwrap();
    assert_eq!(created.id, Some(chat.id().into()));
    assert_eq!((guest.id, guest.role), (Some(chat.guest_id().into()), None));
    assert_eq!(created.jwt.unwrap().expose(), chat.jwt());
    let stream = created.event_stream_uri.unwrap();
    assert!(stream.expose().starts_with("ws://") && stream.expose().ends_with(&chat.jwt()));
}

#[tokio::test]
async fn create_conversation_with_everything() {
    let sim = Simulator::builder().require_member_auth("a-signed-token").start().await.unwrap();
    let target = WebChatRoutingTarget::new(QUEUE)
        .language("Deutsch")
        .priority(0)
        .skills(["billing", "Größe"]);
    let map = JourneyActionMap::new("map", 0);
    let journey = JourneyContext::new(JourneyCustomer::new("customer", "cookie"))
        .customer_session(JourneyCustomerSession::new("session", "web"))
        .triggering_action(JourneyAction::new(map, "action"));
    let mut request = create_request()
        .member_auth_token("a-signed-token")
        .routing_target(target)
        .journey_context(journey);
    request.member_info = request
        .member_info
        .first_name("Greta")
        .last_name("Guest")
        .email("greta@example.org")
        .phone_number("+49 30 123456")
        .avatar_image_url("https://example.org/greta.png")
        .custom_fields([("order", "42"), ("empty", "")]);
    let created = client(&sim).web_chat().create_conversation(request).await.unwrap();

    let expected = json!({
        "deploymentId": DEPLOYMENT_ID,
        "journeyContext": {
            "customer": { "id": "customer", "idType": "cookie" },
            "customerSession": { "id": "session", "type": "web" },
            "triggeringAction": { "actionMap": { "id": "map", "version": 0 }, "id": "action" },
        },
        "memberAuthToken": "a-signed-token",
        "memberInfo": {
            "avatarImageUrl": "https://example.org/greta.png",
            "customFields": { "order": "42", "empty": "" },
            "displayName": "Greta",
            "email": "greta@example.org",
            "firstName": "Greta",
            "lastName": "Guest",
            "phoneNumber": "+49 30 123456",
        },
        "organizationId": ORGANIZATION_ID,
        "routingTarget": {
            "language": "Deutsch",
            "priority": 0,
            "skills": ["billing", "Größe"],
            "targetAddress": QUEUE,
            "targetType": "QUEUE",
        },
    });
    assert_eq!(arrived(&sim).request_json(), Some(expected));
    let guest = sim.conversation(created.id.unwrap().as_str()).unwrap().members().remove(0);
    assert!(guest.authenticated);
    assert_eq!(guest.profile["customFields"], json!({ "order": "42", "empty": "" }));
}

#[tokio::test]
async fn get_member() {
    let (sim, guest) = Guest::arrives().await;
    let member = guest.web_chat().get_member(&guest.conversation, &guest.member).await.unwrap();

    let request = arrived(&sim);
    let path = guest.path(&format!("/members/{}", guest.member));
    assert_eq!((request.method.as_str(), request.path_and_query()), ("GET", path));
    assert!(request.request_body.is_empty());
    let headers = chosen_headers(&request);
    assert_eq!(headers[0], ("accept", "application/json"));
    assert_eq!(headers[1], ("authorization", guest.authorization().as_str()));
    assert!(headers.len() == 3 && headers[2].0 == "user-agent", "{headers:?}");

    assert_eq!(member.id, Some(guest.member));
    assert_eq!(member.display_name.as_deref(), Some("Greta"));
    assert_eq!(
        (member.role, member.state),
        (Some(MemberRole::Customer), Some(MemberState::Connected))
    );
    assert_eq!(member.authenticated_guest, Some(false));
    assert!(member.join_date.unwrap().unix_millis().is_some());
    assert_eq!((member.leave_date, member.custom_fields), (None, None));
}

#[tokio::test]
async fn list_members() {
    let (sim, guest) = Guest::arrives().await;
    guest.chat.agent_joins("Ann");
    guest.chat.agent_is_alerted("Bob");
    let list = guest.web_chat().list_members(&guest.conversation).await.unwrap();

    let request = arrived(&sim);
    assert_eq!(request.operation, Some(Operation::ListMembers));
    assert_eq!(request.path_and_query(), guest.path("/members"));

    let members = list.entities.unwrap();
    let roles: Vec<_> = members.iter().map(|member| member.role.clone().unwrap()).collect();
    assert_eq!(roles, [MemberRole::Customer, MemberRole::Agent, MemberRole::Agent]);
    assert_eq!(members[2].state, Some(MemberState::Alerting));
    assert_eq!((list.page_size, list.page_number, list.page_count), (Some(25), Some(1), Some(1)));
    assert_eq!((list.total, list.next_uri, list.previous_uri), (Some(3), None, None));
    assert!(list.self_uri.unwrap().contains("pageNumber=1"));
}

#[tokio::test]
async fn send_typing() {
    let (sim, guest) = Guest::arrives().await;
    let typing = guest.web_chat().send_typing(&guest.conversation, &guest.member).await.unwrap();

    let request = arrived(&sim);
    let path = guest.path(&format!("/members/{}/typing", guest.member));
    assert_eq!((request.method.as_str(), request.path_and_query()), ("POST", path));
    // No body; but its length is stated, because some servers insist.
    assert!(request.request_body.is_empty());
    assert_eq!(request.request_header("content-length"), Some("0"));
    assert_eq!(request.request_header("content-type"), None);

    assert_eq!(typing.conversation.unwrap().id, Some(guest.conversation));
    assert_eq!(typing.sender.unwrap().id, Some(guest.member));
    assert!(typing.id.is_some() && typing.timestamp.is_some());
}

#[tokio::test]
async fn send_message() {
    let (sim, guest) = Guest::arrives().await;
    let text = "Grüße \u{1f44b}\nzweite \"Zeile\" \u{0} <b>";
    let notice = message(text).body_type(MessageBodyType::Notice);
    let sent =
        guest.web_chat().send_message(&guest.conversation, &guest.member, notice).await.unwrap();

    let request = arrived(&sim);
    let path = guest.path(&format!("/members/{}/messages", guest.member));
    assert_eq!((request.method.as_str(), request.path_and_query()), ("POST", path));
    assert_eq!(request.request_json(), Some(json!({ "body": text, "bodyType": "notice" })));
    assert_eq!(request.request_header("content-type"), Some("application/json"));
    let length = request.request_body.len().to_string();
    assert_eq!(request.request_header("content-length"), Some(length.as_str()));

    assert_eq!(sent.body.as_deref(), Some(text));
    assert_eq!(sent.body_type, Some(MessageBodyType::Notice));
    let sender = sent.sender.unwrap();
    assert_eq!((sender.id, sender.role), (Some(guest.member), None));
    assert_eq!(sent.id, Some(guest.chat.messages()[0].id.as_str().into()));
    assert_eq!(guest.chat.messages()[0].body.as_deref(), Some(text));
}

#[tokio::test]
async fn an_ordinary_message_leaves_its_type_to_the_service() {
    let (sim, guest) = Guest::arrives().await;
    let chat = guest.web_chat();
    let sent = chat.send_message(&guest.conversation, &guest.member, message("hi")).await.unwrap();
    assert_eq!(arrived(&sim).request_json(), Some(json!({ "body": "hi" })));
    assert_eq!(sent.body_type, Some(MessageBodyType::Standard));
}

#[tokio::test]
async fn get_message() {
    let (sim, guest) = Guest::arrives().await;
    let ann = guest.chat.agent_joins("Ann");
    let id = ann.says("Hello");
    let said = guest.web_chat().get_message(&guest.conversation, id.as_str()).await.unwrap();

    let request = arrived(&sim);
    assert_eq!(request.operation, Some(Operation::GetMessage));
    assert_eq!(request.path_and_query(), guest.path(&format!("/messages/{id}")));
    assert_eq!(said.body.as_deref(), Some("Hello"));
    assert_eq!(said.sender.unwrap().id, Some(ann.id().into()));
    assert!(said.self_uri.unwrap().ends_with(&id));
}

#[tokio::test]
async fn list_messages() {
    let (sim, guest) = Guest::arrives().await;
    let ann = guest.chat.agent_joins("Ann");
    ann.says("Hello");
    ann.leaves();
    let list = guest.web_chat().list_messages(&guest.conversation).await.unwrap();

    let request = arrived(&sim);
    assert_eq!(request.operation, Some(Operation::ListMessages));
    assert_eq!(request.path_and_query(), guest.path("/messages"));
    let kinds: Vec<_> =
        list.entities.iter().flatten().map(|message| message.body_type.clone().unwrap()).collect();
    let expected =
        [MessageBodyType::MemberJoin, MessageBodyType::Standard, MessageBodyType::MemberLeave];
    assert_eq!(kinds, expected);
    // Joins and leaves have no text, though the definition requires one.
    assert_eq!(list.entities.unwrap()[0].body, None);
    assert_eq!((list.page_size, list.next, list.previous_page), (Some(100), None, None));
}

#[tokio::test]
async fn media_requests_from_wish_to_session() {
    let (sim, guest) = Guest::arrives().await;
    let (chat, conversation) = (guest.web_chat(), &guest.conversation);
    let ann = guest.chat.agent_joins("Ann");
    let wished = ann.requests_media(&[SimulatedMedia::Cobrowse, SimulatedMedia::Screenshare]);

    let list = chat.list_media_requests(conversation).await.unwrap();
    let request = arrived(&sim);
    assert_eq!(request.operation, Some(Operation::ListMediaRequests));
    assert_eq!(request.path_and_query(), guest.path("/mediarequests"));
    assert_eq!(list.entities.as_ref().unwrap().len(), 1);

    let found = chat.get_media_request(conversation, wished.as_str()).await.unwrap();
    let request = arrived(&sim);
    assert_eq!(request.operation, Some(Operation::GetMediaRequest));
    assert_eq!(request.path_and_query(), guest.path(&format!("/mediarequests/{wished}")));
    assert_eq!(found, list.entities.unwrap()[0]);
    assert_eq!(found.state, Some(MediaRequestState::Pending));
    assert_eq!(found.types, Some(vec![MediaType::Cobrowse, MediaType::Screenshare]));
    assert_eq!((found.communication_id, found.security_key), (None, None));

    let answer = WebChatGuestMediaRequest::new(MediaRequestState::Accepted, [MediaType::Cobrowse]);
    let accepted = chat.update_media_request(conversation, wished.as_str(), answer).await.unwrap();
    let request = arrived(&sim);
    assert_eq!(
        (request.method.as_str(), request.operation),
        ("PATCH", Some(Operation::UpdateMediaRequest))
    );
    let body = json!({ "state": "ACCEPTED", "types": ["COBROWSE"] });
    assert_eq!(request.request_json(), Some(body));
    assert_eq!(accepted.state, Some(MediaRequestState::Accepted));
    let key = guest.chat.media_requests().remove(0).security_key.unwrap();
    assert_eq!(accepted.security_key.unwrap().expose(), key);
    assert!(accepted.communication_id.is_some());
}

#[tokio::test]
async fn leave() {
    let (sim, guest) = Guest::arrives().await;
    let chat = guest.web_chat();
    let response =
        chat.leave(&guest.conversation, &guest.member).send_with_response().await.unwrap();

    let request = arrived(&sim);
    let path = guest.path(&format!("/members/{}", guest.member));
    assert_eq!((request.method.as_str(), request.path_and_query()), ("DELETE", path));
    assert!(request.request_body.is_empty());
    assert_eq!(response.status(), 204);
    assert!(response.raw_body().is_empty() && response.correlation_id().is_some());
    let member = chat.get_member(&guest.conversation, &guest.member).await.unwrap();
    assert_eq!(member.state, Some(MemberState::Disconnected));
    assert!(member.leave_date.is_some());
}
