//! A request body of the caller's making: bytes, a text, a file, or a stream.

use std::borrow::Cow;
use std::fmt;
#[cfg(not(target_arch = "wasm32"))]
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::future::MaybeSend;
use crate::payload::{Payload, Piece};
use crate::transport::{TransportError, TransportErrorKind};

/// The body of a request that is neither JSON nor a form: bytes, a text, a file, or a stream.
///
/// Bytes and texts are converted where a body is asked for. A file, and a stream, is read while it is sent, so it is
/// never in memory as a whole. A file is opened anew when the call is retried. A stream can be sent once: such a call
/// is never retried, and a clone of its request cannot be sent after it. The time limit of a call holds for the whole
/// of it; [`Request::timeout`](crate::Request::timeout) gives a long upload more time.
#[derive(Clone)]
pub struct RequestBody {
    payload: Payload,
    content_type: Option<Cow<'static, str>>,
}

impl RequestBody {
    fn new(payload: Payload) -> Self {
        Self {
            payload,
            content_type: None,
        }
    }

    /// The content of a file. That it is there, and can be read, is found out when the call is sent.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn from_path(path: impl AsRef<Path>) -> Self {
        Self::new(Payload::Streamed(vec![Piece::File(path.as_ref().into())]))
    }

    /// What a stream gives, until its end. An error of the stream ends the call, and is its source.
    ///
    /// Its length is not known before its end, unless [`length`](Self::length) states it: some services refuse
    /// bodies of unknown length.
    #[cfg_attr(
        target_arch = "wasm32",
        allow(
            clippy::arc_with_non_send_sync,
            reason = "nothing is sent between threads in a browser"
        )
    )]
    pub fn from_stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        let chunks = Box::pin(Fallible(Box::pin(stream)));
        let stream = Piece::Stream(Arc::new(Mutex::new(Some(chunks))), None);
        Self::new(Payload::Streamed(vec![stream]))
    }

    /// States how many bytes a stream will give. The call fails if they are more or fewer. Nothing else has a
    /// length that could be stated.
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Self {
        self.payload = self.payload.with_length(bytes);
        self
    }

    /// Says what the body is, such as `image/png`, where the API accepts several types, or where the usual one is not
    /// right. One that is no media type is reported when the request is sent.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into().into());
        self
    }

    /// The bytes, if they are in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        self.payload.whole()
    }

    pub(crate) fn into_parts(self) -> (Payload, Option<Cow<'static, str>>) {
        (self.payload, self.content_type)
    }
}

impl From<Bytes> for RequestBody {
    fn from(bytes: Bytes) -> Self {
        Self::new(bytes.into())
    }
}

impl From<Vec<u8>> for RequestBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(Bytes::from(bytes).into())
    }
}

impl From<String> for RequestBody {
    fn from(text: String) -> Self {
        Self::new(Bytes::from(text).into())
    }
}

impl From<&'static [u8]> for RequestBody {
    fn from(bytes: &'static [u8]) -> Self {
        Self::new(Bytes::from(bytes).into())
    }
}

impl From<&'static str> for RequestBody {
    fn from(text: &'static str) -> Self {
        Self::new(Bytes::from(text).into())
    }
}

impl<const N: usize> From<&'static [u8; N]> for RequestBody {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RequestBody")
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// A stream whose errors become those of a transport.
struct Fallible<S>(Pin<Box<S>>);

impl<S, E> Stream for Fallible<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = self.0.as_mut().poll_next(context);
        chunk.map(|chunk| chunk.map(|chunk| chunk.map_err(unreadable)))
    }
}

/// What the caller gave cannot be read.
fn unreadable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::with_message(
        TransportErrorKind::Io,
        "the body of the request cannot be read",
    )
    .with_source(error)
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use self::file::FileChunks;

/// Files, which are read where it does no harm to wait: on a thread of the async runtime for such work, or on the
/// thread of a blocking call.
#[cfg(not(target_arch = "wasm32"))]
mod file {
    use std::fs::File;
    use std::io::{self, Read};
    use std::path::Path;
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};

    use bytes::Bytes;
    use futures_core::Stream;
    use tokio::runtime::Handle;
    use tokio::task::JoinHandle;

    use super::unreadable;
    use crate::transport::TransportError;

    /// How much of a file is read at once.
    const CHUNK: usize = 64 * 1024;

    /// A file that is read when it is polled.
    pub(crate) struct FileChunks(State);

    enum State {
        Idle(File),
        Reading(JoinHandle<(File, io::Result<Bytes>)>),
        Done,
    }

    impl FileChunks {
        pub(crate) fn open(path: &Path) -> io::Result<Self> {
            Ok(Self(State::Idle(File::open(path)?)))
        }

        /// Takes up what was read.
        fn take(
            &mut self,
            file: File,
            chunk: io::Result<Bytes>,
        ) -> Option<Result<Bytes, TransportError>> {
            match chunk {
                Ok(chunk) if chunk.is_empty() => None,
                Ok(chunk) => {
                    self.0 = State::Idle(file);
                    Some(Ok(chunk))
                }
                Err(error) => Some(Err(unreadable(error))),
            }
        }
    }

    impl Stream for FileChunks {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Self::Item>> {
            let state = std::mem::replace(&mut self.0, State::Done);
            self.0 = match (state, Handle::try_current()) {
                (State::Idle(mut file), Ok(runtime)) => {
                    State::Reading(runtime.spawn_blocking(move || {
                        let chunk = read(&mut file);
                        (file, chunk)
                    }))
                }
                (State::Idle(mut file), Err(_)) => {
                    let chunk = read(&mut file);
                    return Poll::Ready(self.take(file, chunk));
                }
                (state, _) => state,
            };
            let State::Reading(reading) = &mut self.0 else {
                return Poll::Ready(None);
            };
            let read = ready!(Pin::new(reading).poll(context));
            self.0 = State::Done;
            Poll::Ready(match read {
                Ok((file, chunk)) => self.take(file, chunk),
                Err(error) => Some(Err(unreadable(error))),
            })
        }
    }

    /// The next bytes of a file; none at its end.
    fn read(file: &mut File) -> io::Result<Bytes> {
        let mut buffer = vec![0; CHUNK];
        loop {
            match file.read(&mut buffer) {
                Ok(length) => {
                    buffer.truncate(length);
                    return Ok(buffer.into());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}
