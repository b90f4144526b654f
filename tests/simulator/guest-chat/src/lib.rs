//! A simulator of the guest chat service, for tests and for trying an app without an account.
//!
//! It listens on the loopback interface and answers all eleven operations from real state: conversations, members,
//! messages and media requests, tokens that are checked, and requests that are checked and refused with the service's
//! error bodies. It tells what happens on event streams, over a `WebSocket`. Replies are as sparse as the real ones, with
//! the real headers. A test can
//!
//! - play the other side: [`Simulator::conversation`] gives a handle whose agents join, talk, type, ask and leave;
//! - break things: [`Simulator::faults`] plans what goes wrong with which request, down to the TCP connection, and
//!   [`Simulator::stream_faults`] what goes wrong on event streams, down to the byte of a frame;
//! - look: [`Simulator::exchanges`] has every request and reply, [`Simulator::streams`] every event stream, the handle
//!   has the members and messages.
//!
//! Ids are counted, so they are the same in every run. Time is tokio's, so a paused clock is obeyed; but where the
//! clock is paused, tokio moves it on whenever it only waits for the network, and a client's own timeouts fire then.
//!
//! ```
//! # use guest_chat_simulator::{Fault, Operation, Simulator};
//! # async fn example() -> std::io::Result<()> {
//! let sim = Simulator::start().await?;
//! sim.faults().on(Operation::SendMessage, Fault::too_many_requests(1)).times(2);
//! let url = sim.base_url(); // for the client under test, which starts a chat and says something …
//! # drop(url);
//! for chat in sim.conversations() {
//!     let ann = chat.agent_joins("Ann");
//!     ann.says("Hello, how can I help?");
//! }
//! assert!(sim.creates_with_authorization().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! # Rooms
//!
//! `simulator` and `conversation` are what tests hold; `settings` what they set. `server` listens, on the connections of
//! `simulator-base`. `handshake` grants event streams and `event_stream` tells
//! on them, with the bytes of its `frames`, spoilt by `stream_faults`, recorded in `streams`. `service` leads a request through `log`, `faults`, `effects` and `routes`. `state` is the
//! memory over the plain data of `model`, `guest` the rules; they know nothing of HTTP. `requests`, `views`, `lists` and `errors` are the
//! JSON. `operation` recognises requests; `tokens`, `ids`, `limiter`, `cors` and `reply` do
//! what they are called.

mod conversation;
mod cors;
mod effects;
mod errors;
mod event_stream;
mod faults;
mod guest;
mod handshake;
mod ids;
mod limiter;
mod lists;
mod log;
mod model;
mod operation;
mod reply;
mod requests;
mod routes;
mod server;
mod service;
mod settings;
mod simulator;
mod state;
mod stream_faults;
mod streams;
mod tokens;
mod views;

use simulator_base::{clock, frames, lock, tls, wire};

pub use conversation::{ConversationHandle, MemberHandle};
pub use errors::ErrorCode;
pub use faults::{Fault, Faults, Mutation, PlannedFault};
pub use log::{Exchange, RecordedReply};
pub use model::{
    BodyType, ChatEvent, MediaRequest, MediaState, MediaType, Member, MemberRole, MemberState,
    Message, Typing,
};
pub use operation::Operation;
pub use settings::{CursorStyle, DEPLOYMENT_ID, ORGANIZATION_ID, QUEUE, SimulatorBuilder};
pub use simulator::{Connector, Simulator};
pub use stream_faults::{PlannedStreamFault, StreamFault, StreamFaults};
pub use streams::{StreamEnd, StreamRecord};
pub use tls::Certificate;
pub use wire::Step;
