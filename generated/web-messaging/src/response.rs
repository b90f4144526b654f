//! A response: the decoded body together with the status, the headers and the bytes it came from.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::facts;
use crate::rate_limit::RateLimit;

/// The status and headers of a response.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
}

impl Head {
    pub(crate) fn correlation_id(&self) -> Option<&str> {
        self.headers
            .get(facts::CORRELATION_ID_HEADER?)?
            .to_str()
            .ok()
    }
}

/// A response of which nothing but the length has been looked at, and how it was obtained.
#[derive(Clone)]
pub struct RawResponse {
    pub(crate) operation: &'static str,
    pub(crate) head: Head,
    pub(crate) body: Bytes,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

impl RawResponse {
    /// The status as a number.
    #[allow(
        dead_code,
        reason = "not every API tells replies apart by their status"
    )]
    pub(crate) fn status(&self) -> u16 {
        self.head.status.as_u16()
    }
}

/// A successful response with its decoded body.
///
/// `Debug` prints neither header values nor the body.
#[derive(Clone)]
pub struct Response<T> {
    body: T,
    raw: RawResponse,
}

impl<T> Response<T> {
    /// A response with this body as a fake service would give it: status 200, no headers, an empty
    /// raw body, zero attempts.
    #[must_use]
    pub fn new(body: T) -> Self {
        let raw = RawResponse {
            operation: "",
            head: Head {
                status: StatusCode::OK,
                headers: HeaderMap::new(),
            },
            body: Bytes::new(),
            attempts: 0,
            elapsed: Duration::ZERO,
        };
        Self { body, raw }
    }

    pub(crate) fn from_raw(body: T, raw: RawResponse) -> Self {
        Self { body, raw }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.raw.head.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.head.headers
    }

    /// The first value of the header `name` (in any case), if it is there and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().get(name)?.to_str().ok()
    }

    /// The id under which the service logged the request, if the response has one.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.raw.head.correlation_id()
    }

    /// The body as it arrived (decompressed).
    #[must_use]
    pub fn raw_body(&self) -> &Bytes {
        &self.raw.body
    }

    /// The decoded body.
    #[must_use]
    pub fn body(&self) -> &T {
        &self.body
    }

    /// The decoded body, without the rest.
    #[must_use]
    pub fn into_body(self) -> T {
        self.body
    }

    /// The same response with its decoded body turned into something else.
    #[must_use]
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            body: change(self.body),
            raw: self.raw,
        }
    }

    /// How many times the request was sent until this response came. Zero when it was not sent by a
    /// client of this crate.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.raw.attempts
    }

    /// How long the call took, pauses between attempts included.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.raw.elapsed
    }

    /// The rate limit the service reported, if it did.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::from_headers(self.headers())
    }
}

impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("operation", &self.raw.operation)
            .field("status", &self.status().as_u16())
            .field("body_bytes", &self.raw.body.len())
            .field("attempts", &self.attempts())
            .field("elapsed", &self.elapsed())
            .finish_non_exhaustive()
    }
}
