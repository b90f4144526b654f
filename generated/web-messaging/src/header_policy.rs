//! Which headers callers may set themselves.
//!
//! In: a header name. Out: an error for the headers that the runtime owns: those that carry
//! credentials, those that frame the message on the connection, and the one that would switch off
//! decompression (and with it the size limit on what was decompressed).

use http::HeaderName;

use crate::credentials::Placement;
use crate::error::Error;
use crate::facts;

/// Refuses, with `InvalidInput`, a header that the runtime owns.
pub(crate) fn check(name: &HeaderName) -> Result<(), Error> {
    if is_owned(name) || carries_credentials(name) {
        return Err(Error::invalid_input(format!(
            "the header `{name}` is set by the client and cannot be overridden"
        )));
    }
    Ok(())
}

fn is_owned(name: &HeaderName) -> bool {
    matches!(
        name.as_str(),
        "accept-encoding"
            | "authorization"
            | "connection"
            | "content-length"
            | "cookie"
            | "expect"
            | "host"
            | "keep-alive"
            | "proxy-authorization"
            | "proxy-connection"
            | "te"
            | "trailer"
            | "transfer-encoding"
            | "upgrade"
    )
}

fn carries_credentials(name: &HeaderName) -> bool {
    facts::SECURITY_SCHEMES
        .iter()
        .any(|scheme| match scheme.placement {
            Placement::Header { name: used, .. } => name.as_str().eq_ignore_ascii_case(used),
            Placement::Query { .. } | Placement::Cookie { .. } => false,
        })
}
