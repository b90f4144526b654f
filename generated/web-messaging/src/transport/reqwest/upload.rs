//! The body of a request on its way out.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream as _;

use crate::transport::{Body, TransportError};

/// A body on its way out. The lock is never waited for: it makes the body one that reqwest may share.
pub(super) struct Upload(Mutex<Body>);

impl Upload {
    pub(super) fn new(body: Body) -> Self {
        Self(Mutex::new(body))
    }
}

impl http_body::Body for Upload {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        let body = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        let chunk = ready!(Pin::new(body).poll_next(context));
        Poll::Ready(chunk.map(|chunk| chunk.map(http_body::Frame::data)))
    }
}
