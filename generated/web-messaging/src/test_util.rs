//! For the tests of programs that use this crate: a service that answers from a script, and time that
//! passes only when somebody waits.
//!
//! In: replies, one after the other. Out: a client that gets them, and the requests it sent. No test
//! waits, none needs a network, and calls need no runtime: whatever polls their futures will do.
//! For a WebSocket, [`FakeService::socket`] gives a side to speak on, and [`FakeService::connect`] hands over
//! connections whose bytes the test writes itself.

mod clock;
mod reply;
mod service;
mod socket;

pub use self::clock::VirtualClock;
pub use self::reply::FakeReply;
pub use self::service::{FakeService, SentRequest};
pub use self::socket::{FakeSocket, SocketState};
