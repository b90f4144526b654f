//! Opens a WebSocket: the request, and the check of the answer. The time limit is up to the caller.

use http::header::USER_AGENT;
use http::{HeaderMap, Response, Uri};

use super::{Handshake, Limits, Socket};
use crate::client::Shared;
use crate::error::{Error, ErrorKind};
use crate::response::Head;
use crate::transport::{TransportOptions, Upgrade};

/// The most that is kept of the body of a refusal, in bytes.
const LARGEST_REFUSAL: usize = 64 * 1024;

/// Opens a WebSocket with these headers beside those of the client. `uri` is of `http` or `https`; it may hold
/// secrets, so it appears nowhere. A message may be so large, in bytes.
pub(crate) async fn connect(
    shared: &Shared,
    uri: Uri,
    own: HeaderMap,
    largest_message: usize,
    options: &TransportOptions,
) -> Result<Socket, Error> {
    let handshake = Handshake::new(&shared.random);
    let mut headers = headers(shared, &uri);
    headers.extend(own);
    let request = handshake.request(uri, headers);
    let response = shared.transport.upgrade(request, options).await;
    let (head, upgrade) = parts(response.map_err(Error::from_transport)?);
    let connection = match upgrade {
        Upgrade::Switched(connection) => connection,
        Upgrade::Messages(socket) => return Ok(Socket::of_messages(socket, largest_message)),
        Upgrade::Refused(body) => {
            let body = body.collect(LARGEST_REFUSAL).await.ok();
            let now = shared.timer.wall_clock();
            if head.status.is_success() {
                let message = "the service did not open the stream";
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
    Ok(Socket::new(connection, limits))
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
