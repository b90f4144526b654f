//! The one error type of the crate.
//!
//! In: what went wrong, with as much of the exchange as there was. Out: accessors for all of it.
//! Invariant: neither `Display` nor `Debug` nor any error in the source chain prints a URL, a
//! header value, a body or a secret. What is printed is chosen by us, plus the error code and
//! correlation id when they look like ones, and the message of the service, unless the configuration
//! says that it may name people: shortened, visible, without credentials and tokens.

mod build;
mod kind;

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::api_error::{self, ApiErrorBody};
use crate::operation::TypedErrors;
use crate::rate_limit::RateLimit;
use crate::response::{Head, RawResponse};
use crate::unknown_reply::UnknownReply;
use crate::visible::visible;

pub use self::kind::ErrorKind;

/// Any error, boxed as the sources of ours are.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a call failed, and what is known about the exchange.
///
/// `Display` and `Debug` are safe to log. What the service sent is available through
/// [`raw_body`](Self::raw_body), [`api_error`](Self::api_error) and [`headers`](Self::headers), on
/// purpose only.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: Cow<'static, str>,
    operation: Option<&'static str>,
    head: Option<Head>,
    body: Option<Bytes>,
    api_error: Option<ApiErrorBody>,
    /// The message of the service, without secrets.
    said: Option<String>,
    retry_after: Option<Duration>,
    attempts: u32,
    elapsed: Duration,
    may_have_been_processed: bool,
    source: Option<BoxError>,
}

impl Error {
    /// What kind of failure this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The status of the response, if one arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.head.as_ref().map(|head| head.status)
    }

    /// The headers of the response, if one arrived.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.head.as_ref().map(|head| &head.headers)
    }

    /// The body of the response as it arrived (decompressed), if all of it did. It may contain
    /// personal data.
    #[must_use]
    pub fn raw_body(&self) -> Option<&Bytes> {
        self.0.body.as_ref()
    }

    /// The body of an error response, if it has the form the API defines for errors. It may contain
    /// personal data.
    #[must_use]
    pub fn api_error(&self) -> Option<&ApiErrorBody> {
        self.0.api_error.as_ref()
    }

    /// What the service says of the failure, for people, if the body of the error reply says so in the usual
    /// way. Credentials and tokens are taken out of it. It may contain personal data.
    #[must_use]
    pub fn service_message(&self) -> Option<&str> {
        self.0.said.as_deref()
    }

    /// The error reply in the form that the operation `O` has for its status; `None` when no such reply
    /// arrived. One that has another form, or a status that the definition does not list, is `Unknown`. It may
    /// contain personal data.
    #[must_use]
    pub fn typed<O: TypedErrors>(&self) -> Option<O::Error> {
        let head = self.0.head.as_ref()?;
        if head.status.is_success() {
            return None;
        }
        let raw = RawResponse {
            operation: O::FACTS.id,
            head: head.clone(),
            body: self.0.body.clone()?,
            attempts: self.0.attempts,
            elapsed: self.0.elapsed,
        };
        let decoded = O::DECODE_ERROR(&raw);
        Some(decoded.unwrap_or_else(|_| O::UNKNOWN(UnknownReply::new(&raw))))
    }

    /// The error code the service gave in the body of an error response, as text.
    #[must_use]
    pub fn code_str(&self) -> Option<&str> {
        api_error::code(self.api_error()?)
    }

    /// The id under which the service logged the request, if the response has one.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.0.head.as_ref()?.correlation_id()
    }

    /// How long to wait before asking again, from the `Retry-After` header of the response: a
    /// number of seconds, or a date, which is compared with the response's own `Date`. A date in
    /// the past is zero; a value that cannot be read is `None`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The rate limit the service reported with the response, if it did.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::from_headers(self.headers()?)
    }

    /// How many times the request was sent, or tried to be. Zero when the call failed before that.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the call took, pauses included.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// The id of the operation that was called, as in the API definition.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// Whether a time limit passed.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether the service refused the request because there were too many.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// Whether the same call may succeed later: the connection failed, a time limit passed, or the
    /// service answered 429, 502, 503 or 504.
    ///
    /// Look at [`may_have_been_processed`](Self::may_have_been_processed) before repeating a call
    /// that changes something.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.kind() {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Io | ErrorKind::RateLimited => {
                true
            }
            ErrorKind::Api => {
                matches!(self.status().map(|status| status.as_u16()), Some(502..=504))
            }
            _ => false,
        }
    }

    /// Whether the service may have carried out the request, in this or an earlier attempt of the
    /// same call: it was sent, and no answer says that it was refused.
    #[must_use]
    pub fn may_have_been_processed(&self) -> bool {
        self.0.may_have_been_processed
    }

    /// The facts that `Display` puts in parentheses.
    fn details(&self) -> Vec<String> {
        let code = self.code_str().filter(|code| is_token(code));
        let correlation = self.correlation_id().filter(|id| is_token(id));
        [
            self.status()
                .map(|status| format!("status {}", status.as_u16())),
            code.map(|code| format!("code {code}")),
            correlation.map(|id| format!("correlation id {id}")),
            (self.attempts() > 1).then(|| format!("attempts {}", self.attempts())),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation() {
            write!(formatter, "{}: ", visible(operation))?;
        }
        formatter.write_str(&visible(&self.0.message))?;
        if let Some(said) = self.0.said.as_deref().filter(|_| api_error::SHOWS_MESSAGE) {
            write!(formatter, ": {}", visible(&shortened(said)))?;
        }
        let details = self.details();
        if !details.is_empty() {
            write!(formatter, " ({})", details.join(", "))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Error")
            .field("kind", &self.kind())
            .field("message", &self.to_string())
            .field("elapsed", &self.elapsed())
            .field("may_have_been_processed", &self.may_have_been_processed())
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// The most characters of the service's message that are printed.
const LONGEST_MESSAGE: usize = 200;

fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}

/// Whether text from a response is safe to print: short, and made of the characters of codes and
/// ids.
fn is_token(text: &str) -> bool {
    (1..=128).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':'))
}
