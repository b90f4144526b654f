//! The default transport, over reqwest: connection pool, TLS, HTTP/1.1 and HTTP/2, gzip, proxies.
//!
//! In: requests with absolute URIs. Out: responses whose bodies stream in, or connections that have
//! left HTTP. Invariant: no redirects, no cookies, no referrer; and no error that leaves this module
//! carries a URL.

mod upload;

use std::any::Any;
use std::future::poll_fn;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::sync::OnceLock;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response, StatusCode};
use http_body::Body as _;
use tokio::io::{AsyncRead as _, AsyncWrite as _, ReadBuf};
#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
use zeroize::Zeroizing;

use self::upload::Upload;
use super::{
    Body, Connection, ProxyChoice, Transport, TransportError, TransportErrorKind, TransportOptions,
    TransportSettings, Upgrade, state_empty_body,
};
use crate::future::BoxFuture;
use crate::proxy::Proxy;
use crate::trust::{Identity, Trust};

pub(super) struct ReqwestTransport {
    client: reqwest::Client,
    /// The same for connections that leave HTTP; set up when the first one is asked for.
    upgrading: OnceLock<reqwest::Client>,
    setup: Setup,
    /// The address of the service, parsed once: all requests go there.
    base: Option<(http::Uri, reqwest::Url)>,
}

/// What the clients are set up with.
struct Setup {
    insecure: bool,
    connect_limit: Duration,
    proxy: ProxyChoice,
    trust: Trust,
}

impl Setup {
    /// A client with its pool and TLS configuration. Needs no runtime and opens no connection.
    fn client(&self) -> Result<reqwest::ClientBuilder, TransportError> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(self.connect_limit)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false);
        builder = tls_backend(builder);
        builder = if self.insecure {
            // No TLS will be spoken, so a machine without certificates must not be an obstacle.
            builder.tls_certs_only([])
        } else {
            trusting(builder, &self.trust)?.https_only(true)
        };
        Ok(match &self.proxy {
            ProxyChoice::Explicit(proxy) => builder.proxy(reqwest_proxy(proxy)?),
            ProxyChoice::Direct => builder.no_proxy(),
            // What is sent in plain text to this machine must not leave it because of an
            // environment variable.
            ProxyChoice::System if self.insecure => builder.no_proxy(),
            ProxyChoice::System => builder,
        })
    }
}

impl ReqwestTransport {
    pub(super) fn new(settings: &TransportSettings<'_>) -> Result<Self, TransportError> {
        let setup = Setup {
            insecure: settings.base_url.is_insecure(),
            connect_limit: settings.connect_limit,
            proxy: settings.proxy.clone(),
            trust: settings.trust.clone(),
        };
        let client = build(setup.client()?)?;
        let uri = settings.base_url.as_uri().clone();
        let base = reqwest::Url::parse(&uri.to_string()).ok();
        Ok(Self {
            client,
            upgrading: OnceLock::new(),
            setup,
            base: base.map(|url| (uri, url)),
        })
    }

    /// The client for connections that leave HTTP. HTTP/2 could not, so it is not offered.
    fn upgrading(&self) -> Result<&reqwest::Client, TransportError> {
        if let Some(client) = self.upgrading.get() {
            return Ok(client);
        }
        let client = build(self.setup.client()?.http1_only())?;
        Ok(self.upgrading.get_or_init(|| client))
    }

    fn request(&self, mut request: Request<Bytes>) -> Result<reqwest::Request, TransportError> {
        state_empty_body(&mut request);
        self.with_body(request)
    }

    fn with_body(
        &self,
        request: Request<impl Into<reqwest::Body>>,
    ) -> Result<reqwest::Request, TransportError> {
        let url = self.url(request.uri())?;
        let (parts, body) = request.into_parts();
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        *request.body_mut() = Some(body.into());
        Ok(request)
    }

    /// The URL of a request; only path and query are parsed where the rest is known.
    fn url(&self, uri: &http::Uri) -> Result<reqwest::Url, TransportError> {
        match &self.base {
            Some((known, url))
                if known.scheme() == uri.scheme() && known.authority() == uri.authority() =>
            {
                let mut url = url.clone();
                url.set_path(uri.path());
                url.set_query(uri.query());
                Ok(url)
            }
            _ => reqwest::Url::parse(&uri.to_string()).map_err(|_| {
                TransportError::with_message(
                    TransportErrorKind::Config,
                    "the request URL is not acceptable",
                )
            }),
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let request = self.request(request)?;
            let response = execute(&self.client, request).await?;
            Ok(Response::from(response).map(|body| Body::from_stream(Chunks(body))))
        })
    }

    fn send_streamed(
        &self,
        request: Request<Body>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let request = request.map(|body| reqwest::Body::wrap(Upload::new(body)));
            let request = self.with_body(request)?;
            let response = execute(&self.client, request).await?;
            Ok(Response::from(response).map(|body| Body::from_stream(Chunks(body))))
        })
    }

    fn upgrade(
        &self,
        request: Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Upgrade>, TransportError>> {
        Box::pin(async move {
            let request = self.request(request)?;
            let response = execute(self.upgrading()?, request).await?;
            if response.status() != StatusCode::SWITCHING_PROTOCOLS {
                let response = Response::from(response);
                return Ok(response.map(|body| Upgrade::Refused(Body::from_stream(Chunks(body)))));
            }
            let mut switched = Response::new(());
            *switched.status_mut() = response.status();
            *switched.headers_mut() = response.headers().clone();
            let connection = response.upgrade().await.map_err(translate)?;
            Ok(switched.map(|()| Upgrade::Switched(Box::new(Switched(connection)))))
        })
    }
}

/// Sends a request. A runtime that was built without I/O panics where a connection is opened, which becomes an error.
async fn execute(
    client: &reqwest::Client,
    request: reqwest::Request,
) -> Result<reqwest::Response, TransportError> {
    let mut work = pin!(client.execute(request));
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        match polled {
            Ok(polled) => polled.map_err(translate),
            Err(panic) if is_lack_of_io(&*panic) => Poll::Ready(Err(TransportError::with_message(
                TransportErrorKind::Config,
                "the tokio runtime was built without I/O: call `enable_all` on its builder",
            ))),
            Err(panic) => resume_unwind(panic),
        }
    })
    .await
}

/// Whether a panic is that of tokio about a runtime without I/O.
fn is_lack_of_io(panic: &(dyn Any + Send)) -> bool {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.is_some_and(|text| text.contains("IO is disabled"))
}

/// A connection that has left HTTP.
struct Switched(reqwest::Upgraded);

impl Connection for Switched {
    fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let mut buffer = ReadBuf::new(buffer);
        ready!(Pin::new(&mut self.0).poll_read(context, &mut buffer))?;
        Poll::Ready(Ok(buffer.filled().len()))
    }

    fn poll_write(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }
}

/// Chooses among the backends that this crate was built with.
#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
fn tls_backend(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    // rustls takes its cryptography from the process. One that is set already is fine as well.
    #[cfg(not(feature = "rustls"))]
    let _ = rustls::crypto::ring::default_provider().install_default();
    builder.tls_backend_rustls()
}

/// Chooses among the backends that this crate was built with.
#[cfg(not(any(feature = "rustls", feature = "rustls-ring")))]
fn tls_backend(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder.tls_backend_native()
}

/// Adds certificates to those of the system, and an identity.
fn trusting(
    mut builder: reqwest::ClientBuilder,
    trust: &Trust,
) -> Result<reqwest::ClientBuilder, TransportError> {
    let mut authorities = bundled()?;
    for pem in &trust.authorities {
        let certificates = reqwest::Certificate::from_pem_bundle(pem)
            .map_err(|error| config("the root certificates cannot be read as PEM", error))?;
        if certificates.is_empty() {
            return Err(TransportError::with_message(
                TransportErrorKind::Config,
                "the PEM text for root certificates holds no certificate",
            ));
        }
        authorities.extend(certificates);
    }
    if !authorities.is_empty() {
        builder = merged(builder, authorities);
    }
    if let Some(identity) = &trust.identity {
        let identity = reqwest_identity(identity)
            .map_err(|error| config("the client certificate or its key cannot be read", error))?;
        builder = builder.identity(identity);
    }
    Ok(builder)
}

#[cfg(not(target_os = "android"))]
fn merged(
    builder: reqwest::ClientBuilder,
    authorities: Vec<reqwest::Certificate>,
) -> reqwest::ClientBuilder {
    builder.tls_certs_merge(authorities)
}

/// The verifier of this system takes no others beside its own.
#[cfg(target_os = "android")]
fn merged(
    builder: reqwest::ClientBuilder,
    authorities: Vec<reqwest::Certificate>,
) -> reqwest::ClientBuilder {
    builder.tls_certs_only(authorities)
}

/// The certificates that this crate brings with it.
#[cfg(feature = "webpki-roots")]
fn bundled() -> Result<Vec<reqwest::Certificate>, TransportError> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|der| reqwest::Certificate::from_der(der))
        .collect::<Result<_, _>>()
        .map_err(|error| config("a certificate of this crate cannot be read", error))
}

/// The certificates that this crate brings with it: none.
#[cfg(not(feature = "webpki-roots"))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same signature with every feature"
)]
fn bundled() -> Result<Vec<reqwest::Certificate>, TransportError> {
    Ok(Vec::new())
}

#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
fn reqwest_identity(identity: &Identity) -> Result<reqwest::Identity, reqwest::Error> {
    let mut pem = Zeroizing::new(identity.certificates.clone());
    pem.push(b'\n');
    pem.extend_from_slice(identity.key.expose().as_bytes());
    reqwest::Identity::from_pem(&pem)
}

#[cfg(not(any(feature = "rustls", feature = "rustls-ring")))]
fn reqwest_identity(identity: &Identity) -> Result<reqwest::Identity, reqwest::Error> {
    reqwest::Identity::from_pkcs8_pem(&identity.certificates, identity.key.expose().as_bytes())
}

/// The data of a reqwest body, chunk by chunk; trailers are skipped.
struct Chunks(reqwest::Body);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(translate(error)))),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}

fn reqwest_proxy(proxy: &Proxy) -> Result<reqwest::Proxy, TransportError> {
    let converted = reqwest::Proxy::all(proxy.url.to_string())
        .map_err(|error| config("the proxy URL is not acceptable", error))?;
    Ok(match &proxy.credentials {
        Some((user, password)) => converted.basic_auth(user, password.expose()),
        None => converted,
    })
}

fn build(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, TransportError> {
    builder.build().map_err(|error| {
        config(
            "the HTTP client could not be set up; are the CA certificates of the system installed? (the feature `webpki-roots` brings some)",
            error,
        )
    })
}

fn config(message: &'static str, error: reqwest::Error) -> TransportError {
    TransportError::with_message(TransportErrorKind::Config, message)
        .with_source(error.without_url())
}

/// Classifies an error of reqwest by what it says about itself and by its causes.
fn translate(error: reqwest::Error) -> TransportError {
    let connecting = error.is_connect();
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if connecting && is_tls_failure(&error) {
        TransportErrorKind::Tls
    } else if connecting {
        TransportErrorKind::Connect
    } else if is_undecodable(&error) {
        TransportErrorKind::Decode
    } else if error.is_builder() {
        TransportErrorKind::Config
    } else {
        TransportErrorKind::Io
    };
    let translated = TransportError::new(kind).with_source(error.without_url());
    if connecting {
        translated.not_sent()
    } else {
        translated
    }
}

/// Whether a body arrived and cannot be decompressed. What reads it gives its own errors as they are, and those of the
/// connection inside of others.
fn is_undecodable(error: &reqwest::Error) -> bool {
    let source = std::error::Error::source(error);
    let own = source.and_then(|source| source.downcast_ref::<io::Error>());
    let is_about_data = own.is_some_and(|own| {
        matches!(
            own.kind(),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof
        )
    });
    error.is_decode() || (error.is_body() && is_about_data)
}

/// Whether a connection that could not be opened failed by what the other side did in the TLS
/// handshake. rustls reports bad certificates and protocol violations as invalid data, and a handshake
/// that ends before it is complete as the end of a file, in an `io::Error` that may be wrapped in
/// others; nothing else that opens a connection says so.
///
/// A handshake that is reset is a failure to connect, although it could be told apart here: a reset is
/// what somebody on the way does who has no room for a connection, nothing of the request was sent, and
/// the rules for retries let it be tried again.
fn is_tls_failure(error: &(dyn std::error::Error + 'static)) -> bool {
    #[cfg(feature = "native-tls")]
    if let Some(error) = error.downcast_ref::<native_tls::Error>() {
        return is_native_tls_failure(error);
    }
    let inner = match error.downcast_ref::<io::Error>() {
        Some(io) if is_end_of_handshake(io) || io.kind() == io::ErrorKind::InvalidData => {
            return true;
        }
        // The source of an `io::Error` is the source of what it wraps, which would skip the wrapped
        // error itself.
        Some(io) => io
            .get_ref()
            .map(|inner| inner as &(dyn std::error::Error + 'static)),
        None => error.source(),
    };
    inner.is_some_and(is_tls_failure)
}

/// Whether the other side ended the connection amid the handshake.
fn is_end_of_handshake(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::UnexpectedEof
}

/// The same for the library of the system. OpenSSL gives its reasons as the source, or the failure of
/// the connection, or nothing when that ended. Other libraries do not tell these apart, so with them
/// every handshake that fails is a failure of TLS.
#[cfg(feature = "native-tls")]
fn is_native_tls_failure(error: &native_tls::Error) -> bool {
    let reason = std::error::Error::source(error);
    let broken = reason.and_then(|reason| reason.downcast_ref::<io::Error>());
    broken.is_none_or(is_end_of_handshake)
}
