//! The client handle: what all calls share, and the credentials of this handle.
//!
//! In: a [`ClientBuilder`]. Out: calls. Cloning is cheap, and all handles that stem from one client
//! share its connections; credentials belong to a handle and its clones only.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, Uri};

use crate::client_builder::ClientBuilder;
use crate::credentials::{Credential, Credentials};
use crate::error::Error;
use crate::interceptor::Interceptor;
#[cfg(feature = "logger")]
use crate::logger::Logger;
use crate::random::Random;
use crate::request_rate::{RequestLimiter, RequestRate};
use crate::retry::{RetryBudget, RetryConfig};
use crate::service_address::ServiceAddress;
use crate::timeouts::Timeouts;
use crate::timer::Timer;
use crate::transport::Transport;

/// A client of the service. Clones, and handles with other credentials, share its connections.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    credentials: Credentials,
    limiter: Option<Arc<RequestLimiter>>,
}

/// What all handles of a client share.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) address: ServiceAddress,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) timer: Arc<dyn Timer>,
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: RetryConfig,
    pub(crate) retry_budget: Arc<RetryBudget>,
    pub(crate) random: Arc<Random>,
    pub(crate) headers: HeaderMap,
    pub(crate) interceptors: Arc<[Arc<dyn Interceptor>]>,
    #[cfg(feature = "logger")]
    pub(crate) logger: Option<Logger>,
    pub(crate) max_response_bytes: usize,
    /// Which proxy is used, in words.
    pub(crate) proxy: String,
    pub(crate) has_own_transport: bool,
    /// Whether all calls go to the base URL, also those of operations that are served elsewhere.
    pub(crate) one_base_url: bool,
    /// Whether the transport or the timer is a default one, which works inside a tokio runtime only,
    /// or in a browser.
    pub(crate) needs_tokio: bool,
    /// Whether the transport or the timer is one that only works in a blocking call.
    #[cfg(feature = "blocking")]
    pub(crate) is_blocking: bool,
}

impl Client {
    /// Starts the configuration of a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// The address of the service.
    #[must_use]
    pub fn base_url(&self) -> &Uri {
        self.shared.address.base_url.as_uri()
    }

    pub(crate) fn from_parts(
        shared: Shared,
        credentials: Credentials,
        rate: Option<RequestRate>,
    ) -> Self {
        Self {
            shared: Arc::new(shared),
            credentials,
            limiter: rate.map(|rate| Arc::new(RequestLimiter::new(rate))),
        }
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// A handle with these settings; credentials and request rate are those of this one.
    #[cfg(feature = "settings")]
    pub(crate) fn with_shared(&self, shared: Shared) -> Self {
        Self {
            shared: Arc::new(shared),
            credentials: self.credentials.clone(),
            limiter: self.limiter.clone(),
        }
    }

    /// What this handle and its clones wait for before they send.
    pub(crate) fn limiter(&self) -> Option<&RequestLimiter> {
        self.limiter.as_deref()
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }
}

/// What the generated `security` module builds its public methods on. `scheme` is an index into
/// `facts::SECURITY_SCHEMES`.
#[allow(
    dead_code,
    reason = "an API may have no security schemes, or only some of these methods"
)]
impl Client {
    /// A handle with this credential, which shares everything else with this one.
    pub(crate) fn with_credential(&self, scheme: usize, credential: Credential) -> Self {
        let held = self.credentials.get(scheme);
        if held.is_some_and(|held| held.is_same(&credential)) {
            return self.clone();
        }
        self.with_credentials(self.credentials.with(scheme, Some(credential)))
    }

    /// A handle without a credential for this scheme.
    pub(crate) fn without_credential(&self, scheme: usize) -> Self {
        self.with_credentials(self.credentials.with(scheme, None))
    }

    /// A handle of its own for these credentials: services count requests by credential.
    fn with_credentials(&self, credentials: Credentials) -> Self {
        let rate = self.limiter().map(RequestLimiter::rate);
        Self {
            shared: Arc::clone(&self.shared),
            credentials,
            limiter: rate.map(|rate| Arc::new(RequestLimiter::new(rate))),
        }
    }

    pub(crate) fn has_credential(&self, scheme: usize) -> bool {
        self.credentials.get(scheme).is_some()
    }
}

impl Shared {
    /// Refuses to go on where the default transport or timer could only panic.
    pub(crate) fn check_runtime(&self) -> Result<(), Error> {
        #[cfg(feature = "blocking")]
        if self.is_blocking && !crate::blocking::is_running() {
            return Err(Error::config(
                "the client was made with `ClientBuilder::build_blocking`: use the methods whose names end in `_blocking`",
            ));
        }
        if self.needs_tokio {
            return check_tokio();
        }
        Ok(())
    }
}

/// Refuses where the default transport and timer do not have what they run on.
#[cfg(not(target_arch = "wasm32"))]
fn check_tokio() -> Result<(), Error> {
    if tokio::runtime::Handle::try_current().is_err() {
        return Err(Error::config(
            "the call was not made inside a tokio runtime; use one, or set a transport and a timer of your own",
        ));
    }
    // Nothing but the panic tells that a runtime has no timer.
    std::panic::catch_unwind(|| drop(tokio::time::sleep(std::time::Duration::ZERO))).map_err(|_| {
        Error::config(
            "the tokio runtime was built without timers: call `enable_all` on its builder, or set a timer of your own",
        )
    })
}

/// Refuses where the default transport and timer do not have what they run on: the browser's need nothing.
#[cfg(target_arch = "wasm32")]
#[expect(
    clippy::unnecessary_wraps,
    reason = "elsewhere something may be missing"
)]
fn check_tokio() -> Result<(), Error> {
    Ok(())
}

#[cfg(feature = "blocking")]
impl Shared {
    /// Refuses to wait, on this thread, for what only makes progress when an async runtime goes on.
    pub(crate) fn check_blocking(&self) -> Result<(), Error> {
        if self.needs_tokio {
            return Err(Error::config(
                "the client is async: make one with `ClientBuilder::build_blocking` for blocking calls",
            ));
        }
        Ok(())
    }
}

impl fmt::Debug for Client {
    /// Prints the host, and for which security schemes there are credentials.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("host", &self.shared.address.base_url.host())
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}
