//! Opens the connection of an event stream: the request, the check of the answer, and the time limit on both.

use http::header::USER_AGENT;
use http::{HeaderMap, Response, Uri};

use crate::client::{Client, Shared};
use crate::error::{Error, ErrorKind};
use crate::future::{BoxFuture, within};
use crate::random::Random;
use crate::response::Head;
use crate::transport::{TransportError, TransportErrorKind, TransportOptions, Upgrade};
use crate::websocket::{Handshake, Limits, Socket};

/// What errors and transports call it.
const OPERATION: &str = "eventStream";
/// The most that is kept of the body of a refusal, in bytes.
const LARGEST_REFUSAL: usize = 64 * 1024;

/// Opens a connection. The address holds the guest's token, so it appears nowhere.
pub(super) fn dial(
    client: Client,
    uri: Uri,
    largest_message: usize,
    attempt: u32,
) -> BoxFuture<'static, Result<Socket, Error>> {
    Box::pin(async move {
        let limit = client.shared().timeouts.attempt_limit();
        let options = TransportOptions::new(OPERATION, attempt, limit);
        let work = connect(client.shared(), uri, largest_message, &options);
        let result = within(&*client.shared().timer, limit, work).await;
        let result = result.unwrap_or_else(|| {
            let late = TransportError::new(TransportErrorKind::Timeout);
            Err(Error::from_transport(late))
        });
        result.map_err(|error| error.in_operation(OPERATION))
    })
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
        .is_some_and(|host| host.eq_ignore_ascii_case(shared.base_url.host()));
    if own {
        return shared.headers.clone();
    }
    let agent = shared.headers.get(USER_AGENT).cloned();
    agent.into_iter().map(|agent| (USER_AGENT, agent)).collect()
}
