//! The event stream of a chat: what happens in it, as it happens.
//!
//! [`EventStream`] is a [`Stream`](futures_core::Stream) of [`Event`]s over a WebSocket. When the connection breaks it
//! opens another, asks the API for the messages that were said in between, and gives each message once, in its place.
//! Start one with [`Conversation::start`](crate::Conversation::start) or
//! [`Conversation::events`](crate::Conversation::events).
//!
//! The stream is a state machine that works while it is polled, and nothing runs in the background. It reads the
//! connection only when an event is asked for, so a slow reader slows the service and costs no memory; and it answers
//! the service's signs of life only then, so keep asking. Time in which nobody asks is not held against the
//! connection.

mod address;
mod builder;
mod dial;
mod event;
mod fill;
mod given;
mod kinds;
mod machine;
mod options;
mod reading;
mod seen;
mod stream;
mod usual;

pub use self::builder::EventStreamBuilder;
pub use self::event::{Delivery, Event};
pub use self::kinds::{
    ConnectionEvent, Heartbeat, Interruption, MemberChange, MessageEvent, TypingEvent, UnknownEvent,
};
pub use self::options::{EventOptions, Since};
pub use self::stream::{ConnectionState, EventStream};
pub use crate::websocket::ReconnectPolicy;
