//! The service's JSON: what each thing looks like in a reply.
//!
//! Replies are as sparse as the real ones: a conversation or a sender is only its id, also where the API definition
//! calls more of it required, and the reply to a create names the guest by nothing but its id.

use serde_json::{Map, Value, json};

use crate::model::{ChatEvent, Conversation, MediaRequest, Member, MemberRole, Message, Typing};
use crate::operation::BASE_PATH;

pub(crate) fn created(conversation: &Conversation, event_stream_base: &str) -> Value {
    json!({
        "id": conversation.id,
        "jwt": conversation.jwt,
        "eventStreamUri": format!("{event_stream_base}/{}", conversation.jwt),
        "member": { "id": conversation.guest },
    })
}

pub(crate) fn member(member: &Member) -> Value {
    let mut json = Map::new();
    json.insert("id".to_owned(), json!(member.id));
    json.insert("displayName".to_owned(), json!(member.display_name));
    json.extend(member.profile.clone());
    json.insert("role".to_owned(), json!(member.role.as_str()));
    json.extend(
        member
            .joined
            .iter()
            .map(|at| ("joinDate".to_owned(), json!(at))),
    );
    json.extend(
        member
            .left
            .iter()
            .map(|at| ("leaveDate".to_owned(), json!(at))),
    );
    if member.role == MemberRole::Customer {
        json.insert("authenticatedGuest".to_owned(), json!(member.authenticated));
    }
    json.insert("state".to_owned(), json!(member.state.as_str()));
    Value::Object(json)
}

pub(crate) fn message(conversation_id: &str, message: &Message) -> Value {
    let mut json = json!({
        "id": message.id,
        "conversation": { "id": conversation_id },
        "sender": { "id": message.sender },
        "body": message.body,
        "bodyType": message.body_type.as_str(),
        "timestamp": message.timestamp,
        "selfUri": format!("{BASE_PATH}/{conversation_id}/messages/{}", message.id),
    });
    drop_nulls(&mut json);
    json
}

pub(crate) fn typing(conversation_id: &str, typing: &Typing) -> Value {
    json!({
        "id": typing.id,
        "conversation": { "id": conversation_id },
        "sender": { "id": typing.sender },
        "timestamp": typing.timestamp,
    })
}

pub(crate) fn media_request(conversation_id: &str, request: &MediaRequest) -> Value {
    let types: Vec<&str> = request.types.iter().map(|media| media.as_str()).collect();
    let mut json = json!({
        "id": request.id,
        "types": types,
        "state": request.state.as_str(),
        "communicationId": request.communication_id,
        "securityKey": request.security_key,
        "selfUri": format!("{BASE_PATH}/{conversation_id}/mediarequests/{}", request.id),
    });
    drop_nulls(&mut json);
    json
}

/// A `WebChatGuestMediaRequestEntityList`, which has no pages.
pub(crate) fn media_requests(conversation: &Conversation) -> Value {
    let requests = conversation.media_requests.iter();
    let entities: Vec<Value> = requests
        .map(|request| media_request(&conversation.id, request))
        .collect();
    json!({ "entities": entities })
}

/// The frame of the event stream for something that happened; `index` is its place in the conversation.
pub(crate) fn event(conversation_id: &str, index: usize, event: &ChatEvent) -> Value {
    let (kind, topic, mut body) = match event {
        ChatEvent::Message(said) => ("message", "messages", message(conversation_id, said)),
        ChatEvent::Typing(sign) => (
            "typing-indicator",
            "messages",
            typing(conversation_id, sign),
        ),
        ChatEvent::MemberChange {
            member,
            state,
            timestamp,
        } => (
            "member-change",
            "members",
            json!({
                "conversation": { "id": conversation_id },
                "member": { "id": member, "state": state.as_str() },
                "timestamp": timestamp,
            }),
        ),
    };
    if let Value::Object(properties) = &mut body {
        properties.shift_remove("selfUri");
    }
    json!({
        "topicName": format!("v2.conversations.chats.{conversation_id}.{topic}"),
        "version": "2",
        "eventBody": body,
        "metadata": { "CorrelationId": format!("f1000000-0000-4000-8000-{index:012x}"), "type": kind },
    })
}

/// The frame that says that the service is there. It has no `metadata`.
pub(crate) fn heartbeat() -> Value {
    json!({ "topicName": "channel.metadata", "eventBody": { "message": "WebSocket Heartbeat" } })
}

/// The service leaves properties without a value out.
pub(crate) fn drop_nulls(json: &mut Value) {
    if let Value::Object(properties) = json {
        properties.retain(|_, value| !value.is_null());
    }
}
