//! A gateway between the client and the service: its address, and under which paths of it the service
//! can be reached.
//!
//! In: host, protocol, port and paths, one by one, as configuration files state them. Out: the base
//! URL of the API, and the address at which something else of the service (an event stream) is
//! behind the gateway. What is wrong is said when one of the two is asked for.

use http::Uri;
use http::uri::Scheme;

use crate::base_url::{BaseUrl, is_host};
use crate::client_builder::ClientBuilder;
use crate::error::Error;
use crate::service_address::ServiceAddress;

/// Where a gateway is, and what it puts before the paths of the service.
///
/// Give it to [`ClientBuilder::gateway`](crate::ClientBuilder::gateway). Who wants to send requests in
/// a way that host, port and prefix do not describe implements
/// [`Transport`](crate::Transport).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gateway {
    host: String,
    protocol: Option<String>,
    port: Option<u16>,
    api_path: String,
    stream_path: Option<String>,
}

impl Gateway {
    /// A gateway at this host, over https, with the paths of the service.
    #[must_use]
    pub fn new(host: impl Into<String>) -> Self {
        Self {
            host: host.into(),
            protocol: None,
            port: None,
            api_path: String::new(),
            stream_path: None,
        }
    }

    /// `https`, which is the default, or `http`, which is possible on this machine only, with
    /// [`ClientBuilder::allow_insecure_loopback`](crate::ClientBuilder::allow_insecure_loopback).
    #[must_use]
    pub fn protocol(mut self, protocol: impl Into<String>) -> Self {
        self.protocol = Some(protocol.into());
        self
    }

    /// The port, if it is not the one of the protocol.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// What stands before the paths of the API, such as `chat/api`.
    #[must_use]
    pub fn api_path(mut self, path: impl Into<String>) -> Self {
        self.api_path = path.into();
        self
    }

    /// Event streams go through the gateway too, with this before their paths (which may be
    /// nothing). Otherwise they go where the service says.
    #[must_use]
    pub fn stream_path(mut self, path: impl Into<String>) -> Self {
        self.stream_path = Some(path.into());
        self
    }

    /// The address of the API behind the gateway.
    ///
    /// # Errors
    /// `Config` when the parts do not make an acceptable base URL.
    pub fn base_url(&self) -> Result<BaseUrl, Error> {
        self.address(&self.api_path)
    }

    /// The address at which `original` can be reached behind the gateway: its path and query, below
    /// the path for streams. `None` when streams do not go through the gateway.
    ///
    /// # Errors
    /// `Config` when the parts do not make an acceptable address.
    pub fn stream_address(&self, original: &Uri) -> Result<Option<Uri>, Error> {
        let Some(path) = &self.stream_path else {
            return Ok(None);
        };
        let path_and_query = original.path_and_query().map_or("/", |path| path.as_str());
        let joined = self.address(path)?.join(path_and_query.to_owned());
        let joined = joined.ok_or_else(|| {
            Error::config("the address of the stream behind the gateway would be too long")
        })?;
        let mut parts = joined.into_parts();
        let is_secure = parts.scheme == Some(Scheme::HTTPS);
        // The protocols of WebSocket, as `original` has them.
        if matches!(original.scheme_str(), Some("ws" | "wss")) {
            let scheme = if is_secure { "wss" } else { "ws" };
            parts.scheme = Scheme::try_from(scheme).ok();
        }
        Uri::from_parts(parts)
            .map(Some)
            .map_err(|_| Error::config("the gateway has no valid address"))
    }

    fn address(&self, path: &str) -> Result<BaseUrl, Error> {
        let bare = self.host.trim();
        let host = if bare.parse::<std::net::Ipv6Addr>().is_ok() {
            format!("[{bare}]")
        } else {
            bare.to_owned()
        };
        if !is_host(&host) {
            return Err(Error::config(
                "the host of the gateway is not a plain host name or address",
            ));
        }
        let protocol = match self.protocol.as_deref().map(str::trim) {
            None => "https",
            Some(given) if given.eq_ignore_ascii_case("https") => "https",
            Some(given) if given.eq_ignore_ascii_case("http") => "http",
            Some(_) => {
                return Err(Error::config(
                    "the protocol of the gateway is neither https nor http",
                ));
            }
        };
        let port = match self.port {
            Some(0) => return Err(Error::config("the port of the gateway is zero")),
            Some(port) => format!(":{port}"),
            None => String::new(),
        };
        let path = path.trim().trim_matches('/');
        BaseUrl::try_from(format!("{protocol}://{host}{port}/{path}"))
    }
}

impl ClientBuilder {
    /// Reaches the service through this gateway. Of several base URLs and gateways the last counts; in one file of settings
    /// a gateway counts more than an address.
    pub fn gateway(mut self, gateway: Gateway) -> Self {
        match ServiceAddress::try_from(gateway) {
            Ok(address) => self.address = Some(address),
            Err(error) => self.reject(error),
        }
        self
    }
}
