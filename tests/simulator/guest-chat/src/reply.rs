//! A reply before it is sent: status, headers and whole body, as plain data.
//!
//! It leaves in one of two ways: as a response for hyper, or as the bytes of HTTP/1.1 when a fault wants it verbatim
//! (headers in their own spelling, twice, or wrong).

use std::fmt::Write as _;

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::Full;
use serde_json::Value;

use crate::errors::ApiError;

/// A reply.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    pub(crate) fn json(status: u16, json: &Value) -> Self {
        Self::empty(status).with_body("application/json", json.to_string())
    }

    pub(crate) fn error(error: &ApiError, context_id: &str) -> Self {
        let reply = Self::json(error.code.status(), &error.body(context_id));
        match error.retry_after() {
            Some(seconds) => reply.with_header("retry-after", seconds),
            None => reply,
        }
    }

    pub(crate) fn with_body(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        self.headers
            .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        self.body = body.into();
        self.with_header("content-type", content_type)
    }

    pub(crate) fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Adds a header unless the reply has it, in whatever case.
    pub(crate) fn with_default_header(self, name: &str, value: impl Into<String>) -> Self {
        if self.has_header(name) {
            self
        } else {
            self.with_header(name, value)
        }
    }

    pub(crate) fn has_header(&self, name: &str) -> bool {
        self.headers
            .iter()
            .any(|(key, _)| key.eq_ignore_ascii_case(name))
    }

    /// The reply for hyper, which adds what HTTP needs. Only the simulator's own replies go this way, so a header
    /// that hyper refuses is a mistake in the simulator, and shows as status 500 without a body.
    pub(crate) fn into_response(self) -> Response<Full<Bytes>> {
        let head = Response::builder().status(self.status);
        let head = self
            .headers
            .iter()
            .fold(head, |head, (name, value)| head.header(name, value));
        head.body(Full::new(self.body)).unwrap_or_else(|_| {
            let mut mistake = Response::new(Full::new(Bytes::new()));
            *mistake.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            mistake
        })
    }

    /// The bytes before the body, with a content length if there is none and the status can have one.
    pub(crate) fn head(&self) -> String {
        let reason = StatusCode::from_u16(self.status)
            .ok()
            .and_then(|status| status.canonical_reason());
        let mut head = format!(
            "HTTP/1.1 {} {}\r\n",
            self.status,
            reason.unwrap_or("Unknown")
        );
        let bodiless = self.body.is_empty() && matches!(self.status, 100..=199 | 204 | 304);
        let length = self.body.len().to_string();
        let length = Some(("content-length", length.as_str()))
            .filter(|_| !bodiless && !self.has_header("content-length"));
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in headers.chain(length) {
            // Writing to a `String` does not fail.
            let _ = write!(head, "{name}: {value}\r\n");
        }
        head.push_str("\r\n");
        head
    }

    /// All bytes of the reply.
    pub(crate) fn bytes(&self) -> Bytes {
        [self.head().as_bytes(), &self.body].concat().into()
    }
}
