//! How errors are made inside the crate: one constructor per origin, then setters for what the
//! origin does not know.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value};

use super::{BoxError, Error, ErrorKind, Inner};
use crate::api_error::{self, ApiErrorBody};
use crate::credentials::Credentials;
use crate::decode;
use crate::mask;
use crate::response::Head;
use crate::retry;
use crate::transport::{TransportError, TransportErrorKind};

impl Error {
    /// An error of which only the kind and a message (lower-case, nothing personal, nothing secret)
    /// are known.
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            operation: None,
            head: None,
            body: None,
            api_error: None,
            said: None,
            retry_after: None,
            attempts: 0,
            elapsed: Duration::ZERO,
            may_have_been_processed: false,
            source: None,
        }))
    }

    /// The client cannot work as configured.
    pub(crate) fn config(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    /// An argument cannot be sent.
    pub(crate) fn invalid_input(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::InvalidInput, message)
    }

    /// A response whose status is not a success. The body is missing when it could not be read.
    /// `now` is the clock of this machine when it arrived.
    pub(crate) fn from_status(head: Head, body: Option<Bytes>, now: Option<SystemTime>) -> Self {
        let (kind, message) = describe(head.status);
        let mut error = Self::new(kind, message).with_head(head, now);
        error.0.api_error = body
            .as_deref()
            .and_then(|body| fitting(decode::without_bom(body)));
        error.0.said = body
            .as_deref()
            .and_then(|body| said(error.api_error(), body));
        error.0.body = body;
        error
    }

    /// The kind of error that a response with this status is.
    pub(crate) fn kind_of_status(status: StatusCode) -> ErrorKind {
        describe(status).0
    }

    /// What is said of a response with this status.
    #[cfg(feature = "logger")]
    pub(crate) fn message_of_status(status: StatusCode) -> &'static str {
        describe(status).1
    }

    /// An exchange that did not complete.
    pub(crate) fn from_transport(failure: TransportError) -> Self {
        let kind = failure.kind().into();
        let may_have_been_processed = failure.may_have_been_sent();
        let (message, source) = failure.into_parts();
        let mut error = Self::new(kind, message);
        error.0.source = source;
        error.possibly_processed(may_have_been_processed)
    }

    /// Adds the response's status and headers, and what follows from them. `now` is the clock of
    /// this machine when they arrived.
    pub(crate) fn with_head(mut self, head: Head, now: Option<SystemTime>) -> Self {
        self.0.retry_after = retry::retry_after(&head.headers, now);
        self.0.may_have_been_processed = !refused(head.status, self.0.retry_after);
        self.0.head = Some(head);
        self
    }

    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.0.body = Some(body);
        self
    }

    /// Takes these secrets out of what the service says.
    pub(crate) fn hiding(mut self, credentials: &Credentials) -> Self {
        let said = self.0.said.take();
        self.0.said = said.map(|said| credentials.hidden_in(&said));
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn in_operation(mut self, operation: &'static str) -> Self {
        self.0.operation = Some(operation);
        self
    }

    pub(crate) fn after(mut self, attempts: u32, elapsed: Duration) -> Self {
        self.0.attempts = attempts;
        self.0.elapsed = elapsed;
        self
    }

    pub(crate) fn possibly_processed(mut self, possibly: bool) -> Self {
        self.0.may_have_been_processed = possibly;
        self
    }
}

impl From<TransportErrorKind> for ErrorKind {
    fn from(kind: TransportErrorKind) -> Self {
        match kind {
            TransportErrorKind::Config => Self::Config,
            TransportErrorKind::Connect => Self::Connect,
            TransportErrorKind::Tls => Self::Tls,
            TransportErrorKind::Timeout => Self::Timeout,
            TransportErrorKind::Io => Self::Io,
            TransportErrorKind::Redirect => Self::Redirect,
            TransportErrorKind::TooLarge => Self::TooLarge,
            TransportErrorKind::Decode => Self::Decode,
        }
    }
}

fn describe(status: StatusCode) -> (ErrorKind, &'static str) {
    match status.as_u16() {
        429 => (
            ErrorKind::RateLimited,
            "the service received too many requests",
        ),
        304 => (
            ErrorKind::Api,
            "the service answered that nothing was modified",
        ),
        300..=399 => (
            ErrorKind::Redirect,
            "the service answered with a redirect, which is not followed",
        ),
        _ => (ErrorKind::Api, "the service answered with an error"),
    }
}

/// Whether a response says that the request was not carried out: the client errors do, and so does
/// "unavailable, come back at …".
fn refused(status: StatusCode, retry_after: Option<Duration>) -> bool {
    status.is_client_error() || (status == StatusCode::SERVICE_UNAVAILABLE && retry_after.is_some())
}

/// The body of an error reply. When it does not fit as a whole, the members that fit by themselves: one
/// odd member must not hide the code.
fn fitting(body: &[u8]) -> Option<ApiErrorBody> {
    if let Ok(fitting) = serde_json::from_slice(body) {
        return Some(fitting);
    }
    let members: Map<String, Value> = serde_json::from_slice(body).ok()?;
    let fits = |(name, value): &(String, Value)| {
        let alone: Map<String, Value> = [(name.clone(), value.clone())].into_iter().collect();
        serde_json::from_value::<ApiErrorBody>(Value::Object(alone)).is_ok()
    };
    let members: Map<String, Value> = members.into_iter().filter(fits).collect();
    serde_json::from_value(Value::Object(members)).ok()
}

/// Where a service usually puts its message for people, and where it puts an object that has one.
const MESSAGES: [&str; 6] = [
    "message",
    "detail",
    "error_description",
    "errorMessage",
    "error_message",
    "title",
];
const INSIDE: &str = "error";

/// The message for people in an error reply, without secrets. An operation may have error replies of another form
/// than that of all others: there it is looked for by its usual names.
fn said(api_error: Option<&ApiErrorBody>, body: &[u8]) -> Option<String> {
    let known = api_error.and_then(api_error::message).map(str::to_owned);
    let said = known.or_else(|| {
        let body: Value = serde_json::from_slice(decode::without_bom(body)).ok()?;
        usual_message(&body)
            .or_else(|| usual_message(body.get(INSIDE)?))
            .map(str::to_owned)
    });
    said.map(|said| mask::masked(said.trim()))
        .filter(|said| !said.is_empty())
}

fn usual_message(body: &Value) -> Option<&str> {
    MESSAGES
        .iter()
        .find_map(|name| body.get(name).and_then(Value::as_str))
}
