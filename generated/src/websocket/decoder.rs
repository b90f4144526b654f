//! Bytes in, messages out: the receiving half of a WebSocket, without any I/O.
//!
//! Fragments are joined, control frames between them are given out as they come. However the bytes are
//! cut, the same messages come out. Invariant: what is kept never exceeds one message and one frame of
//! the size allowed, and memory is taken as bytes arrive, not as a header announces them.

use bytes::{Buf, Bytes, BytesMut};

use super::close_code;
use super::frame::{Header, Opcode};

/// What the other end may send at once, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) frame: usize,
    pub(crate) message: usize,
}

/// What came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Incoming {
    Text(String),
    /// A binary message, whose content is of no use here.
    Binary,
    Ping(Bytes),
    Pong,
    /// The other end closes, with this code.
    Close(Option<u16>),
}

/// How the other end broke the rules. The connection cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Violation {
    Protocol,
    NotUtf8,
    TooLarge,
}

impl Violation {
    /// The code to close with.
    pub(super) fn close_code(self) -> u16 {
        match self {
            Self::Protocol => close_code::PROTOCOL,
            Self::NotUtf8 => close_code::NOT_UTF8,
            Self::TooLarge => close_code::TOO_LARGE,
        }
    }
}

/// A message that has begun.
#[derive(Debug)]
struct Partial {
    is_text: bool,
    bytes: BytesMut,
}

/// Turns bytes into messages.
#[derive(Debug)]
pub(super) struct Decoder {
    limits: Limits,
    /// What has come in and is not part of a message yet.
    bytes: BytesMut,
    /// The fragments of the message that has begun.
    partial: Option<Partial>,
}

impl Decoder {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            bytes: BytesMut::new(),
            partial: None,
        }
    }

    /// Takes in what has arrived.
    pub(super) fn take_in(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next message, if all of it is there. After a violation there is none that makes sense.
    pub(super) fn next(&mut self) -> Result<Option<Incoming>, Violation> {
        loop {
            let Some(header) = Header::read(&self.bytes)? else {
                return Ok(None);
            };
            let length = self.allowed(&header)?;
            if self.bytes.len() - header.size < length {
                return Ok(None);
            }
            self.bytes.advance(header.size);
            let payload = self.bytes.split_to(length);
            if let Some(message) = self.frame(&header, payload)? {
                return Ok(Some(message));
            }
        }
    }

    /// The length of the payload, if it may be so long.
    fn allowed(&self, header: &Header) -> Result<usize, Violation> {
        let length = usize::try_from(header.length).map_err(|_| Violation::TooLarge)?;
        if header.is_control() {
            return Ok(length);
        }
        let before = self
            .partial
            .as_ref()
            .map_or(0, |partial| partial.bytes.len());
        if length > self.limits.frame || length > self.limits.message.saturating_sub(before) {
            return Err(Violation::TooLarge);
        }
        Ok(length)
    }

    fn frame(&mut self, header: &Header, payload: BytesMut) -> Result<Option<Incoming>, Violation> {
        let partial = match (header.opcode, self.partial.take()) {
            (Opcode::Text | Opcode::Binary, None) => Partial {
                is_text: header.opcode == Opcode::Text,
                bytes: payload,
            },
            (Opcode::Continuation, Some(mut partial)) => {
                partial.bytes.unsplit(payload);
                partial
            }
            (Opcode::Text | Opcode::Binary, Some(_)) | (Opcode::Continuation, None) => {
                return Err(Violation::Protocol);
            }
            (Opcode::Close | Opcode::Ping | Opcode::Pong, partial) => {
                self.partial = partial;
                return control(header.opcode, payload.freeze()).map(Some);
            }
        };
        if !header.is_final {
            self.partial = Some(partial);
            return Ok(None);
        }
        if !partial.is_text {
            return Ok(Some(Incoming::Binary));
        }
        let text = String::from_utf8(partial.bytes.into()).map_err(|_| Violation::NotUtf8)?;
        Ok(Some(Incoming::Text(text)))
    }
}

fn control(opcode: Opcode, payload: Bytes) -> Result<Incoming, Violation> {
    match (opcode, payload.as_ref()) {
        (Opcode::Ping, _) => Ok(Incoming::Ping(payload)),
        (Opcode::Close, []) => Ok(Incoming::Close(None)),
        // The reason after the code is for people, and may say anything.
        (Opcode::Close, [a, b, ..]) => Ok(Incoming::Close(Some(u16::from_be_bytes([*a, *b])))),
        (Opcode::Close, [_]) => Err(Violation::Protocol),
        _ => Ok(Incoming::Pong),
    }
}
