//! Configures a client. The setters never fail; what is wrong is reported by
//! [`ClientBuilder::build`].

use std::fmt;
use std::sync::Arc;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::base_url::BaseUrl;
use crate::client::{Client, Shared};
use crate::credentials::{Credential, Credentials};
use crate::error::Error;
use crate::interceptor::Interceptor;
#[cfg(feature = "logger")]
use crate::logger::Logger;
use crate::proxy::Proxy;
use crate::random::Random;
use crate::request_rate::RequestRate;
use crate::retry::{RetryBudget, RetryConfig};
use crate::secret::Secret;
use crate::service_address::ServiceAddress;
use crate::timeouts::Timeouts;
use crate::timer::{Timer, default_timer};
#[cfg(feature = "blocking")]
use crate::transport::blocking_transport;
use crate::transport::{ProxyChoice, Transport, TransportSettings, default_transport};
use crate::trust::{Identity, Trust};
use crate::{facts, header_policy};

const DEFAULT_MAX_RESPONSE_BYTES: usize = 8 * 1024 * 1024;

/// The configuration of a [`Client`]. Start with [`Client::builder`].
#[must_use]
pub struct ClientBuilder {
    pub(crate) address: Option<ServiceAddress>,
    allow_insecure_loopback: bool,
    one_base_url: bool,
    credentials: Credentials,
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: RetryConfig,
    proxy: Option<ProxyChoice>,
    user_agent_suffix: Option<String>,
    headers: HeaderMap,
    max_response_bytes: usize,
    transport: Option<Arc<dyn Transport>>,
    timer: Option<Arc<dyn Timer>>,
    random_seed: Option<u64>,
    interceptors: Vec<Arc<dyn Interceptor>>,
    #[cfg(feature = "logger")]
    pub(crate) logger: Option<Logger>,
    trust: Trust,
    request_rate: Option<RequestRate>,
    /// The first thing that is wrong.
    problem: Option<Error>,
}

impl ClientBuilder {
    pub(crate) fn new() -> Self {
        Self {
            address: None,
            allow_insecure_loopback: false,
            one_base_url: false,
            credentials: Credentials::none(),
            timeouts: Timeouts::new(),
            retry: RetryConfig::disabled(),
            proxy: None,
            user_agent_suffix: None,
            headers: HeaderMap::new(),
            max_response_bytes: DEFAULT_MAX_RESPONSE_BYTES,
            transport: None,
            timer: None,
            random_seed: None,
            interceptors: Vec::new(),
            #[cfg(feature = "logger")]
            logger: None,
            trust: Trust::default(),
            request_rate: None,
            problem: None,
        }
    }

    /// Where the service is: a [`BaseUrl`], or a text such as `https://api.example.com` or
    /// `https://proxy.example.com/prefix`. Operations for which the definition states a server of their own go there;
    /// see [`one_base_url`](Self::one_base_url).
    pub fn base_url<U>(mut self, url: U) -> Self
    where
        U: TryInto<BaseUrl>,
        U::Error: Into<Error>,
    {
        match url.try_into() {
            Ok(url) => self.address = Some(url.into()),
            Err(error) => self.reject(error.into()),
        }
        self
    }

    /// Accepts a base URL with plain `http` if its host is this machine. For tests and services
    /// on this machine; credentials then travel unencrypted within the machine. The proxy settings of the
    /// environment are not used with such a base URL.
    pub fn allow_insecure_loopback(mut self, allow: bool) -> Self {
        self.allow_insecure_loopback = allow;
        self
    }

    /// Sends all calls to the base URL, also those of operations for which the definition states a server of their
    /// own: for tests, and for a gateway to all of them.
    pub fn one_base_url(mut self, one: bool) -> Self {
        self.one_base_url = one;
        self
    }

    /// The time limits.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Which failures are retried. By default none is.
    pub fn retry(mut self, retry: RetryConfig) -> Self {
        self.retry = retry;
        self
    }

    /// Uses this proxy instead of the one the environment or the system names.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = Some(ProxyChoice::Explicit(proxy));
        self
    }

    /// Uses no proxy, whatever the environment or the system says.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = Some(ProxyChoice::Direct);
        self
    }

    /// Trusts the authorities of these certificates too, beside those that the system trusts: PEM
    /// text with one or more of them. It may be called several times.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.trust.authorities.push(pem.into());
        self
    }

    /// Identifies the client to the service, or to what stands before it, by this certificate: PEM
    /// text with the certificate, those that lead to its authority after it, and its private key
    /// (PKCS#8).
    pub fn client_certificate(
        mut self,
        certificates: impl Into<Vec<u8>>,
        key: impl Into<Secret>,
    ) -> Self {
        self.trust.identity = Some(Identity {
            certificates: certificates.into(),
            key: key.into(),
        });
        self
    }

    /// Adds the name of your application to the `User-Agent`, such as `my-app/1.2`. Line breaks and
    /// other control characters are refused. A `User-Agent` set with
    /// [`default_header`](Self::default_header) wins. A browser sends its own instead of all of them.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sends this header with every request, unless the call sets another value. Headers that carry
    /// credentials or frame the message (`Authorization`, `Cookie`, `Host`, `Content-Length` …) are
    /// refused.
    pub fn default_header<N, V>(mut self, name: N, value: V) -> Self
    where
        HeaderName: TryFrom<N>,
        HeaderValue: TryFrom<V>,
    {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
        else {
            self.reject(Error::invalid_input(
                "a default header has characters that a header cannot carry",
            ));
            return self;
        };
        match header_policy::check(&name) {
            Ok(()) => {
                self.headers.insert(name, value);
            }
            Err(error) => self.reject(error),
        }
        self
    }

    /// The largest response body to accept, in bytes after decompression. Default 8 MiB.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Uses a transport of your own: a fake, a decorator, another HTTP stack. The settings for
    /// proxies then belong to it.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Keeps the client to this many requests per minute: a call waits for its turn, within its time
    /// limit. By default there is no such limit.
    pub fn request_rate(mut self, rate: RequestRate) -> Self {
        self.request_rate = Some(rate);
        self
    }

    /// Adds code that runs before and after each attempt. It may be called several times; see
    /// [`Interceptor`] for the order.
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.interceptors.push(Arc::new(interceptor));
        self
    }

    /// Logs each attempt, after the interceptors have seen the request.
    #[cfg(feature = "logger")]
    pub fn logger(mut self, logger: Logger) -> Self {
        self.logger = Some(logger);
        self
    }

    /// Uses a timer of your own for all time limits and pauses.
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Makes the random part of waits the same in every run, for tests. By default no two clients
    /// have the same.
    pub fn random_seed(mut self, seed: u64) -> Self {
        self.random_seed = Some(seed);
        self
    }

    /// Builds the client. This does no I/O and needs no runtime.
    ///
    /// # Errors
    /// `Config` for a base URL that is missing, invalid or not allowed, a proxy or certificates
    /// together with a transport, certificates that cannot be read, a machine without CA
    /// certificates, or a crate built without a TLS backend; `InvalidInput` for a header or user agent
    /// that cannot be sent.
    pub fn build(self) -> Result<Client, Error> {
        self.assemble(false)
    }

    /// Builds a client for programs without async: its calls are made with `send_blocking` and the
    /// other methods whose names end in `_blocking`, inside or outside an async runtime, on the
    /// thread that makes them. Unless it is given others it uses a transport and a timer that block;
    /// no runtime and no thread is started. It opens no event streams.
    ///
    /// At the level TRACE the HTTP library of these calls, ureq, writes all that is sent to the log.
    /// A call is refused, with `Config`, while that is switched on: filter the targets `ureq` and
    /// `ureq_proto`.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn build_blocking(self) -> Result<Client, Error> {
        self.assemble(true)
    }

    fn assemble(mut self, blocking: bool) -> Result<Client, Error> {
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        let address = self.checked_address()?;
        let headers = self.headers()?;
        let is_bound = self.transport.is_none() || self.timer.is_none();
        let has_own_transport = self.transport.is_some();
        let proxy = self.proxy_in_words(&address.base_url);
        let transport = self.checked_transport(&address.base_url, blocking)?;
        let timer = match self.timer {
            Some(timer) => timer,
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            None if blocking => Arc::new(crate::blocking::ThreadTimer::new()),
            None => default_timer()?,
        };
        let shared = Shared {
            address,
            transport,
            timer,
            timeouts: self.timeouts,
            retry: self.retry,
            retry_budget: Arc::new(RetryBudget::new()),
            random: Arc::new(Random::new(self.random_seed)),
            headers,
            interceptors: self.interceptors.into(),
            #[cfg(feature = "logger")]
            logger: self.logger,
            max_response_bytes: self.max_response_bytes,
            proxy,
            has_own_transport,
            one_base_url: self.one_base_url,
            needs_tokio: is_bound && !blocking,
            #[cfg(feature = "blocking")]
            is_blocking: is_bound && blocking,
        };
        Ok(Client::from_parts(
            shared,
            self.credentials,
            self.request_rate,
        ))
    }

    /// What the generated `security` module builds its public methods on.
    #[allow(dead_code, reason = "an API may have no security schemes")]
    pub(crate) fn with_credential(mut self, scheme: usize, credential: Credential) -> Self {
        self.credentials = self.credentials.with(scheme, Some(credential));
        self
    }

    pub(crate) fn reject(&mut self, problem: Error) {
        self.problem.get_or_insert(problem);
    }

    fn checked_address(&mut self) -> Result<ServiceAddress, Error> {
        let address = match self.address.take() {
            Some(address) => address,
            None => BaseUrl::default_one()?.into(),
        };
        if address.base_url.is_insecure() && !self.allow_insecure_loopback {
            return Err(Error::config(
                "the base URL must use https; plain http to this machine needs `ClientBuilder::allow_insecure_loopback`",
            ));
        }
        Ok(address)
    }

    fn headers(&mut self) -> Result<HeaderMap, Error> {
        let mut headers = std::mem::take(&mut self.headers);
        let agent = match self.user_agent_suffix.as_deref() {
            Some(suffix) if !suffix.is_empty() => format!("{} {suffix}", facts::USER_AGENT),
            _ => facts::USER_AGENT.to_owned(),
        };
        let agent = HeaderValue::try_from(agent).map_err(|_| {
            Error::invalid_input("the user agent has characters that a header cannot carry")
        })?;
        headers.entry(USER_AGENT).or_insert(agent);
        Ok(headers)
    }

    fn proxy_in_words(&self, base_url: &BaseUrl) -> String {
        match &self.proxy {
            _ if self.transport.is_some() => "as the transport does".to_owned(),
            Some(ProxyChoice::Explicit(proxy)) => format!("{proxy:?}"),
            Some(ProxyChoice::Direct) => "none".to_owned(),
            Some(ProxyChoice::System) | None if base_url.is_insecure() => "none".to_owned(),
            Some(ProxyChoice::System) | None => "as the system says".to_owned(),
        }
    }

    fn checked_transport(
        &mut self,
        base_url: &BaseUrl,
        blocking: bool,
    ) -> Result<Arc<dyn Transport>, Error> {
        let (transport, proxy) = (self.transport.take(), self.proxy.take());
        let Some(transport) = transport else {
            let settings = TransportSettings {
                base_url,
                connect_limit: self.timeouts.connect_limit(),
                proxy: &proxy.unwrap_or_default(),
                trust: &self.trust,
            };
            #[cfg(feature = "blocking")]
            if blocking {
                return blocking_transport(&settings, self.timeouts.attempt_limit());
            }
            let _ = blocking;
            return default_transport(&settings);
        };
        if proxy.is_some() {
            return Err(Error::config(
                "the proxy setting has no effect on a transport of your own: configure it there",
            ));
        }
        if !self.trust.is_default() {
            return Err(Error::config(
                "certificates have no effect on a transport of your own: configure them there",
            ));
        }
        Ok(transport)
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field(
                "base_url",
                &self.address.as_ref().map(|address| &address.base_url),
            )
            .field("credentials", &self.credentials)
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .field("proxy", &self.proxy)
            .field("trust", &self.trust)
            .finish_non_exhaustive()
    }
}
