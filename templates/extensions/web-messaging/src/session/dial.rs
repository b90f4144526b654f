//! Opens the connection of a session, within a time limit.

use http::{HeaderMap, StatusCode, Uri, header::ORIGIN};

use super::deployment::Deployment;
use crate::client::Client;
use crate::error::Error;
use crate::future::{BoxFuture, within};
use crate::trace;
use crate::transport::{TransportError, TransportErrorKind, TransportOptions};
use crate::websocket::{Socket, connect};

/// What errors, spans and transports call it.
const OPERATION: &str = "session";
/// What spans say that it speaks.
const PROTOCOL: &str = "websocket";
/// The largest message that is accepted from the service, in bytes.
const LARGEST_MESSAGE: usize = 4 * 1024 * 1024;

pub(super) fn dial(
    client: Client,
    uri: Uri,
    deployment: &Deployment,
    attempt: u32,
) -> BoxFuture<'static, Result<Socket, Error>> {
    let origin = deployment.origin_header();
    Box::pin(async move {
        let mut own = HeaderMap::new();
        own.extend(origin?.map(|origin| (ORIGIN, origin)));
        let shared = client.shared();
        let limit = shared.timeouts.attempt_limit();
        let options = TransportOptions::new(OPERATION, attempt, limit);
        let span = trace::upgrade(OPERATION, PROTOCOL, &uri, attempt);
        let work = connect(shared, uri, own, LARGEST_MESSAGE, &options);
        let result = span.around(within(&*shared.timer, limit, work)).await;
        let result = result.unwrap_or_else(|| {
            let late = TransportError::new(TransportErrorKind::Timeout);
            Err(Error::from_transport(late))
        });
        match &result {
            Ok(_) => span.conclude(Some(StatusCode::SWITCHING_PROTOCOLS), None),
            Err(error) => span.conclude(error.status(), Some(error.kind())),
        }
        result.map_err(|error| error.in_operation(OPERATION))
    })
}
