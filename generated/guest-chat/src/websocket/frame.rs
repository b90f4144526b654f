//! The frames of a WebSocket: their headers as they come in, and whole frames to send out.

use bytes::{BufMut, BytesMut};

use super::decoder::Violation;

/// What a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opcode {
    /// More of the message before.
    Continuation,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

/// The most that a control frame carries.
pub(super) const LARGEST_CONTROL: usize = 125;

/// Marks the last frame of a message, in the first byte.
const FINAL: u8 = 0x80;
/// What extensions would use, in the first byte. None is ever agreed on.
const RESERVED: u8 = 0x70;
/// Marks a masked payload, in the second byte. Clients mask; servers must not.
const MASKED: u8 = 0x80;

/// What stands before a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) opcode: Opcode,
    /// Whether the message ends with this frame.
    pub(super) is_final: bool,
    /// The length of the payload.
    pub(super) length: u64,
    /// The length of the header itself.
    pub(super) size: usize,
}

impl Header {
    /// Reads the header at the start of `bytes`; `None` while some of it is missing.
    pub(super) fn read(bytes: &[u8]) -> Result<Option<Self>, Violation> {
        let [first, second, rest @ ..] = bytes else {
            return Ok(None);
        };
        let opcode = opcode(*first)?;
        if second & MASKED != 0 {
            return Err(Violation::Protocol);
        }
        let (length, size) = match (second & !MASKED, rest) {
            (126, [a, b, ..]) => (u64::from(u16::from_be_bytes([*a, *b])), 4),
            (127, [a, b, c, d, e, f, g, h, ..]) => {
                let length = [*a, *b, *c, *d, *e, *f, *g, *h];
                (u64::from_be_bytes(length), 10)
            }
            (126 | 127, _) => return Ok(None),
            (length, _) => (u64::from(length), 2),
        };
        let header = Self {
            opcode,
            is_final: first & FINAL != 0,
            length,
            size,
        };
        if header.is_control() && (!header.is_final || length > LARGEST_CONTROL as u64) {
            return Err(Violation::Protocol);
        }
        Ok(Some(header))
    }

    pub(super) fn is_control(&self) -> bool {
        matches!(self.opcode, Opcode::Close | Opcode::Ping | Opcode::Pong)
    }
}

fn opcode(first: u8) -> Result<Opcode, Violation> {
    if first & RESERVED != 0 {
        return Err(Violation::Protocol);
    }
    Ok(match first & 0x0F {
        0x0 => Opcode::Continuation,
        0x1 => Opcode::Text,
        0x2 => Opcode::Binary,
        0x8 => Opcode::Close,
        0x9 => Opcode::Ping,
        0xA => Opcode::Pong,
        _ => return Err(Violation::Protocol),
    })
}

/// Appends a frame that is a whole message, masked as a client must. What a control frame cannot carry is cut off.
pub(super) fn write(out: &mut BytesMut, opcode: Opcode, payload: &[u8], mask: [u8; 4]) {
    let (code, largest) = match opcode {
        Opcode::Continuation => (0x0, usize::MAX),
        Opcode::Text => (0x1, usize::MAX),
        Opcode::Binary => (0x2, usize::MAX),
        Opcode::Close => (0x8, LARGEST_CONTROL),
        Opcode::Ping => (0x9, LARGEST_CONTROL),
        Opcode::Pong => (0xA, LARGEST_CONTROL),
    };
    let payload = payload.get(..largest).unwrap_or(payload);
    out.reserve(14 + payload.len());
    out.put_u8(FINAL | code);
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(length), _) if usize::from(length) <= LARGEST_CONTROL => out.put_u8(MASKED | length),
        (_, Ok(length)) => {
            out.put_u8(MASKED | 126);
            out.put_u16(length);
        }
        _ => {
            out.put_u8(MASKED | 127);
            out.put_u64(payload.len() as u64);
        }
    }
    out.put_slice(&mask);
    let masked = payload.iter().zip(mask.iter().cycle());
    out.extend(masked.map(|(byte, mask)| byte ^ mask));
}
