//! What a scripted service answers.

use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;

use crate::transport::{Body, TransportError, TransportErrorKind};

/// An answer of a [`FakeService`](super::FakeService), or the lack of one.
#[derive(Clone, Debug)]
#[must_use]
pub struct FakeReply {
    pub(super) outcome: Outcome,
    pub(super) delay: Duration,
}

#[derive(Clone, Debug)]
pub(super) enum Outcome {
    Answer {
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    },
    Failure(TransportErrorKind),
    Silence,
}

impl FakeReply {
    /// An answer with this status, without headers and body.
    pub fn status(status: StatusCode) -> Self {
        Self {
            outcome: Outcome::Answer {
                status,
                headers: HeaderMap::new(),
                body: Bytes::new(),
            },
            delay: Duration::ZERO,
        }
    }

    /// An answer with status 200 and this value as JSON. A value that cannot be written as JSON makes
    /// a body that cannot be decoded.
    pub fn json(value: &impl Serialize) -> Self {
        Self::status(StatusCode::OK).json_body(value)
    }

    /// No answer: the exchange fails like this.
    pub fn failure(kind: TransportErrorKind) -> Self {
        Self {
            outcome: Outcome::Failure(kind),
            delay: Duration::ZERO,
        }
    }

    /// No answer, ever: the time limit of the attempt passes.
    pub fn silence() -> Self {
        Self {
            outcome: Outcome::Silence,
            delay: Duration::ZERO,
        }
    }

    /// Adds this value as a JSON body.
    pub fn json_body(self, value: &impl Serialize) -> Self {
        let json = serde_json::to_vec(value).unwrap_or_default();
        self.header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(json)
    }

    /// Adds a body.
    pub fn body(mut self, bytes: impl Into<Bytes>) -> Self {
        if let Outcome::Answer { body, .. } = &mut self.outcome {
            *body = bytes.into();
        }
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if let Outcome::Answer { headers, .. } = &mut self.outcome {
            headers.append(name, value);
        }
        self
    }

    /// The answer comes after so much time on the clock of the service.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// The answer as a transport gives it; `None` for silence.
    pub(super) fn into_response(self) -> Option<Result<Response<Body>, TransportError>> {
        match self.outcome {
            Outcome::Answer {
                status,
                headers,
                body,
            } => {
                let mut response = Response::new(Body::from(body));
                *response.status_mut() = status;
                *response.headers_mut() = headers;
                Some(Ok(response))
            }
            Outcome::Failure(kind) => Some(Err(TransportError::new(kind))),
            Outcome::Silence => None,
        }
    }
}
