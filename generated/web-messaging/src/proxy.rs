//! The proxy through which a client reaches the service.

use std::fmt;

use http::Uri;

use crate::error::Error;
use crate::secret::Secret;

/// An HTTP proxy: its address, and a user name and password if it asks for them.
#[derive(Clone)]
pub struct Proxy {
    pub(crate) url: Uri,
    pub(crate) credentials: Option<(String, Secret)>,
}

impl Proxy {
    /// A proxy at `url`, such as `http://proxy.example.com:3128`.
    ///
    /// # Errors
    /// `Config` when the URL is not an absolute `http` or `https` URL, or contains a user name: use
    /// [`basic_auth`](Self::basic_auth).
    pub fn new(url: &str) -> Result<Self, Error> {
        let invalid = || Error::config("the proxy URL is not an absolute http or https URL");
        let url = Uri::try_from(url).map_err(|_| invalid())?;
        let (Some("http" | "https"), Some(authority)) = (url.scheme_str(), url.authority()) else {
            return Err(invalid());
        };
        if authority.as_str().contains('@') {
            return Err(Error::config(
                "the proxy URL must not contain credentials: use `Proxy::basic_auth`",
            ));
        }
        Ok(Self {
            url,
            credentials: None,
        })
    }

    /// Sends this user name and password to the proxy.
    #[must_use]
    pub fn basic_auth(mut self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.credentials = Some((user.into(), password.into()));
        self
    }
}

impl fmt::Debug for Proxy {
    /// Prints the host, and whether there are credentials.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Proxy")
            .field("host", &self.url.host().unwrap_or_default())
            .field("has_credentials", &self.credentials.is_some())
            .finish()
    }
}
