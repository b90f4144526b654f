//! Request bodies: JSON text in, checked values out, or the refusal the service gives.
//!
//! Properties nobody knows are ignored, as the service does.

use serde_json::{Map, Value};

use crate::errors::{ApiError, ErrorCode};
use crate::model::{BodyType, MediaState};
use crate::settings::Settings;

/// The longest message, in characters.
const MAXIMUM_MESSAGE_LENGTH: usize = 4000;
/// What a guest can tell about itself beside its name.
const PROFILE_TEXTS: [&str; 5] = [
    "firstName",
    "lastName",
    "email",
    "phoneNumber",
    "avatarImageUrl",
];

/// A valid request for a conversation.
#[derive(Debug)]
pub(crate) struct NewConversation {
    pub(crate) display_name: String,
    pub(crate) profile: Map<String, Value>,
    pub(crate) authenticated: bool,
}

/// A valid message.
#[derive(Debug)]
pub(crate) struct NewMessage {
    pub(crate) body: String,
    pub(crate) body_type: BodyType,
}

/// Reads a `CreateWebChatConversationRequest`.
pub(crate) fn new_conversation(
    settings: &Settings,
    json: &[u8],
) -> Result<NewConversation, ApiError> {
    let request = object(json)?;
    check_deployment(settings, &request)?;
    check_routing_target(settings, &request)?;
    let member_info = request.get("memberInfo").unwrap_or(&Value::Null);
    let display_name = required_text(
        member_info,
        "displayName",
        ErrorCode::ChatDisplayNameMissing,
    )?;
    let profile = profile(member_info)?;
    let authenticated = check_member_auth(settings, &request)?;
    check_journey(&request)?;
    Ok(NewConversation {
        display_name,
        profile,
        authenticated,
    })
}

/// Reads a `CreateWebChatMessageRequest`.
pub(crate) fn new_message(json: &[u8]) -> Result<NewMessage, ApiError> {
    if json.is_empty() {
        return Err(ErrorCode::ChatMessageBodyMissing.into());
    }
    let request = object(json)?;
    let body = required_text(&request, "body", ErrorCode::ChatMessageBodyMissing)?;
    if body.chars().count() > MAXIMUM_MESSAGE_LENGTH {
        let constraint = format!("may have {MAXIMUM_MESSAGE_LENGTH} characters at most");
        return Err(ApiError::constraint("body", &constraint));
    }
    let body_type = match present(&request, "bodyType") {
        None => BodyType::Standard,
        Some(value) => value
            .as_str()
            .and_then(BodyType::from_word)
            .ok_or_else(|| {
                ApiError::invalid_value(
                    "bodyType",
                    value,
                    "string",
                    &words(BodyType::ALL, BodyType::as_str),
                )
            })?,
    };
    Ok(NewMessage { body, body_type })
}

/// Reads the new state out of a `WebChatGuestMediaRequest`.
pub(crate) fn media_answer(json: &[u8]) -> Result<MediaState, ApiError> {
    let request = object(json)?;
    let state =
        present(&request, "state").ok_or_else(|| ApiError::constraint("state", "is missing"))?;
    state
        .as_str()
        .and_then(MediaState::from_word)
        .ok_or_else(|| {
            ApiError::invalid_value(
                "state",
                state,
                "string",
                &words(MediaState::ALL, MediaState::as_str),
            )
        })
}

fn object(json: &[u8]) -> Result<Value, ApiError> {
    match serde_json::from_slice(json) {
        Ok(value @ Value::Object(_)) => Ok(value),
        _ => Err(ErrorCode::BadRequest.into()),
    }
}

fn check_deployment(settings: &Settings, request: &Value) -> Result<(), ApiError> {
    let deployment_id = required_text(request, "deploymentId", ErrorCode::ChatDeploymentIdPattern)?;
    if !is_uuid(&deployment_id) {
        return Err(ErrorCode::ChatDeploymentIdPattern.into());
    }
    let organization_id = present(request, "organizationId").and_then(Value::as_str);
    if organization_id != Some(&settings.organization_id) {
        return Err(ApiError::from(ErrorCode::ChatBadRequest)
            .with("reason", "organizationId is missing or unknown"));
    }
    if deployment_id != settings.deployment_id {
        return Err(
            ApiError::from(ErrorCode::ChatBadRequest).with("reason", "deploymentId is unknown")
        );
    }
    if settings.deployment_disabled {
        Err(ErrorCode::ChatDeploymentDisabled.into())
    } else {
        Ok(())
    }
}

fn check_routing_target(settings: &Settings, request: &Value) -> Result<(), ApiError> {
    let target = present(request, "routingTarget").ok_or(ErrorCode::ChatRoutingTargetMissing)?;
    let target_type = required_text(target, "targetType", ErrorCode::ChatRoutingTargetInvalid)?;
    let address = required_text(target, "targetAddress", ErrorCode::ChatRoutingTargetInvalid)?;
    if target_type != "QUEUE" {
        return Err(ErrorCode::ChatRoutingTargetInvalid.into());
    }
    check_kind(target, "language", "string", Value::is_string)?;
    check_kind(target, "priority", "int64", Value::is_i64)?;
    check_kind(target, "skills", "array of string", |skills| {
        skills
            .as_array()
            .is_some_and(|skills| skills.iter().all(Value::is_string))
    })?;
    if settings.queues.contains(&address) {
        Ok(())
    } else {
        Err(ErrorCode::ChatInvalidQueue.into())
    }
}

/// Whether the guest proved who it is.
fn check_member_auth(settings: &Settings, request: &Value) -> Result<bool, ApiError> {
    match (
        &settings.member_auth_token,
        present(request, "memberAuthToken"),
    ) {
        (None, None) => Ok(false),
        (Some(_), None) => Err(ErrorCode::ChatDeploymentRequireAuth.into()),
        (Some(valid), Some(given)) if given.as_str() == Some(valid) => Ok(true),
        (_, Some(_)) => Err(ErrorCode::ChatDeploymentBadAuth.into()),
    }
}

/// The journey context is optional, but what is there has to be whole.
fn check_journey(request: &Value) -> Result<(), ApiError> {
    let Some(journey) = present(request, "journeyContext") else {
        return Ok(());
    };
    let customer = present(journey, "customer").ok_or(ErrorCode::JourneyCustomerMissing)?;
    required_text(customer, "id", ErrorCode::JourneyCustomerIdMissing)?;
    required_text(customer, "idType", ErrorCode::JourneyCustomerIdTypeMissing)?;
    if let Some(session) = present(journey, "customerSession") {
        required_text(session, "id", ErrorCode::JourneySessionIdMissing)?;
        required_text(session, "type", ErrorCode::JourneySessionTypeMissing)?;
    }
    if let Some(action) = present(journey, "triggeringAction") {
        required_text(action, "id", ErrorCode::JourneyActionIdMissing)?;
        let map = present(action, "actionMap").ok_or(ErrorCode::JourneyActionMapIdMissing)?;
        required_text(map, "id", ErrorCode::JourneyActionMapIdMissing)?;
        present(map, "version").ok_or(ErrorCode::JourneyActionMapVersionMissing)?;
        check_kind(map, "version", "int32", Value::is_i64)?;
    }
    Ok(())
}

/// The known properties of the guest, as they were given.
fn profile(member_info: &Value) -> Result<Map<String, Value>, ApiError> {
    let mut profile = Map::new();
    for name in PROFILE_TEXTS {
        check_kind(member_info, name, "string", Value::is_string)?;
        profile.extend(present(member_info, name).map(|value| (name.to_owned(), value.clone())));
    }
    check_kind(member_info, "customFields", "map of string", |fields| {
        fields
            .as_object()
            .is_some_and(|fields| fields.values().all(Value::is_string))
    })?;
    profile.extend(
        present(member_info, "customFields")
            .map(|fields| ("customFields".to_owned(), fields.clone())),
    );
    Ok(profile)
}

/// A property that is there and not null.
fn present<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null())
}

fn required_text(object: &Value, name: &str, missing: ErrorCode) -> Result<String, ApiError> {
    let value = present(object, name).ok_or(missing)?;
    let text = value
        .as_str()
        .ok_or_else(|| ApiError::invalid_value(name, value, "string", "text"))?;
    Ok(text.to_owned())
}

fn check_kind(
    object: &Value,
    name: &str,
    kind: &str,
    fits: impl Fn(&Value) -> bool,
) -> Result<(), ApiError> {
    match present(object, name) {
        Some(value) if !fits(value) => Err(ApiError::invalid_value(name, value, kind, kind)),
        _ => Ok(()),
    }
}

fn is_uuid(text: &str) -> bool {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    text.split('-').map(str::len).eq(GROUPS)
        && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> String {
    all.iter()
        .map(|value| word(*value))
        .collect::<Vec<_>>()
        .join(", ")
}
