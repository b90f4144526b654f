//! The body of a message while it travels.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::{TransportError, TransportErrorKind};
use crate::future::{BoxStream, Exclusive, MaybeSend};

/// The body of a response, or of a request that is streamed: a stream of chunks, or bytes that are there already.
///
/// Dropping that of a response before its end abandons the rest.
pub struct Body(Inner);

enum Inner {
    Whole(Bytes),
    Chunks(Exclusive<BoxStream<Result<Bytes, TransportError>>>),
}

impl Body {
    /// A body without content.
    #[must_use]
    pub fn empty() -> Self {
        Self::from(Bytes::new())
    }

    /// A body that arrives in chunks. After an error the stream is not polled again.
    pub fn from_stream<S>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, TransportError>> + MaybeSend + 'static,
    {
        Self(Inner::Chunks(Exclusive::new(Box::pin(stream))))
    }

    /// All of the body, or a `TooLarge` error as soon as it turns out to be longer than `limit`
    /// bytes. Nothing beyond the limit is kept in memory.
    pub(crate) async fn collect(mut self, limit: usize) -> Result<Bytes, TransportError> {
        let Some(first) = self.chunk().await.transpose()? else {
            return Ok(Bytes::new());
        };
        check_length(first.len(), limit)?;
        let Some(second) = self.chunk().await.transpose()? else {
            return Ok(first);
        };
        let mut all = BytesMut::from(first);
        let mut next = Some(second);
        while let Some(chunk) = next {
            check_length(all.len().saturating_add(chunk.len()), limit)?;
            all.extend_from_slice(&chunk);
            next = self.chunk().await.transpose()?;
        }
        Ok(all.freeze())
    }

    pub(crate) async fn chunk(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

/// The error for a body of more than `limit` bytes.
pub(crate) fn check_length(length: usize, limit: usize) -> Result<(), TransportError> {
    if length > limit {
        return Err(TransportError::with_message(
            TransportErrorKind::TooLarge,
            format!("the response is larger than {limit} bytes"),
        ));
    }
    Ok(())
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Inner::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Inner::Whole(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Inner::Chunks(chunks) => Pin::new(chunks).poll_next(context),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Inner::Whole(bytes))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Body(..)")
    }
}
