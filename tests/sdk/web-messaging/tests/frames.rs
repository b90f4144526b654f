//! What goes over the socket: every kind of frame is read as what it is, every request is written with the action that it
//! is, and no secret is shown.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use purecloud_web_messaging_client::models::{
    ButtonResponseType, CloseSessionRequest, ConfigureAuthenticatedSessionRequest,
    ConfigureSessionRequest, ContentAttachment, ContentButtonResponse, ContentType,
    DeleteAttachmentRequest, EventKind, EventTyping, Frame, GenerateDownloadUrlRequest,
    GenerateUploadUrlRequest, GetConfigurationRequest, GetJwtRequest, GuestRequest,
    MessageDirection, MessageType, OriginatingEntity, SendEchoRequest, SendMessageRequest,
    SentContent, SentEvent, SentMessage, SignedIn,
};
use serde_json::{Value, json};

const TOKEN: &str = "6b1fb3a0-58d9-4a32-a2ef-5e5a8e1d3f77";

/// Reads a frame, and sees that it is written as it came.
fn frame(class: &str, body: &Value) -> Frame {
    let value =
        json!({"type": "response", "class": class, "code": 200, "tracingId": "7", "body": body});
    let frame: Frame = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&frame).unwrap(), value, "{class}");
    frame
}

/// What the variant of a request writes.
fn written(request: impl Into<GuestRequest>) -> Value {
    serde_json::to_value(request.into()).unwrap()
}

#[test]
fn a_session_says_how_it_is() {
    let session = frame(
        "SessionResponse",
        &json!({
            "connected": true, "newSession": true, "readOnly": false, "blockedExtensions": [".ade"],
            "allowedMedia": {"inbound": {"fileTypes": [{"type": "image/*"}], "maxFileSizeKB": 10240}},
            "maxCustomDataBytes": 2048, "durationSeconds": 259_200, "expirationDate": 1_767_225_600
        }),
    );
    let Frame::SessionResponseFrame(session) = session else { panic!("{session:?}") };
    assert_eq!(session.tracing_id.as_deref(), Some("7"));
    let session = session.body.unwrap();
    assert_eq!(session.duration_seconds, Some(259_200));
    assert_eq!(session.expiration_date, Some(1_767_225_600));
    let media = session.allowed_media.unwrap().inbound.unwrap();
    assert_eq!(media.max_file_size_kb, Some(10_240));
    assert_eq!(media.file_types.unwrap()[0].r#type.as_deref(), Some("image/*"));
}

#[test]
fn a_message_has_rich_content_and_who_wrote_it() {
    let message = frame(
        "StructuredMessage",
        &json!({
            "id": "0f", "type": "Structured", "direction": "Outbound", "originatingEntity": "Bot", "text": "Well?",
            "channel": {"time": "2026-04-01T10:00:00.000Z", "from": {"nickname": "Bot"}},
            "content": [
                {"contentType": "QuickReply", "quickReply": {"text": "Yes", "payload": "y"}},
                {"contentType": "Card", "card": {"title": "A card", "actions": [{"type": "Link", "text": "See", "url": "https://example.com"}]}},
                {"contentType": "Hologram", "hologram": {"depth": 3}}
            ],
            "metadata": {"correlationId": "c"}
        }),
    );
    let Frame::StructuredMessageFrame(message) = message else { panic!("{message:?}") };
    let message = message.body.unwrap();
    assert_eq!(message.direction, Some(MessageDirection::Outbound));
    assert_eq!(message.originating_entity, Some(OriginatingEntity::Bot));
    assert_eq!(message.channel.unwrap().time.unwrap().unix_millis(), Some(1_775_037_600_000));
    let content = message.content.unwrap();
    assert_eq!(content[0].quick_reply.as_ref().unwrap().payload.as_deref(), Some("y"));
    let card = content[1].card.as_ref().unwrap();
    assert_eq!(card.actions.as_ref().unwrap()[0].text.as_deref(), Some("See"));
    let unknown = &content[2].additional_properties["hologram"];
    assert_eq!(unknown["depth"], 3, "content of tomorrow is kept");
}

#[test]
fn the_shapes_of_errors_are_told_apart() {
    let text = frame("string", &json!("Session not found"));
    let Frame::StringFrame(text) = text else { panic!("{text:?}") };
    assert_eq!(text.body.as_deref(), Some("Session not found"));
    let many = json!({"name": "n", "message": "m", "errorCode": 4029, "errorMessage": "e", "retryAfter": 3});
    let many = frame("TooManyRequestsErrorMessage", &many);
    let Frame::TooManyRequestsErrorMessageFrame(many) = many else { panic!("{many:?}") };
    assert_eq!(many.body.unwrap().retry_after, Some(3));
    let file = json!({"name": "n", "message": "m", "errorCode": 4001, "errorMessage": "e"});
    let file = frame("GenerateUrlError", &file);
    assert!(matches!(file, Frame::GenerateUrlErrorFrame(_)));
    let plain = json!({"name": "n", "message": "m", "errorCode": 5000, "errorMessage": "e"});
    assert!(matches!(frame("Error", &plain), Frame::ErrorFrame(_)));
}

#[test]
fn every_class_has_a_variant_of_its_own() {
    let classes = [
        ("AttachmentDeletedResponse", json!({"attachmentId": "a"})),
        ("ConnectionClosedEvent", json!({"reason": "signedIn"})),
        ("GetConfigurationResponse", json!({"messageRoutingEnabled": true})),
        ("JwtResponse", json!({"jwt": "j", "exp": 1_767_225_600})),
        ("LogoutEvent", json!({})),
        (
            "PresignedUrlResponse",
            json!({"attachmentId": "a", "url": "u", "headers": {"x-amz-tagging": "t"}}),
        ),
        ("ResumeTokenResponse", json!({"resumeToken": "r", "exp": 1_767_225_600})),
        ("SessionClearedEvent", json!({})),
        ("SessionExpiredEvent", json!({})),
        (
            "UploadFailureEvent",
            json!({"attachmentId": "a", "errorCode": 4002, "errorMessage": "e"}),
        ),
        ("UploadSuccessEvent", json!({"attachmentId": "a", "downloadUrl": "u"})),
    ];
    let mut seen = std::collections::HashSet::new();
    for (class, body) in classes {
        // What is secret is written only where that is asked for by name.
        let value = json!({"type": "message", "class": class, "code": 200, "body": body});
        let frame: Frame = serde_json::from_value(value).unwrap();
        assert!(!matches!(frame, Frame::Unknown(_)), "{class}");
        assert!(seen.insert(std::mem::discriminant(&frame)), "{class} is taken for another");
    }
}

#[test]
fn what_nobody_knows_is_kept() {
    for value in [
        json!({"type": "message", "class": "HologramOffered", "code": 200, "body": {"depth": 3}}),
        json!({"message": "Endpoint request timed out", "connectionId": "c", "requestId": "r"}),
        json!([1, 2]),
        json!("text"),
    ] {
        let frame: Frame = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(frame, Frame::Unknown(value));
    }
}

#[test]
fn every_request_is_written_with_its_action() {
    let message = || SentMessage::new(MessageType::Text).text("Hello.");
    let requests: [(GuestRequest, &str); 10] = [
        (CloseSessionRequest::new(true, TOKEN).into(), "closeSession"),
        (
            ConfigureAuthenticatedSessionRequest::new(SignedIn::new("jwt"), "d", TOKEN).into(),
            "configureAuthenticatedSession",
        ),
        (ConfigureSessionRequest::new("d", TOKEN).into(), "configureSession"),
        (DeleteAttachmentRequest::new("a", TOKEN).into(), "deleteAttachment"),
        (SendEchoRequest::new(message(), TOKEN).into(), "echo"),
        (GenerateDownloadUrlRequest::new("a", TOKEN).into(), "getAttachment"),
        (GetConfigurationRequest::new("d", TOKEN).into(), "getConfiguration"),
        (GetJwtRequest::new(TOKEN).into(), "getJwt"),
        (GenerateUploadUrlRequest::new("a.png", 3, "image/png", TOKEN).into(), "onAttachment"),
        (SendMessageRequest::new(message(), TOKEN).into(), "onMessage"),
    ];
    for (request, action) in requests {
        let value = serde_json::to_value(&request).unwrap();
        assert_eq!(
            (value["action"].as_str(), value["token"].as_str()),
            (Some(action), Some(TOKEN))
        );
        let again: GuestRequest = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(again, request, "a simulator reads it as what it is");
    }
}

#[test]
fn a_message_says_nothing_that_it_was_not_told() {
    let message = SentMessage::new(MessageType::Text).text("Hello.");
    let expected = json!({"action": "onMessage", "token": TOKEN, "message": {"type": "Text", "text": "Hello."}});
    assert_eq!(written(SendMessageRequest::new(message, TOKEN)), expected);
}

#[test]
fn answers_files_and_events_are_written_as_the_service_reads_them() {
    let of = |message: SentMessage| {
        let mut value = written(SendMessageRequest::new(message, TOKEN));
        value["message"].take()
    };
    let choice = ContentButtonResponse::new("y", "Yes", ButtonResponseType::QuickReply);
    let content = SentContent::new(ContentType::ButtonResponse).button_response(choice);
    assert_eq!(
        of(SentMessage::new(MessageType::Structured).content([content])),
        json!({"type": "Structured", "content": [{"contentType": "ButtonResponse",
               "buttonResponse": {"type": "QuickReply", "text": "Yes", "payload": "y"}}]})
    );
    let file = ContentAttachment::new().id("a");
    let content = SentContent::new(ContentType::Attachment).attachment(file);
    assert_eq!(
        of(SentMessage::new(MessageType::Text).content([content]))["content"][0]["attachment"]["id"],
        "a"
    );
    let event = SentEvent::new(EventKind::Typing).typing(EventTyping::new());
    assert_eq!(
        of(SentMessage::new(MessageType::Event).events([event])),
        json!({"type": "Event", "events": [{"eventType": "Typing", "typing": {"type": "On"}}]})
    );
}

#[test]
fn no_secret_is_shown() {
    let secret = "the-secret";
    let received = [
        json!({"class": "JwtResponse", "body": {"jwt": secret}}),
        json!({"class": "ResumeTokenResponse", "body": {"resumeToken": secret}}),
        json!({"class": "PresignedUrlResponse", "body": {"url": secret}}),
        json!({"class": "UploadSuccessEvent", "body": {"downloadUrl": secret}}),
        json!({"class": "StructuredMessage", "body": {"content": [{"attachment": {"url": secret}}]}}),
    ];
    for value in received {
        let frame: Frame = serde_json::from_value(value).unwrap();
        assert!(!format!("{frame:?}").contains(secret), "{frame:?}");
    }
    let request = ConfigureAuthenticatedSessionRequest::new(SignedIn::new(secret), "d", secret);
    assert!(!format!("{request:?}").contains(secret), "{request:?}");
}
