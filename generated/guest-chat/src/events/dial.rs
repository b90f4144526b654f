//! Opens the connection of an event stream, within a time limit, and finds out what a refusal means that a browser hides.

use http::{HeaderMap, StatusCode, Uri};

use crate::conversation::Conversation;
use crate::error::{Error, ErrorKind};
use crate::future::{BoxFuture, within};
use crate::models::MemberState;
use crate::retry::RetryConfig;
use crate::trace;
use crate::transport::{TransportError, TransportErrorKind, TransportOptions};
use crate::websocket::{Socket, Verdict, connect, verdict};

/// What errors, spans and transports call it.
const OPERATION: &str = "eventStream";
/// What spans say that it speaks.
const PROTOCOL: &str = "websocket";
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
        let work = connect(shared, uri, HeaderMap::new(), largest_message, &options);
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
