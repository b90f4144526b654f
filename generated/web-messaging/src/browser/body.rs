//! The body of a response as the browser hands it over, chunk by chunk.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, ReadableStreamDefaultReader};

use super::fetch::Abort;
use crate::transport::{TransportError, TransportErrorKind};

/// A body that is read when it is polled.
pub(super) struct Chunks {
    reader: ReadableStreamDefaultReader,
    reading: Option<JsFuture>,
    /// Ends the request with this.
    _abort: Abort,
}

impl Chunks {
    pub(super) fn new(stream: &ReadableStream, abort: Abort) -> Self {
        Self {
            reader: stream.get_reader().unchecked_into(),
            reading: None,
            _abort: abort,
        }
    }
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let reading = this
            .reading
            .get_or_insert_with(|| JsFuture::from(this.reader.read()));
        let read = ready!(Pin::new(reading).poll(context));
        this.reading = None;
        Poll::Ready(match read {
            Ok(read) => chunk(&read).map(Ok),
            Err(_) => Some(Err(TransportError::new(TransportErrorKind::Io))),
        })
    }
}

/// The bytes of one chunk; `None` at the end.
fn chunk(read: &JsValue) -> Option<Bytes> {
    let value = Reflect::get(read, &JsValue::from_str("value")).ok()?;
    let array: Uint8Array = value.dyn_into().ok()?;
    Some(array.to_vec().into())
}
