//! What a request body consists of: bytes, files and streams, one after another.
//!
//! In: the pieces. Out: all bytes where they are in memory, or a body that is read while it is sent. A file is
//! opened anew for each attempt, a stream can be sent once. Where the length of a piece was stated, a piece of
//! another length is an error: what is sent is as long as the request says.

use std::collections::VecDeque;
#[cfg(not(target_arch = "wasm32"))]
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::error::Error;
#[cfg(not(target_arch = "wasm32"))]
use crate::error::ErrorKind;
use crate::future::BoxStream;
use crate::transport::{Body, TransportError, TransportErrorKind};

/// The chunks of a stream.
pub(crate) type Chunks = BoxStream<Result<Bytes, TransportError>>;

/// A piece of a body.
#[derive(Clone)]
pub(crate) enum Piece {
    Bytes(Bytes),
    #[cfg(not(target_arch = "wasm32"))]
    File(Arc<Path>),
    /// A stream, until it is taken, and how many bytes it has, where that is known.
    Stream(Arc<Mutex<Option<Chunks>>>, Option<u64>),
}

/// All of a body.
#[derive(Clone)]
pub(crate) enum Payload {
    /// What is in memory.
    Whole(Bytes),
    /// What is read while it is sent, piece after piece.
    Streamed(Vec<Piece>),
}

impl From<Bytes> for Payload {
    fn from(bytes: Bytes) -> Self {
        Self::Whole(bytes)
    }
}

impl Payload {
    /// All pieces, those in memory joined where they are neighbours.
    pub(crate) fn of(pieces: impl IntoIterator<Item = Piece>) -> Self {
        let mut joined: Vec<Piece> = Vec::new();
        let mut memory = BytesMut::new();
        for piece in pieces {
            match piece {
                Piece::Bytes(bytes) => memory.extend_from_slice(&bytes),
                other => {
                    if !memory.is_empty() {
                        joined.push(Piece::Bytes(memory.split().freeze()));
                    }
                    joined.push(other);
                }
            }
        }
        if joined.is_empty() {
            return Self::Whole(memory.freeze());
        }
        if !memory.is_empty() {
            joined.push(Piece::Bytes(memory.freeze()));
        }
        Self::Streamed(joined)
    }

    /// The same, with its streams of this length.
    pub(crate) fn with_length(mut self, bytes: u64) -> Self {
        for piece in self.streamed_mut() {
            if let Piece::Stream(_, length) = piece {
                *length = Some(bytes);
            }
        }
        self
    }

    pub(crate) fn into_pieces(self) -> Vec<Piece> {
        match self {
            Self::Whole(bytes) => vec![Piece::Bytes(bytes)],
            Self::Streamed(pieces) => pieces,
        }
    }

    /// All of it, if it is in memory.
    pub(crate) fn whole(&self) -> Option<&Bytes> {
        match self {
            Self::Whole(bytes) => Some(bytes),
            Self::Streamed(_) => None,
        }
    }

    /// Whether it can be sent more than once.
    pub(crate) fn is_repeatable(&self) -> bool {
        let is_stream = |piece: &Piece| matches!(piece, Piece::Stream(..));
        !self.streamed().iter().any(is_stream)
    }

    /// How long it is, if it is streamed and that is known.
    pub(crate) fn streamed_length(&self) -> Option<u64> {
        let Self::Streamed(pieces) = self else {
            return None;
        };
        let mut lengths = pieces.iter().map(Piece::length);
        lengths.try_fold(0_u64, |sum, length| sum.checked_add(length?))
    }

    /// The body to stream; `None` when all of it is in memory.
    pub(crate) fn open(&self) -> Result<Option<Body>, Error> {
        let Self::Streamed(pieces) = self else {
            return Ok(None);
        };
        let pieces = pieces
            .iter()
            .map(Piece::open)
            .collect::<Result<_, Error>>()?;
        Ok(Some(Body::from_stream(Sequence { pieces })))
    }

    fn streamed(&self) -> &[Piece] {
        match self {
            Self::Whole(_) => &[],
            Self::Streamed(pieces) => pieces,
        }
    }

    fn streamed_mut(&mut self) -> &mut [Piece] {
        match self {
            Self::Whole(_) => &mut [],
            Self::Streamed(pieces) => pieces,
        }
    }
}

impl Piece {
    fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            #[cfg(not(target_arch = "wasm32"))]
            Self::File(path) => std::fs::metadata(path).ok().map(|metadata| metadata.len()),
            Self::Stream(_, length) => *length,
        }
    }

    fn open(&self) -> Result<Open, Error> {
        let chunks: Chunks = match self {
            Self::Bytes(bytes) => Box::pin(Body::from(bytes.clone())),
            #[cfg(not(target_arch = "wasm32"))]
            Self::File(path) => Box::pin(crate::request_body::FileChunks::open(path).map_err(
                |error| {
                    Error::new(
                        ErrorKind::InvalidInput,
                        "the file of the body cannot be opened",
                    )
                    .with_source(error)
                },
            )?),
            Self::Stream(stream, _) => {
                let mut stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
                stream.take().ok_or_else(|| {
                    Error::invalid_input("the stream of the body has been sent already")
                })?
            }
        };
        Ok(Open {
            chunks,
            left: self.length(),
        })
    }
}

/// A piece that is being sent.
struct Open {
    chunks: Chunks,
    /// How many bytes are still to come, if that was stated.
    left: Option<u64>,
}

impl Open {
    /// Counts a chunk, or the end.
    fn count(&mut self, chunk: Option<&Bytes>) -> Result<(), TransportError> {
        let fits = match (self.left, chunk) {
            (None, _) => true,
            (Some(left), None) => left == 0,
            (Some(left), Some(chunk)) => {
                let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
                self.left = left.checked_sub(length);
                self.left.is_some()
            }
        };
        if fits {
            return Ok(());
        }
        Err(TransportError::with_message(
            TransportErrorKind::Io,
            "the body of the request is not as long as was stated",
        ))
    }
}

/// Pieces one after another.
struct Sequence {
    pieces: VecDeque<Open>,
}

impl Stream for Sequence {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(piece) = self.pieces.front_mut() {
            match ready!(piece.chunks.as_mut().poll_next(context)) {
                Some(Ok(chunk)) if chunk.is_empty() => {}
                Some(Ok(chunk)) => {
                    return Poll::Ready(Some(piece.count(Some(&chunk)).map(|()| chunk)));
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    let counted = piece.count(None);
                    self.pieces.pop_front();
                    if let Err(error) = counted {
                        return Poll::Ready(Some(Err(error)));
                    }
                }
            }
        }
        Poll::Ready(None)
    }
}
