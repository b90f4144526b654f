//! The hand-written runtime under the generated operations, room by room.
//!
//! With fakes and virtual time: `client`, `diagnostics`, `requests` and `interceptors` (before anything is sent),
//! `responses`, `retry_after` and `values` (what comes back), `request_rate`, `retry_vectors`, `standard_retry` and
//! `timeouts` (what takes time). Against raw bytes on real sockets: `wire`, `tls`, `trust`, `proxies` and `runtimes`.

#[cfg(test)]
mod client;
#[cfg(test)]
mod diagnostics;
#[cfg(test)]
mod interceptors;
#[cfg(test)]
mod proxies;
#[cfg(test)]
mod request_rate;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod responses;
#[cfg(test)]
mod retry_after;
#[cfg(test)]
mod retry_vectors;
#[cfg(test)]
mod runtimes;
#[cfg(test)]
mod standard_retry;
#[cfg(test)]
mod timeouts;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod trust;
#[cfg(test)]
mod values;
#[cfg(test)]
mod wire;
