//! For the tests of programs that use this crate: a service that answers from a script, and time that
//! passes only when somebody waits.
//!
//! In: replies, one after the other. Out: a client that gets them, and the requests it sent. No test
//! waits, none needs a network, and calls need no runtime: whatever polls their futures will do.
//! For a stream, [`FakeService::connect`] hands over connections that the test writes itself.

mod clock;
mod reply;
mod service;

pub use self::clock::VirtualClock;
pub use self::reply::FakeReply;
pub use self::service::{FakeService, SentRequest};
