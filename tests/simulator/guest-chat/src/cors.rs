//! What a browser asks before it lets a page of another origin call the service, and what it wants to read in answers.
//!
//! Pages of any origin may call; which is safe where nothing is known by a cookie.

use http::{HeaderMap, Method, header};

use crate::reply::Reply;

/// The headers of answers that pages get to see, beside those that they always see.
const EXPOSED: &str = "inin-correlation-id, inin-ratelimit-allowed, inin-ratelimit-count, inin-ratelimit-reset, retry-after, date";

/// The answer to a question that a browser asks before the request itself (a preflight); `None` for any other request.
pub(crate) fn preflight(method: &Method, headers: &HeaderMap) -> Option<Reply> {
    let asks = headers.contains_key(header::ORIGIN)
        && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    (*method == Method::OPTIONS && asks).then(|| {
        Reply::empty(204)
            .with_header("access-control-allow-origin", "*")
            .with_header(
                "access-control-allow-methods",
                "DELETE, GET, PATCH, POST, PUT",
            )
            .with_header(
                "access-control-allow-headers",
                "accept, authorization, content-type",
            )
            .with_header("access-control-max-age", "600")
    })
}

/// Lets the page that asked read an answer. Who asked is told by `origin`; what is no page need not be let.
pub(crate) fn permit(reply: Reply, origin: Option<&str>) -> Reply {
    if origin.is_none() {
        return reply;
    }
    reply
        .with_default_header("access-control-allow-origin", "*")
        .with_default_header("access-control-expose-headers", EXPOSED)
}
