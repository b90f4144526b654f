//! Requests that ask for an event stream: which they are, and whether they get it.

use http::{HeaderMap, Method, header, request};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::clock::Timestamp;
use crate::errors::{ApiError, ErrorCode};
use crate::reply::Reply;
use crate::state::State;

/// Where the streams' paths begin; the token follows. The service has used both.
pub(crate) const PATHS: [&str; 2] = ["/chat/jwt/", "/v1/token/"];

/// The token that a request for an event stream carries in its path; `None` for any other request.
pub(crate) fn token<'a>(method: &Method, path: &'a str) -> Option<&'a str> {
    let token = PATHS.iter().find_map(|prefix| path.strip_prefix(prefix))?;
    (*method == Method::GET).then_some(token)
}

/// The reply that opens the stream, and the conversation it tells of.
pub(crate) fn accept(
    state: &State,
    head: &request::Parts,
    token: &str,
    now: Timestamp,
) -> Result<(Reply, String), ApiError> {
    let conversation_id = state.stream_of(token, now)?;
    let key = key(&head.headers).ok_or(ErrorCode::BadRequest)?;
    let reply = Reply::empty(101)
        .with_header("connection", "Upgrade")
        .with_header("upgrade", "websocket")
        .with_header("sec-websocket-accept", derive_accept_key(key));
    Ok((reply, conversation_id))
}

/// The client's key, if all that the handshake of RFC 6455 asks for is there.
fn key(headers: &HeaderMap) -> Option<&[u8]> {
    let names = |name: header::HeaderName, word: &str| {
        headers.get_all(name).iter().any(|value| {
            let text = value.to_str().unwrap_or_default();
            text.split(',')
                .any(|part| part.trim().eq_ignore_ascii_case(word))
        })
    };
    let version = headers.get(header::SEC_WEBSOCKET_VERSION)?;
    let right = version == "13"
        && names(header::CONNECTION, "upgrade")
        && names(header::UPGRADE, "websocket");
    right
        .then(|| headers.get(header::SEC_WEBSOCKET_KEY))
        .flatten()
        .map(http::HeaderValue::as_bytes)
}
