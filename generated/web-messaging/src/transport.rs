//! What carries a request to the service and brings the answer: a trait, its default over reqwest,
//! and the parts of both.
//!
//! Everything above this module works on `http` types, so another implementation (a fake, a
//! decorator, another HTTP stack) is a matter of one trait: a method for requests, and one for
//! connections that leave HTTP, where they are needed.

mod body;
mod error;
#[cfg(all(feature = "__reqwest", not(target_arch = "wasm32")))]
mod reqwest;
mod upgrade;
#[cfg(all(feature = "blocking", feature = "__tls", not(target_arch = "wasm32")))]
mod ureq;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
#[cfg(all(
    any(feature = "__reqwest", all(feature = "blocking", feature = "__tls")),
    not(target_arch = "wasm32")
))]
use http::{HeaderValue, Method, header::CONTENT_LENGTH};
use http::{Request, Response};

use crate::base_url::BaseUrl;
use crate::error::Error;
use crate::future::BoxFuture;
use crate::proxy::Proxy;
use crate::trust::Trust;

pub use self::body::Body;
pub(crate) use self::body::check_length;
pub use self::error::{TransportError, TransportErrorKind};
pub use self::upgrade::{Connection, MessageSocket, SocketMessage, Upgrade};

/// Sends one request and gives the response as soon as its headers have arrived.
///
/// An implementation must not follow redirects, must not retry, and must verify the service's
/// certificate. It should decompress what it asked to be compressed. Time limits for whole attempts
/// are kept by the caller, which drops the future (or the body) when they pass.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`, whose URI is absolute.
    ///
    /// Any status is a success here; an error means that no response arrived.
    fn send(
        &self,
        request: Request<Bytes>,
        options: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>>;

    /// Sends a request whose body is a stream, under the same conditions. Where the request has a header
    /// `Content-Length`, the body is that long.
    ///
    /// A transport that does not implement this is given the whole body by [`send`](Self::send), so all of it
    /// is in memory then.
    fn send_streamed(
        &self,
        request: Request<Body>,
        options: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let options = options.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect(usize::MAX).await?;
            self.send(Request::from_parts(parts, body), &options).await
        })
    }

    /// Sends a request that asks the service to switch to another protocol, such as WebSocket; its
    /// URI is absolute, and it has the headers that ask. The connection must not be shared, and not
    /// be one that cannot switch (HTTP/2).
    ///
    /// Any status is a success here. A transport that does not implement this refuses.
    fn upgrade(
        &self,
        _request: Request<Bytes>,
        _options: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Upgrade>, TransportError>> {
        Box::pin(async {
            Err(TransportError::with_message(
                TransportErrorKind::Config,
                "the transport cannot switch to another protocol: implement `Transport::upgrade`",
            ))
        })
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: Request<Bytes>,
        options: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        (**self).send(request, options)
    }

    fn send_streamed(
        &self,
        request: Request<Body>,
        options: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        (**self).send_streamed(request, options)
    }

    fn upgrade(
        &self,
        request: Request<Bytes>,
        options: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Upgrade>, TransportError>> {
        (**self).upgrade(request, options)
    }
}

/// What a transport is told about an attempt.
#[derive(Clone, Debug, Default)]
pub struct TransportOptions {
    operation: &'static str,
    attempt: u32,
    time_limit: Option<Duration>,
}

impl TransportOptions {
    pub(crate) fn new(operation: &'static str, attempt: u32, time_limit: Duration) -> Self {
        Self {
            operation,
            attempt,
            time_limit: Some(time_limit),
        }
    }

    /// The id of the operation, as in the API definition.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The number of the attempt within its call; the first is 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// How long the attempt may take. The caller keeps this limit; it is told for transports that
    /// can make use of it.
    #[must_use]
    pub fn time_limit(&self) -> Option<Duration> {
        self.time_limit
    }
}

/// What the default transport needs to know.
#[cfg_attr(
    any(
        not(any(feature = "__reqwest", all(feature = "blocking", feature = "__tls"))),
        target_arch = "wasm32"
    ),
    expect(dead_code, reason = "there is no default transport")
)]
pub(crate) struct TransportSettings<'a> {
    pub(crate) base_url: &'a BaseUrl,
    pub(crate) connect_limit: Duration,
    pub(crate) proxy: &'a ProxyChoice,
    pub(crate) trust: &'a Trust,
}

/// Which proxy to use.
#[derive(Clone, Debug, Default)]
pub(crate) enum ProxyChoice {
    /// What the environment of the process (or the settings of the system) say.
    #[default]
    System,
    /// None, whatever the environment says.
    Direct,
    /// This one.
    Explicit(Proxy),
}

/// The transport a client uses when its builder was given none.
#[cfg(all(feature = "__reqwest", not(target_arch = "wasm32")))]
pub(crate) fn default_transport(
    settings: &TransportSettings<'_>,
) -> Result<Arc<dyn Transport>, Error> {
    let transport =
        self::reqwest::ReqwestTransport::new(settings).map_err(Error::from_transport)?;
    Ok(Arc::new(transport))
}

/// The transport a client uses when its builder was given none: the browser's fetch.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub(crate) fn default_transport(
    settings: &TransportSettings<'_>,
) -> Result<Arc<dyn Transport>, Error> {
    if matches!(settings.proxy, ProxyChoice::Explicit(_)) {
        return Err(Error::config("a browser chooses its proxy itself"));
    }
    if !settings.trust.is_default() {
        return Err(Error::config(
            "a browser chooses itself which certificates it trusts and shows",
        ));
    }
    Ok(Arc::new(crate::browser::FetchTransport))
}

/// The transport a client uses when its builder was given none.
#[cfg(any(
    all(not(feature = "__reqwest"), not(target_arch = "wasm32")),
    all(target_arch = "wasm32", not(target_os = "unknown")),
))]
pub(crate) fn default_transport(_: &TransportSettings<'_>) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::config(if cfg!(target_arch = "wasm32") {
        "this target has no default transport: set one with `ClientBuilder::transport`"
    } else {
        "this crate was built without a TLS backend for async calls: enable one of its features `rustls`, `rustls-ring` and `native-tls`, or set a transport with `ClientBuilder::transport`"
    }))
}

/// The transport a blocking client uses when its builder was given none; `limit` is that of an
/// attempt.
#[cfg(all(feature = "blocking", feature = "__tls", not(target_arch = "wasm32")))]
pub(crate) fn blocking_transport(
    settings: &TransportSettings<'_>,
    limit: Duration,
) -> Result<Arc<dyn Transport>, Error> {
    let transport =
        self::ureq::UreqTransport::new(settings, limit).map_err(Error::from_transport)?;
    Ok(Arc::new(transport))
}

/// The transport a blocking client uses when its builder was given none.
#[cfg(all(
    feature = "blocking",
    any(not(feature = "__tls"), target_arch = "wasm32")
))]
pub(crate) fn blocking_transport(
    settings: &TransportSettings<'_>,
    _: Duration,
) -> Result<Arc<dyn Transport>, Error> {
    default_transport(settings)
}

/// States the length of an empty body where one is expected: some servers answer 411 to a POST
/// without, and HTTP libraries leave it out.
#[cfg(all(
    any(feature = "__reqwest", all(feature = "blocking", feature = "__tls")),
    not(target_arch = "wasm32")
))]
fn state_empty_body(request: &mut Request<Bytes>) {
    let expects_body = matches!(
        *request.method(),
        Method::POST | Method::PUT | Method::PATCH
    );
    if expects_body && request.body().is_empty() {
        let zero = HeaderValue::from_static("0");
        request.headers_mut().insert(CONTENT_LENGTH, zero);
    }
}

/// The TLS backend of the default transport.
pub(crate) const TLS_BACKEND: &str = if cfg!(all(target_arch = "wasm32", target_os = "unknown")) {
    "the browser"
} else if cfg!(target_arch = "wasm32") {
    "none"
} else if cfg!(feature = "rustls") {
    "rustls"
} else if cfg!(feature = "rustls-ring") {
    "rustls-ring"
} else if cfg!(feature = "native-tls") {
    "native-tls"
} else if cfg!(feature = "blocking-rustls-ring") {
    "blocking-rustls-ring"
} else {
    "none"
};
