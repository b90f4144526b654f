//! What the tests of the SDK share: a guest in a simulated chat, fakes with virtual time, and a server of raw bytes.
//!
//! - `guest`: chats with the simulator over real sockets, for what a user would notice;
//! - `fake`: a transport that answers from a script and a clock that jumps, for arithmetic that would take hours;
//! - `raw_server`: bytes on a socket, for what no server should send;
//! - `memory`: a transport to the simulator without a network, for virtual time;
//! - `line`: connections made of a script, for what no server sends;
//! - `capture`: all that is logged;
//! - `crowd`: the simulator in a process of its own, with agents and trouble; `soak`: many chats with it;
//! - `usage`: the sockets, the memory and the time that this process takes;
//! - `print`: all that an error shows of itself.
//!
//! Nothing here returns an error: a helper that fails has failed the test.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod capture;
mod crowd;
mod fake;
mod guest;
mod line;
mod memory;
mod print;
mod raw_server;
mod soak;
pub mod usage;

pub use capture::Capture;
pub use crowd::{Crowd, Script, serve};
pub use fake::{
    Answer, FakeTransport, PauseSkipper, VirtualTimer, answering, block_on, fake_client, reply,
};
pub use guest::{Guest, builder, client, create_request, message, start_chat, start_chat_with};
pub use line::{Line, LineTransport, Read, Watched};
pub use memory::MemoryTransport;
pub use print::{all_texts, assert_discreet};
pub use raw_server::{Act, RawServer, http_reply};
pub use soak::{Soak, SoakReport, memory_per_idle_chat, soak};

/// The token of the clients that are made here. Its parts make a leak easy to find.
pub const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.canary-payload.canary-signature";

/// So many seconds.
pub const fn seconds(number: u64) -> std::time::Duration {
    std::time::Duration::from_secs(number)
}
