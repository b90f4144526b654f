//! The simulator from outside: a client that writes and reads the bytes of HTTP/1.1 itself, so that nothing between
//! the test and the simulator repairs, retries or hides anything.

#[cfg(test)]
mod agent;
#[cfg(test)]
mod auth;
#[cfg(test)]
mod client;
mod cors;
#[cfg(test)]
mod creating;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod operations;
#[cfg(test)]
mod program;
#[cfg(test)]
mod recording;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod runtimes;
#[cfg(test)]
mod streams;
