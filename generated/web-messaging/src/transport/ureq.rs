//! The transport of blocking clients, over ureq: connection pool, TLS, HTTP/1.1, gzip, proxies.
//!
//! In: requests with absolute URIs. Out: responses whose bodies are read as they are asked for. Its
//! futures never wait: they block, and end within the time limit of the attempt. Invariant: no
//! redirects, no cookies; no error that leaves this module carries a URL; and nothing is sent while
//! ureq would log it.

mod tls;

use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_core::Stream;
use http::{Method, Request, Response};
use ureq::{AsSendBody, ProxyProtocol, SendBody, Timeout};

use super::{
    Body, ProxyChoice, Transport, TransportError, TransportErrorKind, TransportOptions,
    TransportSettings, state_empty_body,
};
use crate::blocking::{ThreadTimer, block_on};
use crate::future::{BoxFuture, within};
use crate::proxy::Proxy;

/// How much of a body is read at once.
const CHUNK: usize = 16 * 1024;

/// A line of a request may have so many bytes: half of what ureq has room for.
const LONGEST_LINE: usize = 64 * 1024;

pub(super) struct UreqTransport {
    agent: ureq::Agent,
    /// The time limit that the agent keeps; attempts with another one state theirs.
    limit: Duration,
}

impl UreqTransport {
    /// A transport with its pool. Opens no connection.
    pub(super) fn new(
        settings: &TransportSettings<'_>,
        limit: Duration,
    ) -> Result<Self, TransportError> {
        let insecure = settings.base_url.is_insecure();
        let proxy = match settings.proxy {
            ProxyChoice::Explicit(proxy) => Some(ureq_proxy(proxy)?),
            ProxyChoice::Direct => None,
            // What is sent in plain text to this machine must not leave it because of an
            // environment variable.
            ProxyChoice::System if insecure => None,
            ProxyChoice::System => ureq::Proxy::try_from_env(),
        };
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .https_only(!insecure)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .accept("")
            .user_agent("")
            .proxy(proxy)
            .timeout_connect(Some(settings.connect_limit))
            .timeout_global(Some(limit))
            .tls_config(tls::config(settings.trust)?)
            .build();
        Ok(Self {
            agent: config.new_agent(),
            limit,
        })
    }

    fn exchange(
        &self,
        mut request: Request<Bytes>,
        options: &TransportOptions,
    ) -> Result<Response<Body>, TransportError> {
        check_logs()?;
        check_length(&request)?;
        state_empty_body(&mut request);
        let (parts, body) = request.into_parts();
        let limit = options.time_limit();
        let response = if body.is_empty() {
            self.run(Request::from_parts(parts, ()), limit, false)
        } else {
            let is_unusual = !matches!(parts.method, Method::POST | Method::PUT | Method::PATCH);
            self.run(Request::from_parts(parts, &*body), limit, is_unusual)
        };
        Ok(response
            .map_err(translate)?
            .map(|body| Body::from_stream(Chunks(body.into_reader()))))
    }

    fn upload(
        &self,
        request: Request<Body>,
        options: &TransportOptions,
    ) -> Result<Response<Body>, TransportError> {
        check_logs()?;
        check_length(&request)?;
        let (parts, body) = request.into_parts();
        let limit = options.time_limit();
        let is_unusual = !matches!(parts.method, Method::POST | Method::PUT | Method::PATCH);
        let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
        let mut upload = Upload {
            body,
            chunk: Bytes::new(),
            deadline,
        };
        let body = SendBody::from_reader(&mut upload);
        let response = self.run(Request::from_parts(parts, body), limit, is_unusual);
        Ok(response
            .map_err(translate)?
            .map(|body| Body::from_stream(Chunks(body.into_reader()))))
    }

    /// `is_unusual`: the request has a body that its method does not call for.
    fn run(
        &self,
        request: Request<impl AsSendBody>,
        limit: Option<Duration>,
        is_unusual: bool,
    ) -> Result<Response<ureq::Body>, ureq::Error> {
        // Settings of its own cost a request more than those of the agent.
        if limit == Some(self.limit) && !is_unusual {
            return self.agent.run(request);
        }
        let request = self
            .agent
            .configure_request(request)
            .timeout_global(limit)
            .allow_non_standard_methods(is_unusual)
            .build();
        self.agent.run(request)
    }
}

impl Transport for UreqTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        options: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let options = options.clone();
        Box::pin(async move { self.exchange(request, &options) })
    }

    fn send_streamed(
        &self,
        request: Request<Body>,
        options: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let options = options.clone();
        Box::pin(async move { self.upload(request, &options) })
    }
}

/// A body that is waited for when it is read, until the attempt is over.
struct Upload {
    body: Body,
    chunk: Bytes,
    deadline: Option<Instant>,
}

impl Read for Upload {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            let next = self.body.chunk();
            let chunk = block_on(async {
                let Some(deadline) = self.deadline else {
                    return Some(next.await);
                };
                let left = deadline.saturating_duration_since(Instant::now());
                within(&ThreadTimer::new(), left, next).await
            });
            match chunk {
                None => return Err(io::ErrorKind::TimedOut.into()),
                Some(None) => return Ok(0),
                Some(Some(chunk)) => self.chunk = chunk.map_err(io::Error::other)?,
            }
        }
        let length = self.chunk.len().min(buffer.len());
        let start = self.chunk.split_to(length);
        if let Some(place) = buffer.get_mut(..length) {
            place.copy_from_slice(&start);
        }
        Ok(length)
    }
}

/// A body that is read when it is polled.
struct Chunks(ureq::BodyReader<'static>);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut buffer = vec![0; CHUNK];
        loop {
            return Poll::Ready(match self.0.read(&mut buffer) {
                Ok(0) => None,
                Ok(length) => {
                    buffer.truncate(length);
                    Some(Ok(buffer.into()))
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => Some(Err(translate_in_body(error))),
            });
        }
    }
}

fn ureq_proxy(proxy: &Proxy) -> Result<ureq::Proxy, TransportError> {
    let is_https = proxy.url.scheme_str() == Some("https");
    let (protocol, port) = if is_https {
        (ProxyProtocol::Https, 443)
    } else {
        (ProxyProtocol::Http, 80)
    };
    let mut builder = ureq::Proxy::builder(protocol)
        .host(proxy.url.host().unwrap_or_default())
        .port(proxy.url.port_u16().unwrap_or(port));
    if let Some((user, password)) = &proxy.credentials {
        builder = builder.username(user).password(password.expose());
    }
    builder.build().map_err(|_| {
        TransportError::with_message(
            TransportErrorKind::Config,
            "the proxy URL is not acceptable",
        )
    })
}

/// Refuses to send anything while ureq would write it to the log: at the level TRACE it writes all
/// bytes of requests and replies, tokens included.
fn check_logs() -> Result<(), TransportError> {
    let is_written = log::log_enabled!(target: "ureq_proto::util", log::Level::Trace)
        || log::log_enabled!(target: "ureq::util", log::Level::Trace);
    if is_written {
        return Err(TransportError::with_message(
            TransportErrorKind::Config,
            "the libraries `ureq` and `ureq_proto` would write tokens to the log: keep both of them below the level TRACE",
        ));
    }
    Ok(())
}

/// Refuses a line that ureq does not send, which would look like a connection that broke.
fn check_length<B>(request: &Request<B>) -> Result<(), TransportError> {
    let path = request
        .uri()
        .path_and_query()
        .map_or(0, |path| path.as_str().len());
    let headers = request.headers().iter();
    let longest = headers
        .map(|(name, value)| name.as_str().len() + value.len())
        .max();
    if path.max(longest.unwrap_or_default()) <= LONGEST_LINE {
        return Ok(());
    }
    Err(TransportError::with_message(
        TransportErrorKind::Config,
        "a header or the address of the request is longer than 64 KiB, which cannot be sent",
    ))
}

/// Classifies an error of ureq. Texts of ureq are kept as a source only where they hold no address.
fn translate(error: ureq::Error) -> TransportError {
    use TransportErrorKind as Kind;
    match error {
        ureq::Error::Timeout(phase) => {
            let translated = TransportError::new(Kind::Timeout);
            match phase {
                Timeout::Connect | Timeout::Resolve => translated.not_sent(),
                _ => translated,
            }
        }
        ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::ConnectProxyFailed(_) => TransportError::new(Kind::Connect),
        ureq::Error::BadUri(_)
        | ureq::Error::Http(_)
        | ureq::Error::InvalidProxyUrl
        | ureq::Error::RequireHttpsOnly(_)
        | ureq::Error::TlsRequired => TransportError::new(Kind::Config),
        ureq::Error::LargeResponseHeader(..) => TransportError::new(Kind::TooLarge),
        ureq::Error::Io(error) => translate_io(error),
        error if tls::is_distrust(&error) => TransportError::new(Kind::Tls).with_source(error),
        _ => TransportError::new(Kind::Io),
    }
}

fn translate_io(error: io::Error) -> TransportError {
    use TransportErrorKind as Kind;
    if error.get_ref().is_some_and(|inner| tls::is_distrust(inner)) {
        return TransportError::new(Kind::Tls).with_source(error);
    }
    let kind = match error.kind() {
        _ if is_end_of_handshake(&error) => Kind::Tls,
        // These are said while a connection is opened, and by nothing else.
        io::ErrorKind::AddrNotAvailable
        | io::ErrorKind::ConnectionRefused
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::NetworkUnreachable => Kind::Connect,
        _ if is_lookup_failure(&error) => Kind::Connect,
        _ => Kind::Io,
    };
    TransportError::new(kind).with_source(error)
}

/// Whether the other side ended the connection amid the TLS handshake: rustls has no words of its own
/// for that, while ureq and rustls have some for every other end. A handshake that is reset cannot be
/// told from a request that is.
fn is_end_of_handshake(error: &io::Error) -> bool {
    let kind = io::ErrorKind::UnexpectedEof;
    error.kind() == kind && error.to_string() == io::Error::from(kind).to_string()
}

/// Whether the name of the host could not be resolved. std has no kind of error for it: it has words
/// of its own where the system has no numbers for it, and the numbers of Windows elsewhere.
fn is_lookup_failure(error: &io::Error) -> bool {
    let words = || {
        error
            .to_string()
            .starts_with("failed to lookup address information")
    };
    error.raw_os_error().map_or_else(words, |number| {
        cfg!(windows) && (11_001..=11_004).contains(&number)
    })
}

/// An error while a body is read: the connection was there.
fn translate_in_body(error: io::Error) -> TransportError {
    match ureq::Error::from(error) {
        ureq::Error::Decompress(..) => TransportError::new(TransportErrorKind::Decode),
        ureq::Error::Timeout(_) => TransportError::new(TransportErrorKind::Timeout),
        ureq::Error::Io(error) => TransportError::new(TransportErrorKind::Io).with_source(error),
        _ => TransportError::new(TransportErrorKind::Io),
    }
}
