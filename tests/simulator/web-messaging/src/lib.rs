//! A simulator of the Web Messaging service, for tests and for trying an app without an account.
//!
//! It listens on the loopback interface. A guest opens a `WebSocket` to its deployment, says by a token of its own who
//! it is, and is echoed, refused and answered as the service does it; beside it are the history with its short-lived
//! tokens, files at addresses on a port of their own, the sign-in, push devices, and the two files that say how the
//! deployment is set up. A bot shows every kind of content, an agent repeats what it is told, and a test can
//!
//! - play the other side: [`Simulator::session`] gives a handle that says something, types, leaves, and ends sessions;
//! - break things: [`Simulator::faults`] plans what goes wrong with the next echo, answer, handshake or call;
//! - look: [`Simulator::requests`] has every request of every connection.
//!
//! Ids are counted, so they are the same in every run. Time is tokio's, so a paused clock is obeyed; with
//! [`Simulator::connector`] nothing passes while a request is on its way. What nobody knows of the service is decided
//! here in one way; a client should live with any.
//!
//! ```
//! # use web_messaging_simulator::{Fault, Moment, Simulator};
//! # async fn example() -> std::io::Result<()> {
//! let sim = Simulator::start().await?;
//! sim.faults().on(Moment::Echo, Fault::Twice).after(1);
//! let url = sim.base_url(); // for the client under test, which opens a session and says something …
//! # drop(url);
//! for session in sim.sessions() {
//!     session.says("Hello, how can I help?");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Rooms
//!
//! `simulator` and `handle` are what tests hold; `settings` what they set. `server` listens; `routes` leads a request to
//! `history`, `sign_in`, `cdn` and `files`, or to a `socket`. `state` is the memory over the data of `session`; `requests`
//! are what a guest asks for over a socket, `messages` and `attachments` the larger ones of them. `bot` decides what is
//! answered, with the `content` it has to show; `frames` and `reply` are the JSON. `faults` is the plan of what goes
//! wrong; `limits` counts.

mod attachments;
mod bot;
mod cdn;
mod content;
mod faults;
mod files;
mod frames;
mod handle;
mod history;
mod ids;
mod limits;
mod messages;
mod refusal;
mod reply;
mod requests;
mod routes;
mod server;
mod service;
mod session;
mod settings;
mod sign_in;
mod simulator;
mod socket;
mod state;

pub use faults::{Fault, Faults, Moment, PlannedFault};
pub use handle::SessionHandle;
pub use service::Asked;
pub use settings::{DEPLOYMENT_ID, Goodbye, Player, SimulatorBuilder};
pub use sign_in::{CODE, ID_TOKEN};
pub use simulator::{Connector, Simulator};
