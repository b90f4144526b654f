//! A reply to a call: status, headers and whole body, as plain data.

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::Full;
use serde_json::{Value, json};

/// A reply.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    headers: Vec<(&'static str, String)>,
    body: Bytes,
}

impl Reply {
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new() }
    }

    pub(crate) fn json(status: StatusCode, json: &Value) -> Self {
        Self::empty(status).with_body("application/json", json.to_string())
    }

    /// The body that calls have when they are refused.
    pub(crate) fn error(status: u16, code: &str, message: &str) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = json!({"message": message, "code": code, "status": status.as_u16(), "contextId": "simulated", "details": [], "errors": []});
        Self::json(status, &body)
    }

    pub(crate) fn unauthorized() -> Self {
        Self::error(401, "bad.credentials", "Invalid login credentials.")
    }

    pub(crate) fn bad_request(message: &str) -> Self {
        Self::error(400, "bad.request", message)
    }

    pub(crate) fn too_many(seconds: u64) -> Self {
        Self::error(429, "too.many.requests.retry.after", "Rate limit exceeded")
            .with_header("retry-after", seconds.to_string())
    }

    pub(crate) fn with_body(mut self, media_type: &str, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.with_header("content-type", media_type)
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The reply for hyper. A header that it refuses is a mistake of the simulator, and shows as status 500.
    pub(crate) fn into_response(self) -> Response<Full<Bytes>> {
        let head = Response::builder().status(self.status);
        let head =
            self.headers.into_iter().fold(head, |head, (name, value)| head.header(name, value));
        head.body(Full::new(self.body)).unwrap_or_else(|_| {
            let mut mistake = Response::new(Full::new(Bytes::new()));
            *mistake.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            mistake
        })
    }
}
