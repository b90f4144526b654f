//! Opens the connection of an event stream: the request, the check of the answer, and the time limit on both.

use http::header::USER_AGENT;
use http::{HeaderMap, Response, StatusCode, Uri};

use super::reconnect::{Verdict, verdict};
use crate::client::Shared;
use crate::conversation::Conversation;
use crate::error::{Error, ErrorKind};
use crate::future::{BoxFuture, within};
use crate::models::MemberState;
use crate::random::Random;
use crate::response::Head;
use crate::retry::RetryConfig;
use crate::trace;
use crate::transport::{TransportError, TransportErrorKind, TransportOptions, Upgrade};
use crate::websocket::{Handshake, Limits, Socket};

/// What errors, spans and transports call it.
const OPERATION: &str = "eventStream";
/// What spans say that it speaks.
const PROTOCOL: &str = "websocket";
/// The most that is kept of the body of a refusal, in bytes.
const LARGEST_REFUSAL: usize = 64 * 1024;
/// Whether a refusal looks as if there were no connection: a browser does not show it.
const HIDES_REFUSALS: bool = cfg!(all(target_arch = "wasm32", target_os = "unknown"));

/// Opens a connection. The address holds the guest's token, so it appears nowhere. `is_expected` tells whether it is
/// likely that there will be none, because the chat is over.
pub(super) fn dial(
    chat: Conversation,
    uri: Uri,
    largest_message: usize,
    attempt: u32,
    is_expected: bool,
) -> BoxFuture<'static, Result<Socket, Error>> {
    Box::pin(async move {
        let shared = chat.client().shared();
        let limit = shared.timeouts.attempt_limit();
        let options = TransportOptions::new(OPERATION, attempt, limit);
        let span = trace::upgrade(OPERATION, PROTOCOL, &uri, attempt);
        let work = connect(shared, uri, largest_message, &options);
        let result = span.around(within(&*shared.timer, limit, work)).await;
        let result = result.unwrap_or_else(|| {
            let late = TransportError::new(TransportErrorKind::Timeout);
            Err(Error::from_transport(late))
        });
        match &result {
            Ok(_) => span.conclude(Some(StatusCode::SWITCHING_PROTOCOLS), None),
            Err(error) => span.conclude(error.status(), Some(error.kind())),
        }
        let result = match result {
            Err(error) if HIDES_REFUSALS && error.kind() == ErrorKind::Connect => {
                let refusal = refusal(&chat, is_expected).await;
                // Nor does it show whether the service has granted what did not get through.
                Err(refusal.unwrap_or_else(|| error.possibly_processed(true)))
            }
            result => result,
        };
        result.map_err(|error| error.in_operation(OPERATION))
    })
}

/// Asks the API whether the guest still has a chat, when a connection could not be opened and nobody says why. What
/// it says against that, if it says anything.
async fn refusal(chat: &Conversation, is_expected: bool) -> Option<Error> {
    let limit = chat.client().shared().timeouts.attempt_limit();
    let call = chat.me().retry(RetryConfig::disabled()).timeout(limit);
    match call.await {
        // Who is taken for gone may come back, but not to a chat that is over.
        Ok(me) if is_expected && me.state == Some(MemberState::Disconnected) => {
            let message = "the service takes the guest for gone";
            Some(Error::new(ErrorKind::Stream, message))
        }
        Ok(_) => None,
        Err(error) => (verdict(&error) == Verdict::Refused).then_some(error),
    }
}

async fn connect(
    shared: &Shared,
    uri: Uri,
    largest_message: usize,
    options: &TransportOptions,
) -> Result<Socket, Error> {
    let handshake = Handshake::new(&shared.random);
    let request = handshake.request(uri.clone(), headers(shared, &uri));
    let response = shared.transport.upgrade(request, options).await;
    let (head, upgrade) = parts(response.map_err(Error::from_transport)?);
    let connection = match upgrade {
        Upgrade::Switched(connection) => connection,
        Upgrade::Messages(socket) => return Ok(Socket::of_messages(socket, largest_message)),
        Upgrade::Refused(body) => {
            let body = body.collect(LARGEST_REFUSAL).await.ok();
            let now = shared.timer.wall_clock();
            if head.status.is_success() {
                let message = "the service did not open the event stream";
                return Err(Error::new(ErrorKind::Stream, message).with_head(head, now));
            }
            return Err(Error::from_status(head, body, now));
        }
    };
    if let Err(flaw) = handshake.check(head.status, &head.headers) {
        return Err(Error::new(ErrorKind::Stream, flaw).with_head(head, shared.timer.wall_clock()));
    }
    let limits = Limits {
        frame: largest_message,
        message: largest_message,
    };
    let masks = Random::new(Some(u64::from(shared.random.next())));
    Ok(Socket::new(connection, limits, masks))
}

fn parts(response: Response<Upgrade>) -> (Head, Upgrade) {
    let (parts, upgrade) = response.into_parts();
    let head = Head {
        status: parts.status,
        headers: parts.headers,
    };
    (head, upgrade)
}

/// The default headers of the client go to the host they were set for; any other learns who asks and no more.
fn headers(shared: &Shared, uri: &Uri) -> HeaderMap {
    let own = uri
        .host()
        .is_some_and(|host| host.eq_ignore_ascii_case(shared.address.base_url.host()));
    if own {
        return shared.headers.clone();
    }
    let agent = shared.headers.get(USER_AGENT).cloned();
    agent.into_iter().map(|agent| (USER_AGENT, agent)).collect()
}
