//! What the service refuses, as typed codes.

use guest_chat_simulator::{ErrorCode as Known, Fault, Operation, Simulator, SimulatorBuilder};
use guest_chat_tests::{Guest, client, create_request, message, start_chat};
use purecloud_guest_chat_client::models::{
    CreateWebChatConversationRequest, MediaRequestState, MediaType, WebChatGuestMediaRequest,
};
use purecloud_guest_chat_client::{Error, ErrorCode, ErrorKind};

/// Checks that an error is this refusal by the service.
fn assert_refused(error: &Error, status: u16, code: &ErrorCode) {
    assert_eq!(error.code().as_ref(), Some(code), "{error}");
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Api, status));
    assert!(!error.is_retryable() && !error.may_have_been_processed());
}

#[tokio::test]
async fn every_code_of_the_service_is_known() {
    let (sim, guest) = Guest::arrives().await;
    for &known in Known::ALL {
        sim.faults().on(Operation::GetMember, Fault::error(known));
        let call = guest.web_chat().get_member(&guest.conversation, &guest.member);
        let error = call.await.unwrap_err();
        let code = error.code().unwrap();
        assert!(!matches!(code, ErrorCode::Unknown(_)), "{code}");
        assert_eq!((code.as_str(), error.code_str()), (known.code(), Some(known.code())));
        assert_eq!(error.status().unwrap().as_u16(), known.status());
        let limited = known.status() == 429;
        assert_eq!(error.kind() == ErrorKind::RateLimited, limited, "{code}");
        assert_eq!(error.is_rate_limited(), limited, "{code}");
        assert_eq!(error.may_have_been_processed(), known.status() >= 500, "{code}");
        assert!(error.to_string().contains(known.code()), "{error}");
    }
}

#[tokio::test]
async fn a_code_of_the_future_is_kept() {
    let (sim, guest) = Guest::arrives().await;
    let body = r#"{"code":"a.new.Code","status":418}"#;
    let fault = Fault::Status { status: 418, headers: Vec::new(), body: body.into() };
    sim.faults().next(fault);
    let error = guest.web_chat().list_members(&guest.conversation).await.unwrap_err();
    assert_eq!(error.code().unwrap().as_str(), "a.new.Code");
    assert!(matches!(error.code(), Some(ErrorCode::Unknown(_))));
}

async fn create(settings: SimulatorBuilder, request: CreateWebChatConversationRequest) -> Error {
    let sim = settings.start().await.unwrap();
    client(&sim).web_chat().create_conversation(request).await.unwrap_err()
}

#[tokio::test]
async fn chats_that_cannot_be_started() {
    let plain = Simulator::builder;
    let request = create_request;
    let other_queue = || {
        let mut target = request().routing_target;
        target.target_address = "Nobody".to_owned();
        request().routing_target(target)
    };
    let other_kind = || {
        let target = request().routing_target.target_type("a-kind-of-the-future");
        request().routing_target(target)
    };
    for (error, code) in [
        (create(plain().deployment_disabled(), request()).await, ErrorCode::ChatDeploymentDisabled),
        (
            create(plain().require_member_auth("t"), request()).await,
            ErrorCode::ChatDeploymentRequireAuth,
        ),
        (
            create(plain().require_member_auth("t"), request().member_auth_token("u")).await,
            ErrorCode::ChatDeploymentBadAuth,
        ),
        (create(plain(), other_queue()).await, ErrorCode::ChatErrorInvalidQueue),
        (
            create(plain(), other_kind()).await,
            ErrorCode::ChatErrorCreateconversationrequestRoutingtarget,
        ),
        (
            create(plain(), request().deployment_id("no-uuid")).await,
            ErrorCode::ChatErrorPatternCreateconversationrequestDeploymentid,
        ),
        (create(plain(), request().organization_id("")).await, ErrorCode::ChatErrorBadRequest),
    ] {
        assert_refused(&error, 400, &code);
        assert_eq!(error.operation(), Some(Operation::CreateConversation.id()));
    }
}

#[tokio::test]
async fn nothing_can_be_said_before_the_event_stream_is_attached() {
    let sim = Simulator::builder().require_event_stream().start().await.unwrap();
    let guest = start_chat(&sim, &client(&sim)).await;
    let say = || guest.web_chat().send_message(&guest.conversation, &guest.member, message("hi"));
    assert_refused(&say().await.unwrap_err(), 400, &ErrorCode::ChatErrorConversationState);
    guest.chat.attach_event_stream();
    say().await.unwrap();
}

#[tokio::test]
async fn members_who_cannot_speak() {
    let (_sim, guest) = Guest::arrives().await;
    let chat = guest.web_chat();
    let ann = guest.chat.agent_joins("Ann");
    let say = |member: &str| chat.send_message(&guest.conversation, member, message("hi"));

    let error = say(ann.id()).await.unwrap_err();
    assert_refused(&error, 403, &ErrorCode::NotAuthorized);
    assert_refused(&say("nobody").await.unwrap_err(), 404, &ErrorCode::NotFound);

    chat.leave(&guest.conversation, &guest.member).await.unwrap();
    let error = say(guest.member.as_str()).await.unwrap_err();
    assert_refused(&error, 400, &ErrorCode::ChatErrorMemberState);
    let error = chat.leave(&guest.conversation, &guest.member).await.unwrap_err();
    assert_refused(&error, 400, &ErrorCode::ChatErrorMemberState);

    guest.chat.end();
    let error = chat.send_typing(&guest.conversation, &guest.member).await.unwrap_err();
    assert_refused(&error, 400, &ErrorCode::ChatErrorConversationState);
}

#[tokio::test]
async fn things_that_are_not_there() {
    let (_sim, guest) = Guest::arrives().await;
    let (chat, conversation) = (guest.web_chat(), &guest.conversation);
    for error in [
        chat.get_message(conversation, "x").await.unwrap_err(),
        chat.get_member(conversation, "x").await.unwrap_err(),
        chat.get_media_request(conversation, "x").await.unwrap_err(),
    ] {
        assert_refused(&error, 404, &ErrorCode::ChatErrorNotFound);
    }
}

#[tokio::test]
async fn a_media_request_that_was_answered() {
    let (_sim, guest) = Guest::arrives().await;
    let ann = guest.chat.agent_joins("Ann");
    let wish = ann.requests_media(&[guest_chat_simulator::MediaType::Cobrowse]);
    let answer = |state| {
        let answer = WebChatGuestMediaRequest::new(state, [MediaType::Cobrowse]);
        guest.web_chat().update_media_request(&guest.conversation, wish.as_str(), answer)
    };
    answer(MediaRequestState::Declined).await.unwrap();
    let error = answer(MediaRequestState::Accepted).await.unwrap_err();
    assert_refused(&error, 400, &ErrorCode::ConstraintValidation);
    let unheard_of = MediaRequestState::from("A-STATE-OF-THE-FUTURE");
    assert_refused(&answer(unheard_of).await.unwrap_err(), 400, &ErrorCode::InvalidValue);
}
