//! The client's end of a WebSocket (RFC 6455) of texts.
//!
//! `connect` opens the connection, `handshake` asks for it and checks the answer, `inflow` takes in bytes, `decoder` turns them
//! into messages, `frames` joins these with a connection, and `socket` is what a reader holds: that, or the
//! WebSocket of a browser. `liveness` says when the other end is taken for gone, and `reconnect` when another connection is
//! tried. Nothing here logs, spawns or waits on its own; what a frame says is shown to nobody
//! but the caller.

mod alarm;
mod connect;
mod decoder;
mod frame;
mod frames;
mod handshake;
mod inflow;
mod liveness;
mod mask;
mod reconnect;
mod socket;

pub(crate) use self::alarm::Alarm;
pub(crate) use self::connect::connect;
use self::decoder::Limits;
use self::handshake::Handshake;
pub(crate) use self::liveness::{Liveness, Pulse};
pub use self::reconnect::ReconnectPolicy;
pub(crate) use self::reconnect::{Trouble, Verdict, is_final, verdict};
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
