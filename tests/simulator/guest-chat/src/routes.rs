//! The eleven operations: a recognised request in, the service's reply or refusal out.

use http::{HeaderMap, header};
use serde_json::Value;

use crate::errors::{ApiError, ErrorCode};
use crate::guest::unknown;
use crate::lists::{self, Query};
use crate::model::Conversation;
use crate::operation::{Operation, Route};
use crate::reply::Reply;
use crate::requests;
use crate::service::Service;
use crate::views;

/// The largest body a request may have, in bytes.
pub(crate) const MAXIMUM_BODY: usize = 512_000;

/// A request that has arrived whole.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) headers: &'a HeaderMap,
    pub(crate) query: Query,
    pub(crate) body: &'a [u8],
}

/// Does what the request asks for.
pub(crate) fn answer(service: &Service, route: &Route, call: &Call<'_>) -> Result<Reply, ApiError> {
    let Route {
        operation,
        conversation_id,
        item_id,
    } = route;
    if *operation != Operation::CreateConversation {
        service.read(|state, now| state.authorize(bearer(call.headers), conversation_id, now))?;
    }
    let show = |view: &dyn Fn(&Conversation) -> Result<Value, ApiError>| {
        service.read(|state, _| view(state.conversation(conversation_id)?))
    };
    let json = match operation {
        Operation::CreateConversation => {
            let request = requests::new_conversation(&service.settings, json_body(call)?)?;
            let conversation =
                service.update(|state, now| state.create(request, service.port, now));
            views::created(&conversation, &service.event_stream_base())
        }
        Operation::SendMessage => {
            let new = requests::new_message(json_body(call)?)?;
            let message = service
                .update(|state, now| state.guest_says(conversation_id, item_id, new, now))?;
            views::message(conversation_id, &message)
        }
        Operation::SendTyping => {
            let typing =
                service.update(|state, now| state.guest_types(conversation_id, item_id, now))?;
            views::typing(conversation_id, &typing)
        }
        Operation::UpdateMediaRequest => {
            let answer = requests::media_answer(json_body(call)?)?;
            let request =
                service.update(|state, _| state.guest_answers(conversation_id, item_id, answer))?;
            views::media_request(conversation_id, &request)
        }
        Operation::DeleteMember => {
            service.update(|state, now| state.guest_leaves(conversation_id, item_id, now))?;
            return Ok(Reply::empty(204));
        }
        Operation::GetMember => show(&|chat| {
            chat.member(item_id)
                .map(views::member)
                .ok_or_else(|| unknown("member"))
        })?,
        Operation::ListMembers => show(&|chat| lists::members(chat, &call.query))?,
        Operation::GetMessage => show(&|chat| {
            let message = chat.message(item_id).ok_or_else(|| unknown("message"))?;
            Ok(views::message(conversation_id, message))
        })?,
        Operation::ListMessages => {
            show(&|chat| lists::messages(chat, &call.query, service.settings.cursor_style))?
        }
        Operation::GetMediaRequest => show(&|chat| {
            let request = chat
                .media_request(item_id)
                .ok_or_else(|| unknown("media request"))?;
            Ok(views::media_request(conversation_id, request))
        })?,
        Operation::ListMediaRequests => show(&|chat| Ok(views::media_requests(chat)))?,
    };
    Ok(Reply::json(200, &json))
}

/// The token of an `Authorization: Bearer …` header.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// The body, if there is none or it is announced as JSON.
fn json_body<'a>(call: &Call<'a>) -> Result<&'a [u8], ApiError> {
    if call.body.len() > MAXIMUM_BODY {
        return Err(ApiError::from(ErrorCode::RequestEntityTooLarge)
            .with("maximum", MAXIMUM_BODY.to_string()));
    }
    let content_type = call
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if call.body.is_empty() || media_type.eq_ignore_ascii_case("application/json") {
        Ok(call.body)
    } else {
        Err(ErrorCode::UnsupportedMediaType.into())
    }
}
