//! The payload of the `Unknown` variant of enums that tell replies apart by their status.

#![allow(dead_code, reason = "which replies there are depends on the API")]

use std::fmt;

use bytes::Bytes;
use http::StatusCode;

use crate::response::RawResponse;

/// A reply that the definition does not list, or whose body is not what it says.
///
/// `Debug` does not print the body.
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownReply {
    status: StatusCode,
    body: Bytes,
}

impl UnknownReply {
    pub(crate) fn new(raw: &RawResponse) -> Self {
        Self {
            status: raw.head.status,
            body: raw.body.clone(),
        }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The body as it arrived (decompressed).
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Debug for UnknownReply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UnknownReply")
            .field("status", &self.status.as_u16())
            .field("body_bytes", &self.body.len())
            .finish()
    }
}
