//! How a client is set up, for a report to whoever helps: everything but what is secret.
//!
//! In: a client handle. Out: a plain value that can be printed, logged and serialised. Invariant:
//! of headers and credentials only the names are in it, of proxies only whether they have
//! credentials.

use std::fmt;

use serde::Serialize;

use crate::client::Client;
use crate::facts;
use crate::transport::TLS_BACKEND;

/// How a client is set up. It holds nothing secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Diagnostics {
    /// The name and version of this crate.
    pub library: &'static str,
    /// The operating system and processor this was compiled for.
    pub platform: String,
    /// Where requests go.
    pub base_url: String,
    /// The default transport and its TLS backend, or that there is another one.
    pub transport: String,
    /// Which proxy is used.
    pub proxy: String,
    /// The time limits.
    pub timeouts: String,
    /// The retry rule.
    pub retry: String,
    /// The limit on the client's own requests, if there is one.
    pub request_rate: Option<String>,
    /// The security schemes for which this handle has credentials.
    pub credentials: Vec<&'static str>,
    /// The names of the headers that are sent with every request.
    pub default_headers: Vec<String>,
    /// The number of interceptors.
    pub interceptors: usize,
    /// The largest response body that is accepted, in bytes.
    pub max_response_bytes: usize,
}

impl Client {
    /// How this handle is set up, for a report. It holds nothing secret.
    #[must_use]
    pub fn diagnostics(&self) -> Diagnostics {
        let shared = self.shared();
        let names = shared.headers.keys().map(ToString::to_string);
        Diagnostics {
            library: facts::USER_AGENT,
            platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            base_url: shared.address.base_url.to_string(),
            transport: if shared.has_own_transport {
                "set by the application".to_owned()
            } else {
                format!("default, {TLS_BACKEND}")
            },
            proxy: shared.proxy.clone(),
            timeouts: format!("{:?}", shared.timeouts),
            retry: format!("{:?}", shared.retry),
            request_rate: self
                .limiter()
                .map(|limiter| format!("{:?}", limiter.rate())),
            credentials: self.credentials().names().collect(),
            default_headers: names.collect(),
            interceptors: shared.interceptors.len(),
            max_response_bytes: shared.max_response_bytes,
        }
    }
}

impl fmt::Display for Diagnostics {
    /// One line per fact.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rate = self.request_rate.as_deref().unwrap_or("none");
        writeln!(formatter, "library: {}", self.library)?;
        writeln!(formatter, "platform: {}", self.platform)?;
        writeln!(formatter, "base URL: {}", self.base_url)?;
        writeln!(formatter, "transport: {}", self.transport)?;
        writeln!(formatter, "proxy: {}", self.proxy)?;
        writeln!(formatter, "timeouts: {}", self.timeouts)?;
        writeln!(formatter, "retry: {}", self.retry)?;
        writeln!(formatter, "request rate: {rate}")?;
        writeln!(formatter, "credentials: {}", self.credentials.join(", "))?;
        writeln!(formatter, "headers: {}", self.default_headers.join(", "))?;
        writeln!(formatter, "interceptors: {}", self.interceptors)?;
        write!(formatter, "largest body: {} bytes", self.max_response_bytes)
    }
}
