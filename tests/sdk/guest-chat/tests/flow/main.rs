//! Every operation against the simulator over real sockets: what arrived there, and what came back typed.
//!
//! `operations` and `queries` go through them one by one, `paging` through their lists; `credentials`, `ids` and `overrides` hold for each of them;
//! `metadata`, `refusals`, `retries` and `ambiguous` are about answers, good and bad. `every` makes a call of each
//! operation, `arrived` looks at what the simulator recorded.

#[cfg(test)]
#[macro_use]
mod every;

#[cfg(test)]
mod ambiguous;
#[cfg(test)]
mod arrived;
#[cfg(test)]
mod credentials;
#[cfg(test)]
mod ids;
#[cfg(test)]
mod metadata;
#[cfg(test)]
mod operations;
#[cfg(test)]
mod overrides;
#[cfg(test)]
mod paging;
#[cfg(test)]
mod queries;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod retries;
