//! The event stream, from the start of a chat to its end, with everything that can go wrong in between.
//!
//! `flow` is the good case; `handshakes`, `closes`, `frames` and `silence` are faults one by one; `openings`, `gaps` and
//! `loss` are about what is said while nobody listens; `endings` about when a stream ends for good; `cancelling` and
//! `memory` about what a stream costs; `secrets` about where its token may go; `bytes` about WebSocket itself, against a
//! second opinion; `sockets` uses the network, where the others use memory and a paused clock.

#[cfg(test)]
mod bytes;
#[cfg(test)]
mod cancelling;
#[cfg(test)]
mod closes;
#[cfg(test)]
mod endings;
#[cfg(test)]
mod flow;
#[cfg(test)]
mod frames;
#[cfg(test)]
mod gaps;
#[cfg(test)]
mod guest;
#[cfg(test)]
mod handshakes;
#[cfg(test)]
mod loss;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod openings;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod silence;
#[cfg(test)]
mod sockets;
