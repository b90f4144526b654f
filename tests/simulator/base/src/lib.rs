//! What the simulators of services have in common, and what knows no service.
//!
//! `clock` is time as a service sees it, on tokio's clock; `wire` a connection on which raw steps can be played, and
//! that can be torn down; `tls` makes it secure, or seem so; `frames` are the bytes of WebSocket frames, right or wrong;
//! `lock` is a lock that goes on after a panic.

pub mod clock;
pub mod frames;
pub mod lock;
pub mod tls;
pub mod wire;
