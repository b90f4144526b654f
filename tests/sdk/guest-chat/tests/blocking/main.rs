//! Calls without async: every operation against the simulator, what goes wrong on the way, and where they can be made.
//!
//! `operations` and `lists` talk to the simulator over real sockets, `faults` to a server of raw bytes, `tls` to one
//! with certificates; `places` is about runtimes and threads. The servers run in a runtime of their own (`Service`); the
//! calls are made on the thread of the test.

#[cfg(test)]
mod faults;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod operations;
#[cfg(test)]
mod places;
#[cfg(test)]
mod tls;

#[cfg(test)]
use guest_chat_tests::{Act, JWT, RawServer};
#[cfg(test)]
use purecloud_guest_chat_client::{Client, ClientBuilder};

/// A server in a runtime of its own, which other threads than that of the test keep going.
#[cfg(test)]
struct Service<S> {
    runtime: tokio::runtime::Runtime,
    server: S,
}

#[cfg(test)]
impl<S> Service<S> {
    fn start(start: impl Future<Output = S>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let server = runtime.block_on(start);
        Self { runtime, server }
    }
}

#[cfg(test)]
impl<S> std::ops::Deref for Service<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.server
    }
}

/// A server that answers with these acts.
#[cfg(test)]
fn serving(acts: Vec<Act>) -> Service<RawServer> {
    Service::start(RawServer::start(acts))
}

/// A blocking client of a server on this machine, with a token.
#[cfg(test)]
fn builder(address: impl std::fmt::Display) -> ClientBuilder {
    Client::builder().base_url(format!("http://{address}")).allow_insecure_loopback(true).jwt(JWT)
}
