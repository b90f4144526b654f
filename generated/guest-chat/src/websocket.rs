//! The client's end of a WebSocket (RFC 6455) that is only listened to: texts come in, and nothing but
//! control frames goes out.
//!
//! `handshake` asks for the connection and checks the answer, `inflow` takes in bytes, `decoder` turns them
//! into messages, `frames` joins these with a connection, and `socket` is what a reader holds: that, or the
//! WebSocket of a browser. Nothing here logs, spawns or waits on its own; what a frame says is shown to nobody
//! but the caller.

mod decoder;
mod frame;
mod frames;
mod handshake;
mod inflow;
mod socket;

pub(crate) use self::decoder::Limits;
pub(crate) use self::handshake::Handshake;
pub(crate) use self::socket::{End, Received, Socket};

/// The codes of close frames that this crate sends or looks at.
pub(crate) mod close_code {
    /// All is done.
    pub(crate) const NORMAL: u16 = 1000;
    /// This end goes away.
    pub(crate) const GOING_AWAY: u16 = 1001;
    /// The other end broke the rules of WebSocket.
    pub(crate) const PROTOCOL: u16 = 1002;
    /// A text was not UTF-8.
    pub(crate) const NOT_UTF8: u16 = 1007;
    /// The other end broke the rules of the service.
    pub(crate) const POLICY: u16 = 1008;
    /// A message was too large.
    pub(crate) const TOO_LARGE: u16 = 1009;
}
