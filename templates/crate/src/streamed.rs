//! A reply whose body is handed on while it arrives, so that a large file never lies in memory.
//!
//! In: a call. Out: status and headers, then the body chunk by chunk. A call is repeated only until its reply
//! begins; what breaks afterwards is an error of the stream. The time limit of an attempt is the limit for the
//! head, and then for each pause between chunks; the whole may take as long as it takes.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode, header::CONTENT_LENGTH};

use crate::client::Client;
use crate::error::Error;
use crate::future::{BoxFuture, Exclusive};
use crate::response::RawResponse;
use crate::transport::{Body, TransportError, TransportErrorKind};

/// A successful reply whose body is still to come: a stream of chunks.
///
/// Dropping it abandons the rest. After an error, and after the end, there is nothing more. Cancel-safe.
pub struct StreamedReply {
    client: Client,
    /// Its body is empty.
    raw: RawResponse,
    body: Option<Body>,
    received: u64,
    most: u64,
    pause: Duration,
    alarm: Option<Exclusive<BoxFuture<'static, ()>>>,
}

impl StreamedReply {
    /// `pause`: how long the next chunk may take.
    pub(crate) fn new(client: Client, raw: RawResponse, body: Body, pause: Duration) -> Self {
        Self {
            client,
            raw,
            body: Some(body),
            received: 0,
            most: u64::MAX,
            pause,
            alarm: None,
        }
    }

    /// Refuses a body of more than `most` bytes: at once where its length is announced, else as soon as it is
    /// longer. Without this there is no limit, because nothing is kept.
    #[must_use]
    pub fn max_bytes(mut self, most: u64) -> Self {
        self.most = most;
        self
    }

    /// Changes how long the next chunk may take.
    #[must_use]
    pub fn max_pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
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

    /// How many bytes the service announced; `None` where it did not, or where they come compressed.
    #[must_use]
    pub fn announced_bytes(&self) -> Option<u64> {
        let length = self.headers().get(CONTENT_LENGTH)?;
        length.to_str().ok()?.parse().ok()
    }

    /// How many bytes have been handed on so far (decompressed).
    #[must_use]
    pub fn received_bytes(&self) -> u64 {
        self.received
    }

    /// The next chunk; `None` at the end of the body, and after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The next chunk, on this thread; `None` at the end of the body, and after an error.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<Bytes, Error>> {
        crate::blocking::block_on(self.next())
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let chunk = match self.poll_chunk(context) {
            Poll::Ready(chunk) => chunk,
            Poll::Pending => return self.poll_alarm(context),
        };
        self.alarm = None;
        let chunk = chunk.map(|chunk| chunk.and_then(|chunk| self.counted(chunk)));
        if !matches!(chunk, Some(Ok(_))) {
            self.body = None;
        }
        Poll::Ready(chunk.map(|chunk| chunk.map_err(|error| self.failure(error))))
    }

    /// A chunk that is not empty.
    fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let announced = self.announced_bytes().unwrap_or_default();
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        if announced > self.most {
            return Poll::Ready(Some(Err(too_large(self.most))));
        }
        loop {
            match Pin::new(&mut *body).poll_next(context) {
                Poll::Ready(Some(Ok(chunk))) if chunk.is_empty() => {}
                other => return other,
            }
        }
    }

    /// Waits for the next chunk no longer than a pause may be.
    fn poll_alarm(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let (timer, pause) = (&self.client.shared().timer, self.pause);
        let alarm = self
            .alarm
            .get_or_insert_with(|| Exclusive::new(timer.sleep(pause)));
        if Pin::new(alarm).poll(context).is_pending() {
            return Poll::Pending;
        }
        (self.alarm, self.body) = (None, None);
        let error = TransportError::with_message(
            TransportErrorKind::Timeout,
            format!("nothing more of the reply came within {pause:?}"),
        );
        Poll::Ready(Some(Err(self.failure(error))))
    }

    fn counted(&mut self, chunk: Bytes) -> Result<Bytes, TransportError> {
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        self.received = self.received.saturating_add(length);
        if self.received > self.most {
            return Err(too_large(self.most));
        }
        Ok(chunk)
    }

    fn failure(&self, error: TransportError) -> Error {
        let now = self.client.shared().timer.wall_clock();
        Error::from_transport(error)
            .with_head(self.raw.head.clone(), now)
            .after(self.raw.attempts, self.raw.elapsed)
            .in_operation(self.raw.operation)
    }
}

fn too_large(most: u64) -> TransportError {
    TransportError::with_message(
        TransportErrorKind::TooLarge,
        format!("the response is larger than {most} bytes"),
    )
}

impl Stream for StreamedReply {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl fmt::Debug for StreamedReply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StreamedReply")
            .field("operation", &self.raw.operation)
            .field("status", &self.status().as_u16())
            .field("received_bytes", &self.received)
            .finish_non_exhaustive()
    }
}
