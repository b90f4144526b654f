//! The bytes of WebSocket frames as a server sends them (RFC 6455), right or deliberately wrong.

const TEXT: u8 = 0x1;
const BINARY: u8 = 0x2;
const PING: u8 = 0x9;
const CONTINUATION: u8 = 0x0;

/// Marks the last frame of a message.
const FINAL: u8 = 0x80;
/// The greatest length that stands in the second byte itself.
const SHORT: usize = 125;

/// One text frame. The payload is not looked at, so it need not be UTF-8.
pub fn text(payload: &[u8]) -> Vec<u8> {
    frame(FINAL | TEXT, payload)
}

/// One binary frame.
pub fn binary(payload: &[u8]) -> Vec<u8> {
    frame(FINAL | BINARY, payload)
}

/// A ping.
pub fn ping(payload: &[u8]) -> Vec<u8> {
    frame(FINAL | PING, payload)
}

/// A text in frames of so many bytes, with a ping after each but the last. Characters may be torn apart.
pub fn fragments(payload: &[u8], size: usize) -> Vec<u8> {
    let parts: Vec<&[u8]> = payload.chunks(size.max(1)).collect();
    let last = parts.len().saturating_sub(1);
    let mut bytes = Vec::new();
    for (index, part) in parts.into_iter().enumerate() {
        let opcode = if index == 0 { TEXT } else { CONTINUATION };
        if index == last {
            bytes.extend(frame(FINAL | opcode, part));
        } else {
            bytes.extend(frame(opcode, part));
            bytes.extend(ping(b"between"));
        }
    }
    bytes
}

/// A frame of a server, which does not mask.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(length), _) if payload.len() <= SHORT => bytes.push(length),
        (_, Ok(length)) => {
            bytes.push(126);
            bytes.extend(length.to_be_bytes());
        }
        _ => {
            bytes.push(127);
            bytes.extend((payload.len() as u64).to_be_bytes());
        }
    }
    bytes.extend(payload);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6455, 5.7.
    #[test]
    fn frames_are_as_in_the_standard() {
        assert_eq!(text(b"Hello"), b"\x81\x05Hello");
        assert_eq!(ping(b"Hello"), b"\x89\x05Hello");
        assert_eq!(binary(&[0; 256])[..4], [0x82, 0x7e, 0x01, 0x00]);
        assert_eq!(
            binary(&vec![0; 65_536])[..10],
            [0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0]
        );
    }

    #[test]
    fn fragments_have_pings_between_them() {
        assert_eq!(
            fragments(b"Hello", 3),
            b"\x01\x03Hel\x89\x07between\x80\x02lo"
        );
        assert_eq!(fragments(b"Hi", 3), text(b"Hi"));
    }
}
