//! Bytes in, messages out: the receiving half of a WebSocket, without any I/O.
//!
//! Fragments are joined, control frames between them are given out as they come. However the bytes are
//! cut, the same messages come out. Invariant: what is kept never exceeds one message and one frame of
//! the size allowed, and memory is taken as bytes arrive, not as a header announces them.

use std::sync::Arc;

use bytes::Bytes;

use super::close_code;
use super::frame::{Header, Opcode};
use super::inflow::Inflow;

/// What the other end may send at once, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) frame: usize,
    pub(crate) message: usize,
}

/// What came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Incoming {
    Text(Arc<str>),
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
    bytes: Vec<u8>,
}

/// Turns bytes into messages.
#[derive(Debug)]
pub(super) struct Decoder {
    limits: Limits,
    /// What has come in and is not part of a message yet.
    inflow: Inflow,
    /// The fragments of the message that has begun.
    partial: Option<Partial>,
}

impl Decoder {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            inflow: Inflow::new(),
            partial: None,
        }
    }

    /// Where what arrives is taken in.
    pub(super) fn inflow(&mut self) -> &mut Inflow {
        &mut self.inflow
    }

    /// The next message, if all of it is there. After a violation there is none that makes sense.
    pub(super) fn next(&mut self) -> Result<Option<Incoming>, Violation> {
        loop {
            let unread = self.inflow.unread();
            let Some(header) = Header::read(unread)? else {
                return Ok(None);
            };
            let length = self.allowed(&header)?;
            let payload = unread.get(header.size..).unwrap_or_default();
            let Some(payload) = payload.get(..length) else {
                return Ok(None);
            };
            let message = frame(&header, payload, &mut self.partial)?;
            self.inflow.read(header.size + length);
            if let Some(message) = message {
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
}

/// The message that ends with a frame; `None` if it goes on, and `partial` then holds what there is of it.
fn frame(
    header: &Header,
    payload: &[u8],
    partial: &mut Option<Partial>,
) -> Result<Option<Incoming>, Violation> {
    match (header.opcode, &mut *partial) {
        // Most messages are one frame, which is copied once.
        (Opcode::Text, None) if header.is_final => return text(payload).map(Some),
        (Opcode::Text | Opcode::Binary, None) => {
            *partial = Some(Partial {
                is_text: header.opcode == Opcode::Text,
                bytes: payload.to_vec(),
            });
        }
        (Opcode::Continuation, Some(partial)) => partial.bytes.extend_from_slice(payload),
        (Opcode::Text | Opcode::Binary, Some(_)) | (Opcode::Continuation, None) => {
            return Err(Violation::Protocol);
        }
        (Opcode::Close | Opcode::Ping | Opcode::Pong, _) => {
            return control(header.opcode, payload).map(Some);
        }
    }
    match partial.take_if(|_| header.is_final) {
        None => Ok(None),
        Some(Partial { is_text: false, .. }) => Ok(Some(Incoming::Binary)),
        Some(Partial { bytes, .. }) => text(&bytes).map(Some),
    }
}

fn text(bytes: &[u8]) -> Result<Incoming, Violation> {
    let text = std::str::from_utf8(bytes).map_err(|_| Violation::NotUtf8)?;
    Ok(Incoming::Text(Arc::from(text)))
}

fn control(opcode: Opcode, payload: &[u8]) -> Result<Incoming, Violation> {
    match (opcode, payload) {
        (Opcode::Ping, _) => Ok(Incoming::Ping(Bytes::copy_from_slice(payload))),
        (Opcode::Close, []) => Ok(Incoming::Close(None)),
        // The reason after the code is for people, and may say anything.
        (Opcode::Close, [a, b, ..]) => Ok(Incoming::Close(Some(u16::from_be_bytes([*a, *b])))),
        (Opcode::Close, [_]) => Err(Violation::Protocol),
        _ => Ok(Incoming::Pong),
    }
}
