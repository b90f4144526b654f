//! The defects of the official SDKs, one test each: what they do, in a comment, and what this SDK does instead.
//!
//! Those about settings, logs and gateways are in the tests `config`, `logging` and `gateway`, those that only show in
//! a chat of some length in the test `events`.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod clients;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod retries;
#[cfg(test)]
mod streams;
