//! The spans and events themselves.

use http::uri::Scheme;
use http::{Method, StatusCode, Uri};
use tracing::Instrument;
use tracing::field::{Empty, display};
use tracing::instrument::Instrumented;

use crate::base_url::BaseUrl;
use crate::error::ErrorKind;
use crate::operation::Facts;

/// The span of a call, of an attempt or of a connection.
pub(crate) struct Span(tracing::Span);

/// A span for a call: from its first attempt until its reply is decoded.
pub(crate) fn call(operation: &'static Facts, base_url: &BaseUrl) -> Span {
    let uri = base_url.as_uri();
    let default_port = if base_url.is_insecure() { 80 } else { 443 };
    Span(tracing::info_span!(
        "call",
        otel.kind = "client",
        otel.name = operation.id,
        http.request.method = operation.method.as_str(),
        url.template = operation.path,
        server.address = base_url.host(),
        server.port = uri.port_u16().unwrap_or(default_port),
        http.response.status_code = Empty,
        error.type = Empty,
    ))
}

/// A span for an attempt, within that of its call. The first attempt has number 1.
pub(crate) fn attempt(method: &Method, number: u32) -> Span {
    Span(tracing::debug_span!(
        "attempt",
        http.request.method = method.as_str(),
        http.request.resend_count = number.saturating_sub(1),
        http.response.status_code = Empty,
        error.type = Empty,
    ))
}

/// A span for an attempt to open a connection that leaves HTTP for this protocol: from its request
/// until the connection is there. Of the address it has the host and the port. The first attempt has
/// number 1.
#[allow(dead_code, reason = "an API may have no connections that leave HTTP")]
pub(crate) fn upgrade(
    operation: &'static str,
    protocol: &'static str,
    uri: &Uri,
    number: u32,
) -> Span {
    let is_plain = uri.scheme() == Some(&Scheme::HTTP);
    let default_port = if is_plain { 80 } else { 443 };
    Span(tracing::info_span!(
        "connect",
        otel.kind = "client",
        otel.name = operation,
        http.request.method = Method::GET.as_str(),
        http.request.resend_count = number.saturating_sub(1),
        network.protocol.name = protocol,
        server.address = uri.host().unwrap_or_default(),
        server.port = uri.port_u16().unwrap_or(default_port),
        http.response.status_code = Empty,
        error.type = Empty,
    ))
}

/// Tells that a reply held a value that its enum does not know, without the value.
pub(crate) fn unknown_value(enumeration: &'static str) {
    let name = enumeration.rsplit("::").next().unwrap_or(enumeration);
    tracing::debug!(
        field.type = name,
        "a reply holds a value that this version does not know"
    );
}

impl Span {
    /// The future, in this span whenever it is polled.
    pub(crate) fn around<F: Future>(&self, future: F) -> Instrumented<F> {
        future.instrument(self.0.clone())
    }

    /// Does the work in this span.
    pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        self.0.in_scope(work)
    }

    /// Adds what came of it.
    pub(crate) fn conclude(&self, status: Option<StatusCode>, error: Option<ErrorKind>) {
        if let Some(status) = status {
            self.0.record("http.response.status_code", status.as_u16());
        }
        if let Some(kind) = error {
            self.0.record("error.type", display(KindName(kind)));
        }
    }
}

struct KindName(ErrorKind);

impl std::fmt::Display for KindName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?}", self.0)
    }
}
