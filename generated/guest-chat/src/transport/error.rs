//! Why an exchange with the service did not complete.

use std::borrow::Cow;
use std::fmt;

use crate::error::BoxError;
use crate::visible::visible;

/// A failure below the level of HTTP responses.
///
/// Its source must not print URLs, header values or bodies: it ends up in the source chain of
/// [`Error`](crate::Error), which is safe to log.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    message: Cow<'static, str>,
    may_have_been_sent: bool,
    source: Option<BoxError>,
}

/// What kind of failure a [`TransportError`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The transport cannot work here as it was configured.
    Config,
    /// No connection could be opened.
    Connect,
    /// The certificate or the TLS parameters of the service were not acceptable, or the TLS handshake
    /// ended before it was complete.
    Tls,
    /// A time limit passed.
    Timeout,
    /// The connection broke.
    Io,
    /// The service answered with a redirect, which was not followed and cannot be shown. For
    /// transports that learn no more than that.
    Redirect,
    /// The response is larger than the client accepts.
    TooLarge,
    /// The body of the response could not be decompressed.
    Decode,
}

impl TransportError {
    /// A failure of this kind. Unless the kind says that no connection was made, the request may
    /// have been sent.
    #[must_use]
    pub fn new(kind: TransportErrorKind) -> Self {
        Self::with_message(
            kind,
            match kind {
                TransportErrorKind::Config => "the transport cannot be used as configured",
                TransportErrorKind::Connect => "no connection to the service could be opened",
                TransportErrorKind::Tls => {
                    "no trusted TLS connection to the service could be opened"
                }
                TransportErrorKind::Timeout => "a time limit passed",
                TransportErrorKind::Io => "the connection to the service broke",
                TransportErrorKind::Redirect => {
                    "the service answered with a redirect, which is not followed"
                }
                TransportErrorKind::TooLarge => "the response is too large",
                TransportErrorKind::Decode => "the response cannot be decompressed",
            },
        )
    }

    pub(crate) fn with_message(
        kind: TransportErrorKind,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let may_have_been_sent = match kind {
            TransportErrorKind::Config | TransportErrorKind::Connect | TransportErrorKind::Tls => {
                false
            }
            TransportErrorKind::Timeout
            | TransportErrorKind::Io
            | TransportErrorKind::Redirect
            | TransportErrorKind::TooLarge
            | TransportErrorKind::Decode => true,
        };
        Self {
            kind,
            message: message.into(),
            may_have_been_sent,
            source: None,
        }
    }

    /// States that the request did not reach the service.
    #[must_use]
    pub fn not_sent(mut self) -> Self {
        self.may_have_been_sent = false;
        self
    }

    /// Adds the cause, which must not print URLs, header values or bodies.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What kind of failure this is.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the request, or a part of it, may have reached the service.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.may_have_been_sent
    }

    pub(crate) fn into_parts(self) -> (Cow<'static, str>, Option<BoxError>) {
        (self.message, self.source)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&visible(&self.message))
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
